"""Nothing writes behind the history's back: facts are written inside `recording` alone, whatever writes them.

A wrapper of every connection sees each statement, so that bulk updates, cascades and raw SQL are held to it
as well as `save`. Settings.HISTORY_GUARD turns it off for tests, which make facts out of nothing.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import Model

from programs.models import Program

from .tree import MEMBERS

WRITES = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)


class UnrecordedWrite(Exception):
    """Code wrote facts of programs without leaving a version of what it wrote."""


@dataclass
class Recording:
    has_written: bool = False
    has_kept: bool = False


_current: ContextVar[Recording | None] = ContextVar("recording", default=None)


@contextmanager
def recording() -> Iterator[None]:
    """A transaction that may write facts of programs, and must keep a version of each it wrote.

    Raises UnrecordedWrite, which takes everything back, where no version was kept at all. Inside another
    one it is part of that.
    """
    if _current.get():
        yield
        return
    mine = Recording()
    token = _current.set(mine)
    try:
        with transaction.atomic():
            yield
            if mine.has_written and not mine.has_kept:
                raise UnrecordedWrite("施策の事実を書きましたが、版を残していません。")
    finally:
        _current.reset(token)


def note_kept() -> None:
    """What was written is in a version, or was in one before."""
    current = _current.get()
    if current:
        current.has_kept = True


def refuse_unrecorded(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """An execute wrapper (Django's term) that lets facts be written inside `recording` alone."""
    written = WRITES.match(sql)
    if written and written[1] in fact_tables():
        current = _current.get()
        if current is None:
            raise UnrecordedWrite(
                f"「{written[1]}」は、版を残す手順（drafting.recording）の中だけで書きます。"
            )
        current.has_written = True
    return execute(sql, params, many, context)


@cache
def fact_tables() -> frozenset[str]:
    models: list[type[Model]] = [Program, *MEMBERS]
    tables = {model._meta.db_table for model in models}
    return frozenset(tables.union(*(linking_tables(model) for model in models)))


def linking_tables(model: type[Model]) -> set[str]:
    return {field.m2m_db_table() for field in model._meta.many_to_many}


def watch(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if settings.HISTORY_GUARD and refuse_unrecorded not in connection.execute_wrappers:
        connection.execute_wrappers.append(refuse_unrecorded)


def install() -> None:
    """Watch every connection that is opened from now on, and the one that is open."""
    connection_created.connect(watch)
    if connection.connection is not None:
        watch(None, connection)

"""Which database a measured search reads, and the copy of a catalog from one to the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connections

# The catalog and its index; what staff and sessions need is left out.
APPS = ("programs", "search")
FETCHED = 2000


class Chosen:
    """A database router that reads from the database last chosen."""

    alias = "default"

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return Chosen.alias

    db_for_write = db_for_read


@contextmanager
def chosen(alias: str) -> Iterator[None]:
    before, Chosen.alias = Chosen.alias, alias
    try:
        yield
    finally:
        Chosen.alias = before


def copy() -> None:
    """Make the tables of `postgresql` hold what those of `default` do."""
    call_command("migrate", database="postgresql", verbosity=0)
    tables = [model._meta for app in APPS for model in apps.get_app_config(app).get_models(True)]
    with connections["postgresql"].cursor() as target, connections["default"].cursor() as source:
        target.execute("SET session_replication_role = replica")  # rows in any order
        names = ", ".join(f'"{table.db_table}"' for table in tables)
        target.execute(f"TRUNCATE {names} CASCADE")
        for table in tables:
            copy_table(table, source, target)
        target.execute("SET session_replication_role = DEFAULT")
        target.execute("ANALYZE")


def copy_table(table: Any, source: Any, target: Any) -> None:
    columns = ", ".join(f'"{field.column}"' for field in table.concrete_fields)
    flags = [field.get_internal_type() == "BooleanField" for field in table.concrete_fields]
    source.execute(f'SELECT {columns} FROM "{table.db_table}"')
    with target.copy(f'COPY "{table.db_table}" ({columns}) FROM STDIN') as rows:
        while batch := source.fetchmany(FETCHED):
            for row in batch:
                # SQLite keeps booleans as numbers.
                rows.write_row(
                    [bool(v) if flag and v is not None else v for v, flag in zip(row, flags, strict=True)]
                )

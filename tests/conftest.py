"""Fixtures for every test: the committed catalog, loaded once a module, and a counter of queries."""

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext


@pytest.fixture(scope="module")
def catalog(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The committed areas and catalog in the database, with public records and search documents.

    Loaded once for the module that asks for it and rolled back after it; each test's own changes
    are rolled back before. A test that asks for it needs the `django_db` mark too.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_catalog", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def count_queries() -> Callable[..., int]:
    """`count_queries(client.get, "/")`: how many queries one call makes."""

    def count(call: Callable[..., Any], *args: Any, **kwargs: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            call(*args, **kwargs)
        return len(queries)

    return count

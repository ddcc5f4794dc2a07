"""Fixtures for every test: the committed catalog, loaded once a module, and a counter of queries."""

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only", action="store_true", help="only what a second database engine could change"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --database-only: what touches no database, or only reads pages of it, runs on one engine."""
    if not config.getoption("--database-only"):
        return
    kept, left = [], []
    for item in items:
        is_kept = touches_the_database(item) and item.get_closest_marker("pages") is None
        (kept if is_kept else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


def touches_the_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or "django_db_setup" in fixtures


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> dict[str, Any]:
    """Databases of tests are made and dropped by statements that a busy disk slows: the limit that no page
    may pass is not meant for them. Returns what was lifted.
    """
    return lift_statement_limit()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_modify_db_settings: dict[str, Any], django_db_setup: None, django_db_blocker: Any
) -> Iterator[None]:
    """The tests themselves run under the limit."""
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            connection.close()
            connection.close_pool()
        connection.settings_dict["OPTIONS"] |= django_db_modify_db_settings
    yield
    lift_statement_limit()


def lift_statement_limit() -> dict[str, Any]:
    options = connection.settings_dict["OPTIONS"]
    return {"options": options.pop("options")} if "options" in options else {}


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

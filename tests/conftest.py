"""Fixtures for every test: the committed catalog, loaded once a module, and a counter of queries."""

import gc
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, settings

# No test is timed: a busy machine would fail it.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

SHARED = pytest.StashKey["SharedCatalog"]()
ALL_ASK = pytest.StashKey[set[Path]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="only tests that touch the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files with tests of the whole catalog first: they take longest, and would keep one core at the end;
    before them those that ask for nothing else of the database, which share it.

    With --database-only, on the second engine: what touches no database has run already.
    """
    with_database = [item for item in items if touches_the_database(item)]
    asking = {item.path for item in with_database if "catalog" in item.fixturenames}
    others = {item.path for item in with_database if "catalog" not in item.fixturenames}
    config.stash[SHARED], config.stash[ALL_ASK] = SharedCatalog(), asking - others
    items.sort(key=lambda item: (item.path not in asking, item.path in others))
    if not config.getoption("--database-only"):
        return
    kept, left = [], []
    for item in items:
        (kept if touches_the_database(item) else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


def pytest_collection_finish() -> None:
    """What is imported and collected by now stays until the end: the garbage collector need not look at it
    time and again, nor at every page after each few hundred objects.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


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


class SharedCatalog:
    """The committed areas and catalog, in a transaction that stays open from one module to the next."""

    def __init__(self) -> None:
        self.opened: transaction.Atomic | None = None
        # What the first loading wrote, as the database gives it.
        self.rows: dict[type[Model], list[tuple[Any, ...]]] = {}

    def bring(self) -> None:
        if self.opened:
            return
        self.opened = transaction.atomic()
        self.opened.__enter__()
        if self.rows:
            write_rows(self.rows)
        else:
            call_command("load_catalog", stdout=StringIO())
            self.rows = read_rows()

    def take_away(self) -> None:
        if self.opened:
            transaction.set_rollback(True)
            self.opened.__exit__(None, None, None)
            self.opened = None


@pytest.fixture(scope="session")
def shared_catalog(django_db_setup: None, django_db_blocker: Any, request: pytest.FixtureRequest) -> Any:
    yield request.config.stash[SHARED]
    with django_db_blocker.unblock():
        request.config.stash[SHARED].take_away()


@pytest.fixture(scope="module", autouse=True)
def no_catalog_of_another_module(request: pytest.FixtureRequest, django_db_blocker: Any) -> None:
    """Only a module that asks for the catalog in all its tests of the database finds it there already."""
    if request.path not in request.config.stash[ALL_ASK]:
        with django_db_blocker.unblock():
            request.config.stash[SHARED].take_away()


@pytest.fixture(scope="module")
def catalog(shared_catalog: SharedCatalog, django_db_blocker: Any) -> Iterator[None]:
    """The committed areas and catalog in the database, with public records and search documents.

    There for the module that asks for it; what the module adds is rolled back after it, each test's own
    changes before. A test that asks for it needs the `django_db` mark too.
    """
    with django_db_blocker.unblock():
        shared_catalog.bring()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)


def read_rows() -> dict[type[Model], list[tuple[Any, ...]]]:
    models = [
        model
        for app in ("programs", "search")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    found = {}
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"SELECT {columns_of(model)} FROM {model._meta.db_table}")
            found[model] = cursor.fetchall()
    return found


def write_rows(rows: dict[type[Model], list[tuple[Any, ...]]]) -> None:
    """Keys that name other rows are held against them when a transaction ends, so any order serves."""
    with connection.cursor() as cursor:
        for model, values in rows.items():
            into = f"{model._meta.db_table} ({columns_of(model)})"
            if connection.vendor == "postgresql":  # a statement a row takes four times as long
                with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                    for row in values:
                        copy.write_row(row)
                continue
            places = ", ".join(["%s"] * len(model._meta.concrete_fields))
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", values)


def columns_of(model: type[Model]) -> str:
    return ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)


@pytest.fixture
def count_queries() -> Callable[..., int]:
    """`count_queries(client.get, "/")`: how many queries one call makes."""

    def count(call: Callable[..., Any], *args: Any, **kwargs: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            call(*args, **kwargs)
        return len(queries)

    return count

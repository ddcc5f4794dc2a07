"""A corpus small enough for tests, its queries, and what a plain scan answers; no database."""

from pathlib import Path
from typing import Any

import pytest

from bench import scan
from bench.corpus import records
from bench.documents import rows
from bench.queries import Query, queries, with_filters
from bench.rows import Row

SIZE = 300


@pytest.fixture(scope="session")
def written() -> list[dict[str, Any]]:
    return list(records(SIZE))


@pytest.fixture(scope="session")
def corpus(written: list[dict[str, Any]]) -> list[Row]:
    return list(rows(written))


@pytest.fixture(scope="session")
def asked(corpus: list[Row]) -> list[Query]:
    """The sixty queries, and each once more with a filter."""
    plain = queries(corpus)
    return plain + with_filters(plain, corpus)


@pytest.fixture(scope="session")
def expected(corpus: list[Row], asked: list[Query]) -> list[list[int]]:
    """What the oracle answers to each of `asked`."""
    return scan.answers(corpus, asked)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")

"""What every engine is given: one row a document, kept in a file so that a build times itself only."""

import pickle
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple


class Row(NamedTuple):
    """One document.

    `number` is dense and the static rank (0 stands first); `text` is folded, zones divided by a form
    feed, lines by a line feed; `facets` are like "field:broadband" and "within:010006".
    """

    number: int
    name: str
    text: str
    facets: list[str]


def save(rows: Iterable[Row], path: Path) -> int:
    """Write rows to a file; how many there were."""
    count = 0
    with path.open("wb") as file:
        for row in rows:
            pickle.dump(tuple(row), file, pickle.HIGHEST_PROTOCOL)
            count += 1
    return count


def load(path: Path) -> Iterator[Row]:
    """The rows of a file that `save` wrote, one at a time."""
    with path.open("rb") as file:
        while True:
            try:
                values = pickle.load(file)
            except EOFError:
                return
            yield Row(*values)


def load_first(path: Path, count: int) -> Iterator[Row]:
    return islice(load(path), count)

"""The grams of many documents as rows of the index, in the order of their keys.

A few documents are gathered in memory. Of many, every processor makes parts in turn and leaves their
grams in files, by ranges of keys; then each range is put together by itself. Memory holds a part or a range
for each processor, however many documents there are; the files take some 16 KB for a document of 900
letters. They do not look for cycles of objects, which took a third of their time: what is made has none.
"""

import gc
import marshal
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from os import cpu_count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np

from .bitmaps import serialised
from .texts import Zone
from .windows import Column, Piece, merged, pieces

# Columns of `models.Gram`, and the order of `DocumentGrams`.
COLUMNS = (*(zone.name.lower() for zone in Zone), "forks", "joins")

# Documents that are gathered at a time, and ranges of keys that they are divided into.
PART, RANGES = 1000, 64
# Pieces of work that wait for a processor.
AHEAD = cpu_count() or 1
# Of `marshal`: without a look whether the same object was written before.
PLAIN = 2

# (number, text) of a document.
Text = tuple[int, str]
# A key and the serialised bitmap of each column, None for an empty one.
Row = tuple[str | bytes | None, ...]
S = TypeVar("S")
T = TypeVar("T")


class Texts(Protocol):
    """What a part is made into: the texts of its documents, and whatever else."""

    @property
    def texts(self) -> Sequence[Text]: ...


M = TypeVar("M", bound=Texts)


def gathered(parts: Iterable[S], make: Callable[[S], M], keep: Callable[[M], None]) -> Iterator[Row]:
    """The rows of `models.Gram` for the documents that `make` makes of parts, by rising numbers.

    `make` is called where a processor is free, and must be a function of a module; `keep` is given each
    part as it was made, in order, before the first row comes.
    """
    every = iter(parts)
    first = [make(part) for part in islice(every, 1)]
    for made in first:
        keep(made)
    texts = [text for made in first for text in made.texts]
    second = list(islice(every, 1))
    if not second:
        yield from zip(*columns_of(list(pieces(texts))), strict=True)
        return
    del first
    with TemporaryDirectory() as name, ProcessPoolExecutor(initializer=gc.disable) as pool:
        folder, borders = Path(name), borders_of(texts)
        leave(texts, folder, 0, borders)
        del texts
        further = enumerate(chain(second, every), 1)
        work = ((make, part, folder, number, borders) for number, part in further)
        number = 1
        for made in ahead(pool, make_and_leave, work):
            keep(made)
            number += 1
        ranges = ((folder, number, at) for at in range(len(borders) + 1))
        for together in ahead(pool, put_together, ranges):
            yield from zip(*marshal.loads(together), strict=True)


def rows(texts: Iterable[Text]) -> Iterator[Row]:
    """The rows for documents given by rising numbers."""
    return gathered(in_parts(texts), Given, lambda given: None)


class Given(NamedTuple):
    texts: Sequence[Text]


def ahead(pool: ProcessPoolExecutor, work: Callable[..., T], given: Iterable[tuple[Any, ...]]) -> Iterator[T]:
    """The results of work in order; none is begun long before it is asked for."""
    waiting: deque[Future[T]] = deque()
    for arguments in given:
        waiting.append(pool.submit(work, *arguments))
        if len(waiting) > AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def in_parts(texts: Iterable[Text]) -> Iterator[list[Text]]:
    every = iter(texts)
    while part := list(islice(every, PART)):
        yield part


def borders_of(texts: Iterable[Text]) -> list[str]:
    """Letters that divide keys into ranges of about as many of them."""
    letters = sorted("".join(text for _, text in texts))
    return sorted({letters[len(letters) * at // RANGES] for at in range(1, RANGES)})


def make_and_leave(make: Callable[[S], M], part: S, folder: Path, number: int, borders: Sequence[str]) -> M:
    made = make(part)
    leave(made.texts, folder, number, borders)
    return made


def leave(texts: Sequence[Text], folder: Path, number: int, borders: Sequence[str]) -> None:
    """Gather a part and write it to files, one for each range of keys."""
    ranges = zip(*(piece.divided(borders) for piece in pieces(texts)), strict=True)
    for at, content in enumerate(ranges):
        path_of(folder, number, at).write_bytes(pickle.dumps(content))


def put_together(folder: Path, parts: int, at: int) -> bytes:
    """The rows of one range of keys, marshalled column by column: what a process sends at little cost."""
    left = (pickle.loads(path_of(folder, number, at).read_bytes()) for number in range(parts))
    return marshal.dumps(columns_of(list(chain.from_iterable(left))), PLAIN)


def path_of(folder: Path, part: int, at: int) -> Path:
    return folder / f"{part}-{at}"


def columns_of(pieces: Sequence[Piece]) -> list[Sequence[str | bytes | None]]:
    """The columns of rows, the keys first: pieces as one, those of a gram by rising numbers of documents."""
    # Pieces come nearly sorted, which a set would undo.
    keys = sorted(dict.fromkeys(chain.from_iterable(piece.keys for piece in pieces)))
    place = {key: place for place, key in enumerate(keys)}
    places = [np.array([place[key] for key in piece.keys], np.int32) for piece in pieces]
    columns = zip(*(piece.columns for piece in pieces), strict=True)
    return [keys, *(stored(merged(parts, places), len(keys)) for parts in columns)]


def stored(column: Column, keys: int) -> list[bytes | None]:
    """A serialised bitmap for each gram of a column, None for the others of so many keys."""
    held: list[bytes | None] = [None] * keys
    written = serialised(column.counts, column.documents)
    for gram, numbers in zip(column.grams.tolist(), written, strict=True):
        held[gram] = numbers
    return held

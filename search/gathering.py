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
from .columns import COLUMNS, SPAN
from .windows import Column, Piece, merged, pieces, starting

# Documents that are gathered at a time, and ranges of keys that they are divided into.
PART, RANGES = 1000, 128
# Pieces of work that wait for a processor.
AHEAD = cpu_count() or 1
# Of `marshal`: without a look whether the same object was written before.
PLAIN = 2

# (number, text) of a document.
Text = tuple[int, str]
# A key and its serialised bitmap.
Row = tuple[str, bytes]
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
    first = list(islice(every, 2))
    if len(first) < 2:
        held: list[Piece] = []
        for made in map(make, first):
            keep(made)
            held += pieces(made.texts)
        yield from zip(*keys_and_bitmaps(held), strict=True)
        return
    with TemporaryDirectory() as name:
        folder = Path(name)
        with processes() as pool:
            # What the first part is made into is made again below: no process that lasts holds so much.
            borders = pool.submit(borders_of, make, first[0]).result()
            work = ((make, part, folder, number, borders) for number, part in enumerate(chain(first, every)))
            number = 0
            for made in ahead(pool, make_and_leave, work):
                keep(made)
                number += 1
        ranges = ((folder, number, at) for at in range(len(borders) + 1))
        with processes() as pool:
            for together in ahead(pool, put_together, ranges):
                yield from zip(*marshal.loads(together), strict=True)


def processes() -> ProcessPoolExecutor:
    """New ones for each kind of work: Python gives little of the memory of the last one back."""
    return ProcessPoolExecutor(initializer=gc.disable)


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


def borders_of(make: Callable[[S], M], part: S) -> list[str]:
    """Letters that divide keys into ranges of about as many of them, going by one part."""
    letters = sorted("".join(text for _, text in make(part).texts))
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
    """The rows of one range of keys, marshalled as two lists: what a process sends at little cost."""
    left = (pickle.loads(path_of(folder, number, at).read_bytes()) for number in range(parts))
    return marshal.dumps(keys_and_bitmaps(list(chain.from_iterable(left))), PLAIN)


def path_of(folder: Path, part: int, at: int) -> Path:
    return folder / f"{part}-{at}"


def keys_and_bitmaps(pieces: Sequence[Piece]) -> tuple[list[str], list[bytes]]:
    """Pieces as one, the keys in order; those that hold a gram, by rising numbers of documents."""
    # Pieces come nearly sorted, which a set would undo.
    keys = sorted(dict.fromkeys(chain.from_iterable(piece.keys for piece in pieces)))
    place = {key: place for place, key in enumerate(keys)}
    parts: list[Column] = []
    for piece in pieces:
        places = np.fromiter(map(place.__getitem__, piece.keys), np.int64, len(piece.keys))
        parts += (
            column._replace(grams=places[column.grams] * len(COLUMNS) + at)
            for at, column in enumerate(piece.columns)
        )
    grams, counts, documents = merged(parts) if parts else Column.of(*[np.empty(0, np.uint32)] * 2)
    grams, columns = np.divmod(grams, len(COLUMNS))
    documents += np.repeat((columns * SPAN).astype(np.uint32), counts)
    return keys, serialised(np.add.reduceat(counts, np.flatnonzero(starting(grams))), documents)

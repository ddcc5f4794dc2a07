"""The grams of many documents as rows of the index, in the order of their keys.

A few documents are gathered in memory. Of many, every processor takes parts in turn and leaves them in
files, by ranges of keys; then each range is put together by itself. Memory holds two parts or two ranges,
however many documents there are.
"""

import marshal
from array import array
from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import lru_cache
from itertools import chain, islice
from os import cpu_count
from pathlib import Path
from tempfile import TemporaryDirectory

from pyroaring import BitMap

from .grams import Alphabet, document_grams
from .texts import Zone

# Columns of `models.Gram`, and the order of `DocumentGrams`.
COLUMNS = (*(zone.name.lower() for zone in Zone), "forks", "joins")

# Documents that are gathered at a time, and ranges of keys that they are divided into.
PART, RANGES = 2000, 32
# Pieces of work that wait for a processor.
AHEAD = cpu_count() or 1
NUMBER = 4  # bytes of a document number

# (number, text) of a document.
Text = tuple[int, str]
# For each column: gram → numbers, four bytes each.
Part = list[dict[str, bytes]]
# A key and the serialised bitmap of each column, None for an empty one.
Row = tuple[str | bytes | None, ...]


def rows(texts: Iterable[Text]) -> Iterator[Row]:
    """The rows of `models.Gram` for documents given by rising numbers."""
    every = iter(texts)
    first = list(islice(every, PART + 1))
    if len(first) <= PART:
        yield from rows_of([gathered(first)])
        return
    with TemporaryDirectory() as folder, ProcessPoolExecutor() as pool:
        borders = borders_of(first)
        parts = 0
        waiting: deque[Future[None]] = deque()
        for parts, part in enumerate(in_parts(chain(first, every)), 1):
            waiting.append(pool.submit(leave, part, Path(folder), parts, borders))
            if len(waiting) > AHEAD:
                waiting.popleft().result()
        for left in waiting:
            left.result()
        ahead: deque[Future[list[Row]]] = deque()
        for at in range(len(borders) + 1):
            ahead.append(pool.submit(put_together, Path(folder), parts, at))
            if len(ahead) > AHEAD:
                yield from ahead.popleft().result()
        for together in ahead:
            yield from together.result()


def in_parts(texts: Iterable[Text]) -> Iterator[list[Text]]:
    every = iter(texts)
    while part := list(islice(every, PART)):
        yield part


def gathered(texts: Sequence[Text]) -> Part:
    """The grams of some documents."""
    alphabet = Alphabet()
    columns: list[dict[str, list[int]]] = [defaultdict(list) for _ in COLUMNS]
    for number, text in texts:
        grams = document_grams(text, alphabet)
        for held, column in zip(columns, (*grams.zones, grams.forks, grams.joins), strict=True):
            for gram in column:
                held[gram].append(number)
    decode = alphabet.decode
    return [{decode(gram): packed(numbers) for gram, numbers in held.items()} for held in columns]


def packed(numbers: Sequence[int]) -> bytes:
    return array("I", numbers).tobytes()


def borders_of(texts: Iterable[Text]) -> list[str]:
    """Letters that divide keys into ranges of about as many of them."""
    letters = sorted("".join(text for _, text in texts))
    return sorted({letters[len(letters) * at // RANGES] for at in range(1, RANGES)})


def leave(texts: Sequence[Text], folder: Path, number: int, borders: Sequence[str]) -> None:
    """Gather a part and write it to files, one for each range of keys."""
    part = gathered(texts)
    ranges: list[Part] = [[{} for _ in COLUMNS] for _ in range(len(borders) + 1)]
    range_of = lru_cache(maxsize=None)(lambda letter: bisect_right(borders, letter))
    for column, held in enumerate(part):
        for key, numbers in held.items():
            ranges[range_of(key[0])][column][key] = numbers
    for at, content in enumerate(ranges):
        path_of(folder, number, at).write_bytes(marshal.dumps(content))


def put_together(folder: Path, parts: int, at: int) -> list[Row]:
    """The rows of one range of keys."""
    return list(rows_of(marshal.loads(path_of(folder, n, at).read_bytes()) for n in range(1, parts + 1)))


def path_of(folder: Path, part: int, at: int) -> Path:
    return folder / f"{part}-{at}"


def rows_of(parts: Iterable[Part]) -> Iterator[Row]:
    """Parts, given by rising numbers of documents, as one."""
    columns: Part = [{} for _ in COLUMNS]
    for part in parts:
        for held, more in zip(columns, part, strict=True):
            for key, numbers in more.items():
                held[key] = held[key] + numbers if key in held else numbers
    for key in sorted(set().union(*columns)):
        yield (key, *(stored(held.get(key)) for held in columns))


def stored(numbers: bytes | None) -> bytes | None:
    """Numbers of four bytes as a serialised bitmap."""
    if numbers is None:
        return None
    if len(numbers) == NUMBER:
        return stored_one(numbers)
    return BitMap(array("I", numbers)).serialize()


@lru_cache(maxsize=2**16)
def stored_one(number: bytes) -> bytes:
    """Two of three grams stand in one document only."""
    return BitMap(array("I", number)).serialize()

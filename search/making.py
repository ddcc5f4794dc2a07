"""A part of a whole index, made out of stored records where a processor is free."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

import orjson
from pyroaring import BitMap

from .documents import Known, Record, StoredCase, case_documents, program_documents

# Records that are in memory at a time, as objects.
AT_ONCE = 250


class Part(NamedTuple):
    """By the key of their program, records as JSON and when they were changed; the cases of these programs.

    `first` is the number of the first document that is made of them.
    """

    first: int
    records: Mapping[int, str]
    updated: Mapping[int, datetime]
    cases: Mapping[int, Sequence[StoredCase]]


class Made(NamedTuple):
    """Documents as rows (of `columns_of` the model), and what the index keeps of them but their grams."""

    rows: list[tuple[Any, ...]]
    facets: dict[str, BitMap]
    words: Counter[str]
    texts: list[tuple[int, str]]  # number and text of each


def made_programs(part: Part, known: Known) -> Made:
    return made(
        (program_documents(records, part.updated, known) for records in read(part.records)), part.first
    )


def made_cases(part: Part, known: Known) -> Made:
    documents = (
        case_documents(records, {pk: part.cases[pk] for pk in records if pk in part.cases}, known)
        for records in read(part.records)
    )
    return made(documents, part.first)


def read(stored: Mapping[int, str]) -> Iterator[dict[int, Record]]:
    every = iter(stored.items())
    while batch := list(islice(every, AT_ONCE)):
        yield {pk: orjson.loads(record) for pk, record in batch}


def made(batches: Iterable[Iterable[Any]], first: int) -> Made:
    rows: list[tuple[Any, ...]] = []
    texts: list[tuple[int, str]] = []
    numbers: dict[str, list[int]] = defaultdict(list)
    words = Counter[str]()
    for documents in batches:
        for document in documents:
            document.number = first + len(rows)
            rows.append(row_of(document))
            texts.append((document.number, document.text))
            for facet in document.facets:
                numbers[facet].append(document.number)
            words.update(document.words.splitlines())
    return Made(rows, {facet: BitMap(held) for facet, held in numbers.items()}, words, texts)


def columns_of(documents: Any) -> list[str]:
    """The columns of a model of documents that `row_of` gives the values of."""
    return [field.column for field in documents._meta.concrete_fields]


def row_of(document: Any) -> tuple[Any, ...]:
    values = (getattr(document, field.attname) for field in document._meta.concrete_fields)
    return tuple(orjson.dumps(v).decode() if isinstance(v, (dict, list)) else v for v in values)

"""Synthetic records as search documents, by the search's own folding and facets; needs no database."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from search.documents import Known, folded, own_facets, program_facets
from search.texts import program_lines

from .rows import Row
from .vocabulary import vocabulary

Record = dict[str, Any]
BATCH = 250


def rows(records: Iterable[Record]) -> Iterator[Row]:
    """The row of each record, numbered in the order given."""
    words = vocabulary()
    known = Known(
        {code: list(area.above) for code, area in words.areas.items()},
        {"field": words.fields, "support_type": words.support_types},
    )
    every = enumerate(records)
    while batch := list(islice(every, BATCH)):
        lines = [list(program_lines(record)) for _, record in batch]
        for (number, record), own, text in zip(batch, lines, folded(lines), strict=True):
            facets = {*own_facets(record, known), *program_facets(record, known, own)}
            yield Row(number, record["name"], text, sorted(facets))

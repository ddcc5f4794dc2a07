"""Synthetic records as search documents, by the search's own folding and facets; needs no database."""

from collections.abc import Iterable, Iterator
from typing import Any

from search.index import Containment, folded, program_facets
from search.texts import program_lines

from .rows import Row
from .vocabulary import Vocabulary, vocabulary

Record = dict[str, Any]


class Lineage(Containment):
    """Which areas contain which, out of the fixtures."""

    def __init__(self, words: Vocabulary):
        self.lineage = {code: list(area.above) for code, area in words.areas.items()}


def rows(records: Iterable[Record]) -> Iterator[Row]:
    """The row of each record, numbered in the order given."""
    words = vocabulary()
    above = Lineage(words)
    for number, record in enumerate(records):
        lines = list(program_lines(record))
        facets = {
            f"support_type:{words.support_types[record['support_type']]}",
            *(f"field:{words.fields[field]}" for field in record["fields"]),
            *program_facets(record, above, lines),
        }
        yield Row(number, record["name"], folded(lines), sorted(facets))

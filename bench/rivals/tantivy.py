"""tantivy over the same pairs: phrases, an exact count, and facet groups by aggregations on fast fields."""

import re
from collections.abc import Iterable
from pathlib import Path

import tantivy
from tantivy import Occur
from tantivy import Query as Part

from bench.groups import GROUPS, TOP, Answer, group_of, values
from bench.queries import Query
from bench.rows import Row

from .units import is_word, pairs, phrase, terms, words

HEAP_BYTES = 256 * 2**20
# More than any group has values: an aggregation must not leave out the rare ones.
MOST_VALUES = 1_000
GROUP_COUNTS = {group: {"terms": {"field": group, "size": MOST_VALUES}} for group in GROUPS}


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("pairs", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("number", fast=True)
    for group in GROUPS:
        builder.add_text_field(group, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def build(rows: Iterable[Row], path: Path) -> None:
    path.mkdir()
    # One thread: FTS5 builds on one core too, and one writer leaves fewer segments to merge.
    writer = tantivy.Index(schema(), str(path)).writer(HEAP_BYTES, num_threads=1)
    for row in rows:
        document = tantivy.Document()
        document.add_unsigned("number", row.number)
        document.add_text("pairs", " ".join(pairs(row.text)))
        document.add_text("words", " ".join(words(row.text)))
        for group, value in values(row.facets):
            document.add_text(group, value)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class Tantivy:
    """Answers out of a folder that `build` wrote."""

    def __init__(self, path: Path):
        index = tantivy.Index.open(str(path))
        self.schema, self.searcher = index.schema, index.searcher()

    def answer(self, query: Query) -> Answer:
        wanted = self.parsed(query)
        found = self.searcher.search(wanted, TOP)
        counted = self.searcher.aggregate(wanted, GROUP_COUNTS)
        numbers = self.searcher.fast_field_values("number", [address for _, address in found.hits])
        counts = {
            group: {bucket["key"]: int(bucket["doc_count"]) for bucket in counted[group]["buckets"]}
            for group in GROUPS
        }
        return Answer(found.count, list(numbers), counts)

    def parsed(self, query: Query) -> Part:
        """Every term, and any value of each filter."""
        parts = [self.held(term) for term in terms(query.text)]
        parts += [
            Part.const_score_query(Part.term_set_query(self.schema, group_of(dimension), list(chosen)), 0)
            for dimension, chosen in query.filters.items()
        ]
        return parts[0] if len(parts) == 1 else Part.boolean_query([(Occur.Must, part) for part in parts])

    def held(self, term: list[str]) -> Part:
        if len(term) > 2:
            return Part.phrase_query(self.schema, "pairs", list(phrase(term)))
        if len(term) == 2:
            return Part.term_query(self.schema, "pairs", *phrase(term))
        if is_word(term[0]):
            return Part.term_query(self.schema, "words", term[0])
        # A character that is asked for alone begins some pair.
        return Part.regex_query(self.schema, "pairs", re.escape(term[0]) + ".+")

    def close(self) -> None:
        """Nothing is left open; every engine has this."""

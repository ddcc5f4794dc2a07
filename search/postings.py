"""Which documents hold which gram, facet and word: gathered here, written to the tables of a corpus.

A change of some documents is merged into the rows that it touches. An index written as a whole takes the
place of the old one when the transaction commits.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection
from pyroaring import BitMap

from . import gathering
from .corpora import Corpus, Table
from .gathering import COLUMNS, Row
from .grams import Alphabet, document_grams

BATCH = 500
# Rows that one call writes.
ROWS = 5000

# Facets of the index itself: every document; those whose numbers do not tell their order any more; and
# the numbers that were ever given, which grams may still hold after their documents have gone.
ALL, LATE, GIVEN = "all", "late", "given"


class Entry(NamedTuple):
    """A document as the index sees it."""

    number: int
    text: str
    facets: Sequence[str]
    words: str


# -- the whole index -----------------------------------------------------------------------------------


def write_all(corpus: Corpus, entries: Iterable[Entry]) -> None:
    """Make the tables of a corpus hold these documents and nothing else."""
    facets: dict[str, BitMap] = defaultdict(BitMap)
    words: Counter[str] = Counter()

    def texts() -> Iterator[tuple[int, str]]:
        for entry in entries:
            for facet in (ALL, GIVEN, *entry.facets):
                facets[facet].add(entry.number)
            words.update(entry.words.splitlines())
            yield entry.number, entry.text

    replace_rows(corpus.grams, COLUMNS, gathering.rows(texts()))
    carriers = ((facet, stored(numbers)) for facet, numbers in sorted(facets.items()))
    replace_rows(corpus.facets, ["documents"], carriers)
    corpus.words.objects.all().delete()
    corpus.words.objects.bulk_create(
        (corpus.words(key=key, documents=count) for key, count in words.items()), batch_size=BATCH
    )


def replace_rows(table: Table, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Written by one prepared statement: `bulk_create` takes ten times as long for a million small rows."""
    table.objects.all().delete()
    names = [table._meta.pk.column, *columns]
    quoted = ", ".join(map(connection.ops.quote_name, names))
    statement = (
        f"INSERT INTO {connection.ops.quote_name(table._meta.db_table)} ({quoted}) "
        f"VALUES ({', '.join(['%s'] * len(names))})"
    )
    every = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(every, ROWS)):
            cursor.executemany(statement, batch)


def stored(numbers: BitMap | None) -> bytes | None:
    return numbers.serialize() if numbers else None


# -- a change of some documents --------------------------------------------------------------------------


class Changes:
    """(key, column) → numbers to add to it, and numbers to take out."""

    def __init__(self) -> None:
        self.added: dict[str, dict[str, BitMap]] = defaultdict(lambda: defaultdict(BitMap))
        self.removed: dict[str, dict[str, BitMap]] = defaultdict(lambda: defaultdict(BitMap))

    def replace(self, number: int, column: str, before: set[str], after: set[str]) -> None:
        for key in after - before:
            self.added[key][column].add(number)
        for key in before - after:
            self.removed[key][column].add(number)

    @property
    def keys(self) -> list[str]:
        return sorted(self.added.keys() | self.removed.keys())


def write_changes(corpus: Corpus, changed: Iterable[tuple[Entry | None, Entry | None]]) -> None:
    """Bring the tables from (before, after) of some documents up to date; None is no document.

    Of a document that goes, only the facets are taken out: no search shows a number that is not in
    `all`, and no number is given twice until the whole index is written.
    """
    grams, facets, words = Changes(), Changes(), Counter[str]()
    for before, after in changed:
        if before and not after:
            facets.replace(before.number, "documents", {ALL, LATE, *before.facets}, set())
        elif after:
            old, new = keys_of(before), keys_of(after)
            for column in COLUMNS:
                grams.replace(after.number, column, old[column], new[column])
            had = {ALL, *before.facets} if before else set()
            facets.replace(after.number, "documents", had, {ALL, LATE, GIVEN, *after.facets})
        words.update(after.words.splitlines() if after else [])
        words.subtract(before.words.splitlines() if before else [])
    merge(corpus.grams, grams)
    merge(corpus.facets, facets)
    count_words(corpus.words, words)


def next_number(corpus: Corpus) -> int:
    """The first number that no document has had since the whole index was written."""
    held = corpus.facets.objects.filter(key=GIVEN).values_list("documents", flat=True).first()
    return BitMap.deserialize(bytes(held)).max() + 1 if held else 0


def keys_of(entry: Entry | None) -> Mapping[str, set[str]]:
    alphabet = Alphabet()
    if entry is None:
        return {column: set() for column in COLUMNS}
    grams = document_grams(entry.text, alphabet)
    keys = (*grams.zones, grams.forks, grams.joins)
    return {
        column: {alphabet.decode(gram) for gram in held} for column, held in zip(COLUMNS, keys, strict=True)
    }


def merge(table: Table, changes: Changes) -> None:
    keys = changes.keys
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        rows = table.objects.in_bulk(part)
        merged = [merged_row(rows.get(key) or table(key=key), changes) for key in part]
        kept = [row for row in merged if any(getattr(row, column) for column in table.columns)]
        gone = {row.key for row in merged} - {row.key for row in kept}
        if gone:
            table.objects.filter(key__in=gone).delete()
        table.objects.bulk_create(
            kept, update_conflicts=True, unique_fields=["key"], update_fields=table.columns
        )


def merged_row(row: Any, changes: Changes) -> Any:
    added, removed = changes.added.get(row.key, {}), changes.removed.get(row.key, {})
    for column in added.keys() | removed.keys():
        held = getattr(row, column)
        numbers = BitMap.deserialize(bytes(held)) if held else BitMap()
        numbers |= added.get(column, BitMap())
        numbers -= removed.get(column, BitMap())
        setattr(row, column, stored(numbers))
    return row


def count_words(table: Table, difference: Counter[str]) -> None:
    """Add to the numbers of documents that words are in; a word in none goes."""
    keys = sorted(key for key, count in difference.items() if count)
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        had = dict(table.objects.filter(key__in=part).values_list("key", "documents"))
        new = {key: had.get(key, 0) + difference[key] for key in part}
        table.objects.filter(key__in=[key for key, count in new.items() if count <= 0]).delete()
        table.objects.bulk_create(
            [table(key=key, documents=count) for key, count in new.items() if count > 0],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["documents"],
        )

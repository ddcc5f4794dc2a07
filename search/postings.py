"""Which documents hold which gram, facet and word: gathered here, written to the tables of a corpus.

A change of some documents is merged into the rows that it touches. An index written as a whole takes the
place of the old one when the transaction commits.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection
from pyroaring import BitMap, FrozenBitMap

from . import gathering
from .columns import COLUMNS, placed
from .corpora import Corpus, Table
from .grams import Alphabet, document_grams
from .making import Made, Part, columns_of

BATCH = 500
# Rows that one call writes.
ROWS = 5000

NONE = FrozenBitMap()

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


def write_all(corpus: Corpus, parts: Iterable[Part], make: Callable[[Part], Made]) -> None:
    """Make the tables of a corpus hold the documents of these parts and nothing else."""
    facets: dict[str, BitMap] = defaultdict(BitMap)
    words = Counter[str]()

    def keep(made: Made) -> None:
        insert(corpus.documents, columns_of(corpus.documents), made.rows)
        numbers = BitMap(number for number, _ in made.texts)
        for facet, held in (*((facet, numbers) for facet in (ALL, GIVEN) if numbers), *made.facets.items()):
            facets[facet] |= held
        words.update(made.words)

    empty(corpus.documents)
    replace_rows(corpus.grams, gathering.gathered(parts, make, keep))
    replace_rows(corpus.facets, ((facet, held.serialize()) for facet, held in sorted(facets.items())))
    replace_rows(corpus.words, sorted(words.items()))


def replace_rows(table: Table, rows: Iterable[Sequence[Any]]) -> None:
    """`rows` give the columns of the table in their order."""
    empty(table)
    insert(table, [field.column for field in table._meta.concrete_fields], rows)


def empty(table: Table) -> None:
    """At once: what is deleted one by one leaves the index one by one (see `signals`)."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table._meta.db_table)}")


def insert(table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """The quick way of each database: `bulk_create` takes ten times as long for a million small rows."""
    name, *names = map(connection.ops.quote_name, [table._meta.db_table, *columns])
    into = f"{name} ({', '.join(names)})"
    places = ", ".join(["%s"] * len(columns))
    every = iter(rows)
    with connection.cursor() as cursor:
        # In batches, each a statement within the time that one may take.
        while batch := list(islice(every, ROWS)):
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                    for row in batch:
                        copy.write_row(row)
            else:
                cursor.executemany(f"INSERT INTO {into} VALUES ({places})", batch)


# -- a change of some documents --------------------------------------------------------------------------


class Changes:
    """Key → numbers to add to its bitmap, and numbers to take out."""

    def __init__(self) -> None:
        self.added: dict[str, BitMap] = defaultdict(BitMap)
        self.removed: dict[str, BitMap] = defaultdict(BitMap)

    def replace(self, number: int, before: set[str], after: set[str]) -> None:
        for key in after - before:
            self.added[key].add(number)
        for key in before - after:
            self.removed[key].add(number)

    @property
    def keys(self) -> list[str]:
        return sorted(self.added.keys() | self.removed.keys())

    def made(self, key: str, numbers: BitMap) -> BitMap:
        """What becomes of the bitmap of a key."""
        return (numbers | self.added.get(key, NONE)) - self.removed.get(key, NONE)


def write_changes(corpus: Corpus, changed: Iterable[tuple[Entry | None, Entry | None]]) -> None:
    """Bring the tables from (before, after) of some documents up to date; None is no document.

    Of a document that goes, only the facets are taken out: no search shows a number that is not in
    `all`, and no number is given twice until the whole index is written.
    """
    grams, facets, words = Changes(), Changes(), Counter[str]()
    for before, after in changed:
        if before and not after:
            facets.replace(before.number, {ALL, LATE, *before.facets}, set())
        elif after:
            old, new = keys_of(before), keys_of(after)
            for column in COLUMNS:
                grams.replace(placed(after.number, column), old[column], new[column])
            had = {ALL, *before.facets} if before else set()
            facets.replace(after.number, had, {ALL, LATE, GIVEN, *after.facets})
        words.update(after.words.splitlines() if after else [])
        words.subtract(before.words.splitlines() if before else [])
    merge(corpus.grams, grams)
    merge(corpus.facets, facets)
    count_words(corpus.words, words)


def next_number(corpus: Corpus) -> int:
    """The first number that no document has had since the whole index was written."""
    held = corpus.facets.objects.filter(key=GIVEN).values_list("documents", flat=True).first()
    return BitMap.deserialize(bytes(held)).max() + 1 if held else 0


def keys_of(entry: Entry | None) -> Sequence[set[str]]:
    """The keys of the grams of a document, by column."""
    if entry is None:
        return [set() for _ in COLUMNS]
    alphabet = Alphabet()
    columns = document_grams(entry.text, alphabet).columns
    return [{alphabet.decode(gram) for gram in held} for held in columns]


def merge(table: Table, changes: Changes) -> None:
    keys = changes.keys
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        rows = table.objects.filter(key__in=part).values_list("key", "documents")
        held = {key: BitMap.deserialize(bytes(documents)) for key, documents in rows}
        new = {key: changes.made(key, held.get(key, BitMap())) for key in part}
        gone = [key for key in held if not new[key]]
        if gone:
            table.objects.filter(key__in=gone).delete()
        table.objects.bulk_create(
            [table(key=key, documents=numbers.serialize()) for key, numbers in new.items() if numbers],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["documents"],
        )


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

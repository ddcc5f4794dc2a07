"""SQLite FTS5 over pairs of characters, facets by joins: the best-known plain way, in seven statements."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from bench.groups import GROUPS, TOP, Answer, group_of, values
from bench.queries import Query
from bench.rows import Row

from .units import is_word, pairs, phrase, terms, words

# Only spaces divide tokens; nothing is folded a second time.
TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"

SCHEMA = f"""
    CREATE VIRTUAL TABLE search USING fts5(pairs, words, content='', tokenize="{TOKENIZER}");
    CREATE TABLE document (number INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE facet (
        dimension INTEGER NOT NULL, number INTEGER NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (dimension, number, value)
    ) WITHOUT ROWID;
"""

COUNT = "SELECT count(*) FROM search WHERE search MATCH ?{admitted}"
BEST = """
    SELECT document.number, document.name
    FROM (SELECT rowid FROM search WHERE search MATCH ?{admitted} ORDER BY rank LIMIT ?) AS best
    JOIN document ON document.number = best.rowid
"""
GROUP = """
    SELECT facet.value, count(*)
    FROM search CROSS JOIN facet ON facet.dimension = ? AND facet.number = search.rowid
    WHERE search MATCH ?{admitted}
    GROUP BY facet.value
"""
# Without the plus sign SQLite would search anew for each row that the filter admits.
ADMITTED = " AND +search.rowid IN (SELECT number FROM facet WHERE dimension = ? AND value IN ({values}))"


def build(rows: Iterable[Row], path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;" + SCHEMA)
    for row in rows:
        tokens = " ".join(pairs(row.text)), " ".join(words(row.text))
        connection.execute("INSERT INTO search(rowid, pairs, words) VALUES (?, ?, ?)", (row.number, *tokens))
        connection.execute("INSERT INTO document VALUES (?, ?)", (row.number, row.name))
        facets = [(GROUPS.index(group), row.number, value) for group, value in values(row.facets)]
        connection.executemany("INSERT INTO facet VALUES (?, ?, ?)", facets)
    connection.execute("CREATE INDEX facet_by_value ON facet (dimension, value, number)")
    connection.execute("INSERT INTO search(search) VALUES ('optimize')")
    connection.commit()
    connection.execute("ANALYZE")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def match(query: str) -> str:
    """A query in the language of FTS5: every term must be held."""
    return " AND ".join(map(held, terms(query)))


def held(term: list[str]) -> str:
    if len(term) > 1:
        return f"pairs : {quoted(' '.join(phrase(term)))}"
    # A character that is asked for alone begins some pair.
    return f"words : {quoted(term[0])}" if is_word(term[0]) else f"pairs : {quoted(term[0])} *"


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


class Fts5:
    """Answers out of a file that `build` wrote, over one connection kept open."""

    def __init__(self, path: Path):
        self.connection = sqlite3.connect(path)
        self.connection.executescript(
            "PRAGMA mmap_size = 2147418112; PRAGMA cache_size = -262144; PRAGMA temp_store = MEMORY;"
        )

    def answer(self, query: Query) -> Answer:
        text, admitted, chosen = match(query.text), "", []
        for dimension, wanted in query.filters.items():
            admitted += ADMITTED.format(values=", ".join("?" * len(wanted)))
            chosen += [GROUPS.index(group_of(dimension)), *wanted]
        run = self.connection.execute
        [(total,)] = run(COUNT.format(admitted=admitted), [text, *chosen])
        best = run(BEST.format(admitted=admitted), [text, *chosen, TOP])
        numbers = [number for number, _ in best]
        group = GROUP.format(admitted=admitted)
        counts = {name: dict(run(group, [n, text, *chosen])) for n, name in enumerate(GROUPS)}
        return Answer(total, numbers, counts)

    def close(self) -> None:
        self.connection.close()

"""Datasette over one SQLite file of the same pairs: a search page with facets that needs no code.

Datasette ignores `_search` without a word where it does not know of a full-text table, and a
contentless one it never finds by itself: `_fts_table` is always given, and totals must be compared.
"""

import json
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from bench.groups import GROUPS, TOP, Answer, group_of, values
from bench.queries import Query
from bench.rows import Row

from .fts5 import TOKENIZER, match
from .units import pairs, words

# Every other group is a JSON array of a document's values.
SINGLE = "support_type"
ARRAYS = tuple(group for group in GROUPS if group != SINGLE)
SCHEMA = f"""
    CREATE VIRTUAL TABLE search USING fts5(pairs, words, content='', tokenize="{TOKENIZER}");
    CREATE TABLE document (
        number INTEGER PRIMARY KEY, name TEXT NOT NULL, {SINGLE} TEXT NOT NULL, {", ".join(ARRAYS)}
    );
"""
INSERT = f"INSERT INTO document (number, name, {SINGLE}, {', '.join(ARRAYS)}) VALUES (?, ?, ?, ?, ?, ?, ?)"

MINUTE = 60_000  # milliseconds
SETTINGS = {
    "sql_time_limit_ms": 10 * MINUTE,
    "facet_time_limit_ms": 10 * MINUTE,
    "suggest_facets": "off",
    "max_returned_rows": 10_000,
}
STARTS_WITHIN = 60  # seconds
ENDS_WITHIN = 10  # seconds


def build(rows: Iterable[Row], path: Path) -> None:
    """The file's name without its suffix is the name of the database in addresses."""
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA synchronous = OFF;" + SCHEMA)
    for row in rows:
        tokens = " ".join(pairs(row.text)), " ".join(words(row.text))
        connection.execute("INSERT INTO search(rowid, pairs, words) VALUES (?, ?, ?)", (row.number, *tokens))
        held: dict[str, list[str]] = {group: [] for group in GROUPS}
        for group, value in values(row.facets):
            held[group].append(value)
        arrays = [json.dumps(held[group]) for group in ARRAYS]
        connection.execute(INSERT, (row.number, row.name, held[SINGLE][0], *arrays))
    connection.execute(f"CREATE INDEX document_by_{SINGLE} ON document ({SINGLE})")
    connection.execute("INSERT INTO search(search) VALUES ('optimize')")
    connection.commit()
    connection.execute("ANALYZE")
    connection.close()


@contextmanager
def served(path: Path) -> Iterator[str]:
    """The address of a Datasette that serves a built file; it ends with the block."""
    port = free_port()
    command = [sys.executable, "-m", "datasette", "serve", "--immutable", str(path), "--port", str(port)]
    for name, setting in SETTINGS.items():
        command += ["--setting", name, str(setting)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/-/versions.json", process)
        yield f"{address}/{path.stem}"
    finally:
        end(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"Datasette ended with status {process.returncode} before it answered.")
        try:
            with urlopen(url):
                return
        except URLError:
            time.sleep(0.1)
    raise TimeoutError(f"Datasette did not answer within {STARTS_WITHIN} seconds.")


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def url(address: str, query: Query) -> str:
    """The address of an answer as JSON: exact total, 20 rows, five facet groups.

    A filter has one value: several would be "and" here, "or" elsewhere.
    """
    parameters = [
        *(("_search", match(query.text)), ("_searchmode", "raw")),
        *(("_fts_table", "search"), ("_fts_pk", "number")),
        *(("_size", str(TOP)), ("_facet_size", "max"), ("_facet", SINGLE)),
        *(("_facet_array", group) for group in ARRAYS),
    ]
    for dimension, (value,) in query.filters.items():
        group = group_of(dimension)
        parameters.append((group if group == SINGLE else f"{group}__arraycontains", value))
    return f"{address}/document.json?{urlencode(parameters)}"


def read(body: bytes) -> Answer:
    """What Datasette answered, in the form of the other engines."""
    answer = json.loads(body)
    numbers = [row[answer["columns"].index("number")] for row in answer["rows"]]
    counts = {
        group: {result["value"]: result["count"] for result in answer["facet_results"][group]["results"]}
        for group in GROUPS
    }
    return Answer(answer["filtered_table_rows_count"], numbers, counts)

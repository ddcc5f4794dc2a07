"""One size: what is built, what is asked of whom, and whether the totals are right."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings

from search.models import ProgramDocument

from . import databases, rows, scan, site
from .building import Built, built
from .ours import Ours, parameters
from .queries import Query, queries, with_filters
from .report import MIB, Section
from .rivals import datasette, fts5, tantivy
from .timing import Engine, alternate

# Queries that an engine is given in each round where all would take hours.
MANY = 50_000
SLOW = {"FTS5, seven statements": 20, "Datasette": 12}


def sections_of(size: int, rounds: int, folder: Path) -> Iterator[Section]:
    exported = folder / "rows"
    if not exported.exists():
        rows.save(every_row(), exported)
    plain = queries(rows.load(exported))
    filtered = with_filters(plain, list(rows.load_first(exported, 2_000)))
    costs = {name: cost(folder, name, exported) for name in BUILT}
    costs["search, SQLite"] = ours_built(folder)
    engines = in_process(folder)
    at_most = SLOW if size >= MANY else {}
    for title, asked in (("no filter", plain), ("one filter", filtered)):
        check(engines, asked, exported)
        timings = alternate({name: ask for name, (ask, _) in engines.items()}, asked, rounds, at_most)
        yield Section(f"{size:,} programs, in process, {title}", timings, costs, written_note(folder))
    with ExitStack() as stack:
        fetchers = over_http(folder, stack)
        check(fetchers, plain, exported)
        timings = alternate({name: ask for name, (ask, _) in fetchers.items()}, plain, rounds, at_most)
        yield Section(f"{size:,} programs, over HTTP, JSON, one client", timings, costs)


# An engine, and how the total is read off its answer.
Asked = tuple[Engine, Callable[[Query], int]]
BUILT = {
    "FTS5, seven statements": (fts5.build, "fts5.sqlite3"),
    "tantivy": (tantivy.build, "tantivy"),
    "Datasette": (datasette.build, "document.sqlite3"),
}


def every_row() -> Iterator[rows.Row]:
    documents = ProgramDocument.objects.order_by("number")
    values = documents.values_list("number", "program__name", "text", "facets")
    return (rows.Row(*row) for row in values.iterator(chunk_size=1_000))


def cost(folder: Path, name: str, exported: Path) -> Built:
    """What building a rival took; built once."""
    build, target = BUILT[name]
    kept = folder / f"{target}.json"
    if not kept.exists():
        kept.write_text(json.dumps(vars(built(build, exported, folder / target))))
    return Built(**json.loads(kept.read_text()))


def ours_built(folder: Path) -> Built:
    """The size is that of the whole database: records, documents and index."""
    told = json.loads((folder / "built.json").read_text())
    size = (folder / "catalog.sqlite3").stat().st_size
    return Built(told["seconds"], size, told["peak_bytes"])


def written_note(folder: Path) -> str:
    """What writing the index takes, beside the whole of it in the table."""
    told = json.loads((folder / "built.json").read_text())
    seconds, peak = told["of_texts"]
    memory = f", {peak / MIB:,.0f} MiB" if peak else ""
    return (
        f"The search's index out of texts, as the rivals': {seconds:.0f} s{memory}. "
        f"Another name and summary for one program, in the index: {told['edit']:.2f} s."
    )


def in_process(folder: Path) -> dict[str, Asked]:
    engines = {"search, SQLite": Ours(), "search, SQLite, first time": Ours(forgetful=True)}
    if "postgresql" in settings.DATABASES:
        databases.copy()
        engines["search, PostgreSQL"] = Ours("postgresql")
        engines["search, PostgreSQL, first time"] = Ours("postgresql", forgetful=True)
    engines["tantivy"] = tantivy.Tantivy(folder / "tantivy")
    engines["FTS5, seven statements"] = fts5.Fts5(folder / "fts5.sqlite3")
    return {
        name: (engine.answer, lambda query, engine=engine: engine.answer(query).total)
        for name, engine in engines.items()
    }


def over_http(folder: Path, stack: ExitStack) -> dict[str, Asked]:
    """The site and Datasette, each served by one process."""
    address = stack.enter_context(site.served(dict(os.environ)))
    ours = site.Client(lambda query: f"{address}/api/v1/programs/?{parameters(query)}")
    other = stack.enter_context(datasette.served(folder / "document.sqlite3"))
    theirs = site.Client(lambda query: datasette.url(other, query))
    return {
        "the site": (ours.fetch, lambda query: site.total(ours.fetch(query))),
        "Datasette": (theirs.fetch, lambda query: datasette.read(theirs.fetch(query)).total),
    }


def check(engines: dict[str, Asked], asked: Sequence[Query], exported: Path) -> None:
    """Every total is that of the plain scan, or nothing is measured."""
    expected = [len(numbers) for numbers in scan.answers(rows.load(exported), asked)]
    for name, (_, total) in engines.items():
        for query, right in zip(asked, expected, strict=True):
            if (found := total(query)) != right:
                raise AssertionError(f"{name}: {found} instead of {right} for {query}")

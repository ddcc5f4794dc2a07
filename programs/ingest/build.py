"""Records and vocabularies to the rows of fixtures/catalog.json.

The same input gives the same bytes: no clock, no random, rows in the order of the records, natural
keys instead of numbers.
"""

import json
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path

from . import schema
from .documents import Document
from .entries import Entry, check_citation, write_programs, write_relations
from .identity import Pair, Printed, merge_problems, undecided_names
from .places import Gazetteer
from .records import read_records, read_typed, read_yaml
from .rows import Row, RowWriter
from .terms import FACT_KIND

IDENTITY = "identity.yaml"
DISAGREEMENTS = "disagreements.yaml"

TERMS = {"fields": "field", "support_types": "supporttype", "applicant_kinds": "applicantkind"}


class BuildError(Exception):
    """The records do not make a catalog; `args` are the problems, a line each, in Japanese."""


def write_vocabulary(rows: RowWriter, vocabulary: Mapping[str, list[Row]]) -> None:
    for group, model in TERMS.items():
        for position, term in enumerate(vocabulary[group]):
            rows.add(model, slug=term["slug"], name=term["name"], position=position)
    for office in vocabulary["offices"]:
        area = [office["area"]] if "area" in office else None
        kind = office.get("kind", "division")
        rows.add("office", code=office["code"], name=office["name"], kind=kind, area=area)


def write_sources(rows: RowWriter, sources: Iterable[Row]) -> None:
    for source in sources:
        rows.add(
            "source",
            document_id=source["id"],
            letter=source["letter"],
            title=source["title"],
            title_is_printed=source.get("title_is_printed", True),
            publisher=source["publisher"],
            published_on=source.get("published_on"),
            published_note=source.get("published_note", ""),
            fiscal_year=source.get("fiscal_year"),
            sha256=source["sha256"],
            line_count=source["line_count"],
        )
        for kind in source.get("read_for", []):
            rows.add("sourcereading", source=[source["id"]], kind=FACT_KIND[kind])


def write_disagreements(
    rows: RowWriter, file: str, disagreements: list[schema.Disagreement], documents: dict[str, Document]
) -> None:
    for position, disagreement in enumerate(disagreements):
        rows.begin(file, disagreement.slug, "", None)
        rows.add(
            "disagreement",
            slug=disagreement.slug,
            program=[disagreement.program],
            kind=FACT_KIND[disagreement.kind] if disagreement.kind else "",
            title=disagreement.title,
            shown=disagreement.shown,
            position=position,
        )
        for side in disagreement.sides:
            rows.begin(file, disagreement.slug, side.document, documents.get(side.document))
            check_citation(rows, side)
            rows.add_fact(
                "disagreementside", side, disagreement=[disagreement.slug], statement=side.statement
            )


def check_identity(
    rows: RowWriter, entries: list[Entry], identity: schema.IdentityFile, tied: Iterable[Pair]
) -> None:
    """Refuse joined records and near-names that nobody decided on (programs/ingest/identity.py)."""
    joined = [
        Printed(entry.code, entry.record.name, entry.source, entry.record.at)
        for entry in entries
        if isinstance(entry.record, schema.FurtherEntry)
    ]
    for problem in merge_problems(joined, identity.merged):
        rows.problems.add(IDENTITY, "merged", None, problem)
    codes = {entry.code for entry in entries}
    apart = [frozenset(pair) for decision in identity.apart for pair in combinations(decision.codes, 2)]
    for code in sorted(set().union(*apart) - codes):
        rows.problems.add(IDENTITY, "apart", None, f"「{code}」という施策はありません。")
    names = {
        (entry.code, name): Printed(entry.code, name, entry.source, at)
        for entry in entries
        for name, at in entry.names()
    }
    for one, other in undecided_names(names.values(), {*apart, *tied}):
        rows.problems.add(
            IDENTITY,
            "apart",
            None,
            f"「{one.name}」（{one.code}、{one.document} {one.at}行）と「{other.name}」（{other.code}、"
            f"{other.document} {other.at}行）は名前が近いのに、一つか二つかの決定がありません。",
        )


def build(fixtures: Path, sources_dir: Path | None) -> RowWriter:
    """The catalog out of `fixtures`; citations are held against the texts in `sources_dir`.

    Raises BuildError with every problem found. Without the texts (`sources_dir` None) the figures
    are parsed all the same, but no citation is checked: the caller must say so.
    """
    vocabulary = read_yaml(fixtures / "vocabulary.yaml")
    sources = read_yaml(fixtures / "sources.yaml")
    folder = fixtures / "records"
    rows = RowWriter(
        slugs={g: {term["name"]: term["slug"] for term in vocabulary[g]} for g in TERMS},
        offices={office["name"]: office["code"] for office in vocabulary["offices"]},
        gazetteer=Gazetteer.read(fixtures / "areas.json"),
    )
    documents = read_documents(rows, sources, sources_dir)
    records = read_records([folder / f"{source['id']}.yaml" for source in sources], rows.problems)
    identity = read_typed(folder / IDENTITY, schema.IdentityFile, rows.problems)
    disputed = read_typed(folder / DISAGREEMENTS, schema.DisagreementFile, rows.problems)
    write_vocabulary(rows, vocabulary)
    write_sources(rows, sources)
    for file, content in records:
        if file != f"{content.document}.yaml":
            rows.problems.add(file, "document", None, f"資料「{content.document}」のファイルではありません。")
    entries = [
        Entry(file, content.document, documents.get(content.document), record)
        for file, content in records
        for record in content.programs
    ]
    reasons = {(d.document, d.code): d.why for d in identity.merged} if identity else {}
    write_programs(rows, entries, reasons)
    tied = write_relations(rows, entries)
    if disputed:
        write_disagreements(rows, DISAGREEMENTS, disputed.disagreements, documents)
    if identity:
        check_identity(rows, entries, identity, tied)
    if rows.problems.found:
        raise BuildError(*rows.problems.found)
    return rows


def read_documents(rows: RowWriter, sources: Iterable[Row], sources_dir: Path | None) -> dict[str, Document]:
    """The registered documents by id, each the very text that was registered."""
    documents = {}
    if sources_dir is None:
        return {}
    for source in sources:
        rows.begin("sources.yaml", source["id"], source["id"], None)
        path = sources_dir / f"{source['id']}.txt"
        if not path.exists():
            rows.problem(None, f"資料の本文（{path.name}）がありません。")
            continue
        document = Document.read(path)
        if (document.sha256, len(document.lines)) != (source["sha256"], source["line_count"]):
            rows.problem(None, "資料の本文が、登録したもの（sha256、行数）と違います。")
        documents[source["id"]] = document
    return documents


def as_bytes(rows: list[Row]) -> bytes:
    """The fixture file: one row a line, so that a difference reads as the row that changed."""
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode("utf-8")

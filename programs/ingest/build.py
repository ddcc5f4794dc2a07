"""Records and vocabularies to the rows of fixtures/catalog.json.

The same input gives the same bytes: no clock, no random, rows in the order of the records, natural
keys instead of numbers.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from . import parse, schema
from .cases import write_case, write_outcomes
from .documents import Document
from .editions import write_edition
from .places import Gazetteer
from .records import facts, false_citations, read_records, read_yaml
from .rows import Row, RowWriter, ours

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


def write_program(rows: RowWriter, position: int, program: schema.Program) -> None:
    key = [program.code]
    rows.add_fact(
        "program",
        program,
        position,
        code=program.code,
        name=program.name,
        reading=program.reading or "",
        support_type=rows.term("support_types", program.support_type, program.at),
        fields=[rows.term("fields", name, program.at) for name in program.fields],
        summary=ours(program.summary),
        purpose=ours(program.purpose),
        status="published",
    )
    for order, alias in enumerate(program.aliases):
        rows.add_fact("programalias", alias, order, program=key, name=alias.name)
    for edition in program.editions:
        write_edition(rows, key, edition)
    for order, case in enumerate(program.cases):
        write_case(rows, key, order, case)
    write_outcomes(rows, key, None, program.outcomes)
    for order, link in enumerate(program.links):
        rows.add_fact("link", link, order, program=key, label=link.label, url=link.url)


def write_relation(rows: RowWriter, code: str, relation: schema.Relation) -> None:
    cited: Row = {"source": None, "first_line": None, "last_line": None, "literal": ""}
    if relation.at is not None:
        fact = schema.Cited(at=relation.at, printed=relation.printed)
        check_citation(rows, fact)
        first, last = rows.read(parse.line_span, relation.at, relation.at) or (None, None)
        cited = {
            "source": [rows.source],
            "first_line": first,
            "last_line": last,
            "literal": relation.printed,
        }
    rows.add(
        "programrelation",
        from_program=[code],
        kind=relation.kind,
        to_program=[relation.program],
        note=relation.note or "",
        **cited,
    )


def check_citation(rows: RowWriter, fact: schema.Cited) -> None:
    if rows.document is not None:
        for message in false_citations(fact, rows.document):
            rows.problem(fact.at, message)


def build(fixtures: Path, sources_dir: Path | None) -> RowWriter:
    """The catalog out of `fixtures`; citations are held against the texts in `sources_dir`.

    Raises BuildError with every problem found. Without the texts (`sources_dir` None) the figures
    are parsed all the same, but no citation is checked: the caller must say so.
    """
    vocabulary = read_yaml(fixtures / "vocabulary.yaml")
    sources = read_yaml(fixtures / "sources.yaml")
    rows = RowWriter(
        slugs={g: {term["name"]: term["slug"] for term in vocabulary[g]} for g in TERMS},
        offices={office["name"]: office["code"] for office in vocabulary["offices"]},
        gazetteer=Gazetteer.read(fixtures / "areas.json"),
    )
    documents = read_documents(rows, sources, sources_dir)
    paths = [fixtures / "records" / f"{source['id']}.yaml" for source in sources]
    records = read_records(paths, rows.problems)
    write_vocabulary(rows, vocabulary)
    write_sources(rows, sources)
    programs = [
        (file, content.document, program) for file, content in records for program in content.programs
    ]
    for file, content in records:
        if file != f"{content.document}.yaml":
            rows.problems.add(file, "document", None, f"資料「{content.document}」のファイルではありません。")
    seen: dict[str, str] = {}
    for position, (file, source, program) in enumerate(programs):
        rows.begin(file, program.name, source, documents.get(source))
        for fact in facts(program):
            check_citation(rows, fact)
        for name in (program.name, program.code):
            if name in seen:
                rows.problem(program.at, f"「{name}」は{seen[name]}にもあります。")
            seen[name] = file
        write_program(rows, position, program)
    codes = {program.code for _, _, program in programs}
    related: set[frozenset[str]] = set()
    # After all programs: a relation may name a program of any file.
    for file, source, program in programs:
        rows.begin(file, program.name, source, documents.get(source))
        for relation in program.relations:
            if relation.program not in codes - {program.code}:
                rows.problem(relation.at, f"関係の相手「{relation.program}」がありません。")
            pair = frozenset((program.code, relation.program))
            if pair in related:
                rows.problem(relation.at, f"「{relation.program}」との関係は、もう書かれています。")
            related.add(pair)
            write_relation(rows, program.code, relation)
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

"""Rows of programs out of all that the documents say of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from programs.lineage import DIRECTED, find_cycle

from . import parse, schema
from .cases import write_case, write_outcomes, write_roadmap
from .documents import Document
from .editions import edition_year, write_edition, write_edition_head
from .records import facts, false_citations
from .rows import Row, RowWriter, ours


@dataclass(frozen=True)
class Entry:
    """What one record file says of one program."""

    file: str
    source: str
    document: Document | None
    record: schema.Program | schema.FurtherEntry

    @property
    def code(self) -> str:
        record = self.record
        return record.code if isinstance(record, schema.Program) else record.same_as

    def names(self) -> Iterator[tuple[str, schema.Line]]:
        yield self.record.name, self.record.at
        yield from ((alias.name, alias.at) for alias in self.record.aliases)

    @property
    def is_only_named(self) -> bool:
        """Whether the document prints a name and nothing more."""
        record = self.record
        said = (record.cases, record.outcomes, record.links, record.roadmap)
        return not any(said) and all(
            not isinstance(value, list) or not value
            for edition in record.editions
            for value in (getattr(edition, name) for name in type(edition).model_fields)
        )


def write_programs(rows: RowWriter, entries: list[Entry], reasons: dict[tuple[str, str], str]) -> None:
    """All programs with their facts; those of which only a name is printed come last.

    `reasons` says by document and code why a record of another name is the same program.
    """
    by_code: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: isinstance(entry.record, schema.FurtherEntry)):
        if isinstance(entry.record, schema.Program) or entry.code in by_code:
            by_code.setdefault(entry.code, []).append(entry)
        else:
            begin(rows, entry)
            rows.problem(entry.record.at, f"same_as の「{entry.code}」がありません。")
    seen: dict[str, str] = {}
    for entry in entries:
        begin(rows, entry)
        for fact in facts(entry.record):
            check_citation(rows, fact)
        if isinstance(entry.record, schema.Program):
            for name in (parse.fold(entry.record.name), entry.record.code):
                if name in seen:
                    rows.problem(entry.record.at, f"「{name}」は{seen[name]}にもあります。")
                seen[name] = entry.file
    told = sorted(by_code.values(), key=lambda group: all(entry.is_only_named for entry in group))
    for position, group in enumerate(told):
        write_program(rows, position, group, reasons)


def begin(rows: RowWriter, entry: Entry) -> None:
    rows.begin(entry.file, entry.record.name, entry.source, entry.document)


def write_program(
    rows: RowWriter, position: int, entries: list[Entry], reasons: dict[tuple[str, str], str]
) -> None:
    """One program; the first of its entries brings it in, the others add to it."""
    record = entries[0].record
    assert isinstance(record, schema.Program)
    key = [record.code]
    begin(rows, entries[0])
    rows.add_fact(
        "program",
        record,
        code=record.code,
        name=record.name,
        reading=record.reading or "",
        support_type=rows.term("support_types", record.support_type, record.at),
        fields=[rows.term("fields", name, record.at) for name in record.fields],
        summary=ours(record.summary),
        purpose=ours(record.purpose),
        is_other_ministry=record.other_ministry,
        status="published",
    )
    rows.rows[-1]["fields"]["position"] = position
    editions = [edition for entry in entries for edition in entry.record.editions]
    for _, same_year in groupby(
        sorted(editions, key=lambda e: edition_year(rows, e) or 0), key=lambda e: edition_year(rows, e)
    ):
        write_edition_head(rows, key, list(same_year))
    for entry in entries:
        begin(rows, entry)
        if isinstance(entry.record, schema.FurtherEntry):
            rows.add_fact("programalias", entry.record, program=key, name=entry.record.name)
            if parse.fold(entry.record.name) != parse.fold(record.name):
                rows.rows[-1]["fields"]["note"] = reasons.get((entry.source, entry.code), "")
        write_entry(rows, key, entry.record)


def write_entry(rows: RowWriter, key: list[str], record: schema.Entry) -> None:
    for alias in record.aliases:
        rows.add_fact("programalias", alias, program=key, name=alias.name)
    for edition in record.editions:
        write_edition(rows, key, edition)
    write_roadmap(rows, key, record.roadmap)
    for case in record.cases:
        write_case(rows, key, case)
    write_outcomes(rows, key, record.outcomes)
    for link in record.links:
        rows.add_fact("link", link, program=key, label=link.label, url=link.url)


def write_relations(rows: RowWriter, entries: Iterable[Entry]) -> list[frozenset[str]]:
    """The ties of all programs, after all programs: one may name a program of any file.

    Gives the pairs that are tied: a tie between two programs is itself the decision that they are two.
    """
    entries = list(entries)
    codes = {entry.code for entry in entries if isinstance(entry.record, schema.Program)}
    tied: dict[frozenset[str], str] = {}
    edges = []
    for entry in entries:
        begin(rows, entry)
        for relation in entry.record.relations:
            if relation.program not in codes - {entry.code}:
                rows.problem(relation.at, f"関係の相手「{relation.program}」がありません。")
            pair = frozenset((entry.code, relation.program))
            if pair in tied:
                rows.problem(relation.at, f"「{relation.program}」との関係は、もう書かれています。")
            tied[pair] = entry.file
            if relation.kind in DIRECTED:
                edges.append((entry.code, relation.program))
            write_relation(rows, entry.code, relation)
    cycle = find_cycle(edges)
    if cycle:
        rows.problems.add("records", "関係", None, f"関係が輪になっています：{' → '.join(cycle)}")
    return list(tied)


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

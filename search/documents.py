"""Search documents out of public records, many at a time: what a reader finds a program and a case by.

Nothing here asks the database, so that another process can do it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from programs.budgets import is_comparable
from programs.choices import TargetAreaKind
from programs.editions import telling_edition
from programs.presentation.absent import is_only_named
from programs.presentation.cards import brief, listed

from .models import CaseDocument, ProgramDocument
from .normalize import fold_all
from .spelling import words_of
from .texts import (
    LINE_BREAK,
    ZONE_BREAK,
    Line,
    Zone,
    by_zone,
    case_lines,
    case_of,
    designations,
    program_lines,
    written,
)

Record = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """What records name by code or by name.

    `lineage`: code of an area → its own and those of all that contain it. `slugs`: vocabulary → name of
    a term → its slug.
    """

    lineage: Mapping[str, Sequence[str]]
    slugs: Mapping[str, Mapping[str, str]]

    def upwards(self, codes: Iterable[str]) -> set[str]:
        """The codes of these areas and of all that contain them."""
        return {above for code in codes for above in self.lineage.get(code, ())}


class StoredCase(NamedTuple):
    """A case of a public program: its key, and what tells it from the others (see `case_key`)."""

    pk: int
    key: list[Any]


def program_documents(
    records: Mapping[int, Record], updated: Mapping[int, datetime], known: Known
) -> Iterator[ProgramDocument]:
    """One for each record, in their order; `updated` says when each was changed."""
    lines = [list(program_lines(record)) for record in records.values()]
    told = zip(records.items(), lines, folded(lines), words_of(lines), strict=True)
    keys = fold_all([record["reading"] or record["name"] for record in records.values()])
    for ((pk, record), own, text, words), key in zip(told, keys, strict=True):
        yield ProgramDocument(
            program_id=pk,
            text=text,
            lines=written(own),
            words=words,
            facets=sorted({*own_facets(record, known), *program_facets(record, known, own)}),
            brief={**brief(record), "updated_at": moment(updated[pk])},
            listed=listed(record),
            name_key=key.encode(),
            budget_yen=initial_budget(record),
        )


def moment(time: datetime) -> str:
    """As the API writes it: 2026-04-01T00:30:00.123456Z."""
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def case_documents(
    records: Mapping[int, Record], cases: Mapping[int, Sequence[StoredCase]], known: Known
) -> Iterator[CaseDocument]:
    """One for each case of these programs, in the order given."""
    found = [(pk, case.pk, case_of(records[pk], case.key)) for pk, held in cases.items() for case in held]
    lines = [list(case_lines(case, records[pk]["name"])) for pk, _, case in found]
    for (pk, case_pk, case), own, text, words in zip(
        found, lines, folded(lines), words_of(lines), strict=True
    ):
        record = records[pk]
        fields = (facet for facet in own_facets(record, known) if facet.startswith("field:"))
        yield CaseDocument(
            case_id=case_pk,
            program_id=pk,
            text=text,
            lines=written(own),
            words=words,
            facets=sorted({*fields, f"program:{record['code']}", *case_facets(case, known)}),
            listed={"case": case, "program": {key: record[key] for key in ("code", "name", "url")}},
        )


def folded(documents: Sequence[Sequence[Line]]) -> list[str]:
    """The `SearchDocument.text` of each: no term is found across the border of two lines.

    Most lines of a program are those of many others: 市町村, 補助率 1/2, the name of an office.
    """
    texts = list(dict.fromkeys(line.text for lines in documents for line in lines))
    fold = dict(zip(texts, fold_all(texts), strict=True))
    return [
        ZONE_BREAK.join(
            LINE_BREAK.join([fold[line.text] for line in zone]) for zone in by_zone(lines).values()
        )
        for lines in documents
    ]


def own_facets(record: Record, known: Known) -> Iterator[str]:
    """A name that the vocabulary does not hold any more has no facet: its record is out of date."""
    for dimension, names in (("support_type", [record["support_type"]]), ("field", record["fields"])):
        slugs = known.slugs[dimension]
        yield from (f"{dimension}:{slugs[name]}" for name in names if name in slugs)


PLACED = (TargetAreaKind.DISTRICT, TargetAreaKind.PREFECTURE, TargetAreaKind.MUNICIPALITY)


def target_codes(record: Record) -> set[str]:
    """Areas that a program is limited to by name."""
    targets = (target for edition in record["editions"] for target in edition["target_areas"])
    return {target["code"] for target in targets if target["kind"] in PLACED}


def place_codes(case: Record) -> set[str]:
    return {place["code"] for place in case["places"]} - {None}


def area_codes(record: Record) -> set[str]:
    """Every area that a program is limited to or has a case in."""
    return target_codes(record).union(*map(place_codes, record["cases"]))


def program_facets(record: Record, known: Known, lines: Iterable[Line]) -> Iterator[str]:
    """What a reader filters by, and what orders hits of the same points."""
    for edition in record["editions"]:
        if edition["fiscal_year"]:
            yield f"fiscal_year:{edition['fiscal_year']}"
        for applicant in edition["applicants"]:
            yield from (f"applicant:{kind}" for kind in applicant["kinds"])
        for call in edition["calls"]:
            yield f"call:{call['opens_on'] or ''}/{call['closes_on'] or ''}"
    yield from (f"designation:{code}" for code in designations(record))
    placed = target_codes(record)
    if not placed:
        yield "reach:nationwide"
    yield from (f"covers:{code}" for code in placed)
    yield from (f"within:{code}" for code in known.upwards(area_codes(record)))
    yield f"newest:{newest_year(record)}"
    yield f"told:{times_told(lines)}"
    if is_only_named(record):
        yield "only-named:yes"


def case_facets(case: Record, known: Known) -> Iterator[str]:
    if case["fiscal_year"]:
        yield f"fiscal_year:{case['fiscal_year']}"
    yield from (f"within:{code}" for code in known.upwards(place_codes(case)))


def times_told(lines: Iterable[Line]) -> int:
    """How often twice as much is printed of a program: 1 of nothing, 6 of some sixty lines."""
    return (sum(line.zone is Zone.PRINTED for line in lines) + 2).bit_length() - 1


def newest_year(record: Record) -> int:
    """The newest fiscal year that an edition is of, 0 if none is stated."""
    return max((edition["fiscal_year"] or 0 for edition in record["editions"]), default=0)


def initial_budget(record: Record) -> int | None:
    """The sort key 予算額: the newest edition's initial budgets in yen, 内数 and side measures left out."""
    amounts = [line["amount_yen"] for line in telling_edition(record)["budgets"] if is_comparable(line)]
    return sum(amounts) if amounts else None

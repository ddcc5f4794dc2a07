"""Writing the search documents: out of public records, in the transaction that changes them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction

from programs.budgets import is_comparable
from programs.choices import TargetAreaKind
from programs.editions import telling_edition
from programs.models import Area, CaseStudy, Program, PublicRecord

from .models import CaseDocument, ProgramDocument
from .normalize import fold
from .spelling import words_of
from .texts import LINE_BREAK, ZONE_BREAK, Line, by_zone, case_lines, case_of, designations, program_lines

Record = dict[str, Any]


@transaction.atomic
def refresh(programs: list[Program]) -> None:
    """Make the documents of these programs and their cases equal their public records.

    The number of queries does not grow with the programs.
    """
    ids = [program.pk for program in programs]
    ProgramDocument.objects.filter(program__in=ids).delete()
    CaseDocument.objects.filter(program__in=ids).delete()
    records = {public.pk: public.record for public in PublicRecord.objects.filter(pk__in=ids)}
    above = Containment(records.values())
    shown = Program.objects.filter(pk__in=records).select_related("support_type").prefetch_related("fields")
    cases = CaseStudy.objects.filter(program__in=records).prefetch_related("places__area__parent__parent")
    told = {case.pk: record_of(case, records) for case in cases}
    facets = {program.pk: list(own_facets(program)) for program in shown}
    ProgramDocument.objects.bulk_create(
        ProgramDocument(
            program=program,
            text=folded(program_lines(records[program.pk])),
            words=words_of(line.text for line in program_lines(records[program.pk])),
            facets=sorted({*facets[program.pk], *program_facets(records[program.pk], above)}),
            name_key=fold(program.reading or program.name),
            budget_yen=initial_budget(records[program.pk]),
            newest_year=newest_year(records[program.pk]),
        )
        for program in shown
    )
    CaseDocument.objects.bulk_create(
        CaseDocument(
            case=case,
            program_id=case.program_id,
            text=folded(case_lines(told[case.pk], records[case.program_id]["name"])),
            words=words_of(line.text for line in case_lines(told[case.pk], records[case.program_id]["name"])),
            facets=sorted(
                {
                    *(f for f in facets[case.program_id] if f.startswith("field:")),
                    f"program:{records[case.program_id]['code']}",
                    *case_facets(case),
                }
            ),
        )
        for case in cases
    )


def own_facets(program: Program) -> Iterator[str]:
    yield f"support_type:{program.support_type.slug}"
    yield from (f"field:{field.slug}" for field in program.fields.all())


class Containment:
    """Which areas contain which, for the areas that some records name; one query."""

    def __init__(self, records: Iterable[Record]):
        codes = {code for record in records for code in area_codes(record)}
        areas = Area.objects.filter(code__in=codes).select_related("parent__parent__parent")
        self.lineage = {area.code: [above.code for above in area.lineage] for area in areas}

    def upwards(self, codes: Iterable[str]) -> set[str]:
        """The codes of these areas and of all that contain them."""
        return {above for code in codes for above in self.lineage.get(code, ())}


def rebuild() -> int:
    """Write all documents anew; the number of programs that have one."""
    refresh(list(Program.objects.all()))
    return ProgramDocument.objects.count()


def folded(lines: Iterable[Line]) -> str:
    """The `SearchDocument.text` of some lines: no term is found across the border of two."""
    zones = by_zone(lines).values()
    return ZONE_BREAK.join(LINE_BREAK.join(fold(line.text) for line in zone) for zone in zones)


def record_of(case: CaseStudy, records: dict[int, Record]) -> Record:
    """A case as its program's public record tells it."""
    return case_of(records[case.program_id], [case.title, case.theme, case.fiscal_year])


PLACED = (TargetAreaKind.DISTRICT, TargetAreaKind.PREFECTURE, TargetAreaKind.MUNICIPALITY)


def target_codes(record: Record) -> set[str]:
    """Areas that a program is limited to by name."""
    targets = (target for edition in record["editions"] for target in edition["target_areas"])
    return {target["code"] for target in targets if target["kind"] in PLACED}


def area_codes(record: Record) -> set[str]:
    """Every area that a program is limited to or has a case in."""
    places = {place["code"] for case in record["cases"] for place in case["places"]}
    return target_codes(record) | places - {None}


def program_facets(record: Record, above: Containment) -> Iterator[str]:
    for edition in record["editions"]:
        if edition["fiscal_year"]:
            yield f"fiscal_year:{edition['fiscal_year']}"
        for applicant in edition["applicants"]:
            yield from (f"applicant:{kind}" for kind in applicant["kinds"])
    yield from (f"designation:{code}" for code in designations(record))
    placed = target_codes(record)
    if not placed:
        yield "reach:nationwide"
    yield from (f"covers:{code}" for code in placed)
    yield from (f"within:{code}" for code in above.upwards(area_codes(record)))


def case_facets(case: CaseStudy) -> Iterator[str]:
    if case.fiscal_year:
        yield f"fiscal_year:{case.fiscal_year}"
    for place in case.places.all():
        if place.area:
            yield from (f"within:{area.code}" for area in place.area.lineage)


def newest_year(record: Record) -> int:
    """The newest fiscal year that an edition is of, 0 if none is stated."""
    return max((edition["fiscal_year"] or 0 for edition in record["editions"]), default=0)


def initial_budget(record: Record) -> int | None:
    """The sort key 予算額: the newest edition's initial budgets in yen, 内数 and side measures left out."""
    amounts = [line["amount_yen"] for line in telling_edition(record)["budgets"] if is_comparable(line)]
    return sum(amounts) if amounts else None

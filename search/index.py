"""Writing the search documents: out of public records, in the transaction that changes them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction

from programs.budgets import is_comparable
from programs.choices import Designation, TargetAreaKind
from programs.models import Area, CaseStudy, Program, PublicRecord

from .models import CaseDocument, ProgramDocument
from .normalize import fold

Record = dict[str, Any]


@transaction.atomic
def refresh(program: Program) -> None:
    """Make the documents of one program and its cases equal its public record."""
    ProgramDocument.objects.filter(program=program).delete()
    CaseDocument.objects.filter(program=program).delete()
    published = PublicRecord.objects.filter(program=program).first()
    if published is None:
        return
    record = published.record
    slugs = [f"field:{slug}" for slug in program.fields.values_list("slug", flat=True)]
    support_type = f"support_type:{program.support_type.slug}"
    ProgramDocument.objects.create(
        program=program,
        title=fold_all([record["name"], *record["aliases"], record["reading"]]),
        body=fold_all(program_texts(record)),
        facets=sorted({*slugs, support_type, *program_facets(record)}),
        name_key=fold(record["reading"] or record["name"]),
        budget_yen=initial_budget(record),
    )
    cases = CaseStudy.objects.filter(program=program).prefetch_related(
        "places__area__parent__parent", "organizations", "outcomes"
    )
    CaseDocument.objects.bulk_create(
        CaseDocument(
            case=case,
            program=program,
            title=fold(case.title),
            body=fold_all(case_texts(case, record["name"])),
            facets=sorted({*slugs, f"program:{program.code}", *case_facets(case)}),
        )
        for case in cases
    )


def rebuild() -> int:
    """Write all documents anew; the number of programs that have one."""
    programs = list(Program.objects.select_related("support_type"))
    for program in programs:
        refresh(program)
    return ProgramDocument.objects.count()


def fold_all(texts: Iterable[str | None]) -> str:
    """Folded texts, a line each: no term is found across the border of two."""
    return "\n".join(fold(text) for text in texts if text)


def program_texts(record: Record) -> Iterator[str | None]:
    """What is searched besides the name: summary, purpose and the terms as printed."""
    yield from (record["summary"], record["purpose"], record["support_type"], *record["fields"])
    for edition in record["editions"]:
        yield from (edition["printed_field"], edition["strategy_ref"])
        named = (
            "offices",
            "applicants",
            "implementing_bodies",
            "eligible_costs",
            "funding_sources",
            "target_areas",
            "parts",
        )
        for key in named:
            yield from (fact["name"] for fact in edition[key])
        for part in edition["parts"]:
            yield part["summary"]
        yield from (requirement["text"] for requirement in edition["requirements"])
        for rate in edition["rates"]:
            yield from (rate["component"], rate["applicant"], rate["area"], rate["condition"])
    for case in record["cases"]:
        yield from (case["title"], case["summary"], case["theme"], case["award"])
        yield from (*case["organizations"], *case["advisers"])
        yield from (place["name"] for place in case["places"])
    yield from (outcome["metric"] for outcome in record["outcomes"])


def program_facets(record: Record) -> Iterator[str]:
    targets = [target for edition in record["editions"] for target in edition["target_areas"]]
    for edition in record["editions"]:
        if edition["fiscal_year"]:
            yield f"fiscal_year:{edition['fiscal_year']}"
        for applicant in edition["applicants"]:
            yield from (f"applicant:{kind}" for kind in applicant["kinds"])
    designations = {t["code"] for t in targets if t["kind"] == TargetAreaKind.DESIGNATION}
    if Designation.DISADVANTAGED in designations:
        designations |= set(Designation.values)
    if designations:
        yield f"designation:{Designation.DISADVANTAGED}"
        yield from (f"designation:{code}" for code in designations)
    placed = {
        t["code"]
        for t in targets
        if t["kind"] in (TargetAreaKind.DISTRICT, TargetAreaKind.PREFECTURE, TargetAreaKind.MUNICIPALITY)
    }
    if not placed:
        yield "reach:nationwide"
    yield from (f"covers:{code}" for code in placed)
    places = {place["code"] for case in record["cases"] for place in case["places"]} - {None}
    yield from (f"within:{code}" for code in codes_upwards(placed | places))


def case_texts(case: CaseStudy, program_name: str) -> Iterator[str]:
    yield from (case.summary, case.problem, case.support, case.theme, case.award, program_name)
    yield from (place.name for place in case.places.all())
    yield from (organization.name for organization in case.organizations.all())
    yield from (outcome.metric for outcome in case.outcomes.all())


def case_facets(case: CaseStudy) -> Iterator[str]:
    if case.fiscal_year:
        yield f"fiscal_year:{case.fiscal_year}"
    for place in case.places.all():
        if place.area:
            yield from (f"within:{area.code}" for area in place.area.lineage)


def codes_upwards(codes: set[str]) -> set[str]:
    """The codes of these areas and of all that contain them."""
    areas = Area.objects.filter(code__in=codes).select_related("parent__parent__parent")
    return {above.code for area in areas for above in area.lineage}


def initial_budget(record: Record) -> int | None:
    """The sort key 予算額: the newest edition's initial budgets in yen, 内数 and side measures left out."""
    amounts = [
        line["amount_yen"]
        for line in (record["editions"] or [{"budgets": []}])[0]["budgets"]
        if is_comparable(line)
    ]
    return sum(amounts) if amounts else None

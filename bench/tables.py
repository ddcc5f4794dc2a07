"""Rows of the tables that the plain list page counts: fields, editions, applicants, areas, calls."""

from collections.abc import Iterator, Sequence
from typing import Any

from programs.choices import TargetAreaKind
from programs.models import (
    ApplicantKind,
    Area,
    Call,
    Edition,
    EligibleApplicant,
    Field,
    Program,
    Source,
    TargetArea,
)

Record = dict[str, Any]
# Where a document says so: nothing here reads it.
PROOF = {"first_line": 1, "last_line": 1, "literal": "合成"}


def write(programs: Sequence[Program], records: Sequence[Record]) -> None:
    """The rows of some programs, as their records say."""
    fields = dict(Field.objects.values_list("name", "pk"))
    kinds = dict(ApplicantKind.objects.values_list("slug", "pk"))
    areas = dict(Area.objects.values_list("code", "pk"))
    proof = PROOF | {"source": Source.objects.first()}
    through = Program.fields.through
    through.objects.bulk_create(
        through(program_id=program.pk, field_id=fields[name])
        for program, record in zip(programs, records, strict=True)
        for name in record["fields"]
    )
    told = list(editions(programs, records))
    made = Edition.objects.bulk_create(
        Edition(program=program, fiscal_year=edition["fiscal_year"]) for program, edition in told
    )
    facts = [(edition, record) for edition, (_, record) in zip(made, told, strict=True)]
    applicants = [(edition, one) for edition, record in facts for one in record["applicants"]]
    rows = EligibleApplicant.objects.bulk_create(
        EligibleApplicant(edition=edition, name=one["name"], position=n, **proof)
        for n, (edition, one) in enumerate(applicants)
    )
    of_kind = EligibleApplicant.kinds.through
    of_kind.objects.bulk_create(
        of_kind(eligibleapplicant_id=row.pk, applicantkind_id=kinds[kind])
        for row, (_, one) in zip(rows, applicants, strict=True)
        for kind in one["kinds"]
    )
    TargetArea.objects.bulk_create(
        TargetArea(edition=edition, position=n, **target(one, areas), **proof)
        for edition, record in facts
        for n, one in enumerate(record["target_areas"])
    )
    Call.objects.bulk_create(
        Call(
            edition=edition,
            position=n,
            opens_on=one["opens_on"],
            closes_on=one["closes_on"],
            window=one["window"] or "",
            **proof,
        )
        for edition, record in facts
        for n, one in enumerate(record["calls"])
    )


def editions(programs: Sequence[Program], records: Sequence[Record]) -> Iterator[tuple[Program, Record]]:
    for program, record in zip(programs, records, strict=True):
        yield from ((program, edition) for edition in record["editions"])


def target(told: Record, areas: dict[str, int]) -> dict[str, Any]:
    designated = told["kind"] == TargetAreaKind.DESIGNATION
    return {
        "kind": told["kind"],
        "name": told["name"],
        "area_id": areas.get(told["code"]),
        "designation": told["code"] if designated else "",
    }

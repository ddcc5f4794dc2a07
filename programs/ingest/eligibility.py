"""Rows of who may apply, what is paid for, where and on which conditions."""

from programs.choices import CostRule

from . import schema
from .rows import Key, RowWriter
from .terms import DESIGNATION


def write_eligibility(rows: RowWriter, edition: Key, record: schema.Edition) -> None:
    roles = (
        ("eligible", record.applicants),
        ("excluded", record.excluded_applicants),
        ("implementing", record.implementing_bodies),
    )
    for role, applicants in roles:
        for applicant in applicants:
            rows.add_fact(
                "eligibleapplicant",
                applicant,
                edition=edition,
                role=role,
                name=applicant.name,
                component=applicant.component or "",
                kinds=[rows.term("applicant_kinds", kind, applicant.at) for kind in applicant.kinds],
            )
    costs: list[tuple[CostRule, schema.Cited, str, str, str]] = []
    for rule, entries in (
        (CostRule.ELIGIBLE, record.eligible_costs),
        (CostRule.EXCLUDED, record.excluded_costs),
    ):
        costs += [(rule, c, c.name, c.limit or "", c.component or "") for c in entries]
    costs += [(CostRule.FUNDING, f, f.name, "", "") for f in record.funding_sources]
    for rule, cost, name, limit, component in costs:
        rows.add_fact(
            "eligiblecost",
            cost,
            edition=edition,
            rule=rule.value,
            name=name,
            limit=limit,
            component=component,
        )
    for target in record.target_areas:
        write_target_area(rows, edition, target)
    for requirement in record.requirements:
        rows.add_fact(
            "requirement",
            requirement,
            edition=edition,
            text=requirement.text,
            component=requirement.component or "",
        )


def write_target_area(rows: RowWriter, edition: Key, target: schema.TargetArea) -> None:
    area = None
    if target.kind == "nation":
        area = "jp"
    elif target.kind in ("district", "prefecture", "municipality"):
        area = rows.gazetteer.resolve(target.name)
        if area is None:
            rows.problem(target.at, f"対象地域「{target.name}」のコードが決まりません。")
    designation = target.designation or ""
    if designation and designation not in DESIGNATION:
        rows.problem(target.at, f"「{designation}」は条件不利地域等の語彙にありません。")
    if (target.kind == "designation") != bool(designation):
        rows.problem(target.at, "designation は、kind が designation のときだけ、必ず書きます。")
    rows.add_fact(
        "targetarea",
        target,
        edition=edition,
        kind=target.kind,
        name=target.name,
        area=[area] if area else None,
        designation=DESIGNATION.get(designation, ""),
        component=target.component or "",
    )

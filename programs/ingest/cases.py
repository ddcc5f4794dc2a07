"""Rows of cases, of measured outcomes and of roadmaps."""

from decimal import Decimal, InvalidOperation

from . import parse, schema
from .editions import write_day
from .rows import Key, RowWriter, ours
from .terms import NATURE, QUALIFIER


def write_case(rows: RowWriter, program: Key, case: schema.Case) -> None:
    year = rows.read(parse.fiscal_year, case.fiscal_year, case.at)
    key = [*program, case.title, case.theme or "", year]
    rows.add_fact(
        "casestudy",
        case,
        program=program,
        title=case.title,
        fiscal_year=year,
        theme=case.theme or "",
        day=write_day(rows, case.day, case.at),
        day_label=case.day_label or "",
        award=case.award or "",
        summary=ours(case.summary),
        problem=ours(case.problem),
        support=ours(case.support),
    )
    for mention in case.also_at:
        rows.add_fact("casemention", mention, case=key)
    for order, place in enumerate(case.places):
        printed = "".join(filter(None, (place.prefecture, place.municipality)))
        code = rows.gazetteer.resolve(printed or place.name)
        if code is None:
            rows.unresolved.append(f"{program[0]}｜{case.title}｜{place.name}")
        area = [code] if code else None
        rows.add("caseplace", case=key, name=place.name, area=area, position=order)
    people = [(o.name, o.role or "", False) for o in case.organizations]
    people += [(adviser, "", True) for adviser in case.advisers]
    for order, (name, role, is_adviser) in enumerate(people):
        rows.add(
            "caseorganization",
            case=key,
            name=name,
            role=role,
            is_adviser=is_adviser,
            position=order,
        )
    write_outcomes(rows, program, case.outcomes, case=key)


def write_outcomes(
    rows: RowWriter,
    program: Key,
    outcomes: list[schema.Outcome],
    *,
    case: Key | None = None,
    item: Key | None = None,
) -> None:
    """Figures of a program, of one of its cases, or of one item of its roadmap."""
    for outcome in outcomes:
        number, text = _number_or_text(outcome.value)
        rows.add_fact(
            "outcome",
            outcome,
            program=program,
            case=case,
            roadmap_item=item,
            table=outcome.table or "",
            subject=outcome.subject or "",
            metric=outcome.metric,
            number=number,
            text=text,
            unit=outcome.unit or "",
            qualifier=QUALIFIER[outcome.qualifier] if outcome.qualifier else "",
            fiscal_year=rows.read(parse.fiscal_year, outcome.fiscal_year, outcome.at),
            nature=NATURE[outcome.nature],
        )


def write_roadmap(rows: RowWriter, program: Key, roadmap: list[schema.RoadmapItem]) -> None:
    for item in roadmap:
        key = [*program, item.model]
        rows.add_fact(
            "roadmapitem",
            item,
            program=program,
            theme=item.theme,
            issue=item.issue or "",
            model=item.model,
        )
        for activity in item.activities:
            years = [rows.read(parse.fiscal_year, year, activity.at) for year in activity.fiscal_years]
            rows.add_fact(
                "roadmapentry",
                activity,
                item=key,
                kind="activity",
                text=activity.text,
                from_fiscal_year=years[0] if years else None,
                to_fiscal_year=years[-1] if years else None,
            )
        for effect in item.effects:
            rows.add_fact(
                "roadmapentry",
                effect,
                item=key,
                kind="effect",
                text=effect.text,
                from_fiscal_year=None,
                to_fiscal_year=None,
            )
        write_outcomes(rows, program, item.indicators, item=key)


def _number_or_text(printed: str) -> tuple[str | None, str]:
    try:
        return str(Decimal(parse.fold(printed).replace(",", ""))), ""
    except InvalidOperation:
        return None, printed

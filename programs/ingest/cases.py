"""Rows of cases and of measured outcomes."""

from decimal import Decimal, InvalidOperation

from . import parse, schema
from .rows import Key, RowWriter, ours
from .terms import NATURE, QUALIFIER


def write_case(rows: RowWriter, program: Key, position: int, case: schema.Case) -> None:
    key = [*program, case.title]
    rows.add_fact(
        "casestudy",
        case,
        position,
        program=program,
        title=case.title,
        fiscal_year=rows.read(parse.fiscal_year, case.fiscal_year, case.at),
        theme=case.theme or "",
        award=case.award or "",
        summary=ours(case.summary),
        problem=ours(case.problem),
        support=ours(case.support),
    )
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
    write_outcomes(rows, program, key, case.outcomes)


def write_outcomes(rows: RowWriter, program: Key, case: Key | None, outcomes: list[schema.Outcome]) -> None:
    for position, outcome in enumerate(outcomes):
        number, text = _number_or_text(outcome.value)
        rows.add_fact(
            "outcome",
            outcome,
            position,
            program=program,
            case=case,
            metric=outcome.metric,
            number=number,
            text=text,
            unit=outcome.unit or "",
            qualifier=QUALIFIER[outcome.qualifier] if outcome.qualifier else "",
            fiscal_year=rows.read(parse.fiscal_year, outcome.fiscal_year, outcome.at),
            nature=NATURE[outcome.nature],
        )


def _number_or_text(printed: str) -> tuple[str | None, str]:
    try:
        return str(Decimal(parse.fold(printed).replace(",", ""))), ""
    except InvalidOperation:
        return None, printed

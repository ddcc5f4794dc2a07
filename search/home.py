"""What the entrance offers: ways in with their counts, and the budgets of the newest year."""

from fractions import Fraction
from functools import partial
from typing import Any

from django.db.models import QuerySet

from programs.budgets import is_comparable
from programs.choices import CallStatus
from programs.display import fiscal_year_label, percent
from programs.models import PublicRecord
from programs.presentation.figures import Figure, budget_figure
from programs.presentation.notes import far_mark

from .facetfilters import Group, Option
from .filters import ProgramFilter

TOP = 5


def entrances(filters: ProgramFilter) -> list[tuple[str, str, Group]]:
    """(heading, style, choices) by field and by applicant; a choice that gives nothing stays out."""
    found = []
    for name, heading, style in (("field", "目的から", ""), ("applicant", "立場から", "two")):
        group = filters.group(name)
        options = [option for option in group.options if option.count]
        found.append((heading, style, Group(name, heading, options, 0, [])))
    return found


def open_calls(filters: ProgramFilter) -> list[Option]:
    """受付中 and 受付予定, those that some program is in today."""
    wanted = (CallStatus.OPEN, CallStatus.UPCOMING)
    return [o for o in filters.group("call").options if o.value in wanted and o.count]


def largest_budgets(records: QuerySet[PublicRecord], letters: dict[str, str]) -> dict[str, Any]:
    """The largest initial budgets of the newest year; 内数 and side measures are not ranked."""
    lines = [
        (public.record, line)
        for public in records
        for edition in public.record["editions"]
        for line in edition["budgets"]
        if is_comparable(line) and not line["component"]
    ]
    year = max((line["fiscal_year"] for _, line in lines), default=None)
    ranked = sorted(
        ((record, line) for record, line in lines if line["fiscal_year"] == year),
        key=lambda pair: -pair[1]["amount_yen"],
    )[:TOP]
    largest = ranked[0][1]["amount_yen"] if ranked else 1
    rows: list[tuple[dict[str, Any], Figure, str]] = [
        (
            record,
            budget_figure(line, partial(far_mark, url=record["url"], letters=letters)),
            percent(Fraction(line["amount_yen"], largest)),
        )
        for record, line in ranked
    ]
    return {"budget_year": fiscal_year_label(year) if year else "", "budget_rows": rows, "proof": rows[:1]}

"""A case as a list item, on its program's page and in the list of cases."""

from dataclasses import dataclass
from typing import Any

from programs.display import fiscal_year_label

from .figures import Figure, Marker, OutcomeRow, outcome_row

Record = dict[str, Any]


@dataclass(frozen=True)
class CaseItem:
    title: Figure
    year: str
    theme: str | None
    award: str | None
    places: list[Record]
    people: list[str]
    advisers: list[str]
    summary: str
    problem: str | None
    support: str | None
    outcomes: list[OutcomeRow]


def case_item(case: Record, mark: Marker) -> CaseItem:
    """One contract case; figures carry the marks that `mark` gives."""
    advisers = set(case["advisers"])
    return CaseItem(
        title=Figure(case["title"], mark(case)),
        year=fiscal_year_label(case["fiscal_year"]) if case["fiscal_year"] else "",
        theme=case["theme"],
        award=case["award"],
        places=case["places"],
        people=[
            f"{person['name']}（{person['role']}）" if person["role"] else person["name"]
            for person in case["roles"]
            if person["name"] not in advisers
        ],
        advisers=case["advisers"],
        summary=case["summary"],
        problem=case["problem"],
        support=case["support"],
        outcomes=[outcome_row(outcome, mark) for outcome in case["outcomes"]],
    )

"""A case as a list item, on its program's page and in the list of cases."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from .figures import Figure, Marker
from .notes import Note, NoteBook
from .outcomes import OutcomeRow, outcome_row
from .writing import day_label, fiscal_year_label, fiscal_year_short

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
    day: str
    also_at: list[Figure]


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
        day=f"{case['day_label']} {day_label(date.fromisoformat(case['day']))}" if case["day"] else "",
        also_at=[Figure(mention["citation"]["literal"], mark(mention)) for mention in case["mentions"]],
    )


@dataclass(frozen=True)
class CaseLine:
    """A case as one line: where it is printed, who did it, where and when."""

    title: Figure
    places: list[str]
    people: list[str]
    year: str


def case_line(case: Record, mark: Marker) -> CaseLine:
    return CaseLine(
        title=Figure(case["title"], mark(case)),
        places=[place["name"] for place in case["places"]],
        people=[
            *case["organizations"],
            *(gettext("専門家 %(name)s") % {"name": name} for name in case["advisers"]),
        ],
        year=fiscal_year_short(case["fiscal_year"]) if case["fiscal_year"] else "",
    )


def count_case_facts(cases: list[Record]) -> int:
    """How many cited facts cases hold: a program of four prizes may tell more of them than one of forty."""
    return sum(1 + len(case["outcomes"]) + len(case["mentions"]) for case in cases)


NO_PLACE = _("都道府県の記載なし")
SEVERAL = _("複数の都道府県")


@dataclass(frozen=True)
class CaseGroup:
    """Cases of one prefecture."""

    title: str
    cases: list[Any]
    # How many stand in the groups before.
    before: int


def cases_by_prefecture(cases: list[Record], item: Callable[[Record], Any]) -> list[CaseGroup]:
    """Cases, each as `item` makes of it, under the prefecture of their places; others last."""
    groups: dict[tuple[str, str], list[Record]] = {}
    for case in cases:
        groups.setdefault(prefecture_of(case), []).append(case)
    made: list[CaseGroup] = []
    for (_key, title), found in sorted(groups.items()):
        before = made[-1].before + len(made[-1].cases) if made else 0
        made.append(CaseGroup(gettext(title), [item(case) for case in found], before))
    return made


def prefecture_of(case: Record) -> tuple[str, str]:
    """(sort key, name) of the one prefecture of a case."""
    found = {(place["code"][:2], place["prefecture"]) for place in case["places"] if place["prefecture"]}
    if len(found) == 1:
        return found.pop()
    return ("98", SEVERAL) if found else ("99", NO_PLACE)


class CasesPage:
    """All cases of a program by prefecture, each group with its notes: where a case is proved."""

    def __init__(self, record: Record, letters: dict[str, str]):
        book = NoteBook(letters)
        self.groups: list[tuple[CaseGroup, list[Note]]] = []
        for group in cases_by_prefecture(record["cases"], lambda case: case):
            notes = book.begin_section()
            items = [case_item(case, book.mark) for case in group.cases]
            self.groups.append((replace(group, cases=items), notes))

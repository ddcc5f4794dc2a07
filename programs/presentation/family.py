"""The family of a program as nested lists: each tie with its proof, or marked as our reading."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from programs.family import Branch, Tie

from .figures import Marker
from .notes import Mark, far_mark
from .writing import fiscal_year_short

Record = dict[str, Any]


@dataclass(frozen=True)
class Relative:
    """One program of a tree. `mark` proves its tie to the one above it; without one it is our reading."""

    name: str
    url: str
    years: str
    is_here: bool
    is_tied: bool
    mark: Mark | None
    note: str
    children: list["Relative"]
    unshown: int


class FamilyWriter:
    """Draws branches on the page of `code`: its own ties are proved there, others on their pages."""

    def __init__(self, code: str, years: dict[str, tuple[int, int]], letters: dict[str, str], mark: Marker):
        self.code = code
        self.years = years
        self.letters = letters
        self.mark = mark

    def relative(self, branch: Branch) -> Relative:
        url = reverse("programs:detail", args=[branch.code])
        return Relative(
            name=branch.name,
            url=url,
            years=years_text(self.years.get(branch.code)),
            is_here=branch.code == self.code,
            is_tied=branch.tie is not None,
            mark=self.proof(branch.tie, url) if branch.tie else None,
            note=branch.tie.note if branch.tie else "",
            children=[self.relative(child) for child in branch.children],
            unshown=branch.unshown,
        )

    def proof(self, tie: Tie, url: str) -> Mark | None:
        if tie.document is None:
            return None
        lines = [tie.first_line, tie.last_line]
        citation = {"source": tie.document, "lines": lines, "literal": tie.literal}
        fact: Record = {"citation": citation, "note": tie.note or None}
        if self.code in (tie.start, tie.end):
            return self.mark(fact)
        return far_mark(fact, url, self.letters)


def years_text(span: tuple[int, int] | None) -> str:
    """「平成29年度～令和元年度」 of the years that editions state."""
    if span is None:
        return ""
    first, last = (fiscal_year_short(year) for year in span)
    return first if first == last else gettext("%(first)s～%(last)s") % {"first": first, "last": last}

"""A disagreement as a page shows it: each statement with its proof, then what we show and why."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from programs.choices import FactKind

from .figures import Figure
from .notes import Mark, mark_label, spoken

Record = dict[str, Any]


@dataclass(frozen=True)
class Disputed:
    slug: str
    title: str
    program: str
    url: str
    kind: str
    sides: list[tuple[str, Figure, str]]
    shown: str


def disputed(record: Record, letters: dict[str, str]) -> Disputed:
    """One disagreement of the contract; its marks lead to the documents' pages."""
    return Disputed(
        slug=record["slug"],
        title=record["title"],
        program=record["name"],
        url=reverse("programs:detail", args=[record["program"]]),
        kind=gettext(FactKind(record["kind"]).label) if record["kind"] else "",
        sides=[side_line(side, letters) for side in record["sides"]],
        shown=record["shown"],
    )


def side_line(side: Record, letters: dict[str, str]) -> tuple[str, Figure, str]:
    """(what it says in our words, what is printed, our note)."""
    citation = side["citation"]
    url = reverse("programs:source", args=[citation["source"]])
    mark = Mark(mark_label(citation, letters), url, spoken(citation, letters))
    return side["statement"], Figure(citation["literal"], mark), side["note"] or ""

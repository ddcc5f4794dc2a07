"""The lines that a fact cites, as the form shows them beside its boxes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse

from programs.checks.marking import Part, marked
from programs.ingest.documents import Document

CONTEXT = 3
FIELDS = ("source", "first_line", "last_line", "literal")
# Beyond these a number is no line of a document, whatever was typed.
_MOST_DIGITS = 7


@dataclass(frozen=True)
class Line:
    """One numbered line; `parts` tell which of its letters belong to the literal."""

    number: int
    is_cited: bool
    parts: list[Part]


@dataclass(frozen=True)
class Place:
    """`source` is the key of the document; lines are 1-based, in order."""

    source: int
    first: int
    last: int
    literal: str


def line_number(value: Any) -> int | None:
    """A line as typed or stored; None for anything else."""
    text = str(value if value is not None else "").strip()
    number = int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 0
    return number or None


def cited_by(values: Mapping[str, Any]) -> Place | None:
    """The place that a form's values name, cleaned or as typed; None while they name none."""
    source = values.get("source")
    key = source.pk if isinstance(source, Model) else line_number(source)
    first, last = line_number(values.get("first_line")), line_number(values.get("last_line"))
    if not (key and first and last and first <= last):
        return None
    return Place(key, first, last, str(values.get("literal") or ""))


def lines(document: Document, first: int, last: int, literal: str, shown: Iterable[int]) -> list[Line]:
    """The lines of these numbers, of which `first` to `last` are cited; those of no document are left out."""
    cited = dict(enumerate(marked(document.lines[first - 1 : last], literal), first))
    return [
        Line(number, number in cited, cited.get(number) or [(document.lines[number - 1], False)])
        for number in shown
        if 0 < number <= len(document.lines)
    ]


@dataclass(frozen=True)
class Cited:
    """A citation beside its form; `document` is None where its text is not stored."""

    place: Place
    document: Document | None

    @cached_property
    def lines(self) -> list[Line]:
        first, last = self.place.first, self.place.last
        # A span typed wrongly may be the whole document, which its own page shows.
        shown = range(first - CONTEXT, min(last, first + 2 * CONTEXT + 12) + CONTEXT + 1)
        return lines(self.document, first, last, self.place.literal, shown) if self.document else []

    @property
    def address(self) -> str:
        place = self.place
        query = urlencode({"first": place.first, "last": place.last, "literal": place.literal})
        anchor = max(1, place.first - CONTEXT)
        return f"{reverse('admin:programs_source_text', args=[place.source])}?{query}#line-{anchor}"

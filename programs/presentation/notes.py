"""Marks and notes: the figure is the link to its proof.

A mark is a document's letter and the first cited line (A24), the same on every page. On a page of
one program each mark leads to a note that shows what is printed there; on a list it leads to the
note on the program's page.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, gettext_noop

Record = dict[str, Any]

SPOKEN = gettext_noop("（出典 資料%(letter)s %(line)s行）")


@dataclass(frozen=True)
class Mark:
    """The link from a figure to its note."""

    label: str
    href: str
    spoken: str
    figure_id: str = ""


@dataclass
class Note:
    """What is printed at one place: every literal taken from lines that begin there."""

    label: str
    entries: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add(self, literal: str, span: str, remark: str | None) -> None:
        if (literal, span) not in self.entries:
            self.entries.append((literal, span))
        if remark and remark not in self.remarks:
            self.remarks.append(remark)


def mark_label(citation: Record, letters: dict[str, str]) -> str:
    return f"{letters[citation['source']]}{citation['lines'][0]}"


def spoken(citation: Record, letters: dict[str, str]) -> str:
    return gettext(SPOKEN) % place(citation, letters)


def place(citation: Record, letters: dict[str, str]) -> dict[str, str]:
    return {"letter": letters[citation["source"]], "line": citation["lines"][0]}


def far_mark(fact: Record, url: str, letters: dict[str, str]) -> Mark:
    """A mark on a list: it leads to the note on the page at `url`."""
    return far_marks(letters)(url)(fact)


def far_marks(letters: dict[str, str]) -> Callable[[str], Callable[[Record], Mark]]:
    """`far_mark` for the facts of many pages, in the language in use: its words are looked up once."""
    said = gettext(SPOKEN)

    def leading_to(url: str) -> Callable[[Record], Mark]:
        def mark(fact: Record) -> Mark:
            label = mark_label(fact["citation"], letters)
            return Mark(label, f"{url}#{label}", said % place(fact["citation"], letters))

        return mark

    return leading_to


class NoteBook:
    """The notes of one page, each in the first section that cites its lines."""

    def __init__(self, letters: dict[str, str]):
        self.letters = letters
        self._notes: dict[str, Note] = {}
        self._section: list[Note] = []

    @property
    def literals(self) -> int:
        """How many printed texts the notes hold so far."""
        return sum(len(note.entries) for note in self._notes.values())

    def begin_section(self) -> list[Note]:
        """The list that the notes of the following marks go to."""
        self._section = []
        return self._section

    def mark(self, fact: Record) -> Mark:
        """The mark of a fact; its first one on the page can be returned to from the note."""
        citation = fact["citation"]
        label = mark_label(citation, self.letters)
        first, last = citation["lines"]
        is_first = label not in self._notes
        if is_first:
            self._notes[label] = Note(label)
            self._section.append(self._notes[label])
        span = label if first == last else f"{label}–{last}"
        self._notes[label].add(citation["literal"], span, fact.get("note"))
        figure_id = f"f{label}" if is_first else ""
        return Mark(label, f"#{label}", spoken(citation, self.letters), figure_id)

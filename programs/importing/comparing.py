"""One recognised fact beside the rows that an edition has: already there, new, or said otherwise.

A row that stands on the same lines of the same document is the same fact, however it is worded.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from programs.ingest.parse import fold
from programs.models import Edition, Program, Source

from .facts import Applicant, Budget, Cap, Case, Contact, Cost, Fact, Label, Period, Rate, Target

_MARK = re.compile(r"\(?[※*]\d{0,2}\)?|\((?:注)\d{0,2}\)")


class State(StrEnum):
    NEW = "new"
    THERE = "there"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Compared:
    """`existing` is what the catalog says instead, where that differs."""

    fact: Fact
    state: State
    existing: str = ""


class Standing:
    """The rows of one program as it is in work, read once: its edition of one year, and its cases."""

    def __init__(self, program: Program, edition: Edition | None, source: Source | None):
        self.source = source
        self.edition = edition
        self.cases = list(program.cases.prefetch_related("mentions"))
        self.rows: dict[type[Fact], list[Any]] = {
            Label: self._of("printedlabels"),
            Contact: self._of("editionoffices", "office"),
            Budget: self._of("budgetlines"),
            Rate: self._of("subsidyrates"),
            Cap: self._of("caps"),
            Applicant: self._of("eligibleapplicants"),
            Cost: self._of("eligiblecosts"),
            Target: self._of("targetareas"),
            Period: self._of("programperiods"),
        }

    def _of(self, facts: str, *related: str) -> list[Any]:
        if self.edition is None:
            return []
        return list(getattr(self.edition, facts).select_related(*related))

    def compare(self, fact: Fact) -> Compared:
        rows = self.rows.get(type(fact), [])
        match fact:
            case Label():
                rows = [row for row in rows if row.kind == fact.kind]
                return self._decided(fact, rows, lambda row: fold(row.text) == fold(fact.text))
            case Contact():
                return self._contact(fact, rows)
            case Budget():
                return self._budget(fact, rows)
            case Rate():
                return self._rate(fact, rows)
            case Cap():
                return self._cap(fact, rows)
            case Applicant() | Cost():
                return self._named(fact, fact.name, rows)
            case Target():
                known = any(row.designation and row.designation == fact.designation for row in rows)
                return Compared(fact, State.THERE) if known else self._named(fact, fact.name, rows)
            case Period():
                rows = [row for row in rows if not row.component]
                years = (fact.from_fiscal_year, fact.to_fiscal_year)
                return self._decided(fact, rows, lambda r: (r.from_fiscal_year, r.to_fiscal_year) == years)
            case Case():
                return self._case(fact)
        raise TypeError(fact)

    def _decided(self, fact: Fact, rows: list[Any], says_so: Any) -> Compared:
        """New without a row of its kind, there where one says so, else different from them."""
        if not rows:
            return Compared(fact, State.NEW)
        if any(says_so(row) for row in rows):
            return Compared(fact, State.THERE)
        return Compared(fact, State.DIFFERENT, "、".join(dict.fromkeys(str(row) for row in rows)))

    def _contact(self, fact: Contact, rows: list[Any]) -> Compared:
        same = [row for row in rows if fold(row.office.name) == fold(fact.name)]

        def says_so(row: Any) -> bool:
            told = [(row.phone, fact.phone), (row.fax, fact.fax), (row.email, fact.email)]
            return all(fold(ours) == fold(theirs) for ours, theirs in told if theirs)

        compared = self._decided(fact, same, says_so)
        if compared.state == State.DIFFERENT:
            told = (" ".join(filter(None, (str(row), row.fax, row.email))) for row in same)
            return Compared(fact, State.DIFFERENT, "、".join(told))
        return compared

    def _budget(self, fact: Budget, rows: list[Any]) -> Compared:
        same = [
            row
            for row in rows
            if (row.fiscal_year, row.phase, fold(row.component))
            == (fact.fiscal_year, fact.phase, fold(fact.component))
        ]
        same = same or [row for row in self._overlapping(fact, rows) if row.amount_yen == fact.amount_yen]
        sum_ = (fact.amount_yen, fact.part_of_larger)
        return self._decided(fact, same, lambda row: (row.amount_yen, row.part_of_larger) == sum_)

    def _rate(self, fact: Rate, rows: list[Any]) -> Compared:
        share = Fraction(*fact.terms) if fact.terms else None
        overlapping = self._overlapping(fact, rows)
        same = [row for row in overlapping if row.fraction == share]
        if not same:
            same = [row for row in rows if self._key(row) == tuple(map(fold, fact.key))] or overlapping
        cap = (fact.cap_yen, fact.has_no_cap)

        def says_so(row: Any) -> bool:
            return row.fraction == share and ((row.cap_yen, row.has_no_cap) == cap or cap == (None, False))

        return self._decided(fact, same, says_so)

    def _key(self, row: Any) -> tuple[str, ...]:
        return tuple(map(fold, (row.component, row.applicant, row.area, row.condition, row.base)))

    def _cap(self, fact: Cap, rows: list[Any]) -> Compared:
        if any((row.amount_yen, row.of) == (fact.amount_yen, fact.of) for row in rows):
            return Compared(fact, State.THERE)
        if any((rate.cap_yen, rate.cap_of) == (fact.amount_yen, fact.of) for rate in self.rows[Rate]):
            return Compared(fact, State.THERE)
        same = [
            row for row in rows if (row.of, row.per, row.component) == (fact.of, fact.per, fact.component)
        ]
        return self._decided(fact, same, lambda row: False)

    def _named(self, fact: Fact, name: str, rows: list[Any]) -> Compared:
        """There by its name, or as (a part of) a name on the same lines."""
        wanted = _name(name)
        if any(_name(row.name) == wanted for row in rows):
            return Compared(fact, State.THERE)
        for row in self._overlapping(fact, rows):
            if wanted in _name(row.name) or _name(row.name) in wanted:
                return Compared(fact, State.THERE)
        return Compared(fact, State.NEW)

    def _case(self, fact: Case) -> Compared:
        wanted = fold(fact.title)
        for case in self.cases:
            printed = [case.title, *(mention.literal for mention in case.mentions.all())]
            if any(fold(title) == wanted for title in printed):
                return Compared(fact, State.THERE)
            near = self._overlapping(fact, [case, *case.mentions.all()])
            if near and any(wanted in fold(title) or fold(title) in wanted for title in printed):
                return Compared(fact, State.THERE)
        return Compared(fact, State.NEW)

    def _overlapping(self, fact: Fact, rows: Iterable[Any]) -> list[Any]:
        """The rows that the same document says on these lines."""
        return [
            row
            for row in rows
            if self.source
            and row.source_id == self.source.pk
            and row.first_line <= fact.cite.last
            and fact.cite.first <= row.last_line
        ]


def _name(text: str) -> str:
    return _MARK.sub("", fold(text))

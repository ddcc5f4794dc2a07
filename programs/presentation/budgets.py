"""The budgets of many programs: by year, by field, by program, and what is in no sum."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from django.utils.translation import gettext

from programs.budgets import SETTLED, Column, Entry, LeftOut, entries, total
from programs.choices import BudgetPhase
from programs.display import percent
from programs.languages import localized, term

from .figures import Figure, budget_figure
from .notes import far_mark
from .writing import budget_parts, fiscal_year_aside, fiscal_year_label, fiscal_year_short

Record = dict[str, Any]


@dataclass(frozen=True)
class Sum:
    """A sum of ours over so many programs; `figure` None where no document states an amount."""

    label: str
    count: int
    figure: Figure | None
    bar: str
    kind: str


@dataclass(frozen=True)
class YearSums:
    """Of one fiscal year; no sums for a year between others of which no document states any."""

    year: str
    western: str
    sums: list[Sum]


@dataclass(frozen=True)
class FieldSums:
    name: str
    settled: Sum
    unspecified: Sum


@dataclass(frozen=True)
class Line:
    """One printed amount and where it is printed; `bar` beside others of its program."""

    entry: Entry
    year: str
    detail: str
    figure: Figure
    bar: str = ""
    kind: str = ""


@dataclass(frozen=True)
class ProgramLines:
    code: str
    name: str
    url: str
    lines: list[Line]


@dataclass(frozen=True)
class LeftOutLines:
    reason: str
    lines: list[Line]


class BudgetView:
    """What /budget/ shows of contract records, of one fiscal year or of all.

    `field_names` are those whose sums are shown, each over the programs that bear it.
    """

    def __init__(
        self, records: Sequence[Record], year: int | None, field_names: Sequence[str], letters: dict[str, str]
    ):
        self.letters = letters
        self.entries = [entry for entry in entries(records) if year in (None, entry.year)]
        self.counted = [entry for entry in self.entries if entry.is_counted]
        self.years = year_sums(self.counted)
        self.field_year = year or max((e.year for e in self.counted if e.column in SETTLED), default=None)
        self.fields = field_sums(records, self.field_year, field_names)
        self.programs = self._programs()
        self.left_out = self._left_out()

    @property
    def left_out_count(self) -> int:
        return len(self.entries) - len(self.counted)

    @property
    def field_year_label(self) -> str:
        return fiscal_year_label(self.field_year) if self.field_year else ""

    def _programs(self) -> list[ProgramLines]:
        """The program of the largest amount of the newest year first."""
        grouped: dict[str, list[Entry]] = {}
        for entry in self.counted:
            grouped.setdefault(entry.record["code"], []).append(entry)
        settled = [entry.line["amount_yen"] for entry in self.counted if entry.column in SETTLED]
        largest = max(settled, default=0)
        blocks = []
        for found in grouped.values():
            found.sort(key=lambda entry: -entry.year)
            newest = [entry for entry in found if entry.year == found[0].year]
            order = (-found[0].year, -(total(newest, Column) or 0))
            lines = [self._line(entry, largest) for entry in found]
            record = found[0].record
            program = ProgramLines(record["code"], record["name"], localized(record["url"]), lines)
            blocks.append((order, program))
        return [block for _, block in sorted(blocks, key=lambda pair: pair[0])]

    def _left_out(self) -> list[LeftOutLines]:
        return [
            LeftOutLines(gettext(reason.label), lines)
            for reason in LeftOut
            if (lines := [self._line(e, 0) for e in self.entries if e.left_out == reason])
        ]

    def _line(self, entry: Entry, largest: int) -> Line:
        line = entry.line
        mark = partial(far_mark, url=localized(entry.record["url"]), letters=self.letters)
        detail = [gettext(BudgetPhase(line["phase"]).label), line["account"], line["component"]]
        return Line(
            entry=entry,
            year=fiscal_year_short(entry.year),
            detail=" ".join(filter(None, detail)),
            figure=budget_figure(line, mark),
            bar=width(line["amount_yen"], largest) if entry.column in SETTLED else "",
            kind=drawn_as(entry.column),
        )


def width(amount: int | None, largest: int) -> str:
    return percent(Fraction(amount, largest)) if amount and largest else ""


def drawn_as(column: Column | None) -> str:
    """Solid for an initial budget, outline for any other: not by colour alone."""
    return "b1" if column == Column.INITIAL else "b2"


def summed(label: str, found: Iterable[Entry], columns: Sequence[Column], largest: int = 0) -> Sum:
    """A sum of ours: without a mark, since no document prints it."""
    of_columns = [entry for entry in found if entry.is_counted and entry.column in columns]
    amount = total(of_columns, columns)
    return Sum(
        label=label,
        count=len({entry.record["code"] for entry in of_columns}),
        figure=None if amount is None else Figure(budget_parts(amount)[0], unit=budget_parts(amount)[1]),
        bar=width(amount, largest),
        kind=drawn_as(columns[0] if len(columns) == 1 else Column.INITIAL),
    )


def year_sums(counted: Sequence[Entry]) -> list[YearSums]:
    """Newest first. Initial and supplementary together only where a year has both."""
    by_year: dict[int, list[Entry]] = {}
    for entry in counted:
        by_year.setdefault(entry.year, []).append(entry)
    largest = max(
        (total(found, SETTLED) or total(found, Column) or 0 for found in by_year.values()), default=0
    )
    blocks = []
    for year in range(max(by_year, default=0), min(by_year, default=1) - 1, -1):
        found = by_year.get(year, [])
        present = [column for column in Column if any(entry.column == column for entry in found)]
        # Of amounts without a phase nobody knows what they may be compared with: they get no bar.
        scales = [(column, largest if column in SETTLED else 0) for column in present]
        sums = [summed(gettext(column.label), found, [column], scale) for column, scale in scales]
        if all(column in present for column in SETTLED):
            sums.insert(len(SETTLED), summed(gettext("当初と補正の計"), found, SETTLED, largest))
        blocks.append(YearSums(fiscal_year_short(year), fiscal_year_aside(year), sums))
    return blocks


def field_sums(records: Sequence[Record], year: int | None, names: Sequence[str]) -> list[FieldSums]:
    """Of one year, each field by itself: what is left out beside its whole depends on who is there."""
    found = []
    for name in names:
        here = entries([record for record in records if name in record["fields"]])
        of_year = [entry for entry in here if entry.year == year]
        settled = summed(term(name), of_year, SETTLED)
        unspecified = summed(term(name), of_year, [Column.UNSPECIFIED])
        if settled.figure or unspecified.figure:
            found.append(FieldSums(term(name), settled, unspecified))
    return found

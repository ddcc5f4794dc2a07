"""Which budget lines of the data contract may be compared or added up, and what adding gives.

No yen is counted twice, and what may be within another amount is not counted at all: a sum that is too
small and says what it leaves out is honest, one that is too large is not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_noop as _

from .choices import BudgetPhase, RelationKind

Record = dict[str, Any]


def is_comparable(line: Record) -> bool:
    """An initial budget (当初) of the program itself: no 内数, no measure printed beside it."""
    return (
        line["phase"] == BudgetPhase.INITIAL and not line["part_of_larger"] and not line["separate_measure"]
    )


class Column(TextChoices):
    """What may be added up with what: initial and supplementary make a year; 区分の記載なし stands alone."""

    INITIAL = "initial", _("当初")
    SUPPLEMENTARY = "supplementary", _("補正")
    UNSPECIFIED = "unspecified", _("区分の記載なし")


# Columns of a year's budget.
SETTLED = (Column.INITIAL, Column.SUPPLEMENTARY)


class LeftOut(TextChoices):
    """Why a line is in no sum; in the order in which it is asked."""

    PART_OF_LARGER = "part-of-larger", _("内数（より大きな予算の一部）")
    SEPARATE_MEASURE = "separate-measure", _("この施策の予算ではない、あわせて書かれた額")
    REQUEST = "request", _("概算要求（まだ予算ではない額）")
    DRAFT = "draft", _("予算案（まだ予算ではない額）")
    BREAKDOWN = "breakdown", _("同じ施策の全体の額に含まれうる、一部分の額")
    UNNUMBERED = "unnumbered", _("何次かが書かれた補正予算と重なりうる補正予算")
    TWICE = "twice", _("ほかの箇所にも書かれている同じ額")
    DISPUTED = "disputed", _("資料の箇所によって違う額")
    IN_ANOTHER = "in-another", _("上位の施策や、前の名前の施策の額に含まれうる額")


@dataclass(frozen=True)
class Entry:
    """One budget line of one program, the column it would be added in (None: in none), why it is not."""

    record: Record
    line: Record
    column: Column | None
    left_out: LeftOut | None

    @property
    def year(self) -> int:
        year: int = self.line["fiscal_year"]
        return year

    @property
    def is_counted(self) -> bool:
        return self.left_out is None


def column_of(phase: str) -> Column | None:
    match BudgetPhase(phase):
        case BudgetPhase.REQUEST | BudgetPhase.DRAFT:
            return None
        case BudgetPhase.INITIAL:
            return Column.INITIAL
        case BudgetPhase.UNSPECIFIED:
            return Column.UNSPECIFIED
    return Column.SUPPLEMENTARY


def own_reason(line: Record) -> LeftOut | None:
    """Why a line by itself cannot be added to any other."""
    if line["part_of_larger"]:
        return LeftOut.PART_OF_LARGER
    if line["separate_measure"]:
        return LeftOut.SEPARATE_MEASURE
    if line["phase"] in (BudgetPhase.REQUEST, BudgetPhase.DRAFT):
        return LeftOut.REQUEST if line["phase"] == BudgetPhase.REQUEST else LeftOut.DRAFT
    return None


def entries(records: Iterable[Record]) -> list[Entry]:
    """Every budget line of these programs with what becomes of it in a sum over them.

    Which lines are counted depends on the programs: a part's amount is left out only beside its whole's.
    Ties make no circle (lineage.py), so of programs that contain one another one is always counted.
    """
    records = list(records)
    found = [entry for record in records for entry in own_entries(record)]
    counted = {(e.record["code"], e.year, e.column) for e in found if e.is_counted}
    above = {record["code"]: containers(record) for record in records}

    def is_in_another(entry: Entry) -> bool:
        return any(
            (code, entry.year, entry.column) in counted
            for code in everything_above(entry.record["code"], above)
        )

    return [
        replace(entry, left_out=LeftOut.IN_ANOTHER) if entry.is_counted and is_in_another(entry) else entry
        for entry in found
    ]


def containers(record: Record) -> list[str]:
    """Codes of the programs whose amounts may hold this one's: 上位, or the same under its former name."""
    kinds = (RelationKind.PART_OF, RelationKind.RENAMED_FROM)
    return [relation["program"] for relation in record["relations"] if relation["kind"] in kinds]


def everything_above(code: str, above: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    frontier = {code}
    while frontier:
        frontier = {parent for at in frontier for parent in above.get(at, ())} - found - {code}
        found |= frontier
    return found


def own_entries(record: Record) -> list[Entry]:
    """The lines of one program, as if there were no other."""
    lines = [line for edition in record["editions"] for line in edition["budgets"]]
    judged: list[Entry] = [Entry(record, line, column_of(line["phase"]), own_reason(line)) for line in lines]
    rules: tuple[tuple[LeftOut, Callable[[Entry, list[Entry]], bool]], ...] = (
        (LeftOut.DISPUTED, is_disputed),
        (LeftOut.TWICE, is_printed_before),
        (LeftOut.BREAKDOWN, is_breakdown),
        (LeftOut.UNNUMBERED, is_unnumbered),
    )
    for reason, holds in rules:
        counted = [entry for entry in judged if entry.is_counted]
        beside = {id(e): [o for o in counted if (o.year, o.column) == (e.year, e.column)] for e in counted}
        judged = [
            replace(e, left_out=reason) if e.is_counted and holds(e, beside[id(e)]) else e for e in judged
        ]
    return judged


def is_same_thing(entry: Entry, other: Entry) -> bool:
    return all(entry.line[key] == other.line[key] for key in ("phase", "component"))


def is_disputed(entry: Entry, beside: list[Entry]) -> bool:
    """Of two amounts of one thing neither is chosen."""
    amounts = {other.line["amount_yen"] for other in beside if is_same_thing(entry, other)}
    return len(amounts) > 1


def is_printed_before(entry: Entry, beside: list[Entry]) -> bool:
    return next(other for other in beside if is_same_thing(entry, other)) is not entry


def is_breakdown(entry: Entry, beside: list[Entry]) -> bool:
    return bool(entry.line["component"]) and any(not other.line["component"] for other in beside)


def is_unnumbered(entry: Entry, beside: list[Entry]) -> bool:
    generic = BudgetPhase.SUPPLEMENTARY
    return entry.line["phase"] == generic and any(other.line["phase"] != generic for other in beside)


def total(counted: Iterable[Entry], columns: Iterable[Column]) -> int | None:
    """Yen of the counted entries of some columns; None, never 0, where there are none."""
    wanted = set(columns)
    amounts = [entry.line["amount_yen"] for entry in counted if entry.is_counted and entry.column in wanted]
    return sum(amounts) if amounts else None

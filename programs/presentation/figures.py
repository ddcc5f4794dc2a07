"""Values of the record as readers see them."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext

from programs.choices import BudgetPhase
from programs.display import percent

from .notes import Mark
from .writing import amount_parts, budget_parts, fiscal_year_aside, fiscal_year_short, limit_of

Record = dict[str, Any]
Marker = Callable[[Record], Mark]


@dataclass(frozen=True)
class Figure:
    """A figure with its unit, its tail (の内数) and its mark."""

    text: str
    mark: Mark | None = None
    unit: str = ""
    tail: str = ""


def budget_figure(line: Record, mark: Marker) -> Figure:
    """A budget line in 百万円, 内数 said behind it."""
    text, unit = budget_parts(line["amount_yen"])
    return Figure(text, mark(line), unit, gettext("の内数") if line["part_of_larger"] else "")


def cap_figure(amount: int, mark: Mark) -> Figure:
    text, unit = amount_parts(amount)
    return Figure(text, mark, unit)


def state_share(rate: Record) -> Fraction | None:
    """The State's share of a contract rate; None for 定額."""
    if rate["is_fixed_amount"]:
        return None
    share = rate["shares"][0]
    return Fraction(share["numerator"], share["denominator"])


def share_text(share: Record) -> str:
    return f"{share['numerator']}/{share['denominator']}"


def rate_text(rate: Record) -> str:
    return gettext("定額") if rate["is_fixed_amount"] else share_text(rate["shares"][0])


@dataclass(frozen=True)
class RateRow:
    label: str
    figure: Figure
    bar: str
    others: list[str]
    base: str | None
    cap: Figure | None
    cap_of: str
    no_cap: bool
    narrows: bool


@dataclass(frozen=True)
class RateGroup:
    title: str
    rows: list[RateRow]


def rate_groups(rates: list[Record], mark: Marker) -> list[RateGroup]:
    """Rates by component and by who carries them out; a row that only narrows the area of a row
    above it (a footnote's condition) is marked so.
    """
    groups: dict[str, list[RateRow]] = {}
    seen: set[tuple[str, str]] = set()
    for rate in rates:
        title = " ／ ".join(filter(None, (rate["component"], rate["applicant"]))) or gettext("補助率")
        where = rate["area"] or ""
        narrows = bool(rate["condition"]) and bool(where) and (title, where) in seen
        seen.add((title, where))
        label = " ".join(filter(None, (where, rate["condition"])))
        share = state_share(rate)
        groups.setdefault(title, []).append(
            RateRow(
                label=label or gettext("区分の記載なし"),
                figure=Figure(rate_text(rate), mark(rate)),
                bar=percent(share) if share is not None else "",
                others=[f"{s['payer']} {share_text(s)}" for s in rate["shares"][1:]],
                base=rate["base"],
                cap=cap_figure(rate["cap_yen"], mark(rate)) if rate["cap_yen"] is not None else None,
                cap_of=limit_of(rate["cap_of"]) if rate["cap_of"] else "",
                no_cap=rate["no_cap"],
                narrows=narrows,
            )
        )
    return [RateGroup(title, rows) for title, rows in groups.items()]


def rate_range(rates: list[Record], mark: Marker) -> list[Figure]:
    """Lowest and highest rate of the State, each with its proof; 定額 beside them."""
    ends, fixed = rate_ends(rates)
    return [Figure(rate_text(rate), mark(rate)) for rate in ends + fixed]


def rate_ends(rates: list[Record]) -> tuple[list[Record], list[Record]]:
    """The rate of the lowest and that of the highest share of the State, one if they are alike; a 定額."""
    shares = [(share, rate) for rate in rates if (share := state_share(rate)) is not None]
    shares.sort(key=itemgetter(0))
    ends = [rate for _, rate in shares[:1]]
    if len(shares) > 1 and shares[0][0] != shares[-1][0]:
        ends.append(shares[-1][1])
    return ends, [rate for rate in rates if rate["is_fixed_amount"]][:1]


def common_component(rates: list[Record]) -> str:
    """The one part of a program that all its rates are of; "" if they are of several, or of the whole.

    A rate of a side measure must not pass for the program's own.
    """
    components = {rate["component"] for rate in rates}
    return next(iter(components)) or "" if len(components) == 1 else ""


@dataclass(frozen=True)
class BudgetRow:
    """One budget line, or (`figure` None) a year between two of them of which no document tells."""

    fiscal_year: int
    year: str
    western: str
    phase: str = ""
    account: str | None = None
    component: str | None = None
    figure: Figure | None = None
    bar: str = ""
    is_initial: bool = False


def budget_rows(budgets: list[Record], mark: Marker) -> list[BudgetRow]:
    """Budget lines by year, newest first, a year without any between them shown as a gap.

    内数 gets no bar: it is not this program's sum.
    """
    comparable = [line["amount_yen"] for line in budgets if not line["part_of_larger"]]
    largest = max(comparable, default=0)
    rows: list[BudgetRow] = []
    for line in sorted(budgets, key=lambda line: -line["fiscal_year"]):
        part = line["part_of_larger"]
        width = Fraction(line["amount_yen"], largest) if largest and not part else None
        rows += [empty_year(year) for year in years_between(rows, line["fiscal_year"])]
        rows.append(
            BudgetRow(
                fiscal_year=line["fiscal_year"],
                year=fiscal_year_short(line["fiscal_year"]),
                western=fiscal_year_aside(line["fiscal_year"]),
                phase=gettext(BudgetPhase(line["phase"]).label),
                account=line["account"],
                component=line["component"],
                figure=budget_figure(line, mark),
                bar=percent(width) if width is not None else "",
                is_initial=line["phase"] == BudgetPhase.INITIAL,
            )
        )
    return rows


def years_between(rows: list[BudgetRow], year: int) -> range:
    """Years after `year` and before the last row's, newest first."""
    return range(rows[-1].fiscal_year - 1, year, -1) if rows else range(0)


def empty_year(year: int) -> BudgetRow:
    return BudgetRow(fiscal_year=year, year=fiscal_year_short(year), western=fiscal_year_aside(year))


def headline_budgets(budgets: list[Record], fiscal_year: int | None) -> list[Record]:
    """The lines to show first: the initial budget of the edition's year, else its newest sums."""
    own = [line for line in budgets if not line["separate_measure"]]
    initial = [
        line for line in own if line["phase"] == BudgetPhase.INITIAL and line["fiscal_year"] == fiscal_year
    ]
    if initial:
        return initial
    settled = [line for line in own if line["phase"] != BudgetPhase.UNSPECIFIED] or own
    newest = max((line["fiscal_year"] for line in settled), default=None)
    return [line for line in settled if line["fiscal_year"] == newest]

"""The years of a program side by side: what each edition states, what it does not."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.utils.translation import gettext

from programs.choices import CapOf

from .figures import Figure, Marker, budget_figure, cap_figure, headline_budgets, rate_range
from .items import call_rows
from .writing import fiscal_year_aside, fiscal_year_label, fiscal_year_short

Record = dict[str, Any]

# More columns than these are not read side by side; the newest are shown.
MOST_YEARS = 5
SHOWN_NAMES = 4


@dataclass(frozen=True)
class YearTable:
    """Columns of editions, oldest first: (label, Western label, query value), and rows of cells."""

    years: list[tuple[str, str, int]]
    rows: list[tuple[str, list[list[Figure]]]]
    older: int


def year_table(editions: list[Record], mark: Marker, on: Any) -> YearTable | None:
    """None for a program with fewer than two editions of a stated year. Empty rows are left out."""
    dated = [edition for edition in reversed(editions) if edition["fiscal_year"]]
    if len(dated) < 2:
        return None
    shown = dated[-MOST_YEARS:]
    cells: dict[str, Any] = {
        gettext("予算額"): partial(budgets, mark=mark),
        gettext("国の補助率"): lambda edition: rate_range(edition["rates"], mark),
        gettext("上限額"): partial(caps, mark=mark),
        gettext("使える人"): partial(names, key="applicants", mark=mark),
        gettext("対象になる地域"): partial(names, key="target_areas", mark=mark),
        gettext("公募・期限"): lambda edition: [row.period for row in call_rows([edition], mark, on)],
        gettext("問い合わせ"): partial(names, key="offices", mark=mark),
    }
    rows = [(title, [cell(edition) for edition in shown]) for title, cell in cells.items()]
    return YearTable(
        years=[
            (fiscal_year_short(year), fiscal_year_aside(year), year)
            for year in (e["fiscal_year"] for e in shown)
        ],
        rows=[(title, found) for title, found in rows if any(found)],
        older=len(dated) - len(shown),
    )


def budgets(edition: Record, mark: Marker) -> list[Figure]:
    lines = headline_budgets(edition["budgets"], edition["fiscal_year"])
    own = [line for line in lines if line["fiscal_year"] == edition["fiscal_year"]]
    return [budget_figure(line, mark) for line in own]


def caps(edition: Record, mark: Marker) -> list[Figure]:
    """Each upper limit once, with what it limits."""
    found = {(cap["of"], cap["amount_yen"]): cap for cap in reversed(edition["caps"])}
    found |= {
        (rate["cap_of"], rate["cap_yen"]): rate
        for rate in reversed(edition["rates"])
        if rate["cap_yen"] is not None
    }
    return [
        replace(
            cap_figure(amount, mark(found[of, amount])),
            tail=gettext("（%(of)s）") % {"of": gettext(CapOf(of).label)},
        )
        for of, amount in sorted(found)
    ]


def names(edition: Record, key: str, mark: Marker) -> list[Figure]:
    facts = edition[key]
    figures = [Figure(fact["name"], mark(fact)) for fact in facts[:SHOWN_NAMES]]
    if len(facts) > SHOWN_NAMES:
        figures.append(Figure(gettext("ほか%(n)s") % {"n": len(facts) - SHOWN_NAMES}))
    return figures


def edition_links(editions: list[Record], current: Record) -> list[tuple[int | None, str]]:
    """(fiscal year, label) of the editions other than the one shown."""
    return [
        (other["fiscal_year"], fiscal_year_label(other["fiscal_year"]))
        for other in editions
        if other is not current
    ]

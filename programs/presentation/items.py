"""Lines of a program's page: what is said, with its proof."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from programs.calls import status_on, window
from programs.choices import BudgetPhase, CallStatus

from .figures import Figure, Marker, cap_figure
from .writing import day_label, fiscal_year_short, limit_of

Record = dict[str, Any]


@dataclass(frozen=True)
class Item:
    """A line of a list: a figure with its proof and what is said beside it."""

    figure: Figure
    detail: str = ""


@dataclass(frozen=True)
class Named:
    title: str
    items: list[Item]


@dataclass(frozen=True)
class CallRow:
    edition: str
    label: str
    period: Figure
    status: CallStatus
    detail: str


@dataclass(frozen=True)
class Contact:
    name: str
    url_code: str
    mark: Figure
    phone: str | None
    fax: str | None
    email: str | None
    hours: str | None
    note: str | None
    address: str | None


@dataclass(frozen=True)
class Part:
    number: str | None
    figure: Figure
    summary: str | None
    period: Figure | None


def cap_item(cap: Record, mark: Marker) -> Item:
    per = per_text(cap["per"]) if cap["per"] else None
    what = " ".join(filter(None, (cap["component"], per, limit_of(cap["of"]))))
    return Item(cap_figure(cap["amount_yen"], mark(cap)), what)


def per_text(per: str) -> str:
    """「1団体当たり」, however the document ends it."""
    return gettext("%(unit)s当たり") % {"unit": per.removesuffix("当たり")}


def named_items(facts: list[Record], mark: Marker) -> list[Item]:
    """Facts that have a name, with their limit and the part that they are of."""
    return [
        Item(
            Figure(fact["name"], mark(fact)),
            "　".join(filter(None, (fact.get("limit"), fact.get("component")))),
        )
        for fact in facts
    ]


def call_rows(editions: list[Record], mark: Marker, on: date) -> list[CallRow]:
    """The calls of all editions with their status on one Tokyo day."""
    rows = []
    for edition in editions:
        for call in edition["calls"]:
            opens, closes = window(call)
            text = window_text(opens, closes, call["window"] or call["printed_status"])
            rows.append(
                CallRow(
                    edition=fiscal_year_short(edition["fiscal_year"])
                    if edition["fiscal_year"]
                    else gettext("年度の記載なし"),
                    label=call["label"] or gettext("公募"),
                    period=Figure(text, mark(call)),
                    status=status_on(opens, closes, on),
                    detail=call["printed_status"] or "" if text != call["printed_status"] else "",
                )
            )
    return rows


def contact(office: Record, mark: Marker) -> Contact:
    return Contact(
        name=office["name"],
        url_code=office["code"],
        mark=Figure(office["phone"] or office["name"], mark(office)),
        phone=office["phone"],
        fax=office["fax"],
        email=office["email"],
        hours=office["hours"],
        note=office["note"],
        address=office["address"],
    )


def period_figure(period: Record | None, mark: Marker) -> Figure | None:
    if period is None:
        return None
    years = dict.fromkeys(fiscal_year_short(period[key]) for key in ("from_fiscal_year", "to_fiscal_year"))
    return Figure(gettext("～").join(years), mark(period))


def window_text(opens: date | None, closes: date | None, printed: str | None) -> str:
    """「…から…まで」 with only the days that are known."""
    if opens and closes:
        return gettext("%(first)s～%(last)s") % {"first": day_label(opens), "last": day_label(closes)}
    if closes:
        return gettext("%(day)sまで") % {"day": day_label(closes)}
    if opens:
        return gettext("%(day)sから") % {"day": day_label(opens)}
    return printed or gettext("日付の記載なし")


def budget_title(fiscal_year: int | None, phase: str) -> str:
    """「予算額（令和3年度 当初）」; of no budget 「予算額」."""
    if fiscal_year is None:
        return gettext("予算額")
    return gettext("予算額（%(year)s %(phase)s）") % {
        "year": fiscal_year_short(fiscal_year),
        "phase": gettext(BudgetPhase(phase).label),
    }


def year_and_phase(lines: list[Record]) -> tuple[int | None, str]:
    """Of headline lines, which share them; (None, "") where there are none."""
    return (lines[0]["fiscal_year"], lines[0]["phase"]) if lines else (None, "")

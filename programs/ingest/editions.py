"""Rows of one edition: names, contacts, periods, parts, calls."""

from typing import Any

from . import parse, schema
from .eligibility import write_eligibility
from .money import write_money
from .rows import Key, RowWriter


def write_edition(rows: RowWriter, program: Key, edition: schema.Edition) -> None:
    year = rows.read(parse.fiscal_year, edition.fiscal_year, None)
    rows.add("edition", program=program, fiscal_year=year)
    key = [*program, year]
    for kind, label in (("field", edition.printed_field), ("strategy", edition.strategy_ref)):
        if label:
            rows.add_fact("printedlabel", label, 0, edition=key, kind=kind, text=label.text)
    for position, contact in enumerate(edition.offices):
        write_contact(rows, key, position, contact)
    write_period(rows, key, "", edition.period)
    for position, part in enumerate(edition.parts):
        rows.add_fact(
            "programpart",
            part,
            position,
            edition=key,
            number=part.number or "",
            name=part.name,
            summary=part.summary or "",
        )
        write_period(rows, key, part.name, part.period)
    write_money(rows, key, edition)
    write_eligibility(rows, key, edition)
    for position, call in enumerate(edition.calls):
        rows.add_fact(
            "call",
            call,
            position,
            edition=key,
            label=call.label or "",
            opens_on=write_day(rows, call.opens_on, call.at),
            closes_on=write_day(rows, call.closes_on, call.at),
            printed_status=call.printed_status or "",
        )


def write_day(rows: RowWriter, printed: str | None, at: Any) -> str | None:
    day = rows.read(parse.calendar_day, printed, at)
    return day.isoformat() if day else None


def write_contact(rows: RowWriter, edition: Key, position: int, contact: schema.Contact) -> None:
    if contact.name not in rows.offices:
        rows.problem(contact.at, f"担当課「{contact.name}」が vocabulary.yaml の offices にありません。")
    rows.add_fact(
        "editionoffice",
        contact,
        position,
        edition=edition,
        office=[rows.offices.get(contact.name, "")],
        phone=contact.phone or "",
        fax=contact.fax or "",
        email=contact.email or "",
        hours=contact.hours or "",
    )


def write_period(rows: RowWriter, edition: Key, component: str, period: schema.Period | None) -> None:
    if period:
        rows.add_fact(
            "programperiod",
            period,
            0,
            edition=edition,
            component=component,
            from_fiscal_year=rows.read(parse.fiscal_year, period.from_, period.at),
            to_fiscal_year=rows.read(parse.fiscal_year, period.to, period.at),
        )

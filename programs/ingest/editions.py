"""Rows of one edition: names, contacts, periods, parts, calls."""

from typing import Any

from . import parse, schema
from .eligibility import write_eligibility
from .money import write_money
from .rows import Key, RowWriter
from .terms import MATERIAL


def write_edition_head(rows: RowWriter, program: Key, editions: list[schema.Edition]) -> None:
    """The one row of an edition that several documents may speak of (`editions`, of one year).

    How its year is known is said only where no document prints it beside the name.
    """
    notes = [edition.year_note or "" for edition in editions]
    rows.add(
        "edition",
        program=program,
        fiscal_year=edition_year(rows, editions[0]),
        year_note=notes[0] if all(notes) else "",
    )


def edition_year(rows: RowWriter, edition: schema.Edition) -> int | None:
    year: int | None = rows.read(parse.fiscal_year, edition.fiscal_year, None)
    return year


def write_edition(rows: RowWriter, program: Key, edition: schema.Edition) -> None:
    """What one document says of one edition."""
    key = [*program, edition_year(rows, edition)]
    for kind, label in (("field", edition.printed_field), ("strategy", edition.strategy_ref)):
        if label:
            rows.add_fact("printedlabel", label, edition=key, kind=kind, text=label.text)
    for contact in edition.offices:
        write_contact(rows, key, contact)
    write_period(rows, key, "", edition.period)
    for part in edition.parts:
        rows.add_fact(
            "programpart",
            part,
            edition=key,
            number=part.number or "",
            name=part.name,
            summary=part.summary or "",
        )
        write_period(rows, key, part.name, part.period)
    write_money(rows, key, edition)
    write_eligibility(rows, key, edition)
    for call in edition.calls:
        rows.add_fact(
            "call",
            call,
            edition=key,
            label=call.label or "",
            opens_on=write_day(rows, call.opens_on, call.at),
            closes_on=write_day(rows, call.closes_on, call.at),
            window=call.window or "",
            printed_status=call.printed_status or "",
        )
    for material in edition.materials:
        rows.add_fact(
            "material",
            material,
            edition=key,
            kind=MATERIAL[material.kind],
            name=material.name,
            dated=material.dated or "",
        )


def write_day(rows: RowWriter, printed: str | None, at: Any) -> str | None:
    day = rows.read(parse.calendar_day, printed, at)
    return day.isoformat() if day else None


def write_contact(rows: RowWriter, edition: Key, contact: schema.Contact) -> None:
    if contact.name not in rows.offices:
        rows.problem(contact.at, f"担当課「{contact.name}」が vocabulary.yaml の offices にありません。")
    rows.add_fact(
        "editionoffice",
        contact,
        edition=edition,
        office=[rows.offices.get(contact.name, "")],
        phone=contact.phone or "",
        fax=contact.fax or "",
        email=contact.email or "",
        hours=contact.hours or "",
        address=contact.address or "",
    )


def write_period(rows: RowWriter, edition: Key, component: str, period: schema.Period | None) -> None:
    if period:
        rows.add_fact(
            "programperiod",
            period,
            edition=edition,
            component=component,
            from_fiscal_year=rows.read(parse.fiscal_year, period.from_, period.at),
            to_fiscal_year=rows.read(parse.fiscal_year, period.to, period.at),
        )

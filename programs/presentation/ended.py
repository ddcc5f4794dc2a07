"""What an entry says at its top when the year it is of has ended, and what came after it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from programs.calls import program_status
from programs.choices import CallStatus
from programs.fiscalyears import fiscal_year_of

from .writing import fiscal_year_label

Record = dict[str, Any]

LATER = ("successor", "renamed_to")


@dataclass(frozen=True)
class Ended:
    """`year` of the edition, "" where no document states it; `current` is the year of today.

    `has_current`: another edition of the program is of this year, or of a later one.
    `is_silent`: nothing is stated of a call now or to come, nor of a budget of this year or a later one.
    `successors` are relations of the contract: their proofs stand with the family of the program.
    """

    year: str
    current: str
    has_current: bool
    is_silent: bool
    successors: list[Record]


def ended(record: Record, edition: Record, on: date) -> Ended | None:
    """None while the edition's fiscal year lasts, or is still to come.

    That a year has ended does not say that the program has: no document tells of it.
    """
    year, current = edition["fiscal_year"], fiscal_year_of(on)
    if year is not None and year >= current:
        return None
    return Ended(
        year=fiscal_year_label(year) if year is not None else "",
        current=fiscal_year_label(current),
        has_current=any((other["fiscal_year"] or 0) >= current for other in record["editions"]),
        is_silent=is_silent(record, current, on),
        successors=[relation for relation in record["relations"] if relation["kind"] in LATER],
    )


def is_silent(record: Record, current: int, on: date) -> bool:
    budgets = (line for edition in record["editions"] for line in edition["budgets"])
    is_called = program_status(record, on) in (CallStatus.OPEN, CallStatus.UPCOMING)
    return not is_called and all(line["fiscal_year"] < current for line in budgets)

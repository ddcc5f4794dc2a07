"""受付状況 of one window on one day: the rule in Python, for rows and for plain records.

Its twin in SQL is `CallQuerySet.with_status_on`; a test holds the two together.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from .choices import CallStatus

# What a program with several calls is said to be: the most useful of their states.
PRECEDENCE = (CallStatus.OPEN, CallStatus.UPCOMING, CallStatus.CLOSED, CallStatus.NOT_STATED)


def status_on(opens_on: date | None, closes_on: date | None, on: date) -> CallStatus:
    """Both days included. A missing day is "not stated", never "open"."""
    if closes_on and closes_on < on:
        return CallStatus.CLOSED
    if opens_on and opens_on > on:
        return CallStatus.UPCOMING
    if opens_on and closes_on:
        return CallStatus.OPEN
    return CallStatus.NOT_STATED


def window(call: dict[str, Any]) -> tuple[date | None, date | None]:
    """First and last day of a call of the data contract."""
    opens, closes = call["opens_on"], call["closes_on"]
    return (date.fromisoformat(opens) if opens else None, date.fromisoformat(closes) if closes else None)


def program_status(record: dict[str, Any], on: date) -> CallStatus:
    """公募状況 of a program of the data contract, over the calls of all its editions."""
    windows = [window(call) for edition in record["editions"] for call in edition["calls"]]
    return most_useful(status_on(opens, closes, on) for opens, closes in windows)


def most_useful(statuses: Iterable[CallStatus]) -> CallStatus:
    found = set(statuses)
    return next((status for status in PRECEDENCE if status in found), CallStatus.NOT_STATED)

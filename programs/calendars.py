"""iCalendar (RFC 5545): days of calls as all-day events."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from .presentation.calls import CallDay

PRODID = "-//mic-support-catalog//calls//JA"
LINE_OCTETS = 75  # RFC 5545, 3.1: a longer line is folded


def calendar(name: str, days: Iterable[CallDay]) -> str:
    """A calendar of that name; the same days give the same text, whenever it is asked for."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{escaped(name)}")
    for day in days:
        lines += event(day)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def event(day: CallDay) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{day.uid}"
    yield f"DTSTAMP:{stamp(day.updated_at)}"
    yield f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}"  # the day after: an end is not included
    yield f"SUMMARY:{escaped(day.title)}"
    yield f"DESCRIPTION:{escaped(day.description)}"
    yield f"URL:{day.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    r"""A TEXT value: no control character, the marks of the format behind a backslash.

    >>> escaped("a,b;c\n")
    'a\\,b\\;c\\n'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(c for c in text if c in "\n\t" or (c >= " " and c != "\x7f"))
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def folded(line: str) -> str:
    """A line in pieces of 75 octets at most, no character cut; further pieces begin with a space."""
    pieces, octets = [""], 0
    for character in line:
        size = len(character.encode())
        if octets + size > LINE_OCTETS:
            pieces.append(" ")
            octets = 1
        pieces[-1] += character
        octets += size
    return "\r\n".join(pieces)

"""The calls of the catalog one by one, for feeds and calendars."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext

from programs.calls import window
from programs.display import fiscal_year_label
from programs.models import PublicRecord

from .items import window_text

Record = dict[str, Any]

CALL = "公募"
# Ids of calls come from names of ours, so that they are the same on every host.
NAMESPACE = uuid5(NAMESPACE_URL, "mic-support-catalog/calls")


@dataclass(frozen=True)
class ListedCall:
    """One call of a public record; `number` counts those that nothing else tells apart."""

    program: Record
    fiscal_year: int | None
    call: Record
    number: int
    updated_at: datetime
    letters: dict[str, str]

    @property
    def label(self) -> str:
        return self.call["label"] or CALL

    @property
    def id(self) -> UUID:
        """Stays while dates are corrected, so that a calendar moves the event instead of adding one."""
        name = f"{self.program['code']}/{self.fiscal_year or ''}/{self.call['label'] or ''}/{self.number}"
        return uuid5(NAMESPACE, name)

    @property
    def url(self) -> str:
        """The section of the program's page, which stands on the site's own host."""
        return f"{self.program['url']}#call"

    @property
    def window(self) -> tuple[date | None, date | None]:
        return window(self.call)

    @property
    def period(self) -> str:
        return window_text(*self.window, self.call["window"] or self.call["printed_status"])

    @property
    def source(self) -> str:
        """「資料C 343行「…」」: where a document prints it."""
        citation = self.call["citation"]
        line = citation["lines"][0]
        return f"資料{self.letters[citation['source']]} {line}行「{citation['literal']}」"

    @property
    def edition(self) -> str:
        return f"{fiscal_year_label(self.fiscal_year)}版"


@dataclass(frozen=True)
class CallDay:
    """One day of a call as an event: when it opens, or closes; `url` is absolute."""

    uid: str
    on: date
    title: str
    description: str
    url: str
    updated_at: datetime


def listed_calls(public: Iterable[PublicRecord], letters: dict[str, str]) -> Iterator[ListedCall]:
    """Every call of these records, in their order."""
    for each in public:
        seen: Counter[tuple[int | None, str | None]] = Counter()
        for edition in each.record["editions"]:
            for call in edition["calls"]:
                key = edition["fiscal_year"], call["label"]
                seen[key] += 1
                yield ListedCall(each.record, key[0], call, seen[key], each.updated_at, letters)


def call_days(calls: Iterable[ListedCall], base_url: str) -> list[CallDay]:
    """The days that are stated, in order of time; a day that no document states makes no event.

    `base_url` goes before addresses: "https://example.jp".
    """
    days = [
        CallDay(
            uid=f"{call.id}-{end}",
            on=on,
            title=title,
            description=gettext("出典：%(source)s\n%(note)s%(edition)s\n%(url)s")
            % {
                "source": call.source,
                "note": f"{call.call['note']}\n" if call.call["note"] else "",
                "edition": call.edition,
                "url": base_url + call.url,
            },
            url=base_url + call.url,
            updated_at=call.updated_at,
        )
        for call in calls
        for end, on, title in ends(call)
    ]
    return sorted(days, key=lambda day: (day.on, day.uid))


def ends(call: ListedCall) -> Iterator[tuple[str, date, str]]:
    """(which end, its day, its title) of a call; one event where it opens and closes on one day."""
    opens, closes = call.window
    values = {"name": call.program["name"], "label": call.label}
    if opens and opens == closes:
        yield "day", opens, gettext("%(label)s：%(name)s") % values
        return
    # What has a name of its own may be no 公募: it is called as it is printed.
    is_call = call.label == CALL
    if opens:
        title = gettext("公募開始：%(name)s") if is_call else gettext("開始（%(label)s）：%(name)s")
        yield "opens", opens, title % values
    if closes:
        title = gettext("公募締切：%(name)s") if is_call else gettext("締切（%(label)s）：%(name)s")
        yield "closes", closes, title % values

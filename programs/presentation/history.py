"""更新履歴 as readers see it: entries with what changed, in words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from programs.choices import ChangeKind
from programs.models import RecordChange

# More changes of one entry than these are counted, not told.
MOST_ITEMS = 8
# Of texts longer than this only what differs is shown, with so many characters around it.
LONG_TEXT = 60
CONTEXT = 12


@dataclass(frozen=True)
class ChangeItem:
    """One changed thing; without `before` it was added, without `after` it was taken out."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """`url` leads to the program, or to its history where the program is public no more."""

    code: str
    name: str
    url: str
    is_public: bool
    kind: ChangeKind
    version: int
    happened_at: datetime
    items: list[ChangeItem]
    unshown: int

    @property
    def kind_label(self) -> str:
        return gettext(self.kind.label)

    @property
    def is_opening(self) -> bool:
        return self.kind == ChangeKind.OPENED


def history_url(code: str) -> str:
    """The public history of one program."""
    return f"{reverse('programs:updates')}?{urlencode({'program': code})}"


def entries(
    changes: Iterable[RecordChange], public: Collection[str], most_items: int = MOST_ITEMS
) -> list[Entry]:
    """`public` are the codes of those programs that have a page."""
    return [
        Entry(
            code=change.code,
            name=change.name,
            url=reverse("programs:detail", args=[change.code])
            if change.code in public
            else history_url(change.code),
            is_public=change.code in public,
            kind=ChangeKind(change.kind),
            version=change.version,
            happened_at=change.happened_at,
            items=[change_item(**item) for item in change.changes[:most_items]],
            unshown=max(0, len(change.changes) - most_items),
        )
        for change in changes
    ]


def change_item(label: str, before: str, after: str) -> ChangeItem:
    """A change as the page shows it: of two long texts only where they differ."""
    if not before or not after or max(len(before), len(after)) <= LONG_TEXT:
        return ChangeItem(label, before, after)
    start = common(before, after)
    end = common(reversed(before[start:]), reversed(after[start:]))
    return ChangeItem(label, excerpt(before, start, end), excerpt(after, start, end))


def common(one: Iterable[str], other: Iterable[str]) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def excerpt(text: str, start: int, end: int) -> str:
    """The text without its first `start` and last `end` characters, a few of them left for sense."""
    first, last = max(0, start - CONTEXT), len(text) - max(0, end - CONTEXT)
    return f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"

"""更新履歴 as readers see it: entries with what changed, in words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from programs.choices import ChangeKind
from programs.models import RecordChange

# More changes of one entry than these are counted, not told.
MOST_ITEMS = 8


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
            items=[ChangeItem(**item) for item in change.changes[:most_items]],
            unshown=max(0, len(change.changes) - most_items),
        )
        for change in changes
    ]

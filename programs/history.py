"""Writing the public history (更新履歴), in the transaction that writes the public records."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .choices import ChangeKind
from .models import PublicRecord, RecordChange, Source
from .recordchanges import Change, changes

Record = dict[str, Any]

BATCH = 200


def opens_the_catalog() -> bool:
    """Whether nothing was ever public: what is published now is the opening of the catalog."""
    return not PublicRecord.objects.exists() and not RecordChange.objects.exists()


def write_history(
    before: Mapping[str, Record], after: Mapping[str, Record], now: datetime, *, opens: bool = False
) -> None:
    """One entry for every program that is new, changed or gone; both maps are by code.

    Nothing is written for equal records, nor where only what is derived differs.
    """
    added = ChangeKind.OPENED if opens else ChangeKind.ADDED
    entries: list[tuple[Record, ChangeKind, list[Change]]] = []
    entries += [(after[code], added, []) for code in after if code not in before]
    both = [code for code in after if code in before and before[code] != after[code]]
    letters = Source.objects.letters() if both else {}
    told = ((after[code], changes(before[code], after[code], letters)) for code in both)
    entries += [(record, ChangeKind.CHANGED, items) for record, items in told if items]
    entries += [(before[code], ChangeKind.ENDED, []) for code in before if code not in after]
    if not entries:
        return
    last = RecordChange.objects.last_versions([record["code"] for record, _, _ in entries])
    RecordChange.objects.bulk_create(
        (
            RecordChange(
                code=record["code"],
                name=record["name"],
                kind=kind,
                version=last.get(record["code"], 0) + 1,
                happened_at=now,
                changes=items,
            )
            for record, kind, items in entries
        ),
        batch_size=BATCH,
    )

"""What a build adds, changes and removes, in lines a person reads."""

from collections.abc import Iterable, Iterator
from typing import Any

Row = dict[str, Any]

# Enough of a row to know it by: the fields that name it, without its figures.
IDENTITY = (
    "code", "slug", "document_id", "program", "edition", "case", "rate", "from_program", "to_program",
    "kind", "role", "rule", "title", "name", "text", "office", "label", "fiscal_year", "phase",
    "component", "applicant", "area", "condition", "base", "metric", "nature", "payer", "url", "of", "per",
)  # fmt: skip


def identity(row: Row) -> tuple[str, ...]:
    fields = row["fields"]
    return (row["model"], *(f"{name}={fields[name]}" for name in IDENTITY if fields.get(name)))


def differences(before: Iterable[Row], after: Iterable[Row]) -> Iterator[str]:
    """「追加」「変更」「削除」, a line each; a change names the field with its old and new value."""
    old = {identity(row): row for row in before}
    new = {identity(row): row for row in after}
    for key, row in new.items():
        if key not in old:
            yield f"追加 {' '.join(key)}"
            continue
        for name, value in row["fields"].items():
            previous = old[key]["fields"].get(name)
            if previous != value:
                yield f"変更 {' '.join(key)}：{name} {previous!r} → {value!r}"
    for key in old:
        if key not in new:
            yield f"削除 {' '.join(key)}"

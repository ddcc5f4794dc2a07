"""What a build adds, changes and removes, in lines a person reads."""

from collections.abc import Iterable, Iterator

from .rows import Row, key_fields


def identity(row: Row) -> tuple[str, ...]:
    """What tells a row from all others, as it is shown: its model and its natural key."""
    named = key_fields(row["model"].removeprefix("programs."), row["fields"])
    return (row["model"], *(f"{name}={value}" for name, value in named.items() if value))


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

"""The five facet groups that every engine counts, and what filters mean."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .rows import Row

TOP = 20  # hits that an answer names

GROUPS = ("field", "support_type", "applicant", "fiscal_year", "prefecture")


@dataclass(frozen=True)
class Answer:
    """How many documents match, the numbers of the first 20, and per group value → documents."""

    total: int
    numbers: list[int]
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


def values(facets: Iterable[str]) -> Iterable[tuple[str, str]]:
    """(group, value) of a document's facets, those of no group left out."""
    for facet in facets:
        dimension, _, value = facet.partition(":")
        if dimension in GROUPS:
            yield dimension, value
        elif dimension == "within" and is_prefecture(value):
            yield "prefecture", value


def is_prefecture(code: str) -> bool:
    """The code standard numbers prefectures with three zeros before the check digit."""
    return code[2:5] == "000"


def group_of(dimension: str) -> str:
    """The group that holds the values of a filter; every engine keeps no others."""
    return "prefecture" if dimension == "within" else dimension


def admits(filters: Mapping[str, Sequence[str]], facets: Iterable[str]) -> bool:
    held = set(facets)
    return all(
        any(f"{dimension}:{value}" in held for value in chosen) for dimension, chosen in filters.items()
    )


def value_counts(rows: Iterable[Row]) -> dict[str, Counter[str]]:
    """Per group, how many rows carry each value."""
    counts: dict[str, Counter[str]] = {group: Counter() for group in GROUPS}
    for row in rows:
        for group, value in values(row.facets):
            counts[group][value] += 1
    return counts

"""Hits as the pages show them, and the ways out of an empty list."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from programs.models import PublicRecord, Source
from programs.presentation.cases import CaseItem, case_item
from programs.presentation.notes import far_mark

from .facetfilters import Chip
from .filters import PlaceFilterSet

# Program id, then what tells a case from the others of its program: title, theme, fiscal year.
CaseKey = tuple[int, str, str, int | None]


def case_key(case: dict[str, Any]) -> list[Any]:
    return [case["title"], case["theme"] or "", case["fiscal_year"]]


@dataclass(frozen=True)
class CaseResult:
    item: CaseItem
    program_name: str
    program_url: str


def case_results(cases: Sequence[CaseKey]) -> list[CaseResult]:
    """Cases out of their programs' public records, in their order; two queries."""
    letters = dict(Source.objects.values_list("document_id", "letter"))
    records = PublicRecord.objects.in_bulk({program for program, *_ in cases})
    results = []
    for program, *key in cases:
        record: dict[str, Any] = records[program].record
        mark = partial(far_mark, url=record["url"], letters=letters)
        case = next(case for case in record["cases"] if case_key(case) == key)
        results.append(CaseResult(case_item(case, mark), record["name"], record["url"]))
    return results


def escapes(filters: PlaceFilterSet) -> list[tuple[Chip, int]]:
    """Each condition in force and how many hits there would be without it: only those that help."""
    found = []
    for chip in filters.chips():
        values = filters.cleaned.get(chip.name)
        several = isinstance(values, list) and len(values) > 1
        count = 0 if several else len(filters.selection.without(chip.name))
        if count:
            found.append((chip, count))
    return found

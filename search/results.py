"""Hits as the pages show them, and the ways out of an empty list."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.timezone import localdate as today

from programs.models import PublicRecord, Source
from programs.presentation.cards import ProgramCard, program_card
from programs.presentation.cases import CaseItem, case_item
from programs.presentation.notes import far_mark

from .facetfilters import Chip
from .filters import CaseFilter, PlaceFilterSet, ProgramFilter
from .found import Found, Piece, found_lines
from .texts import NAME_LABEL, case_lines, case_of, program_lines

# Program id, then what tells a case from the others of its program: title, theme, fiscal year.
CaseKey = tuple[int, str, str, int | None]


@dataclass(frozen=True)
class CaseResult:
    item: CaseItem
    program_name: str
    program_url: str
    found: list[Found]


def case_results(filters: CaseFilter, cases: Sequence[CaseKey]) -> list[CaseResult]:
    """Cases out of their programs' public records, in their order; two queries."""
    texts = texts_of_cases(filters)
    letters = dict(Source.objects.values_list("document_id", "letter"))
    records = PublicRecord.objects.in_bulk({program for program, *_ in cases})
    results = []
    for program, *key in cases:
        record: dict[str, Any] = records[program].record
        mark = partial(far_mark, url=record["url"], letters=letters)
        case = case_of(record, key)
        found: list[Found] = []
        if (program, *key) in texts:
            lines = case_lines(case, record["name"])
            found = found_lines(lines, texts[program, *key], filters.answer.terms)
        results.append(CaseResult(case_item(case, mark), record["name"], record["url"], found))
    return results


def texts_of_cases(filters: CaseFilter) -> dict[tuple[Any, ...], str]:
    """What each hit was searched by, where words are sought."""
    if "q" not in filters.cleaned:
        return {}
    return {row[1:5]: filters.answer.texts[row[0]] for row in filters.hit_rows()}


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


SHOWN_PARTIAL = 10


@dataclass(frozen=True)
class ProgramResult:
    """A program in a list: its name in pieces, and where else the words of `q` were found in it."""

    card: ProgramCard
    name: list[Piece]
    found: list[Found]


def program_results(filters: ProgramFilter, ids: Sequence[int]) -> list[ProgramResult]:
    """Programs in the order of `ids`; two queries."""
    letters = dict(Source.objects.values_list("document_id", "letter"))
    texts = filters.answer.texts if "q" in filters.cleaned else {}
    results = []
    for public in PublicRecord.objects.in_order_of(ids):
        card, found = program_card(public.record, letters, today()), []
        if public.pk in texts:
            found = found_lines(program_lines(public.record), texts[public.pk], filters.answer.terms)
        named = [line.pieces for line in found if line.label == NAME_LABEL]
        results.append(
            ProgramResult(
                card=card,
                name=named[0] if named else [Piece(card.name, False)],
                found=[line for line in found if line.label != NAME_LABEL],
            )
        )
    return results


def partial_programs(filters: ProgramFilter, shown: int) -> list[tuple[str, str]]:
    """(name, address) of programs that hold only some of the words, where few hold them all."""
    rows = filters.partial_rows()[: max(0, SHOWN_PARTIAL - shown)]
    records = PublicRecord.objects.in_order_of([pk for pk, *_ in rows]) if rows else []
    return [(public.record["name"], public.record["url"]) for public in records]

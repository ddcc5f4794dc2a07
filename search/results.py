"""Hits as the pages show them, and the ways out of an empty list."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

import orjson
from django.db import connections, router

from programs.chosen import Chosen
from programs.editions import cases_address
from programs.languages import localized
from programs.presentation.cards import ProgramCard, card_maker
from programs.presentation.cases import CaseItem, case_item
from programs.presentation.notes import far_mark

from .facetfilters import Chip
from .filters import CaseFilter, PlaceFilterSet, ProgramFilter
from .found import Found, Piece, found_lines
from .models import CaseDocument, ProgramDocument
from .texts import NAME_LABEL


@dataclass(frozen=True)
class CaseResult:
    item: CaseItem
    program_name: str
    program_url: str
    found: list[Found]


class CaseHit(NamedTuple):
    """A case of the contract, code, name and address of its program, and what it was searched by
    (folded, printed).
    """

    case: dict[str, Any]
    program: dict[str, str]
    text: str
    lines: str


def case_hits(numbers: Sequence[int]) -> list[CaseHit]:
    """In the order of the numbers; one query."""
    rows = CaseDocument.objects.filter(number__in=numbers).values_list("number", "listed", "text", "lines")
    hits = {number: CaseHit(listed["case"], listed["program"], *rest) for number, listed, *rest in rows}
    return [hits[number] for number in numbers if number in hits]


# Hits of a file are read so many at a time.
BATCH = 500


def all_program_hits(numbers: Sequence[int]) -> Iterator["ProgramHit"]:
    """In the order of the numbers, however many; a query for each batch."""
    for start in range(0, len(numbers), BATCH):
        yield from program_hits(numbers[start : start + BATCH])


def all_case_hits(numbers: Sequence[int]) -> Iterator[CaseHit]:
    """As `all_program_hits`."""
    for start in range(0, len(numbers), BATCH):
        yield from case_hits(numbers[start : start + BATCH])


def case_results(filters: CaseFilter, numbers: Sequence[int]) -> list[CaseResult]:
    """Cases as the list shows them, in the order of the numbers."""
    results = []
    for case, program, text, lines in case_hits(numbers):
        url = localized(program["url"])
        mark = partial(far_mark, url=cases_address(url), letters=filters.snapshot.letters)
        found: list[Found] = []
        if "q" in filters.cleaned:
            found = found_lines(lines, text, filters.answer.terms)
        results.append(CaseResult(case_item(case, mark), program["name"], url, found))
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


SHOWN_PARTIAL = 10


@dataclass(frozen=True)
class ProgramResult:
    """A program in a list: its name in pieces, and where else the words of `q` were found in it."""

    card: ProgramCard
    name: list[Piece]
    found: list[Found]


class ProgramHit(NamedTuple):
    """What is told of a program, and when that last changed."""

    record: dict[str, Any]
    updated_at: datetime


def program_hits(numbers: Sequence[int]) -> list[ProgramHit]:
    """With what a list says (`listed`), in the order of the numbers; one query."""
    return [ProgramHit(*columns) for columns in columns_of(numbers, "listed", UPDATED_AT)]


def briefs(numbers: Sequence[int]) -> list[dict[str, Any]]:
    """What names each program (see `cards.brief`) and when it was changed, in the order of the numbers.

    One query, asked by every request of the API: the ORM would take three times as long.
    """
    if not numbers:
        return []
    places = ", ".join(["%s"] * len(numbers))
    table = ProgramDocument._meta.db_table
    with connections[router.db_for_read(ProgramDocument)].cursor() as cursor:
        cursor.execute(f"SELECT number, brief FROM {table} WHERE number IN ({places})", numbers)
        found = dict(cursor.fetchall())
    return [orjson.loads(found[number]) for number in numbers if number in found]


UPDATED_AT = "program__public_record__updated_at"


def columns_of(numbers: Sequence[int], *columns: str) -> list[list[Any]]:
    """Of the documents of programs, in the order of the numbers."""
    rows = ProgramDocument.objects.filter(number__in=numbers).values_list("number", *columns)
    found = {number: rest for number, *rest in rows}
    return [found[number] for number in numbers if number in found]


def chosen_numbers(codes: Collection[str]) -> list[int]:
    """Document numbers in the order of the programs' codes; one query."""
    rows = ProgramDocument.objects.filter(program__code__in=codes).values_list("program__code", "number")
    numbers = dict(rows)
    return [numbers[code] for code in codes if code in numbers]


def program_results(filters: ProgramFilter, numbers: Sequence[int]) -> list[ProgramResult]:
    """Programs as the list shows them, in the order of the numbers; one query."""
    to_card = card_maker(filters.snapshot.letters, filters.on)
    if "q" not in filters.cleaned:
        cards = [to_card(record) for (record,) in columns_of(numbers, "listed")]
        return [ProgramResult(card, [Piece(card.name, False)], []) for card in cards]
    results = []
    for record, text, lines in columns_of(numbers, "listed", "text", "lines"):
        card, found = to_card(record), found_lines(lines, text, filters.answer.terms)
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
    numbers = filters.partial()[: SHOWN_PARTIAL - shown] if shown < SHOWN_PARTIAL else []
    return [
        (hit.record["name"], localized(hit.record["url"]))
        for hit in (program_hits(numbers) if numbers else [])
    ]


OFFERED = 10


def offered(filters: ProgramFilter, choice: Chosen) -> list[tuple[str, str, str]]:
    """(name, address, query string of the list with it) of the best hits for `q`; "" if it is in the list."""
    if "q" not in filters.cleaned:
        return []
    found = []
    for hit in program_hits(filters.ordered()[:OFFERED]):
        code = hit.record["code"]
        query = "" if code in choice.names else f"{choice.with_one_more(code)}&{filters.data.urlencode()}"
        found.append((hit.record["name"], localized(hit.record["url"]), query))
    return found

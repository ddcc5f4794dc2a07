"""Who and where programs are for, and how one place fits them all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from programs.choices import AreaLevel
from programs.editions import telling_edition
from programs.models import Area, AreaDesignation, PublicRecord
from programs.placefit import Fit, Kind, Outcome, Place, edition_fit, is_national
from search.areas import Places
from search.models import ProgramDocument

Record = dict[str, Any]

# Nearest to the place first; what asks for no place comes last.
RANKS = {Kind.HERE: 0, Kind.WITHIN: 1, Kind.DESIGNATION: 2, Kind.CRITERION: 3, Kind.ELSEWHERE: 4}
LAST = len(RANKS)


def stated_conditions() -> dict[int, Record]:
    """Document number → year, places and applicants of the program's telling edition; two queries."""
    with_exclusions = PublicRecord.objects.with_exclusions().values_list("program_id", "record")
    excluded = {pk: telling_edition(record)["excluded_applicants"] for pk, record in with_exclusions}
    rows = ProgramDocument.objects.order_by("number").values_list("number", "program_id", "listed")
    return {
        number: {
            **{key: edition[key] for key in ("fiscal_year", "target_areas", "applicants")},
            "excluded_applicants": excluded.get(pk, []),
        }
        for number, pk, listed in rows.iterator()
        for edition in [telling_edition(listed)]
    }


@dataclass(frozen=True)
class Fitted:
    """How the program of one document number fits."""

    number: int
    fit: Fit
    rank: int


def place_of(area: Area, places: Places, confirmed: Iterable[AreaDesignation]) -> Place:
    """A place as the rule knows it, with the designations that are confirmed of it."""
    inside: Iterator[str] = (one.code for one in places if one.parent is area)
    return Place(
        code=area.code,
        above=frozenset(one.code for one in area.lineage),
        inside=frozenset(inside if area.level == AreaLevel.PREFECTURE else ()),
        designations={row.designation: row.extent for row in confirmed},
    )


def fitted(conditions: dict[int, Record], place: Place, applicant: str) -> dict[Outcome, list[Fitted]]:
    """Every program in one of three groups: what names the place first, of each kind the newest first."""
    groups: dict[Outcome, list[tuple[tuple[int, ...], Fitted]]] = {outcome: [] for outcome in Outcome}
    for number, edition in conditions.items():
        fit = edition_fit(edition, place, applicant)
        found = Fitted(number, fit, rank_of(fit))
        order = (found.rank, -(edition["fiscal_year"] or 0), number)
        groups[fit.verdict].append((order, found))
    return {outcome: [one for _, one in sorted(group, key=first)] for outcome, group in groups.items()}


def first(pair: tuple[tuple[int, ...], Fitted]) -> tuple[int, ...]:
    return pair[0]


def rank_of(fit: Fit) -> int:
    asked = (c for c in fit.conditions if c.kind in RANKS and not (c.facts and is_national(c.facts)))
    return min((RANKS[condition.kind] for condition in asked), default=LAST)

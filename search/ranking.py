"""In which order documents answer a query: the rule that /search/order/ explains.

A term found nearer to the name weighs more, and so does one that fewer documents hold. Points are whole
numbers and are given to bitmaps, never to single documents: what cannot come among the first ones asked
for is left aside as soon as that is certain, so that the order of 20 of 50,000 costs little.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

from pyroaring import BitMap

from .facets import Documents, union
from .matching import Held
from .query import SYNONYM, TYPED
from .texts import Zone

# Points of a term by the nearest zone it stands in.
POINTS = {
    Zone.NAME: 24,
    Zone.OTHER_NAMES: 12,
    Zone.SUMMARY: 8,
    Zone.FACTS: 6,
    Zone.CASES: 4,
    Zone.PRINTED: 3,
}
# The share of its points that every further zone adds, in percent.
FURTHER = 15
# What each doubling of the facts that the documents print of a program adds, in percent.
TOLD = 4
# More than any sum of points: a program that is named as the query is stands first.
EXACT = 10**12
# Rarity is counted in sixteenths.
RARITY_UNIT = 16


@dataclass(frozen=True)
class Matches:
    """`hits` hold `held` of the terms, `partial` fewer; `terms` says where each stands.

    `found` counts the documents of each term, of `total` in the index; `named` and `other_named` are
    those whose name, or other name, is the query.
    """

    terms: Sequence[Held]
    hits: Documents
    partial: Documents
    found: Sequence[int]
    total: int
    held: int
    named: Documents
    other_named: Documents

    @property
    def is_relaxed(self) -> bool:
        """No document holds every term: these hold the most."""
        return self.held < len(self.found)


def match(terms: Sequence[Held], total: int, named: Documents, other_named: Documents) -> Matches:
    """The documents that hold every term; where none does, those that hold the most of them."""
    holders = [term.anywhere for term in terms]
    # at_least[n] are the documents that hold n terms or more.
    at_least = [BitMap() for _ in range(len(terms) + 1)]
    for held in holders:
        for n in range(len(terms), 1, -1):
            at_least[n] |= at_least[n - 1] & held
        at_least[1:2] = [at_least[1] | held]
    most = max((n for n in range(1, len(terms) + 1) if at_least[n]), default=0)
    hits = at_least[most]
    return Matches(
        terms=terms,
        hits=hits,
        partial=at_least[1] - hits if most else BitMap(),
        found=[len(held) for held in holders],
        total=total,
        held=most,
        named=named,
        other_named=other_named,
    )


# Points → the documents that they are given to; no document twice, none to all others.
Step = dict[int, Documents]


class Part(NamedTuple):
    """Documents that have the same points."""

    points: int
    documents: Documents


def in_order(matches: Matches, told: Step, among: Documents, most: int) -> list[Part]:
    """Parts of `among`, the best first; of them at least those that hold the first `most` documents.

    `told` is how often twice as much is printed → documents. A part that cannot reach the points which
    `most` others are sure of goes no further.
    """
    steps = sorted((step for step in steps_of(matches) if step), key=max, reverse=True)
    factors = {100 + TOLD * times: documents for times, documents in told.items()}
    parts = [Part(0, among)]
    for number, step in enumerate(steps):
        to_come = sum(map(max, steps[number + 1 :]))
        parts = contenders(split(parts, step), most, to_come, max(factors, default=100))
    return merged(
        Part(part.points * factor, documents)
        for part in parts
        for factor, documents in classes(part.documents, factors, otherwise=100)
    )


def steps_of(matches: Matches) -> Iterator[Step]:
    """All that gives points: the name as a whole; of each term the nearest zone, and each further one."""
    yield {EXACT: matches.named, EXACT // 2: matches.other_named - matches.named}
    for held, count in zip(matches.terms, matches.found, strict=True):
        if not count:
            continue
        rare = rarity(count, matches.total)
        zones = [points_in(held, zone) for zone in Zone]
        nearest = Step()
        for points, documents in sorted((pair for zone in zones for pair in zone.items()), reverse=True):
            add(nearest, points * (100 - FURTHER) * rare, documents - union(nearest.values()))
        yield nearest
        in_name = union(zones[Zone.NAME].values())
        for zone in Zone:
            # A program is not better for having several names.
            counted = in_name if zone == Zone.OTHER_NAMES else BitMap()
            yield {points * FURTHER * rare: found - counted for points, found in zones[zone].items()}


def points_in(held: Held, zone: Zone) -> Step:
    """Weight times points → documents that hold a term in a zone, each by the best of its ways."""
    step = Step()
    for weight, zones in sorted(held.by_weight.items(), reverse=True):
        add(step, weight * POINTS[zone], zones[zone] - union(step.values()))
    return step


def rarity(count: int, total: int) -> int:
    """One for a term that every document holds, one more for each halving of their number; in
    sixteenths.
    """
    return round(RARITY_UNIT * (1 + log2(total / count)))


def add(step: Step, points: int, documents: Documents) -> None:
    if documents:
        step[points] = step[points] | documents if points in step else documents


def classes(documents: Documents, step: Step, otherwise: int = 0) -> Iterator[tuple[int, Documents]]:
    """The documents by what a step gives them."""
    rest = documents
    for points, given in step.items():
        found = rest & given
        if found:
            yield points, found
            rest = rest - found
    if rest:
        yield otherwise, rest


def split(parts: Iterable[Part], step: Step) -> list[Part]:
    return merged(
        Part(part.points + points, documents)
        for part in parts
        for points, documents in classes(part.documents, step)
    )


def merged(parts: Iterable[Part]) -> list[Part]:
    """One part for all of the same points, the most points first."""
    by_points = Step()
    for part in parts:
        add(by_points, part.points, part.documents)
    return [Part(points, by_points[points]) for points in sorted(by_points, reverse=True)]


def contenders(parts: list[Part], most: int, to_come: int, factor: int) -> list[Part]:
    """The parts that may still be among the first `most`, given the points to come and the last factor."""
    sure = 0
    for part in parts:
        sure += len(part.documents)
        if sure >= most:
            least = part.points * 100
            return [one for one in parts if (one.points + to_come) * factor >= least]
    return parts


def explained() -> dict[str, object]:
    """The figures of the rule, for the page that explains it."""
    return {
        "points": [(zone.label, points) for zone, points in POINTS.items()],
        "further": f"{FURTHER}%",
        "told": f"{TOLD}%",
        "synonym": f"{SYNONYM}/{TYPED}",
    }

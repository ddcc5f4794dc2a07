"""In which order documents answer a query: the rule that /search/order/ explains.

A term found nearer to the name weighs more, and so does one that fewer documents hold. Points are whole
numbers and are given to bitmaps, never to single documents, and only to those that may come among the
first ones asked for: the order of 20 of 50,000 costs little.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import accumulate, count
from math import log2
from typing import NamedTuple

from django.utils.translation import gettext
from pyroaring import BitMap

from .facets import Documents
from .held import POINTS, Held, Step, add
from .query import SYNONYM, TYPED

# The share of its points that every further zone adds, in percent.
FURTHER = 50
# What each doubling of the facts that the documents print of a program adds, in percent, and how many
# doublings count: a program of fourteen facts is described, more come of further years and cases.
TOLD, MOST_TOLD = 8, 4
# What is left, in percent, of the points of a program that documents only name: who looks for support is
# helped by what is described first.
ONLY_NAMED = 75
# More than any sum of points: a program that is named as the query is stands first.
EXACT = 10**12
# So few documents are given their points one by one.
FEW = 16
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


class Part(NamedTuple):
    """Documents that have the same points."""

    points: int
    documents: Documents


def factors_of(told: Step, only_named: Documents) -> Step:
    """What the points of documents are multiplied by → the documents; `told` is how often twice as much
    is printed → documents.
    """
    factors = Step()
    for doublings, documents in told.items():
        factor = 100 + TOLD * min(doublings, MOST_TOLD)
        add(factors, factor * 100, documents - only_named)
        add(factors, factor * ONLY_NAMED, documents & only_named)
    return factors


def in_order(matches: Matches, factors: Step, among: Documents, most: int) -> list[Part]:
    """Parts of `among`, the best first; of them at least those that hold the first `most` documents.

    Of all that may still come first, that with the highest points possible is divided next (best-first
    search), until enough are certain.
    """
    steps = sorted((step for step in steps_of(matches) if step), key=max, reverse=True)
    to_come = [*accumulate((max(step) for step in reversed(steps)), initial=0)][::-1]
    order = count()  # heaps compare: bitmaps have no order
    waiting = [
        (-to_come[0] * factor, next(order), 0, 0, factor, documents)
        for factor, documents in classes(among, factors, otherwise=100 * 100)
    ]
    heapify(waiting)
    parts: list[Part] = []
    found = 0
    while waiting:
        bound, _, points, step, factor, documents = heappop(waiting)
        if parts and found >= most and -bound < parts[-1].points:
            break
        if step == len(steps):
            if parts and parts[-1].points == -bound:
                documents = parts.pop().documents | documents
                found = sum(len(part.documents) for part in parts)
            parts.append(Part(-bound, documents))
            found += len(documents)
            continue
        if len(documents) <= FEW:
            for total, given in one_by_one(documents, points, steps[step:]):
                heappush(waiting, (-total * factor, next(order), total, len(steps), factor, given))
            continue
        for more, given in classes(documents, steps[step]):
            new = points + more
            highest = (new + to_come[step + 1]) * factor
            heappush(waiting, (-highest, next(order), new, step + 1, factor, given))
    return parts


def steps_of(matches: Matches) -> Iterator[Step]:
    """All that gives points: the name as a whole; of each term the nearest zone, and each further one."""
    yield {EXACT: matches.named, EXACT // 2: matches.other_named - matches.named}
    for held, number in zip(matches.terms, matches.found, strict=True):
        if number:
            rare = rarity(number, matches.total)
            yield times(held.nearest, (100 - FURTHER) * rare)
            yield from (times(zone, FURTHER * rare) for zone in held.by_zone)


def times(step: Step, factor: int) -> Step:
    return {points * factor: documents for points, documents in step.items()}


def rarity(number: int, total: int) -> int:
    """One for a term that every document holds, one more for each halving of their number; in
    sixteenths.
    """
    return round(RARITY_UNIT * (1 + log2(total / number)))


def one_by_one(documents: Documents, points: int, steps: Sequence[Step]) -> Iterator[tuple[int, Documents]]:
    """What all steps together give a few documents that have some points already."""
    totals = dict.fromkeys(documents, points)
    for step in steps:
        for more, given in step.items():
            for document in documents & given:
                totals[document] += more
    alike: dict[int, list[int]] = {}
    for document, total in totals.items():
        alike.setdefault(total, []).append(document)
    return ((total, BitMap(numbers)) for total, numbers in alike.items())


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


def explained() -> dict[str, object]:
    """The figures of the rule, for the page that explains it."""
    return {
        "points": [(gettext(zone.label), points) for zone, points in POINTS.items()],
        "further": f"{FURTHER}%",
        "told": f"{TOLD}%",
        "most_told": 2**MOST_TOLD - 2,
        "only_named": f"{ONLY_NAMED}%",
        "synonym": f"{SYNONYM}/{TYPED}",
    }

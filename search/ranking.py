"""In which order documents answer a query: the rule that /search/order/ explains.

A term found nearer to the name weighs more, and so does one that fewer documents hold. Points are whole
numbers. Many hits are given them as bitmaps, and only those that may come among the first ones asked for:
the order of 20 of 50,000 costs little. Fewer hits of several terms are all given theirs, one after another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from heapq import heappop, heappush
from itertools import accumulate, count, pairwise
from math import log2
from operator import and_, itemgetter
from typing import NamedTuple

import numpy as np
from django.utils.translation import gettext
from pyroaring import BitMap

from .eachdocument import numbers_of
from .facets import NONE, Documents, union
from .factors import MOST_TOLD, ONLY_NAMED, TOLD, Factors
from .held import FURTHER, POINTS, Held, classes
from .parts import Part
from .query import SYNONYM, TYPED

# More than any sum of points: a program that is named as the query is stands first.
EXACT = 10**12
# Of parts of so many documents, each is given its points by itself.
FEW = 16
# So many hits of two terms are given their points one after another, and three times as many with each term
# more: the more terms, the more often bitmaps are divided. The levels of a single term nearly are the order.
MANY, MORE = 15_000, 3
# Rarity is counted in sixteenths.
RARITY_UNIT = 16


@dataclass(frozen=True)
class Matches:
    """`hits` hold `held` of the terms; `terms` says where each stands.

    `found` counts the documents of each term, of `total` in the index; `named` and `other_named` are
    those whose name, or other name, is the query.
    """

    terms: Sequence[Held]
    hits: Documents
    found: Sequence[int]
    total: int
    held: int
    named: Documents
    other_named: Documents

    @property
    def is_relaxed(self) -> bool:
        """No document holds every term: these hold the most."""
        return self.held < len(self.found)

    @cached_property
    def partial(self) -> Documents:
        """Documents that hold fewer of the terms, but any."""
        return union(term.anywhere for term in self.terms) - self.hits


def match(terms: Sequence[Held], total: int, named: Documents, other_named: Documents) -> Matches:
    """The documents that hold every term; where none does, those that hold the most of them."""
    holders = [term.anywhere for term in terms]
    hits: Documents = reduce(and_, holders) if holders else NONE
    most, hits = (len(holders), hits) if hits else most_held(holders)
    return Matches(
        terms=terms,
        hits=hits,
        found=[len(held) for held in holders],
        total=total,
        held=most,
        named=named,
        other_named=other_named,
    )


def most_held(holders: Sequence[Documents]) -> tuple[int, Documents]:
    """The most terms that any document holds, and the documents that do; 0 and none if there are none."""
    # at_least[n] are the documents that hold n terms or more.
    at_least = [BitMap() for _ in range(len(holders) + 1)]
    for held in holders:
        for n in range(len(holders), 1, -1):
            at_least[n] |= at_least[n - 1] & held
        at_least[1] |= held
    return max(
        ((n, documents) for n, documents in enumerate(at_least) if documents),
        default=(0, NONE),
        key=itemgetter(0),
    )


def in_order(matches: Matches, factors: Factors, among: Documents, most: int) -> list[Part]:
    """Parts of `among`, the best first; of them at least those that hold the first `most` documents."""
    terms = sum(map(bool, matches.found))
    if terms == 1:
        return of_one_term(matches, factors, among, most)
    is_quicker = terms > 1 and len(among) <= MANY * MORE ** (terms - 2)
    return (one_after_another if is_quicker else best_first)(matches, factors, among, most)


def of_one_term(matches: Matches, factors: Factors, among: Documents, most: int) -> list[Part]:
    """What its levels come to with each factor is in order before any document is looked at."""
    named = among & (matches.named | matches.other_named)
    parts = one_after_another(matches, factors, named, most) if named else []
    found = sum(map(len, parts))
    rest = among - named if named else among
    held, number = next((held, n) for held, n in zip(matches.terms, matches.found, strict=True) if n)
    rare = rarity(number, matches.total)
    for points, documents in factors.ranked(held):
        if found >= most:
            break
        if given := rest & documents:
            parts.append(Part(points * rare, given))
            found += len(given)
    return parts


def one_after_another(matches: Matches, factors: Factors, among: Documents, most: int) -> list[Part]:
    """All documents are given their points."""
    numbers = numbers_of(among)
    places = numbers.astype(np.intp)  # once, not for each look-up
    points = np.zeros(len(numbers), np.int64)
    for held, number in zip(matches.terms, matches.found, strict=True):
        if number:
            points += held.points.of(places, rarity(number, matches.total))
    for more, documents in whole_names(matches):
        points[np.searchsorted(numbers, numbers_of(documents & among))] += more
    points *= factors.each.of(places)
    if len(points) > most:
        first = points >= np.partition(points, -most)[-most]
        numbers, points = numbers[first], points[first]
    order = np.argsort(-points, kind="stable")
    numbers, points = numbers[order], points[order]
    starts = [0, *(np.flatnonzero(points[1:] != points[:-1]) + 1).tolist(), len(points)]
    return [
        Part(int(points[start]), numbers=numbers[start:end]) for start, end in pairwise(starts) if start < end
    ]


def best_first(matches: Matches, factors: Factors, among: Documents, most: int) -> list[Part]:
    """Documents are given points as bitmaps, divided where that may tell which come first.

    Of all that may still come first, that with the highest points possible is divided next (best-first
    search): those that a step gives its highest points, and the others, which may have its next. To look
    beforehand which levels a part reaches at all leaves a fifth of the divisions, but takes longer.
    """
    steps = sorted((levels for levels in steps_of(matches) if levels), key=highest, reverse=True)
    to_come = [*accumulate((highest(levels) for levels in reversed(steps)), initial=0)][::-1]
    order = count()  # heaps compare: bitmaps have no order
    waiting: list[tuple[int, int, Open]] = []

    def wait(documents: Documents, factor: int, points: int, step: int = 0, level: int = 0) -> None:
        if step < len(steps) and level == len(steps[step]):
            step, level = step + 1, 0
        possible = points + to_come[step]
        if level:
            possible += steps[step][level][0] - highest(steps[step])
        heappush(waiting, (-possible * factor, next(order), Open(documents, factor, points, step, level)))

    for factor, documents in classes(among, factors.documents, factors.otherwise):
        wait(documents, factor, 0)
    parts: list[Part] = []
    found = 0
    while waiting:
        bound, _, (documents, factor, points, step, level) = heappop(waiting)
        if parts and found >= most and -bound < parts[-1].points:
            break
        if step == len(steps):
            if parts and parts[-1].points == -bound:
                documents = parts.pop().documents | documents
                found = sum(map(len, parts))
            parts.append(Part(-bound, documents))
            found += len(documents)
        elif len(documents) <= FEW:
            for total, given in one_by_one(documents, points, steps[step:]):
                wait(given, factor, total, len(steps))
        else:
            more, given = steps[step][level]
            if held := documents & given:
                wait(held, factor, points + more, step + 1)
            if len(held) < len(documents):
                wait(documents - held if held else documents, factor, points, step, level + 1)
    return parts


class Open(NamedTuple):
    """Documents that have `points` from the steps before `step`, and none of its levels before `level`."""

    documents: Documents
    factor: int
    points: int
    step: int
    level: int


# Points, the most first → the documents that they are given to.
Levels = list[tuple[int, Documents]]


def highest(levels: Levels) -> int:
    return levels[0][0]


def steps_of(matches: Matches) -> Iterator[Levels]:
    """All that gives points: the name as a whole; of each term, the zones that it stands in."""
    yield whole_names(matches)
    for held, number in zip(matches.terms, matches.found, strict=True):
        if number:
            rare = rarity(number, matches.total)
            yield [(points * rare, documents) for points, documents in held.levels]


def whole_names(matches: Matches) -> Levels:
    """Points of the documents whose name, or other name, is the query."""
    exact = (EXACT, matches.named), (EXACT // 2, matches.other_named - matches.named)
    return [(points, documents) for points, documents in exact if documents]


def rarity(number: int, total: int) -> int:
    """One for a term that every document holds, one more for each halving of their number; in
    sixteenths.
    """
    return round(RARITY_UNIT * (1 + log2(total / number)))


def one_by_one(documents: Documents, points: int, steps: Sequence[Levels]) -> Iterator[tuple[int, Documents]]:
    """What all steps together give a few documents that have some points already."""
    alike: dict[int, list[int]] = {}
    for document in documents:
        given = (next((more for more, held in levels if document in held), 0) for levels in steps)
        alike.setdefault(points + sum(given), []).append(document)
    return ((total, BitMap(numbers)) for total, numbers in alike.items())


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

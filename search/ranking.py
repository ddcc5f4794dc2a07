"""Which documents answer a query, and in which order: the rule that /search/order/ explains.

A term found nearer to the name weighs more, and so does one that fewer documents hold.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from .query import SYNONYM, TYPED, Term, Way
from .texts import LINE_BREAK, ZONE_BREAK, Zone

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
EXACT = 10**6


@dataclass(frozen=True)
class Matches:
    """Document ids → points; those of `points` hold `held` of the terms, those of `partial` fewer.

    `texts` are those of `points`, `found` counts the documents of each term.
    """

    points: Mapping[int, float]
    texts: Mapping[int, str]
    partial: Mapping[int, float]
    found: Sequence[int]
    held: int

    @property
    def is_relaxed(self) -> bool:
        """No document holds every term: these hold the most."""
        return self.held < len(self.found)


def match(documents: Iterable[tuple[int, str]], terms: Sequence[Term], total: int) -> Matches:
    """The documents that hold every term; where none does, those that hold the most of them.

    `documents` are (id, text) of at least all that hold any term, of `total` in the index.
    """
    ways = [term.ways for term in terms]
    rows: dict[int, list[float]] = {}
    prior: dict[int, tuple[float, float]] = {}
    texts: dict[int, str] = {}
    for pk, text in documents:
        zones = text.split(ZONE_BREAK)
        row = [term_points(zones, way) for way in ways]
        if any(row):
            texts[pk], rows[pk], prior[pk] = text, row, (named_so(zones, terms), told(zones))
    found = [sum(1 for row in rows.values() if row[n]) for n in range(len(terms))]
    rarity = [1 + log2(total / count) if count else 0 for count in found]
    held = {pk: sum(map(bool, row)) for pk, row in rows.items()}
    most = max(held.values(), default=0)
    points = {
        pk: prior[pk][0] + prior[pk][1] * sum(p * r for p, r in zip(row, rarity, strict=True))
        for pk, row in rows.items()
    }
    return Matches(
        points={pk: points[pk] for pk in rows if held[pk] == most},
        texts={pk: texts[pk] for pk in rows if held[pk] == most},
        partial={pk: points[pk] for pk in rows if held[pk] < most},
        found=found,
        held=most,
    )


def term_points(zones: Sequence[str], ways: Sequence[Way]) -> float:
    """Points of the best way to answer one term; 0 if the document does not hold it.

    Names count once: a program is not better for having several.
    """
    best: float = 0
    for pattern, weight in ways:
        points = [POINTS[zone] for zone in Zone if pattern.search(zones[zone])]
        if points:
            further = sum(points[1:]) - (POINTS[Zone.OTHER_NAMES] if is_in_both_names(points) else 0)
            best = max(best, weight * (points[0] + FURTHER * further / 100))
    return best


def is_in_both_names(points: Sequence[int]) -> bool:
    return points[:2] == [POINTS[Zone.NAME], POINTS[Zone.OTHER_NAMES]]


def told(zones: Sequence[str]) -> float:
    """1, and a little more for each doubling of what the documents print of it."""
    return 1 + TOLD * log2(2 + zones[Zone.PRINTED].count(LINE_BREAK)) / 100


def named_so(zones: Sequence[str], terms: Sequence[Term]) -> float:
    """EXACT if the query is the name, half of it if it is another name of the program."""
    asked = "".join(term.alternatives[0].text for term in terms).replace(" ", "")
    for zone, points in ((Zone.NAME, EXACT), (Zone.OTHER_NAMES, EXACT / 2)):
        if any(line.replace(" ", "") == asked for line in zones[zone].split(LINE_BREAK)):
            return points
    return 0


def explained() -> dict[str, object]:
    """The figures of the rule, for the page that explains it."""
    return {
        "points": [(zone.label, points) for zone, points in POINTS.items()],
        "further": f"{FURTHER}%",
        "told": f"{TOLD}%",
        "synonym": f"{SYNONYM}/{TYPED}",
    }

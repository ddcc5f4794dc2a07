"""Where a term stands, and what each place of it counts."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any

from pyroaring import FrozenBitMap

from .eachdocument import EachDocument
from .facets import Documents, union
from .texts import Zone

# Points of a term by the nearest zone it stands in: outside the names it matters little where that is.
POINTS = {
    Zone.NAME: 24,
    Zone.OTHER_NAMES: 12,
    Zone.SUMMARY: 8,
    Zone.FACTS: 8,
    Zone.CASES: 8,
    Zone.PRINTED: 3,
}

# The share of its points that every further zone adds, in percent.
FURTHER = 50

# Documents by zone.
Zones = Sequence[Documents]
# Points → the documents that they are given to; no document twice, none to all others.
Step = dict[int, Documents]


class Held:
    """One term: by weight of its alternatives (as typed, or a synonym), the documents of each zone.

    Points are weight times POINTS. What is worked out is kept: terms are asked for again.
    """

    def __init__(self, by_weight: Mapping[int, Zones]):
        self.by_weight = by_weight
        # Kept here by `Factors.ranked`.
        self.ranked: Any = None

    @cached_property
    def anywhere(self) -> Documents:
        """Frozen, as it is shared."""
        return FrozenBitMap(union(documents for zones in self.by_weight.values() for documents in zones))

    @cached_property
    def by_zone(self) -> list[Step]:
        """For each zone, by the best of the ways that stand there."""
        found = []
        for zone in Zone:
            step = Step()
            for weight, zones in sorted(self.by_weight.items(), reverse=True):
                add(step, weight * POINTS[zone], zones[zone] - union(step.values()))
            found.append(step)
        # A program is not better for having several names.
        in_name = union(found[Zone.NAME].values())
        other = found[Zone.OTHER_NAMES]
        found[Zone.OTHER_NAMES] = {
            points: documents - in_name for points, documents in other.items() if documents - in_name
        }
        return found

    @cached_property
    def nearest(self) -> Step:
        """By the zone that counts most."""
        step = Step()
        pairs = (pair for zone in self.by_zone for pair in zone.items())
        for points, documents in sorted(pairs, key=itemgetter(0), reverse=True):
            add(step, points, documents - union(step.values()))
        return step

    @cached_property
    def levels(self) -> list[tuple[int, Documents]]:
        """Points of all zones together, in hundredths, the most first → the documents that have them."""
        levels: Step = {0: self.anywhere}
        for step, share in ((self.nearest, 100 - FURTHER), *((zone, FURTHER) for zone in self.by_zone)):
            divided = Step()
            for points, documents in levels.items():
                for more, given in classes(documents, step):
                    add(divided, points + more * share, given)
            levels = divided
        return sorted(levels.items(), reverse=True)

    @cached_property
    def points(self) -> EachDocument:
        """The points of `levels`."""
        return EachDocument(self.levels)


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


def add(step: Step, points: int, documents: Documents) -> None:
    if documents:
        step[points] = step[points] | documents if points in step else documents

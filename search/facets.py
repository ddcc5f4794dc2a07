"""Facets in process: which documents a choice selects, and how many each other choice would.

A facet is a bitmap of document numbers. Every count beside every choice is the size of an
intersection: exact, and the same on every database.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import and_

from pyroaring import AbstractBitMap, BitMap, FrozenBitMap

from .postings import ALL, LATE

# Numbers of documents.
Documents = AbstractBitMap
# Bitmaps that are shared are frozen: `|=` makes another of them.
NONE = FrozenBitMap()


def union(bitmaps: Iterable[Documents]) -> BitMap:
    """A bitmap of its own: it may be added to."""
    return BitMap.union(BitMap(), *bitmaps)


class FacetIndex:
    """Which documents carry which facet ("field:broadband"). Never changed once it is made."""

    def __init__(self, carriers: Mapping[str, Documents]):
        self.all = carriers.get(ALL, NONE)
        self.late = carriers.get(LATE, NONE)
        self._by_value: dict[str, dict[str, Documents]] = {}
        for facet in sorted(carriers):
            dimension, colon, value = facet.partition(":")
            if colon:
                self._by_value.setdefault(dimension, {})[value] = carriers[facet]

    def carrying(self, dimension: str, values: Iterable[str]) -> Documents:
        """Documents with any of these values: several values of one filter mean "or"."""
        known = self.by_value(dimension)
        found = [known.get(value, NONE) for value in values]
        return found[0] if len(found) == 1 else union(found)

    def values(self, dimension: str) -> list[str]:
        """The values that documents carry in one dimension, sorted."""
        return list(self.by_value(dimension))

    def by_value(self, dimension: str) -> Mapping[str, Documents]:
        """Value → documents, sorted by value."""
        return self._by_value.get(dimension, {})


# A bitmap holds up to 4,096 of 65,536 numbers as a list, which is looked up number by number in other
# bitmaps: of that many, sixty times as slow as what is held as bits. Fewer than 256 are looked up sooner.
LISTED, SHORT_LIST = 16, 256
# All of fewer documents may themselves be a list.
WORTH_IT = 10_000


def is_listed(number: int, total: int) -> bool:
    """Whether so many of all documents are counted sooner by those that are not among them."""
    return total > WORTH_IT and total < number * SHORT_LIST and number * LISTED < total


class Selection:
    """Several conditions together: each names the documents it admits; all must admit a hit."""

    def __init__(self, everything: Documents, conditions: Mapping[str, Documents]):
        self.everything = everything
        self.conditions = conditions
        self._without: dict[str | None, Documents] = {}

    @property
    def hits(self) -> Documents:
        return self.without(None)

    def without(self, name: str | None) -> Documents:
        """The hits if one condition were dropped: what the counts beside its choices go by."""
        dropped = name if name in self.conditions else None
        if dropped not in self._without:
            others = (admitted for key, admitted in self.conditions.items() if key != dropped)
            self._without[dropped] = reduce(and_, others, self.everything)
        return self._without[dropped]

    def counts(self, name: str, choices: Mapping[str, Documents]) -> dict[str, int]:
        """For each choice of a condition, how many hits there would be if it were the one chosen."""
        count = self.counter(name)
        return {value: count(admitted) for value, admitted in choices.items()}

    def counter(self, name: str) -> Callable[[Documents], int]:
        """Tells how many hits there would be if condition `name` admitted some documents of `everything`."""
        hits = self.without(name)
        if not is_listed(len(hits), len(self.everything)):
            count: Callable[[Documents], int] = hits.intersection_cardinality
            return count
        missing = hits.flip(0, self.everything.max() + 1).intersection_cardinality
        return lambda documents: len(documents) - missing(documents)

    def count(self, name: str, admitted: Documents) -> int:
        return self.counter(name)(admitted)

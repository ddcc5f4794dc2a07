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


# Of 65,536 numbers a bitmap holds up to 4,096 as a list, which is looked up number by number in others: up to
# ten times as slow as bits with bits. What is not in a list is bits. Fewer than 256 are looked up sooner; the
# last numbers of all, fewer than 65,536, may be a list up to a larger share.
SHORT, LISTED = 256, 4
# All of fewer documents may themselves be a list.
WORTH_IT = 10_000


def is_short(number: int, total: int) -> bool:
    return total <= WORTH_IT or number * SHORT <= total


def is_long_list(number: int, total: int) -> bool:
    """Whether so many of all documents are counted sooner by those that are not among them."""
    return not is_short(number, total) and number * LISTED < total


class FacetIndex:
    """Which documents carry which facet ("field:broadband"). Never changed once it is made."""

    def __init__(self, carriers: Mapping[str, Documents]):
        self.all = carriers.get(ALL, NONE)
        self.late = carriers.get(LATE, NONE)
        self._by_value: dict[str, dict[str, Documents]] = {}
        self.end = int(self.all.max()) + 1 if self.all else 0
        # Of facets that are long lists, by identity (they are there as long as the index): all other
        # documents, and the size of the facet.
        self.others: dict[int, tuple[Documents, int]] = {}
        for facet in sorted(carriers):
            dimension, colon, value = facet.partition(":")
            if colon:
                held = self._by_value.setdefault(dimension, {})[value] = carriers[facet]
                if is_long_list(len(held), len(self.all)):
                    self.others[id(held)] = self.all_but(held), len(held)

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

    def all_but(self, documents: Documents) -> Documents:
        """Held as bits; with the numbers of documents that are gone."""
        return documents.flip(0, self.end)


class Selection:
    """Several conditions together: each names the documents it admits; all must admit a hit."""

    def __init__(self, index: FacetIndex, conditions: Mapping[str, Documents]):
        self.index = index
        self.conditions = conditions
        self._without: dict[str | None, Documents] = {}
        self._counters: dict[str | None, Callable[[Documents], int]] = {}

    @property
    def hits(self) -> Documents:
        return self.without(None)

    def without(self, name: str | None) -> Documents:
        """The hits if one condition were dropped: what the counts beside its choices go by."""
        dropped = name if name in self.conditions else None
        if dropped not in self._without:
            others = (admitted for key, admitted in self.conditions.items() if key != dropped)
            self._without[dropped] = reduce(and_, others, self.index.all)
        return self._without[dropped]

    def counts(self, name: str, choices: Mapping[str, Documents]) -> dict[str, int]:
        """For each choice of a condition, how many hits there would be if it were the one chosen."""
        count = self.counter(name)
        return {value: count(admitted) for value, admitted in choices.items()}

    def counter(self, name: str) -> Callable[[Documents], int]:
        """Tells how many hits there would be if condition `name` admitted some of the documents."""
        dropped = name if name in self.conditions else None
        if dropped not in self._counters:
            self._counters[dropped] = counter(self.without(name), self.index)
        return self._counters[dropped]

    def count(self, name: str, admitted: Documents) -> int:
        return self.counter(name)(admitted)


def counter(hits: Documents, index: FacetIndex) -> Callable[[Documents], int]:
    """Tells how many of the hits are among some of the documents of an index.

    A long list is not looked up number by number: of A and B, what both hold is told by what one of them does
    not hold, |A| - |A - B|, or neither.
    """
    number, total, others_of = len(hits), len(index.all), index.others.get
    among = hits.intersection_cardinality
    if is_short(number, total):
        return among
    if not is_long_list(number, total):

        def count(documents: Documents) -> int:
            known = others_of(id(documents))
            return number - among(known[0]) if known else among(documents)

        return count
    missing, before = index.all_but(hits).intersection_cardinality, number - index.end

    def count_missing(documents: Documents) -> int:
        known = others_of(id(documents))
        if known is None:
            return len(documents) - missing(documents)
        others, size = known
        return before + size + missing(others)

    return count_missing

"""Facets in process: which documents a choice selects, and how many each other choice would.

One query reads the facets of all documents; every count beside every choice is then a set
intersection, exact, and the same on every database.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import reduce

Ids = frozenset[int]


class FacetIndex:
    """Which documents carry which facet ("field:broadband")."""

    def __init__(self, documents: Iterable[tuple[int, Collection[str]]]):
        carriers: dict[str, set[int]] = defaultdict(set)
        everything = set()
        for pk, facets in documents:
            everything.add(pk)
            for facet in facets:
                carriers[facet].add(pk)
        self.all: Ids = frozenset(everything)
        self._carriers = {facet: frozenset(pks) for facet, pks in carriers.items()}

    def carrying(self, dimension: str, values: Iterable[str]) -> Ids:
        """Documents with any of these values: several values of one filter mean "or"."""
        return frozenset().union(
            *(self._carriers.get(f"{dimension}:{value}", frozenset()) for value in values)
        )

    def values(self, dimension: str) -> list[str]:
        """The values that documents carry in one dimension, sorted."""
        start = f"{dimension}:"
        return sorted(f.removeprefix(start) for f in self._carriers if f.startswith(start))


class Selection:
    """Several conditions together: each names the documents it admits; all must admit a hit."""

    def __init__(self, everything: Ids, conditions: Mapping[str, Ids]):
        self.everything = everything
        self.conditions = conditions

    @property
    def hits(self) -> Ids:
        return self.without(None)

    def without(self, name: str | None) -> Ids:
        """The hits if one condition were dropped: what the counts beside its choices go by."""
        others = (ids for key, ids in self.conditions.items() if key != name)
        return reduce(frozenset.intersection, others, self.everything)

    def count(self, name: str, admitted: Ids) -> int:
        """How many hits there would be if condition `name` admitted these documents."""
        return len(self.without(name) & admitted)

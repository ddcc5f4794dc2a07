"""Hits in the order a reader asked for, as a sequence that works out only what is looked at.

Document numbers follow the last rule of the order (programs: their code; cases: the catalog), so that
the first of many is read off a bitmap. Documents written since the numbers were given are put in their
place among the others.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, overload

from .facets import Documents
from .groups import Groups
from .parts import Part
from .snapshot import CorpusSnapshot

# More hits than this are not named to the database one by one.
FEW = 1000
# Of so many of the same points all are put in order.
FEW_ALIKE = 1000
# `parts(n)`: the hits in parts, the best first, at least as many of them as hold the first n.
Parts = Callable[[int], list[Part]]


class Ordered(Sequence[int]):
    """Numbers of documents."""

    def __init__(self, hits: Documents):
        self.hits = hits

    def __len__(self) -> int:
        return len(self.hits)

    @overload
    def __getitem__(self, index: int) -> int: ...

    @overload
    def __getitem__(self, index: slice) -> list[int]: ...

    def __getitem__(self, index: int | slice) -> int | list[int]:
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            return self.first(stop)[start:stop:step]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        at = index % len(self)
        return self.first(at + 1)[at]

    def __iter__(self) -> Iterator[int]:
        return iter(self.first(len(self)))

    def first(self, most: int) -> list[int]:
        """At least the first `most` of the hits."""
        raise NotImplementedError


class ByPoints(Ordered):
    """The most points first; of the same, by groups (a call open before none, newer before older)."""

    def __init__(self, hits: Documents, parts: Parts, groups: Groups, corpus: CorpusSnapshot):
        super().__init__(hits)
        self.parts = parts
        self.groups = groups
        self.corpus = corpus

    def first(self, most: int) -> list[int]:
        found: list[int] = []
        waiting: list[Part] = []  # are put in order together, some by each other
        number = 0
        late = self.corpus.facets.late
        for part in self.parts(most):
            if number >= most:
                break
            if len(part) > FEW_ALIKE or (late and part.documents.intersect(late)):
                found += self.groups.in_order(waiting)
                found += self.first_alike(part.documents, most - number)
                waiting.clear()
                number = len(found)
            else:
                waiting.append(part)
                number += len(part)
        return found + self.groups.in_order(waiting)

    def first_alike(self, documents: Documents, most: int) -> list[int]:
        """At least the first of documents of the same points."""
        found: list[int] = []
        for group in self.groups.apart(documents):
            if len(found) >= most:
                break
            found += self.by_number(group, most - len(found))
        return found

    def by_number(self, documents: Documents, most: int) -> Sequence[int]:
        late = documents & self.corpus.facets.late
        numbers: list[int] = (documents - late)[:most].to_array().tolist()
        if late:
            numbers = sorted([*numbers, *late], key=self.corpus.places.__getitem__)[:most]
        return numbers


class ByColumn(Ordered):
    """The order of a queryset of documents."""

    def __init__(self, hits: Documents, documents: Any):
        super().__init__(hits)
        self.documents = documents

    def first(self, most: int) -> list[int]:
        if len(self.hits) <= FEW:
            return list(self.documents.filter(number__in=list(self.hits)).values_list("number", flat=True))
        found: list[int] = []
        for number in self.documents.values_list("number", flat=True).iterator():
            if number in self.hits:
                found.append(number)
                if len(found) == most:
                    break
        return found

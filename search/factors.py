"""What points are multiplied by, and the order of a term's documents that comes of it."""

from collections import defaultdict
from collections.abc import Iterator

from .eachdocument import EachDocument
from .facets import Documents, union
from .held import Held, Step, add

# What each doubling of the facts that the documents print of a program adds, in percent, and how many
# doublings count: a program of fourteen facts is described, more come of further years and cases.
TOLD, MOST_TOLD = 8, 4
# What is left, in percent, of the points of a program that documents only name: who looks for support is
# helped by what is described first.
ONLY_NAMED = 75


class Factors:
    """What the points of documents are multiplied by; `told` is how often twice as much is printed →
    documents.
    """

    otherwise = 100 * 100

    def __init__(self, told: Step, only_named: Documents):
        self.documents = Step()
        for doublings, documents in told.items():
            factor = 100 + TOLD * min(doublings, MOST_TOLD)
            add(self.documents, factor * 100, documents - only_named)
            add(self.documents, factor * ONLY_NAMED, documents & only_named)
        self.each = EachDocument(self.documents.items(), self.otherwise)
        self.covered = union(self.documents.values())

    def ranked(self, held: Held) -> "Ranked":
        """The order of a term, which is kept with it."""
        kept: Ranked | None = held.ranked
        if kept is None:
            kept = held.ranked = Ranked(held, self)
        return kept


class Ranked:
    """The documents of a term by their points with their factors, the most first.

    What a level comes to with each factor is known before any document is looked at. Which documents have
    it is found when they are asked for, and kept.
    """

    def __init__(self, held: Held, factors: Factors):
        self.factors = factors
        parts: dict[int, list[tuple[Documents, Documents | None]]] = defaultdict(list)
        for points, documents in held.levels:
            for factor, given in factors.documents.items():
                parts[points * factor].append((documents, given))
            parts[points * factors.otherwise].append((documents, None))
        self.parts = dict(sorted(parts.items(), reverse=True))
        self.found: dict[int, Documents] = {}

    def __iter__(self) -> Iterator[tuple[int, Documents]]:
        for points, parts in self.parts.items():
            if points not in self.found:
                self.found[points] = union(
                    documents - self.factors.covered if given is None else documents & given
                    for documents, given in parts
                )
            yield points, self.found[points]

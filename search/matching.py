"""Terms to documents, exactly: which of them hold a term, and in which zones.

The grams of all terms are read in one query. Only documents in which grams of a term may stand apart
are read as text (`grams` tells when that is).
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_

from pyroaring import BitMap

from .columns import FORKS, JOINS, of_column
from .facets import NONE, Documents, union
from .grams import EDGE, NAMES, TermGrams, split_zones, term_grams
from .held import Held, Zones
from .query import Alternative, Term
from .snapshot import CorpusSnapshot
from .texts import Zone

CHUNK = 500


class Matcher:
    """Reads the grams of a corpus. What a text comes to is kept with the snapshot."""

    def __init__(self, snapshot: CorpusSnapshot):
        self.corpus = snapshot.corpus
        self.everything = snapshot.facets.all
        self.kept = snapshot.kept
        self.terms = snapshot.terms
        self._grams: dict[str, TermGrams] = {}
        self._rows: dict[str, bytes] = {}
        self._bitmaps: dict[str, Documents] = {}

    def held(self, terms: Sequence[Term]) -> list[Held]:
        """For each term, where it stands."""
        new = [term for term in terms if term.alternatives not in self.terms]
        self.read(way.text for term in new for way in term.alternatives)
        return [self.terms.get(term.alternatives) or self.together(term) for term in terms]

    def together(self, term: Term) -> Held:
        """Where any alternative of a term stands, which were all read."""
        by_weight: dict[int, Zones] = {}
        for way in term.alternatives:
            zones = self.zones(way)
            known = by_weight.get(way.weight)
            by_weight[way.weight] = [a | b for a, b in zip(known, zones, strict=True)] if known else zones
        held = Held(by_weight)
        self.terms.put(term.alternatives, held)
        return held

    def found(self, words: Iterable[str]) -> set[str]:
        """Of some folded words, those that any document holds."""
        asked = set(words)
        self.read(asked)
        return {word for word in asked if any(self.zones(Alternative(word)))}

    def in_names(self, text: str) -> list[Documents]:
        """Documents that hold a folded text in a name, by zone of names; EDGE stands for the ends of one."""
        self.read([text])
        zones = self.zones(Alternative(text))
        return [zones[zone] for zone in NAMES]

    def zones(self, way: Alternative) -> Zones:
        """Documents that hold a text that was read, by zone."""
        zones = self.kept.get(way.text)
        if zones is None:
            zones = self.worked_out(way)
            self.kept.put(way.text, zones)
        return zones

    def worked_out(self, way: Alternative) -> Zones:
        if way.text not in self._grams:  # dropped by another thread between reading and now
            self.read([way.text])
        grams = self._grams[way.text]
        if any(key not in self._rows for key in grams.grams) or not grams.grams:
            return [NONE] * len(Zone)
        first, *rest = sorted(grams.grams, key=lambda key: len(self._rows[key]))
        held = reduce(and_, map(self.bitmap, rest), self.bitmap(first))
        zones = [self.documents(held, zone) for zone in Zone]
        if grams.forks:
            doubtful = self.doubtful(grams) & union(zones)
            if doubtful:
                truly = self.read_in(doubtful, way)
                zones = [
                    held - doubtful | held & true if held else held
                    for held, true in zip(zones, truly, strict=True)
                ]
        return zones

    def doubtful(self, grams: TermGrams) -> Documents:
        """Documents that may hold the grams apart."""
        forks = union(of_column(self.bitmap(key), FORKS) for key in grams.forks)
        joins = union(of_column(self.bitmap(key), JOINS) for key in grams.joins)
        return forks & joins

    def read_in(self, numbers: Documents, way: Alternative) -> Zones:
        """Of these documents those that hold a text, by zone, found in their texts."""
        zones = [BitMap() for _ in Zone]
        everyone = list(numbers)
        for start in range(0, len(everyone), CHUNK):
            chunk = everyone[start : start + CHUNK]
            rows = self.corpus.documents.objects.filter(number__in=chunk).values_list("number", "text")
            for number, text in rows:
                for zone, words in enumerate(split_zones(text)):
                    if way.pattern.search(whole_line(words)):
                        zones[zone].add(number)
        return zones

    def read(self, texts: Iterable[str]) -> None:
        """Read the grams of folded texts, in one query."""
        new = [text for text in dict.fromkeys(texts) if text not in self._grams and text not in self.kept]
        self._grams |= {text: term_grams(text) for text in new}
        keys = dict.fromkeys(key for text in new for key in self._grams[text].keys)
        unread = [key for key in keys if key not in self._rows]
        for start in range(0, len(unread), CHUNK):
            rows = self.corpus.grams.objects.filter(key__in=unread[start : start + CHUNK])
            self._rows |= dict(rows.values_list("key", "documents"))

    def bitmap(self, key: str) -> Documents:
        """The documents of a gram in all its columns; none if no document holds it."""
        if key not in self._bitmaps:
            self._bitmaps[key] = BitMap.deserialize(bytes(self._rows[key])) if key in self._rows else NONE
        return self._bitmaps[key]

    def documents(self, held: Documents, zone: Zone) -> Documents:
        """Only of `everything`: a document that went leaves its number in the grams."""
        return of_column(held, zone) & self.everything


def whole_line(text: str) -> str:
    return f"{EDGE}{text}{EDGE}"

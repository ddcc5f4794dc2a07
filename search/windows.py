"""The grams of many documents at once: what `document_grams` tells of each, worked out on arrays.

A set of strings for each document costs twenty times as much as the same letters as numbers: here all
windows of one length are sorted together, and what documents have in common with each other falls out of
the order. The rules are those of `grams`; a test holds both to the same rows.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .bitmaps import Array
from .grams import DENSE, EDGE, KATAKANA, NAMES, SHORT, Alphabet, is_dense, is_katakana, split_zones
from .texts import ZONE_BREAK, Zone

Flags = npt.NDArray[np.bool_]

# Of the numbers that are sorted by counting.
DIGIT, DIGIT_BITS = np.uint16, 16


class Column(NamedTuple):
    """In which documents some grams stand, gram after gram: only those that stand in any."""

    grams: Array  # rising; an index of keys
    counts: Array  # documents of each gram
    documents: Array  # their numbers (uint32), rising within a gram: counts.sum() in all

    @classmethod
    def of(cls, grams: Array, documents: Array) -> "Column":
        """From pairs in order, each given once."""
        starts = np.flatnonzero(starting(grams))
        return cls(grams[starts], np.diff(starts, append=len(grams)), documents)

    def divided(self, borders: Sequence[int]) -> Iterator["Column"]:
        """The grams between one border and the next, counted from the border."""
        cells = np.searchsorted(self.grams, borders).tolist()
        places = np.concatenate(([0], np.cumsum(self.counts)))
        for border, start, end in zip(borders, cells, cells[1:], strict=False):
            documents = self.documents[places[start] : places[end]]
            yield Column(self.grams[start:end] - border, self.counts[start:end], documents)


class Piece(NamedTuple):
    """Some grams of some documents."""

    keys: list[str]
    columns: list[Column]  # in the order of `models.Gram`

    def divided(self, letters: Sequence[str]) -> Iterator["Piece"]:
        """By the letter that a key begins with; keys must be in order of that."""
        borders = [bisect_left(self.keys, letter, key=itemgetter(0)) for letter in letters]
        borders = [0, *borders, len(self.keys)]
        columns = zip(*(column.divided(borders) for column in self.columns), strict=True)
        for start, end, within in zip(borders, borders[1:], columns, strict=False):
            yield Piece(self.keys[start:end], list(within))


def pieces(texts: Sequence[tuple[int, str]]) -> Iterator[Piece]:
    """The grams of documents (number, text): a piece for every length, its keys by their first unit."""
    return Windows(texts).pieces() if texts else iter(())


class Windows:
    """Texts as arrays with a place for each unit, end of a line and end of a zone."""

    def __init__(self, texts: Sequence[tuple[int, str]]):
        self.numbers = np.array([number for number, _ in texts], np.uint32)
        alphabet = Alphabet()
        zones = (zone for _, text in texts for zone in split_zones(alphabet.encode(text)))
        written = ZONE_BREAK.join(f"{EDGE}{zone}{EDGE}" if zone else "" for zone in zones)
        # No window that is looked at reaches beyond the end.
        codes = codes_of(written + ZONE_BREAK * KATAKANA)

        present = np.zeros(codes.max() + 1, np.int32)
        present[codes] = 1
        found = np.flatnonzero(present).tolist()
        key = {code: alphabet.decode(chr(code)) for code in found}
        found.sort(key=key.__getitem__)
        present[found] = np.arange(len(found))

        # At each place, its unit as an index of `keys`, which are in order.
        self.units = present[codes]
        self.keys = [key[code] for code in found]
        # At each place, the zone it is in: document n has zones len(Zone) * n and following.
        breaks = codes == ord(ZONE_BREAK)
        self.zones = np.cumsum(breaks, dtype=np.int32)
        self.in_names = np.isin(np.arange(len(Zone)), NAMES)[self.zones % len(Zone)]
        self.written = ~breaks
        self.inner = self.written & (codes != ord(EDGE))
        self.dense = np.array([is_dense(chr(code)) for code in found])[self.units]
        self.katakana = np.array([is_katakana(chr(code)) for code in found])[self.units]

    def pieces(self) -> Iterator[Piece]:
        none = np.zeros_like(self.inner)
        first = self.sorted(self.inner, np.zeros_like(self.units), [""], 1)
        yield first.piece(none)

        # A name may begin or end with the end of its line; other windows hold none.
        two = self.all_of(self.inner, 2)
        ended = self.in_names & self.all_of(self.written, 2)
        second = self.sorted(two | ended, self.units, self.keys, 2)
        yield second.piece(two)

        dense = self.all_of(self.dense, SHORT)
        ended &= shifted(self.inner, 1) & shifted(self.written, SHORT - 1)
        third = self.sorted(self.all_of(self.inner, SHORT) | ended, second.ranks(), second.keys, SHORT)
        yield third.piece(dense)

        fourth = self.sorted(self.all_of(self.dense, DENSE), third.ranks(), third.keys, DENSE)
        yield fourth.piece(self.all_of(self.katakana, DENSE))

        katakana = self.all_of(self.katakana, KATAKANA)
        yield self.sorted(katakana, fourth.ranks(), fourth.keys, KATAKANA).piece(none)

    def all_of(self, flags: Flags, length: int) -> Flags:
        """Where windows of this length start that consist of places with a flag."""
        every = flags.copy()
        for distance in range(1, length):
            every &= shifted(flags, distance)
        return every

    def sorted(self, starts: Flags, stems: Array, stem_keys: list[str], length: int) -> "SortedWindows":
        """Windows of one length; `stems` ranks, at each place, what they hold before their last unit."""
        places = np.flatnonzero(starts)
        last = self.units[places + length - 1]
        ranks = stems[places] * np.int64(len(self.keys)) + last
        order = order_of(ranks)
        ranks = ranks[order]
        new = starting(ranks)
        distinct_stems, distinct_last = np.divmod(ranks[new], len(self.keys))
        keys = [
            stem_keys[stem] + self.keys[unit]
            for stem, unit in zip(distinct_stems.tolist(), distinct_last.tolist(), strict=True)
        ]
        return SortedWindows(self, length, keys, places[order], np.cumsum(new, dtype=np.int32) - 1)


class SortedWindows:
    """All windows of one length in the order of their grams, those of a gram as they follow in the texts."""

    def __init__(self, texts: Windows, length: int, keys: list[str], places: Array, grams: Array):
        self.texts = texts
        self.length = length
        self.keys = keys  # of each gram
        self.places = places  # where each window starts
        self.grams = grams  # of each window, an index of `keys`

    def ranks(self) -> Array:
        """At each place, the gram that starts there; nothing of use where none does."""
        ranks = np.zeros_like(self.texts.units)
        ranks[self.places] = self.grams
        return ranks

    def piece(self, branching: Flags) -> Piece:
        """`branching`: where the grams start whose surroundings the index keeps."""
        zones = self.texts.zones[self.places]
        once = starting(self.grams, zones)
        grams, (documents, kinds) = self.grams[once], np.divmod(zones[once], len(Zone))
        order = order_of(kinds)
        ends = np.cumsum(np.bincount(kinds, minlength=len(Zone)))[:-1]
        by_zone = np.split(grams[order], ends), np.split(self.texts.numbers[documents[order]], ends)
        columns = [Column.of(*pairs) for pairs in zip(*by_zone, strict=True)]

        kept = branching[self.places]
        places, grams, documents = self.places[kept], self.grams[kept], zones[kept] // len(Zone)
        again = ~starting(grams, documents)
        for neighbours in (places + self.length, places - 1):
            columns.append(self.differing(grams, documents, again, self.texts.units[neighbours]))
        return Piece(self.keys, columns)

    def differing(self, grams: Array, documents: Array, again: Flags, neighbours: Array) -> Column:
        """Where a gram stands in a document more than once, and not always beside the same unit."""
        found = again & starting(neighbours)
        grams, documents = grams[found], documents[found]
        once = starting(grams, documents)
        return Column.of(grams[once], self.texts.numbers[documents[once]])


def merged(parts: Sequence[Column]) -> Column:
    """Columns as one; of those that hold the same gram, the first has the lower documents."""
    grams = np.concatenate([part.grams for part in parts])
    counts = np.concatenate([part.counts for part in parts])
    documents = np.concatenate([part.documents for part in parts])
    order = order_of(grams)
    # Stretches of documents in another order: each moves as a whole.
    starts = (np.cumsum(counts) - counts)[order]
    grams, counts = grams[order], counts[order]
    sources = np.repeat(starts - (np.cumsum(counts) - counts), counts)
    sources += np.arange(len(documents))
    first = np.flatnonzero(starting(grams))
    totals = np.add.reduceat(counts, first) if len(first) else counts
    return Column(grams[first], totals, documents[sources])


def codes_of(text: str) -> Array:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def order_of(numbers: Array) -> Array:
    """Where the numbers, not below 0, stand in rising order; of equal ones, the first first.

    Digit by digit: numpy counts numbers of 16 bits, which is three times as fast as its sort of longer ones.
    """
    order = np.argsort(numbers.astype(DIGIT), kind="stable")
    highest = int(numbers.max(initial=0))
    for shift in range(DIGIT_BITS, highest.bit_length(), DIGIT_BITS):
        digits = (numbers >> shift).astype(DIGIT)
        order = order[np.argsort(digits[order], kind="stable")]
    return order


def starting(*columns: Array) -> Flags:
    """Where one of the columns is not what it was in the row before."""
    new = np.zeros(len(columns[0]), np.bool_)
    new[:1] = True
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    return new


def shifted(flags: Flags, distance: int) -> Flags:
    """At each place, the flag so many places on."""
    return np.concatenate((flags[distance:], np.zeros(distance, np.bool_)))

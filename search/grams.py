"""Folded text as grams: what the index keeps of a document, and what a term asks of it.

A unit is a whole Latin word or number, or one other character: `ai` is not found in `aid`. A gram is a
window of one to three units of a line; of four where all are kanji, katakana or Latin, of five where all
are katakana. A term of one gram is answered by its row. A longer term needs all its grams, and they may
stand apart in a document: まちづくし and いちづくり hold every gram of まちづくり. The index therefore also
keeps in which documents a gram forks, that is, is followed by more than one unit, and where grams join,
that is, more than one unit stands before it. Where no gram of the term forks, its first gram has only one
continuation, and the term stands there as a whole; likewise from its end where none joins. Only the other
documents are read (see `matching`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2s

from .normalize import FIRST_UNUSED, UNUSED
from .texts import LINE_BREAK, ZONE_BREAK, Zone

SHORT, DENSE, KATAKANA = 3, 4, 5
# Zones whose lines are also indexed with their ends: for "is the name" and "the name begins with".
NAMES = (Zone.NAME, Zone.OTHER_NAMES)
EDGE = LINE_BREAK

_WORD = re.compile(r"(?<=[0-9])\.[0-9][a-z0-9]*|[a-z0-9]{2,}")
# A unit of several characters is written as one of the planes that `fold` leaves unused.
_DENSE = re.compile(f"[ァ-ヺー一-鿿々〆〇a-z0-9{UNUSED}]{{{DENSE - 1},}}")
_KATAKANA = re.compile(f"[ァ-ヺー]{{{KATAKANA - 1},}}")
_NOT_STORED = re.compile("[\0\ud800-\udfff]")
LONGEST_WORD = 48


class Alphabet:
    """Words as single characters, for as long as the object lives; grams are then slices."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}
        self._words: dict[int, str] = {}

    def encode(self, text: str) -> str:
        return _WORD.sub(self._letter, text)

    def decode(self, gram: str) -> str:
        """A gram as the index keys it."""
        return gram.translate(self._words)

    def _letter(self, match: re.Match[str]) -> str:
        word = match[0]
        letter = self._letters.get(word)
        if letter is None:
            letter = self._letters[word] = chr(FIRST_UNUSED + len(self._letters))
            self._words[ord(letter)] = key_of(word)
        return letter


def key_of(word: str) -> str:
    """A word as it stands in a key: bounded, and `.5` of 1.5 told from a full stop and a 5."""
    if len(word) > LONGEST_WORD:
        return f"\x1e{blake2s(word.encode(), digest_size=16).hexdigest()}"
    return f"\x1f{word[1:]}" if word[0] == "." else word


# -- what a document holds ---------------------------------------------------------------------------


@dataclass(frozen=True)
class DocumentGrams:
    """Encoded grams of each zone; grams that more than one unit follows, or precedes."""

    zones: tuple[set[str], ...]
    forks: set[str]
    joins: set[str]

    @property
    def columns(self) -> tuple[set[str], ...]:
        """In the order of `columns`."""
        return (*self.zones, self.forks, self.joins)


def document_grams(text: str, alphabet: Alphabet) -> DocumentGrams:
    """The grams of a `SearchDocument.text`."""
    zones: list[set[str]] = []
    # What stands on either side of a gram is read off the windows one unit longer.
    around: tuple[set[str], set[str], set[str]] = (set(), set(), set())
    for number, zone in enumerate(split_zones(alphabet.encode(text))):
        if not zone:
            zones.append(set())
            continue
        line_ends = f"{EDGE}{zone}{EDGE}"
        three = windows(line_ends, SHORT)
        around[0].update(three)
        grams = three | windows(line_ends, 2)
        whole = {gram for gram in grams if EDGE not in gram}
        if number in NAMES:
            whole |= {gram for gram in grams if EDGE not in gram[1:-1]}
        for runs, length, longer in ((_DENSE, DENSE, around[1]), (_KATAKANA, KATAKANA, around[2])):
            for run in runs.finditer(line_ends):
                whole |= windows(run[0], length)
                longer |= windows(line_ends[run.start() - 1 : run.end() + 1], length)
        zones.append((whole | set(zone)) - {EDGE})
    return DocumentGrams(
        tuple(zones),
        forks=branching(around, slice(None, -1)),
        joins=branching(around, slice(1, None)),
    )


def is_dense(unit: str) -> bool:
    return _DENSE.fullmatch(unit * DENSE) is not None


def is_katakana(unit: str) -> bool:
    return _KATAKANA.fullmatch(unit * KATAKANA) is not None


def split_zones(text: str) -> list[str]:
    """The zones of a `SearchDocument.text`, all of them, whatever was written there."""
    return f"{text}{ZONE_BREAK * len(Zone)}".split(ZONE_BREAK)[: len(Zone)]


def windows(text: str, length: int) -> set[str]:
    return {text[at : at + length] for at in range(len(text) - length + 1)}


def branching(around: Iterable[set[str]], part: slice) -> set[str]:
    """The grams that stand within several windows one unit longer; `part` takes them out of those.

    The end of a line is a unit like others. A term has none within, so no gram with one is needed.
    """
    within = (Counter(window[part] for window in longer) for longer in around)
    return {
        gram
        for counts, stretch in zip(within, (None, _DENSE, _KATAKANA), strict=True)
        for gram, count in counts.items()
        if count > 1 and (stretch.fullmatch(gram) if stretch else EDGE not in gram)
    }


# -- what a term asks --------------------------------------------------------------------------------


@dataclass(frozen=True)
class TermGrams:
    """Keys of the grams that a term consists of.

    A document that holds them all holds the term if none of `forks` forks there, or none of `joins`
    joins. Where both are empty, one gram is the term.
    """

    grams: tuple[str, ...]
    forks: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()

    @property
    def keys(self) -> Iterator[str]:
        yield from self.grams
        yield from self.forks
        yield from self.joins


NOTHING = TermGrams(())


def term_grams(text: str) -> TermGrams:
    """The grams of a folded text; NOTHING of one that no document can hold."""
    if not text or _NOT_STORED.search(text):
        return NOTHING
    alphabet = Alphabet()
    units = alphabet.encode(text)
    key = alphabet.decode
    if is_gram(units):
        return TermGrams((key(units),))
    # From its first gram to its end, unit by unit, and from its last to its start.
    ending = [longest(units[max(0, end - KATAKANA) : end], -1) for end in range(DENSE, len(units) + 1)]
    beginning = [longest(units[at : at + KATAKANA], 1) for at in range(len(units) - SHORT)]
    grams = dict.fromkeys([units[:SHORT], *ending, *beginning])
    return TermGrams(
        tuple(key(gram) for gram in grams),
        forks=tuple(key(gram[:-1]) for gram in ending),
        joins=tuple(key(gram[1:]) for gram in beginning),
    )


def is_gram(units: str) -> bool:
    return (
        len(units) <= SHORT
        or (len(units) == DENSE and _DENSE.fullmatch(units) is not None)
        or (len(units) == KATAKANA and _KATAKANA.fullmatch(units) is not None)
    )


def longest(window: str, side: int) -> str:
    """The longest gram at the start (side 1) or at the end (-1) of a window."""
    grams = (window[:length] if side > 0 else window[-length:] for length in (KATAKANA, DENSE, SHORT))
    return next(gram for gram in grams if is_gram(gram))

"""Folded text as grams: what the index keeps of a document, and what a term asks of it.

A unit is a whole Latin word or number, or one other character: `ai` is not found in `aid`. A gram is a
window of one to three units of a line; of four where all are kanji, katakana or Latin. A term of one
gram is answered by its row. A longer term needs all its grams, and they may stand apart in a document:
まちづくし and いちづくり hold every gram of まちづくり. The index therefore also keeps in which
documents a gram branches, that is, is followed (or preceded) by more than one unit. If none on the way
from one gram of the term to its ends branches, each has only one continuation, and the term stands
there as a whole. Only the other documents are read (see `matching`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2s

from .normalize import FIRST_UNUSED, UNUSED
from .texts import LINE_BREAK, ZONE_BREAK, Zone

SHORT, LONG = 3, 4
# Zones whose lines are also indexed with their ends: for "is the name" and "the name begins with".
NAMES = (Zone.NAME, Zone.OTHER_NAMES)
EDGE = LINE_BREAK

_WORD = re.compile(r"(?<=[0-9])\.[0-9][a-z0-9]*|[a-z0-9]{2,}")
# A unit of several characters is written as one of the planes that `fold` leaves unused.
_DENSE = re.compile(f"[ァ-ヺー一-鿿々〆〇a-z0-9{UNUSED}]{{{LONG - 1},}}")
_NOT_STORED = re.compile("[\0\ud800-\udfff]")
LONGEST_WORD = 48


class Alphabet:
    """Words as single characters, for as long as the object lives; grams are then slices."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}
        self._words: dict[str, str] = {}

    def encode(self, text: str) -> str:
        return _WORD.sub(self._letter, text)

    def decode(self, gram: str) -> str:
        """A gram as the index keys it."""
        return gram if gram.isascii() else "".join(self._words.get(unit, unit) for unit in gram)

    def _letter(self, match: re.Match[str]) -> str:
        word = match[0]
        letter = self._letters.get(word)
        if letter is None:
            letter = self._letters[word] = chr(FIRST_UNUSED + len(self._letters))
            self._words[letter] = key_of(word)
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


def document_grams(text: str, alphabet: Alphabet) -> DocumentGrams:
    """The grams of a `SearchDocument.text`."""
    zones: list[set[str]] = []
    short: set[str] = set()
    long: set[str] = set()
    for number, zone in enumerate(split_zones(alphabet.encode(text))):
        if not zone:
            zones.append(set())
            continue
        line_ends = f"{EDGE}{zone}{EDGE}"
        three = windows(line_ends, SHORT)
        short |= three
        grams = three | windows(line_ends, 2)
        whole = {gram for gram in grams if EDGE not in gram}
        if number in NAMES:
            whole |= {gram for gram in grams if EDGE not in gram[1:-1]}
        for run in _DENSE.finditer(line_ends):
            whole |= windows(run[0], LONG)
            long |= windows(line_ends[run.start() - 1 : run.end() + 1], LONG)
        zones.append((whole | set(zone)) - {EDGE})
    return DocumentGrams(
        tuple(zones),
        forks=branching(short, long, slice(None, -1)),
        joins=branching(short, long, slice(1, None)),
    )


def split_zones(text: str) -> list[str]:
    """The zones of a `SearchDocument.text`, all of them, whatever was written there."""
    return f"{text}{ZONE_BREAK * len(Zone)}".split(ZONE_BREAK)[: len(Zone)]


def windows(text: str, length: int) -> set[str]:
    return {text[at : at + length] for at in range(len(text) - length + 1)}


def branching(short: set[str], long: set[str], part: slice) -> set[str]:
    """The grams that stand within several windows one unit longer; `part` takes them out of those.

    The end of a line is a unit like others. A term has none within, so no gram with one is needed.
    """
    two = Counter(window[part] for window in short)
    three = Counter(window[part] for window in long)
    return {
        *(gram for gram, count in two.items() if count > 1 and EDGE not in gram),
        *(gram for gram, count in three.items() if count > 1 and _DENSE.fullmatch(gram)),
    }


# -- what a term asks --------------------------------------------------------------------------------


@dataclass(frozen=True)
class TermGrams:
    """Keys of the grams that a term consists of; of more than one, those that must not branch.

    `forks[n]` must not fork for the term to go on from its first n + SHORT units to one more;
    `joins[n]` must not join for it to begin n units from its start, given what follows.
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
    if len(units) <= SHORT or (len(units) == LONG and is_dense(units)):
        return TermGrams((key(units),))
    last = range(SHORT, len(units))
    before = [longest(units[: end + 1][-LONG:], from_end=True) for end in last]
    after = [longest(units[start : start + LONG], from_end=False) for start in range(len(units) - SHORT)]
    grams = dict.fromkeys([units[:SHORT], *before, *after])
    return TermGrams(
        tuple(key(gram) for gram in grams),
        forks=tuple(key(gram[:-1]) for gram in before),
        joins=tuple(key(gram[1:]) for gram in after),
    )


def longest(window: str, *, from_end: bool) -> str:
    """The longest gram at the end, or at the start, of a window of LONG units."""
    if is_dense(window):
        return window
    return window[-SHORT:] if from_end else window[:SHORT]


def is_dense(units: str) -> bool:
    return _DENSE.fullmatch(units) is not None


def decoded(grams: Iterable[str], alphabet: Alphabet) -> set[str]:
    return {alphabet.decode(gram) for gram in grams}

"""A reader's words as terms: each with the spellings and synonyms that answer it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from .normalize import fold

MAX_TERMS = 8
MAX_ALTERNATIVES = 12
# A synonym counts a little less than the word that was typed.
TYPED, SYNONYM = 4, 3


# A text to look for, and what finding it counts.
Way = tuple[re.Pattern[str], int]


@dataclass(frozen=True)
class Alternative:
    """One folded text that answers a term; Latin words and numbers are found as wholes only.

    `ai` is not found in `aid`, nor 500万円 in 1500万円; the point in 1.5 is part of the number.
    """

    text: str
    weight: int = TYPED

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        if self.text == ".":
            return re.compile(r"(?<![0-9])\.|\.(?![0-9])")
        before = r"(?<![a-z0-9])" if re.match(r"[a-z0-9]", self.text) else ""
        before += r"(?<![0-9]\.)" if re.match(r"[0-9]", self.text) else ""
        before += r"(?<![0-9])" if re.match(r"\.[0-9]", self.text) else ""
        after = r"(?![a-z0-9])" if re.search(r"[a-z0-9]$", self.text) else ""
        after += r"(?![0-9])" if re.search(r"[0-9]\.$", self.text) else ""
        return re.compile(before + re.escape(self.text) + after)


@dataclass(frozen=True)
class Term:
    """A word as typed (or as corrected to) and all that answers it, itself first."""

    typed: str
    alternatives: tuple[Alternative, ...] = field(default=())

    @cached_property
    def ways(self) -> list[Way]:
        return [(alternative.pattern, alternative.weight) for alternative in self.alternatives]


@dataclass(frozen=True)
class SynonymSet:
    """Folded words that mean each other, and words that lead to them but not back."""

    words: tuple[str, ...]
    leading: tuple[str, ...] = ()


class Synonyms:
    def __init__(self, sets: Iterable[SynonymSet]):
        self.sets = list(sets)
        self.known = {word for s in self.sets for word in (*s.words, *s.leading)}

    def alternatives(self, word: str) -> list[Alternative]:
        """The folded word, then what it becomes with a synonym in the place of itself or of a part."""
        found = [Alternative(word)]
        for synonyms in self.sets:
            for known in sorted((*synonyms.words, *synonyms.leading), key=len, reverse=True):
                if known in word and Alternative(known).pattern.search(word):
                    found += [
                        Alternative(word.replace(known, other), SYNONYM)
                        for other in synonyms.words
                        if other != known
                    ]
                    break
        unique = {alternative.text: alternative for alternative in reversed(found)}
        return [a for a in found if unique[a.text] is a][:MAX_ALTERNATIVES]


def words(query: str) -> list[str]:
    """The words of a query as typed, width settled, each meaning once, at most MAX_TERMS."""
    typed = unicodedata.normalize("NFKC", query).split()
    return list({fold(word) or word: word for word in reversed(typed)}.values())[::-1][:MAX_TERMS]


def parse(query: str, synonyms: Synonyms) -> list[Term]:
    """The terms of a query; words that together have synonyms (smart city, スマホ 教室) are one term."""
    return [term(word, synonyms) for word in phrases(words(query), synonyms.known)]


def term(word: str, synonyms: Synonyms) -> Term:
    return Term(word, tuple(synonyms.alternatives(fold(word) or word)))


def phrases(typed: Sequence[str], known: set[str]) -> list[str]:
    found: list[str] = []
    for word in typed:
        if found and fold(f"{found[-1]} {word}") in known:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
    return found

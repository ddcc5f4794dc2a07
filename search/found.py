"""Where a hit was found: the lines that hold the terms, with the words marked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext

from .normalize import fold
from .query import Term
from .texts import CASE, LINE_BREAK, NAME_LABEL, ZONE_BREAK, Zone, line_at

# Letters shown on either side of a mark, and on to the end of the phrase.
AROUND = 24
PHRASE_END = re.compile("[、。]")
SHOWN_LINES = 3


class Piece(NamedTuple):
    """A stretch of a printed line; templates escape it."""

    text: str
    is_marked: bool


@dataclass(frozen=True)
class Found:
    """A line as printed, cut around its marks, and what it is (要約, 補助率, 事例の題名)."""

    label: str
    pieces: list[Piece]

    @property
    def shown_label(self) -> str:
        """The label, which the index keeps in Japanese, in the language of the page."""
        of_case, rest = self.label.startswith(CASE), self.label.removeprefix(CASE)
        return gettext("事例の%(what)s") % {"what": gettext(rest)} if of_case else gettext(rest)


def found_lines(lines: str, text: str, terms: Sequence[Term]) -> list[Found]:
    """For each term the line nearest to the name that holds it, a line once, at most SHOWN_LINES.

    `lines` and `text` are those of one search document.
    """
    folded = [zone.split(LINE_BREAK) for zone in text.split(ZONE_BREAK)]
    chosen: dict[tuple[Zone, int], list[re.Pattern[str]]] = {}
    for term in terms:
        place = nearest_line(folded, term)
        if place:
            zone, n, pattern = place
            chosen.setdefault((zone, n), []).append(pattern)
    shown = sorted(chosen.items(), key=lambda item: item[0])[:SHOWN_LINES]
    found = []
    for (zone, n), patterns in shown:
        line = line_at(lines, zone, n)
        whole = line.label == NAME_LABEL
        found.append(Found(line.label, marked(line.text, folded[zone][n], patterns, whole=whole)))
    return found


def nearest_line(folded: list[list[str]], term: Term) -> tuple[Zone, int, re.Pattern[str]] | None:
    for zone in Zone:
        for pattern, _ in term.ways:
            for n, line in enumerate(folded[zone]):
                if pattern.search(line):
                    return zone, n, pattern
    return None


def marked(
    text: str, folded: str, patterns: Iterable[re.Pattern[str]], *, whole: bool = False
) -> list[Piece]:
    """A printed text in pieces, what folds to a pattern marked; cut AROUND the marks unless `whole`.

    `folded` is the whole text folded.

    It is cut between phrases only: half of 1,500万円 or an amount without its の内数 would be another
    figure.
    """
    spans = sorted(span for pattern in patterns if (span := printed_span(text, folded, pattern)))
    around = len(text) if whole else AROUND
    first, last = (spans[0][0], max(end for _, end in spans)) if spans else (0, AROUND)
    starts = [0, *(end.end() for end in PHRASE_END.finditer(text, 0, max(0, first - around)))]
    ends = [*(end.start() for end in PHRASE_END.finditer(text, min(len(text), last + around))), len(text)]
    at, end = starts[-1], ends[0]
    pieces = [Piece("…", False)] if at else []
    for start, stop in spans:
        if start >= at:
            pieces += [Piece(text[at:start], False), Piece(text[start:stop], True)]
            at = stop
    pieces.append(Piece(text[at:end] + ("…" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece.text]


class Letters(dict[int, str]):
    """Each letter as it is folded alone, if that is one letter: a table for `str.translate`."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = fold(letter)
        self[code] = folded if len(folded) == 1 else letter
        return self[code]


LETTERS = Letters()


def is_first_span(text: str, pattern: re.Pattern[str], start: int, end: int) -> bool:
    """Whether no shorter beginning of the text holds what folds to the pattern, nor a later start."""
    return bool(
        pattern.search(fold(text[start:end]))
        and not pattern.search(fold(text[start + 1 : end]))
        and not pattern.search(fold(text[: end - 1]))
    )


def printed_span(text: str, folded: str, pattern: re.Pattern[str]) -> tuple[int, int] | None:
    """Where in a printed text the first stretch stands that folds to a pattern.

    Most are folded letter by letter, and seen at once.
    """
    by_letter = text.translate(LETTERS)
    seen = pattern.search(by_letter)
    if seen and (folded.startswith(by_letter[: seen.end()]) or is_first_span(text, pattern, *seen.span())):
        return seen.span()
    return closed_in(text, pattern)


def closed_in(text: str, pattern: re.Pattern[str]) -> tuple[int, int] | None:
    """The same, where folding changes lengths: the end is closed in on by halves, then the start."""
    if not pattern.search(fold(text)):
        return None
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        if pattern.search(fold(text[:middle])):
            high = middle
        else:
            low = middle + 1
    end, low, high = low, 0, low
    while low < high:
        middle = (low + high + 1) // 2
        if pattern.search(fold(text[middle:end])):
            low = middle
        else:
            high = middle - 1
    return (low, end) if pattern.search(fold(text[low:end])) else None

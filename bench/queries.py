"""Sixty queries out of a corpus' own words, from those that most documents hold to those in one.

They are drawn from the first rows only, so that a larger corpus of the same seed is asked the same.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice, product
from typing import TypeVar

from search.normalize import fold

from .groups import value_counts
from .rows import Row

T = TypeVar("T")

SAMPLE = 2_000  # rows that words are drawn from
FILTERS = 7  # values of each of two dimensions, so that no group of queries meets the same ones
# What the queries of a group are like → how many there are.
GROUPS = {
    "kanji-2": 10,
    "kanji-long": 9,
    "katakana": 9,
    "latin": 8,
    "variants": 8,
    "and": 10,
    "nowhere": 6,
}

_RUN = {
    "kanji-2": re.compile(r"(?<![一-鿿])[一-鿿]{2}"),
    "kanji-long": re.compile(r"(?<![一-鿿])[一-鿿]{3,8}(?![一-鿿])"),
    "katakana": re.compile(r"[ァ-ヺー]{3,}"),
    "latin": re.compile(r"(?<![a-z0-9.])(?=[a-z0-9]{2})[0-9]*[a-z][a-z0-9]*[一-鿿]{0,2}"),
    "amount": re.compile(r"(?<![0-9.])[1-9][0-9]*00万円"),
}
_HALF_WIDTH = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFFA0)}
_OLD_FORMS = str.maketrans("国学県会体", "國學縣會體")
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@dataclass(frozen=True)
class Query:
    """Text as typed, and filters: several values of one dimension mean "or", dimensions "and"."""

    group: str
    text: str
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)


def queries(rows: Iterable[Row]) -> list[Query]:
    """The queries of all groups, commonest first within each; the same rows give the same ones."""
    sample = list(islice(rows, SAMPLE))
    found = {name: frequent_words(name, sample) for name in ("kanji-2", "kanji-long", "katakana", "latin")}
    texts = {name: spread(words, GROUPS[name]) for name, words in found.items()}
    texts["variants"] = variants(found, sample)
    texts["and"] = together(found, sample, GROUPS["and"])
    texts["nowhere"] = nowhere(found, sample, GROUPS["nowhere"])
    return [Query(group, text) for group in GROUPS for text in texts[group]]


def with_filters(asked: Sequence[Query], rows: Iterable[Row]) -> list[Query]:
    """Each query with one filter: a field and a prefecture in turn, from common to rare and again."""
    counts = value_counts(islice(rows, SAMPLE))
    fields = spread(ordered(counts["field"]), FILTERS)
    prefectures = spread(ordered(counts["prefecture"]), FILTERS)
    turns = [
        choice
        for slug, code in zip(fields, prefectures, strict=True)
        for choice in ({"field": [slug]}, {"within": [code]})
    ]
    return [Query(q.group, q.text, filters) for q, filters in zip(asked, cycle(turns), strict=False)]


# -- words by frequency -------------------------------------------------------------------------------


def frequent_words(name: str, sample: Sequence[Row]) -> list[str]:
    """Words of one kind as they stand in the folded text, those in most documents first.

    Katakana come out of names as printed, where hiragana have not become katakana.
    """
    pattern, count = _RUN[name], Counter[str]()
    for row in sample:
        runs = pattern.findall(row.name if name == "katakana" else row.text)
        count.update(set(runs))
    return ordered(count)


def ordered(count: Counter[str]) -> list[str]:
    return sorted(count, key=lambda value: (-count[value], value))


def spread(words: Sequence[str], wanted: int) -> list[str]:
    """Words over the whole range of ranks, their distances growing by one factor.

    Where there are fewer words than wanted, some come twice.
    """
    return [words[round(len(words) ** (n / max(wanted - 1, 1))) - 1] for n in range(wanted)]


# -- groups that are made of words ------------------------------------------------------------------


def variants(found: Mapping[str, Sequence[str]], sample: Sequence[Row]) -> list[str]:
    """Words as other keyboards write them; folding makes them one again."""
    katakana, latin = found["katakana"], found["latin"]
    old = [word for word in found["kanji-2"] if word.translate(_OLD_FORMS) != word]
    amounts = [word.removesuffix("00万円") for word in frequent_words("amount", sample)]
    ways: list[tuple[Sequence[str], Callable[[str], str]]] = [
        (katakana, half_width),
        (katakana, hiragana),
        (katakana, lambda word: f"{word}ー"),
        (latin, full_width),
        (latin, str.upper),
        (old, lambda word: word.translate(_OLD_FORMS)),
        (amounts, lambda millions: f"{int(millions):,}百万円"),
        (amounts, lambda millions: full_width(f"{millions}00万円")),
    ]
    # Neither the commonest word of a kind nor the rarest.
    return [write(spread(words, 9)[2 + n % 5]) for n, (words, write) in enumerate(ways)]


def half_width(word: str) -> str:
    """ﾃﾞｰﾀ: the voiced mark is a character of its own."""
    return "".join(_HALF_WIDTH.get(character, character) for character in unicodedata.normalize("NFD", word))


def hiragana(word: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヴ" else c for c in word)


def full_width(word: str) -> str:
    return word.translate(_FULL_WIDTH)


def together(found: Mapping[str, Sequence[str]], sample: Sequence[Row], wanted: int) -> list[str]:
    """Two or three words that some document holds together: a common one, and others less so."""
    kinds = cycle(product(("kanji-2", "katakana"), ("kanji-long", "latin", "kanji-2")))
    texts: list[str] = []
    for row, (first, second) in zip(every(sample, len(sample)), kinds, strict=False):
        n = len(texts)
        # Rarer from text to text: the tenth has its second word from place 41 of what its row holds.
        words = [held_at(found[first], row, n % 5), held_at(found[second], row, 5 + 4 * n)]
        if n % 3 == 2:
            words.append(held_at(found["kanji-2"], row, 10 + n))
        if all(words):
            texts.append(" ".join(word for word in words if word))
        if len(texts) == wanted:
            break
    return texts


def held_at(words: Sequence[str], row: Row, place: int) -> str | None:
    """The word at a place among those that a document holds, commonest first."""
    return next(islice((word for word in words if fold(word) in row.text), place, None), None)


def nowhere(found: Mapping[str, Sequence[str]], sample: Sequence[Row], wanted: int) -> list[str]:
    """Words that are found nowhere: real ones put together wrongly, all of whose parts are found."""
    everything = "\n".join(row.text for row in sample)
    halves = zip(every(found["kanji-long"], 40), every(found["katakana"], 40), strict=False)
    made = (kanji[-2:] + word[:3] + kanji[:2] for kanji, word in halves)
    missing = (text for text in made if fold(text) not in everything)
    return list(islice(missing, wanted))


def every(items: Sequence[T], wanted: int) -> Iterator[T]:
    """`wanted` of the items, evenly."""
    return (items[n * len(items) // wanted] for n in range(wanted))

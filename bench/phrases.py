"""Japanese out of the catalog's own words: nouns, names and sentences that no other record repeats.

Words are drawn by Zipf's law. A part of them is invented, out of a space so large that the vocabulary
goes on growing with the corpus, as that of real texts does.
"""

import re
from collections.abc import Sequence
from math import prod
from random import Random
from typing import TypeVar

from .vocabulary import Vocabulary, commonest

T = TypeVar("T")

# A sentence with its nouns taken out, and these nouns.
Template = tuple[str, tuple[str, ...]]

# A whole run of kanji, katakana or letters that a particle follows, or nothing.
_NOUN = re.compile(
    r"(?<![一-鿿々ァ-ヺーA-Za-z0-9.-])[一-鿿々ァ-ヺーA-Za-z-]{2,}(?=[のをやがにはともで、へ]|など|から|まで|$)"
)
_BRACKETS = ("「」", "（）", "()", "『』")

# How often a noun of a template is replaced by another.
REPLACED = 0.3
# A prime, and so without a divisor in common with any alphabet: each word has one rank, and
# neighbours are spelled nothing alike.
_SPREAD = 1_000_003

CONSONANTS = ("k", "s", "t", "n", "h", "m", "r", "w", "g", "z", "d", "b", "p", "f")
OPEN_SYLLABLES = tuple(c + v for c in CONSONANTS for v in "aiueo")
# Invented words of each kind; so many that the number of different grams grows with the corpus about as
# it does over the real one (95,000 in 275 programs, with the power of 0.6 to 0.7).
MOST = 3000

PLACE_ENDINGS = ("地区", "町", "川", "谷", "島", "台", "山", "原", "浜", "港")
ORGANIZATIONS = (
    "株式会社{}",
    "{}大学",
    "一般社団法人{}協議会",
    "NPO法人{}ネット",
    "{}農業協同組合",
    "{}病院",
    "{}高等学校",
    "{}商工会議所",
    "{}研究所",
    "株式会社{}テレビ",
)
GIVEN_NAMES = ("一郎", "正人", "和子", "美咲", "健太", "由美", "直樹", "恵子", "大輔", "さくら", "誠", "薫")
NAME_FORMS = (
    "{0}を活用した{2}{1}",
    "{0}における{2}の{1}",
    "{0}{2}{1}",
    "{0}に向けた{1}",
    "{0}・{2}{1}",
    "{0}の{2}による{1}",
    "{2}等を通じた{0}{1}",
    "{0}のための{2}の{1}（{3}）",
)


def template(text: str) -> Template | None:
    """A text as a template; None where a comma has cut a bracket in two."""
    if any(text.count(pair[0]) != text.count(pair[1]) for pair in _BRACKETS):
        return None
    return _NOUN.sub("%s", text.replace("%", "%%")), tuple(_NOUN.findall(text))


def templates(texts: Sequence[str]) -> tuple[Template, ...]:
    return tuple(made for made in map(template, texts) if made)


def spelled(rank: int, *alphabets: Sequence[str]) -> str:
    """The invented word of a rank: one letter of each alphabet. Past the last word they come round again."""
    number, letters = rank * _SPREAD % prod(map(len, alphabets)), []
    for alphabet in alphabets:
        number, place = divmod(number, len(alphabet))
        letters.append(alphabet[place])
    return "".join(letters)


class Phrases:
    """Draws words; the same `rng` draws the same ones."""

    def __init__(self, words: Vocabulary, rng: Random):
        self.random = rng.random
        self.pieces, self.endings = words.pieces, words.name_endings
        self.kanji, self.syllables = words.place_kanji, words.syllables
        clauses = [sentence.split("、") for sentence in words.sentences]
        self.openings = templates([clause for parts in clauses for clause in parts[:-1]])
        self.closings = templates([parts[-1] for parts in clauses if len(parts[-1]) > 5])
        self.titles = templates(words.column("casestudy", "title"))
        self.names = templates(words.column("program", "name"))
        everything = (*self.openings, *self.closings, *self.titles, *self.names)
        self.nouns = commonest(noun for _, nouns in everything for noun in nouns)

    # -- drawing ----------------------------------------------------------------------------------

    def pick(self, items: Sequence[T]) -> T:
        """One of the items; the n-th is n times rarer than the first (Zipf's law)."""
        return items[int((len(items) + 1) ** self.random()) - 1]

    def one_of(self, items: Sequence[T]) -> T:
        """One of the items, each as likely."""
        return items[int(len(items) * self.random())]

    def below(self, limit: int) -> int:
        return int(limit * self.random())

    def rank(self, most: int = MOST) -> int:
        """1 to `most`, small ones most often: the draw of `pick` where the items are not written down."""
        return int((most + 1) ** self.random())

    # -- words ------------------------------------------------------------------------------------

    def stem(self) -> str:
        """A family or place name of two kanji, one in four of three."""
        rank = self.rank()
        kanji = self.kanji
        return spelled(rank, kanji, kanji, kanji) if rank % 4 == 0 else spelled(rank, kanji, kanji)

    def place(self) -> str:
        return self.stem() + self.pick(PLACE_ENDINGS)

    def person(self) -> str:
        return f"{self.stem()} {self.one_of(GIVEN_NAMES)}"

    def product(self) -> str:
        """A name of katakana (テレシステ), or of letters with or without a number (Kamotu 5)."""
        rank, syllables = self.rank(), self.syllables
        if rank % 3:
            return spelled(rank, syllables, syllables, syllables[:60])[: 4 + rank % 3]
        letters = spelled(rank, OPEN_SYLLABLES, OPEN_SYLLABLES, OPEN_SYLLABLES)[: 4 + rank % 4]
        return (letters.upper(), letters.title(), f"{letters.title()}-{rank % 100}")[rank // 3 % 3]

    def organization(self) -> str:
        return self.pick(ORGANIZATIONS).format(self.stem() if self.random() < 0.6 else self.product())

    def compound(self) -> str:
        """Two words of two kanji each (遠隔医療, 防災研修)."""
        return self.pick(self.pieces) + self.pick(self.pieces)

    def noun(self) -> str:
        kind = self.random()
        if kind < 0.6:
            return self.pick(self.nouns)
        if kind < 0.86:
            return self.compound()
        return self.place() if kind < 0.94 else self.product()

    # -- names and sentences ----------------------------------------------------------------------

    def fill(self, made: Template) -> str:
        text, nouns = made
        return text % tuple([self.noun() if self.random() < REPLACED else noun for noun in nouns])

    def sentence(self, openings: int = 1) -> str:
        clauses = [self.fill(self.one_of(self.openings)) for _ in range(openings)]
        return "、".join([*clauses, self.fill(self.one_of(self.closings))]) + "。"

    def name(self) -> str:
        """The name of a program."""
        if self.random() < 0.3:
            return self.fill(self.one_of(self.names))
        ending = self.pick(self.endings)
        return self.pick(NAME_FORMS).format(self.noun(), ending, self.compound(), self.product())

    def title(self) -> str:
        """The title of a case, which mostly says where it was."""
        title = self.fill(self.one_of(self.titles))
        return f"{title}（{self.place()}）" if self.random() < 0.7 else title

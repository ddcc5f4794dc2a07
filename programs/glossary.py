"""用語集: words explained by us, read once a process from fixtures/glossary.yaml (no table: no query)."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import yaml
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

PATH = Path(settings.BASE_DIR) / "fixtures" / "glossary.yaml"
# The rows of the Japanese syllabary, each by its first kana.
ROWS = "あかさたなはまやらわ"
SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
# Kana by vowel: a long vowel (ー) is sorted as the vowel before it.
VOWELS = {
    "あ": "あかさたなはまやらわ",
    "い": "いきしちにひみり",
    "う": "うくすつぬふむゆる",
    "え": "えけせてねへめれ",
    "お": "おこそとのほもよろ",
}
VOWEL_OF = {kana: vowel for vowel, kanas in VOWELS.items() for kana in kanas}


@dataclass(frozen=True)
class Term:
    """`find` is a query of the list of programs that shows the word in use; "" if there is none."""

    slug: str
    word: str
    reading: str
    text: str
    see: tuple[str, ...] = ()
    find: str = ""

    @property
    def url(self) -> str:
        return f"{reverse('programs:glossary')}#{self.slug}"

    @property
    def meaning(self) -> str:
        """The word in the language of the page."""
        return gettext(self.word)

    @property
    def is_read_as_written(self) -> bool:
        return self.word == self.reading


@dataclass(frozen=True)
class GlossaryRow:
    """One row of the syllabary (あ行): each term with the terms that it refers to."""

    kana: str
    terms: list[tuple[Term, list[Term]]]


def syllabary_key(reading: str) -> tuple[str, str]:
    """The order of Japanese dictionaries: kana without marks, katakana as hiragana; then as written.

    >>> syllabary_key("ケーブル")[0]
    'けえふる'
    """
    hiragana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヴ" else c for c in reading)
    plain = unicodedata.normalize("NFD", hiragana).translate(SMALL)
    key = ""
    for kana in plain:
        if kana == "ー":
            key += VOWEL_OF.get(key[-1:], "")
        elif "ぁ" <= kana <= "ん":
            key += kana
    return key, reading


def row_of(term: Term) -> str:
    """あ for いたく: the row that the first kana of the reading stands in."""
    first = syllabary_key(term.reading)[0][0]
    return max(row for row in ROWS if row <= first)


@lru_cache(maxsize=1)
def terms() -> dict[str, Term]:
    """Every term by slug, in the order of the syllabary."""
    entries = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    found = [Term(**entry | {"see": tuple(entry.get("see", ()))}) for entry in entries]
    return {term.slug: term for term in sorted(found, key=lambda term: syllabary_key(term.reading))}


@lru_cache(maxsize=1)
def terms_by_word() -> dict[str, Term]:
    return {term.word: term for term in terms().values()}


def rows() -> list[GlossaryRow]:
    """The terms row by row; a row without terms is left out."""
    known = terms()
    return [
        GlossaryRow(kana, [(term, [known[slug] for slug in term.see]) for term in found])
        for kana, found in groupby(known.values(), key=row_of)
    ]

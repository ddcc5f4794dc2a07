"""What to search for when a word is found nowhere: the nearest word of the catalog, or its parts.

The rule, as /search/order/ states it: a word found nowhere is taken apart where kanji, katakana, Latin
letters and hiragana meet. A part found nowhere is replaced by the nearest word of the catalog (one
letter apart, two from eight letters on; of several, the one in most programs). If the whole is then
found, it is searched; else its parts are, hiragana of one or two letters and single letters left out.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .normalize import fold, fold_all_normal, normal
from .texts import Line

# Shorter words have too many neighbours to guess among.
SHORTEST = 3
TWO_APART_FROM = 8
# No word is longer; what is, is not worth trying every cut of.
LONGEST = 20
LONGEST_WRITTEN = 40

# An amount or a share is one run, with its unit: half of it would be another figure.
_RUN = re.compile(
    r"[0-9]+/[0-9]+|[0-9][0-9,.]*(?:百万円|千万円|億円|万円|千円|円)"
    r"|[ァ-ヺー]+|[一-鿿々〆〇]+|[ぁ-ゖー]+|[A-Za-z0-9][A-Za-z0-9\-]*"
)
_WORD = re.compile(rf"[ァ-ヺー・]{{{SHORTEST},}}|[一-鿿々]{{2,}}|[A-Za-z][A-Za-z0-9\-]{{2,}}")


def words_of(documents: Sequence[Sequence[Line]]) -> list[str]:
    """`SearchDocument.words` of each: every word that a correction may offer, a line of its folded form,
    a tab, and the word as written.
    """
    texts = {line.text for lines in documents for line in lines}
    words = {text: words_in(text) for text in texts}
    everything = list(set().union(*words.values()))
    folded = zip(everything, fold_all_normal(everything), strict=True)
    told = {word: f"{form}\t{word}" for word, form in folded}
    held = (set().union(*[words[line.text] for line in lines]) for lines in documents)
    return ["\n".join(sorted([told[word] for word in found])) for found in held]


def words_in(text: str) -> list[str]:
    return [word for word in _WORD.findall(normal(text)) if len(word) <= LONGEST_WRITTEN]


def runs(word: str) -> list[str]:
    """A word's stretches of one script, amounts whole."""
    return _RUN.findall(unicodedata.normalize("NFKC", word))


@dataclass(frozen=True)
class Repair:
    """What is searched in the place of a word that was found nowhere; nothing, if no word is near."""

    typed: str
    words: tuple[str, ...]
    # Whether a letter was changed; else the word was only taken apart.
    is_corrected: bool


class Vocabulary:
    """The words of a corpus as written, and in how many documents each is."""

    def __init__(self, words: Iterable[tuple[str, int]]):
        """`words` are (folded, tab, as written; number of documents)."""
        self.written: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        for pair, count in sorted(words, key=lambda item: (-item[1], item[0])):
            folded, _, written = pair.partition("\t")
            self.written.setdefault(folded, written)
            self.counts[folded] += count

    def nearest(self, word: str) -> str | None:
        """The word of the catalog that a misspelt one most likely means."""
        folded = fold(word)
        if len(folded) < SHORTEST:
            return None
        apart = 2 if len(folded) >= TWO_APART_FROM else 1
        near = process.extract(
            folded, self.counts.keys(), scorer=OSA.distance, score_cutoff=apart, limit=None
        )
        best = min(near, key=lambda item: (item[1], -self.counts[item[0]], item[0]), default=None)
        return self.written[best[0]] if best else None


class Speller:
    """`found` tells which of some folded words any document holds."""

    def __init__(self, vocabulary: Vocabulary, found: Callable[[Iterable[str]], set[str]]):
        self.vocabulary = vocabulary
        self._found = found

    def held(self, words: Iterable[str]) -> set[str]:
        """Of some words as typed, those that any document holds."""
        folded = {word: fold(word) or word for word in words}
        found = self._found(folded.values())
        return {word for word, form in folded.items() if form in found}

    def repair(self, word: str) -> Repair:
        """See the rule above."""
        parts = runs(word)
        held = self.held(parts)
        fixed = [part if part in held else self.vocabulary.nearest(part) for part in parts]
        changed = any(new is not None and new != old for new, old in zip(fixed, parts, strict=True))
        whole = "".join(new or old for new, old in zip(fixed, parts, strict=True))
        if changed and self.held([whole]):
            return Repair(word, (whole,), True)
        near = self.vocabulary.nearest(word)
        if near:
            return Repair(word, (near,), True)
        kept = tuple(dict.fromkeys(part for part in fixed if part and is_telling(part)))
        if not kept and len(parts) == 1:
            kept = self.halves(word)
        return Repair(word, kept, changed)

    def halves(self, word: str) -> tuple[str, ...]:
        """Two parts of at least two letters that are both found, the earlier one as long as can be."""
        if len(word) > LONGEST:
            return ()
        cuts = [(word[:cut], word[cut:]) for cut in range(len(word) - 2, 1, -1)]
        held = self.held(half for halves in cuts for half in halves)
        return next((halves for halves in cuts if held.issuperset(halves)), ())


def is_telling(part: str) -> bool:
    return len(part) > 1 and not re.fullmatch(r"[ぁ-ゖー]{1,2}", part)

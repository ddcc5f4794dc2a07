"""English names as a reader of the English pages types them: whole words, in any order, of any number."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

WORD = re.compile("[a-z0-9]+")
# A shorter word has no ending to cut off: "gas" is no plural.
SHORTEST = 4


def stem(word: str) -> str:
    """What "city" and "cities", "subsidy" and "subsidies", "school" and "schools" begin with."""
    if len(word) < SHORTEST:
        return word
    return word.removesuffix("ies") if word.endswith("ies") else word.removesuffix("s").removesuffix("y")


@lru_cache(maxsize=2**12)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name of the catalog, kept; what readers type never comes here."""
    return split(text)


def split(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def typed_stems(text: str) -> tuple[str, ...]:
    """Stems of what was typed; empty where a part of it is in no Latin letters, so that no name fits."""
    parts = text.split()
    found = [split(part) for part in parts]
    return tuple(stem(word) for words in found for word in words) if all(found) else ()


def place_in(name: str, stems: Sequence[str]) -> int | None:
    """At which word of a name the first stem stands, if all stand at the beginning of words; else None."""
    words = words_of(name)
    if not stems or not all(any(word.startswith(each) for word in words) for each in stems):
        return None
    return next(number for number, word in enumerate(words) if word.startswith(stems[0]))

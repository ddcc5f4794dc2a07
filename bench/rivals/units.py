"""Folded text as tokens that an engine with positions finds substrings by.

A Latin word or a number is one unit, every other character one. Each unit is indexed together with the
next, so that a term of several units is a phrase of these pairs. A line ends with a pair of its own:
no phrase runs on into the next line.
"""

import re
from collections.abc import Iterator

from search.query import Synonyms, parse

# The decimals of a number are no word: 5 is not in 0.5, as `search.query` has it.
_UNIT = re.compile(r"(?<=[0-9])\.[0-9][a-z0-9]*|[a-z0-9]+|.")
_WORD = re.compile(r"[a-z0-9]+")
_LINES = re.compile(r"[\f\n]+")
# Visible signs for what a tokenizer would divide at or drop.
SPACE, END = "␣", "␤"


def units(line: str) -> list[str]:
    return _UNIT.findall(line.replace(" ", SPACE))


def pairs(text: str) -> Iterator[str]:
    """The tokens of a document in their order."""
    for line in _LINES.split(text):
        found = units(line)
        yield from map(str.__add__, found, [*found[1:], END])


def words(text: str) -> set[str]:
    """Units that are asked for alone: the Latin words and numbers of a document."""
    return {unit for line in _LINES.split(text) for unit in units(line) if _WORD.fullmatch(unit)}


def terms(query: str) -> list[list[str]]:
    """The units of each word of a query.

    Not exact for a word that begins or ends with a full stop: its neighbour in the text decides
    whether the full stop is a unit of its own.
    """
    return [units(term.alternatives[0].text) for term in parse(query, Synonyms([]))]


def phrase(term: list[str]) -> list[str]:
    """The pairs that a term of two units or more is a phrase of."""
    return list(map(str.__add__, term, term[1:]))


def is_word(unit: str) -> bool:
    return bool(_WORD.fullmatch(unit))

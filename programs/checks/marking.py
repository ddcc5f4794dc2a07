"""The lines of a document as an editor reads them, with a literal marked where it stands."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from programs.ingest.documents import comparable, pattern

# Text, and whether it belongs to the literal.
Part = tuple[str, bool]
# A letter with the marks that character width joins to it: ｶﾞ is one letter, ガ.
_LETTER = re.compile("(?s).[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*")


def marked(lines: Sequence[str], literal: str) -> list[list[Part]]:
    """The parts of every line; nothing is marked where the literal does not stand, or is empty."""
    text = "\n".join(lines)
    belongs = [False] * len(text)
    for start, end in _places(text, literal) if literal.strip() else ():
        belongs[start:end] = [True] * (end - start)
    parts, at = [], 0
    for line in lines:
        end = at + len(line)
        letters = zip(line, belongs[at:end], strict=True)
        parts.append([("".join(c for c, _ in run), mark) for mark, run in groupby(letters, lambda x: x[1])])
        at = end + 1
    return parts


def _places(text: str, literal: str) -> Iterator[tuple[int, int]]:
    """Where the literal stands in the very text, not in its comparable form."""
    origin: list[tuple[int, int]] = []
    folded = ""
    for letter in _LETTER.finditer(text):
        wide = comparable(letter[0])
        folded += wide
        origin += [letter.span()] * len(wide)
    for match in pattern(literal).finditer(folded):
        if match[0]:
            yield origin[match.start()][0], origin[match.end() - 1][1]

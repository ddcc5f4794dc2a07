"""Differences for the eye of a reviewer: figures that are not on the other side are marked."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from programs.recordchanges import Change

# A figure with what belongs to it: 3,682  1/2  03-5253-5866  2,000.5
FIGURE = re.compile(r"[0-9０-９]+(?:[,.，．/／:：-][0-9０-９]+)*")

# A piece of a text, and whether it is a figure that the other side lacks.
Piece = tuple[str, bool]


@dataclass(frozen=True)
class Difference:
    label: str
    before: list[Piece]
    after: list[Piece]

    @property
    def has_figures(self) -> bool:
        return any(is_new for _, is_new in (*self.before, *self.after))


def marked(changes: Iterable[Change]) -> list[Difference]:
    return [
        Difference(
            change["label"],
            pieces(change["before"], change["after"]),
            pieces(change["after"], change["before"]),
        )
        for change in changes
    ]


def pieces(text: str, other: str) -> list[Piece]:
    """The text in pieces; a figure is new as often as it stands here more often than there."""
    left = Counter(FIGURE.findall(other))
    found: list[Piece] = []
    end = 0
    for match in FIGURE.finditer(text):
        if match.start() > end:
            found.append((text[end : match.start()], False))
        figure = match.group()
        found.append((figure, left[figure] == 0))
        left[figure] -= left[figure] > 0
        end = match.end()
    if end < len(text):
        found.append((text[end:], False))
    return found

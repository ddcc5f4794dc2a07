"""The text of a source document, and whether a literal stands on its cited lines."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from .parse import fold, line_span

MAX_SPAN = 12
MAX_LITERAL = 60


class FalseCitation(ValueError):
    """A citation that its document does not bear out."""


def comparable(printed: str) -> str:
    """Printed lines in the form in which `pattern` looks: character width ignored."""
    # Spaces stay, and stand around ①: they part figures that folding would run together.
    return unicodedata.normalize("NFKC", re.sub("[①-⑳]", r" \g<0> ", printed))


def pattern(text: str) -> re.Pattern[str]:
    """What finds a text in `comparable` lines, white space ignored; a figure must not be the tail of a
    longer one (682百万円 is not printed where 3,682百万円 is).
    """
    wanted = fold(text)
    before = r"(?<![0-9])(?<![0-9][,.])" if wanted[:1].isdigit() else ""
    after = r"(?![0-9])(?![,.][0-9])" if wanted[-1:].isdigit() else ""
    letters = r"\s*".join(re.escape(letter) for letter in wanted)
    return re.compile(before + letters + after)


@dataclass(frozen=True)
class Document:
    """One source document: `lines[0]` is line 1, split on `\\n` alone."""

    id: str
    lines: tuple[str, ...]
    sha256: str

    @classmethod
    def read(cls, path: Path) -> "Document":
        return cls.of(path.stem, path.read_bytes())

    @classmethod
    def of(cls, document_id: str, content: bytes) -> "Document":
        """Raises UnicodeDecodeError where the bytes are not UTF-8."""
        return cls(
            id=document_id,
            lines=tuple(content.decode("utf-8").removesuffix("\n").split("\n")),
            sha256=hashlib.sha256(content).hexdigest(),
        )

    def prints(self, text: str, first: int, last: int) -> bool:
        """Whether a text stands on these lines, as `pattern` says."""
        printed = comparable("\n".join(self.lines[first - 1 : last]))
        return pattern(text).search(printed) is not None

    def places(self, text: str) -> list[tuple[int, int]]:
        """First and last line of every place where a text stands, in at most MAX_SPAN lines."""
        whole = comparable("\n".join(self.lines))
        found = []
        line, counted_to = 1, 0
        for match in pattern(text).finditer(whole):
            line += whole.count("\n", counted_to, match.start())
            counted_to = match.start()
            height = match[0].count("\n")
            if match[0] and height < MAX_SPAN:
                found.append((line, line + height))
        return found

    def check(self, at: str | int, literal: str) -> tuple[int, int]:
        """First and last line of a citation, once its literal is found there.

        Raises FalseCitation with a Japanese message (docs/contract.md: at most 12 lines, at most
        60 characters, white space and character width ignored).
        """
        first, last = line_span(at)
        if last > len(self.lines):
            raise FalseCitation(f"{last}行目はありません（全{len(self.lines)}行）。")
        if last - first + 1 > MAX_SPAN:
            raise FalseCitation(f"{first}-{last}行は長すぎます（{MAX_SPAN}行まで）。")
        if len(literal) > MAX_LITERAL:
            raise FalseCitation(f"「{literal}」は長すぎます（{MAX_LITERAL}字まで）。")
        if not self.prints(literal, first, last):
            raise FalseCitation(f"「{literal}」は{first}-{last}行にありません。")
        return first, last

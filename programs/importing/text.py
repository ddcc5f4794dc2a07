"""The text of an uploaded document: bytes to lines, lines to pages. No Django."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from programs.ingest.documents import Document

MAX_BYTES = 2 * 1024 * 1024
# A longer line is no line of a table; patterns are not tried on it.
MAX_LINE = 1500
MAX_LINES = 20_000
MAX_PAGES = 500
MAX_NAME = 120

_BOM = b"\xef\xbb\xbf"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_NUMBERED = re.compile("[\u2460-\u2473]")  # ①-⑳ tell parts apart: they stay
_HEADING = re.compile(r"^[\s#*■●○◆□◇【-]*施策名称?[】\s]*:\s*(.*)$")
_RULE = re.compile(r"^[\s|:\-=_*~・…ー─━]*$")
_PAGE_NUMBER = re.compile(r"^\s*[-(]?\s*\d{1,4}\s*[-)]?\s*$")
# What may follow the first line of a wrapped name.
_NAME_GOES_ON = re.compile(r"^\s*[(~―]")


class UnreadableDocument(ValueError):
    """A file that is no text of the kind; the message, in Japanese, says what to do."""


@dataclass(frozen=True)
class Text:
    """A document as decoded, to the letter; `sha256` is that of its bytes without a byte order mark."""

    content: str
    lines: tuple[str, ...]
    sha256: str

    def document(self) -> Document:
        return Document(id="", lines=self.lines, sha256=self.sha256)


@dataclass(frozen=True)
class Line:
    """One line: `printed` as it stands, `plain` the same, letter for letter, in one width."""

    number: int
    printed: str
    plain: str

    @property
    def is_blank(self) -> bool:
        return not self.plain.strip()

    @property
    def is_furniture(self) -> bool:
        """Rules of tables and page numbers."""
        return bool(_RULE.match(self.plain) or _PAGE_NUMBER.match(self.plain))


@dataclass(frozen=True)
class Page:
    """The lines from one 施策名 to the next; `name` as printed, on the first `name_lines` lines."""

    name: str
    name_lines: int
    lines: tuple[Line, ...]

    @property
    def first(self) -> int:
        return self.lines[0].number

    @property
    def body(self) -> tuple[Line, ...]:
        return self.lines[self.name_lines :]


def decode(content: bytes) -> Text:
    """The text of a file of at most `MAX_BYTES`, in UTF-8 with or without a byte order mark.

    Raises UnreadableDocument with a Japanese message for anything else.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableDocument(
            f"ファイルが大きすぎます（{len(content):,}バイト）。2MB（{MAX_BYTES:,}バイト）までのテキストにしてください。"
        )
    content = content.removeprefix(_BOM)
    if b"\x00" in content:
        raise UnreadableDocument(
            "テキストではないファイルのようです（NUL文字があります）。PDFやWordは、文字だけのテキスト（UTF-8）にしてください。"
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise UnreadableDocument(
            f"文字コードがUTF-8ではありません（{row}行目）。Shift_JISなどのファイルは、UTF-8で保存し直してください。"
        ) from None
    control = _CONTROL.search(text)
    if control:
        row = text.count("\n", 0, control.start()) + 1
        raise UnreadableDocument(
            f"テキストにない制御文字があります（{row}行目）。文字だけのテキスト（UTF-8）にしてください。"
        )
    if not text.strip():
        raise UnreadableDocument("ファイルに文字がありません。")
    lines = tuple(text.removesuffix("\n").split("\n"))
    if len(lines) > MAX_LINES:
        raise UnreadableDocument(f"行が多すぎます（{len(lines):,}行）。{MAX_LINES:,}行までに分けてください。")
    return Text(text, lines, hashlib.sha256(content).hexdigest())


def plain(text: str) -> str:
    """The text in one width, as many letters as before: what is found here is cut from the printed line."""
    return "".join(map(_plain_letter, text))


def _plain_letter(letter: str) -> str:
    if letter.isascii() or _NUMBERED.match(letter):
        return letter
    folded = unicodedata.normalize("NFKC", letter)
    return folded if len(folded) == 1 else letter


def split_pages(text: Text) -> tuple[tuple[Line, ...], list[Page]]:
    """The lines before the first 施策名, and the pages. A heading without a name begins no page.

    Raises UnreadableDocument where there are more than `MAX_PAGES`.
    """
    lines = [
        Line(number, printed.rstrip("\r\x0c"), plain(printed.rstrip("\r\x0c")))
        for number, printed in enumerate(text.lines, 1)
    ]
    starts = [(at, name) for at in range(len(lines)) if (name := _name_at(lines, at))]
    if len(starts) > MAX_PAGES:
        raise UnreadableDocument(
            f"「施策名：」のページが{len(starts):,}あります。{MAX_PAGES}までに分けてください。"
        )
    ends = [*(at for at, _ in starts), len(lines)][1:]
    pages = [
        Page(name, count, tuple(lines[at:end])) for (at, (name, count)), end in zip(starts, ends, strict=True)
    ]
    front = tuple(lines[: starts[0][0]] if starts else lines)
    return front, pages


def _name_at(lines: list[Line], at: int) -> tuple[str, int] | None:
    """The name that a heading on this line begins, and on how many lines heading and name stand."""
    match = _HEADING.match(lines[at].plain[:MAX_LINE])
    if not match:
        return None
    name, count = lines[at].printed[match.start(1) :], 1
    if not name.strip():
        for line in lines[at + 1 : at + 4]:
            count += 1
            if not line.is_blank:
                name = line.printed
                break
        if not name.strip() or "\t" in name or _HEADING.match(plain(name)):
            return None
    following = lines[at + count] if at + count < len(lines) else None
    if following and _NAME_GOES_ON.match(following.plain) and "@" not in following.plain:
        whole = f"{name} {following.printed}"
        name, count = (whole, count + 1) if len(whole) <= MAX_NAME else (name, count)
    name = " ".join(name.split()).strip("*")
    return (name, count) if len(name) <= MAX_NAME else None

"""What of a page stands under which heading: alone, wrapped over lines, in a table's cell, before a colon."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import takewhile

from .text import MAX_LINE, Line, Page


class Section(StrEnum):
    HEAD = "head"  # between 施策名 and the first heading
    CONTACT = "contact"
    FIELD = "field"
    STRATEGY = "strategy"
    BUDGET = "budget"
    FEATURES = "features"
    PURPOSE = "purpose"
    OUTLINE = "outline"
    RATE = "rate"
    CAP = "cap"
    IMPLEMENTING = "implementing"
    APPLICANT = "applicant"
    TARGET = "target"  # 補助対象: of whom or of what, its items tell
    AREA = "area"
    COST = "cost"
    PERIOD = "period"
    OTHER = "other"


YEAR = r"(?:令和|平成|昭和|R|H)\s*(?:元|\d{1,2})\s*年?度?"
PHASE = r"(?:第?\s*[1-4]\s*次\s*補正|補正|当初|概算要求)"

_LABELS = {
    Section.FIELD: "分野|施策分野|対象分野|関連分野",
    Section.STRATEGY: "総合戦略|総合戦略該当箇所|総合戦略該当個所",
    Section.BUDGET: rf"(?:{YEAR})?(?:{PHASE})?予算額?(?:\(案\)|案)?",
    Section.CONTACT: "担当|担当課室?|担当課・室|担当部局|担当部署|所管課?|お?問い?合わ?せ先?|連絡先",
    Section.FEATURES: "特徴|特徴・ポイント|ポイント|施策の(?:特徴|ポイント)|事業の(?:特徴|ポイント)",
    Section.PURPOSE: "(?:(?:事業|施策)の?)?目的|目的・趣旨",
    Section.OUTLINE: "(?:(?:事業|施策)の?)?概要|目的・概要",
    Section.RATE: "(?:国庫)?補助率等?|(?:国の)?負担割合|交付率|助成率|補助率・(?:補助)?上限額?",
    Section.CAP: "(?:補助(?:額|金)?)?上限額?|補助限度額|限度額",
    Section.IMPLEMENTING: "事業主体|実施主体|事業実施主体",
    Section.APPLICANT: "補助対象者|補助対象団体|対象者|対象団体|交付対象者|申請者|助成対象者",
    Section.TARGET: "補助対象",
    Section.AREA: "(?:補助)?対象地域|対象エリア",
    Section.COST: "(?:補助|助成|交付)?対象経費|補助対象費用",
    Section.PERIOD: "計画年数|計画期間|事業期間|実施期間",
    Section.OTHER: "詳細|事業の詳細|施策の詳細|事例|(?:地方公共団体の)?活用事例|関連事例|対象・補助率等?|"
    "期待(?:される|する)効果|対象事業のイメージ|事業イメージ|イメージ図?|参考",
}
_LABEL = re.compile("|".join(f"(?P<{section}>{pattern})" for section, pattern in _LABELS.items()))
_LONGEST_LABEL = 60
HEADER = {Section.FIELD, Section.STRATEGY, Section.BUDGET}
PROSE = {Section.FEATURES, Section.PURPOSE, Section.OUTLINE}

_BULLET = re.compile(
    r"^(?:[\s\-*・●○■◆◇□✓✔▪]|[ア-コ][\s.)]|[①-⑳]|\(\d{1,2}\)|\d{1,2}[.)]\s|\d{1,2}\s+(?![\d\s億万千百兆円/次年月日]|分の))+"
)
_ENCLOSED = re.compile(r"^(?:<(.+)>|〈(.+)〉|《(.+)》|【(.+)】|\[(.+)\]|\((.+)\))$")
_ASIDE = re.compile(r"\([^()]*\)$")
_DOUBLED = re.compile(r"(.)\1")
_WITH_VALUE = re.compile(r"^(.{1,24}?)\s*:\s*(\S.*)$")
_SPACED = re.compile(r"^(\S{2,8})\s+(\S.*)$")
MAX_CELLS = 60
# A heading that is wrapped in a narrow cell: 総合戦略／該当／箇所.
_WRAPPED_PARTS = 3
_WRAPPED_WIDTH = 6
_STANDALONE = re.compile(r"^[^\s、。:\d@/(【][^\s、。:\d@/]{0,15}$")


def bare(text: str) -> str:
    """A heading without bullet, number, brackets, colon and emphasis."""
    text = text.replace("**", "").strip()
    while True:
        shorter = _BULLET.sub("", text).strip().rstrip(":").strip()
        enclosed = _ENCLOSED.match(shorter)
        shorter = next(filter(None, enclosed.groups())).strip() if enclosed else shorter
        if shorter == text:
            return text
        text = shorter


@lru_cache(maxsize=2000)
def label(text: str) -> Section | None:
    """The section that a heading opens; None for other text. A doubled letter is a misprint."""
    if len(text) > _LONGEST_LABEL:
        return None
    name = re.sub(r"\s", "", bare(text))
    for candidate in (name, _ASIDE.sub("", name), _DOUBLED.sub(r"\1", name)):
        if match := _LABEL.fullmatch(candidate):
            return next(Section(group) for group, text in match.groupdict().items() if text)
    return None


@dataclass(frozen=True)
class Cell:
    """A part of a line, as printed and in one width (the same letters)."""

    line: int
    printed: str
    plain: str

    def cut(self, start: int, end: int | None = None) -> "Cell":
        return Cell(self.line, self.printed[start:end], self.plain[start:end])

    def strip(self) -> "Cell":
        start = len(self.plain) - len(self.plain.lstrip())
        return self.cut(start, start + len(self.plain.strip()))

    @property
    def inside_brackets(self) -> "Cell":
        """Without round brackets around the whole."""
        text = self.plain
        around = text.startswith("(") and text.endswith(")") and text.count("(") == text.count(")") == 1
        return self.cut(1, -1).strip() if around else self

    @property
    def without_bullet(self) -> "Cell":
        match = _BULLET.match(self.plain)
        return self.cut(match.end() if match else 0).strip()


@dataclass(frozen=True)
class Row:
    """One line (or what follows its heading) under a section; `heads` is set on a heading's own line."""

    section: Section
    cell: Cell
    heading: str = ""

    @property
    def line(self) -> int:
        return self.cell.line


@dataclass
class Sections:
    """A page by its headings. `headers` are the values of 分野, 総合戦略, 予算額, one list a print;
    `used` the lines that headings and rules take up.
    """

    rows: list[Row] = field(default_factory=list)
    headers: list[tuple[Section, list[Cell]]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    # Lines of the first 特徴, 目的 and 概要: what the document says in sentences.
    prose: dict[Section, list[int]] = field(default_factory=dict)


def split_cells(line: Line) -> list[Cell]:
    """The filled cells of a table's row; one cell for other lines."""
    whole = Cell(line.number, line.printed, line.plain)
    if line.plain.count("\t") + line.plain.count("|") > MAX_CELLS:
        return [whole.strip()]
    parts = [whole.cut(m.start(), m.end()).strip() for m in re.finditer(r"[^\t|]+", line.plain)]
    return [part for part in parts if part.plain]


def read_sections(page: Page) -> Sections:
    lines = [line for line in page.body if len(line.plain) <= MAX_LINE]
    return _Reader(lines).read()


class _Reader:
    def __init__(self, lines: list[Line]):
        self.lines = lines
        self.found = Sections()
        self.section = Section.HEAD
        self.heading = ""
        self.waits = False  # a heading stands alone; its value follows
        self.tells = False  # the section is the first of 特徴, 目的, 概要

    def read(self) -> Sections:
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            if line.is_blank:
                at += 1
            elif line.is_furniture:
                self.found.used.add(line.number)
                at += 1
            else:
                at = self._read_line(at)
        return self.found

    def _read_line(self, at: int) -> int:
        for count, section in self._headings(at):
            text = "".join(line.plain.strip() for line in self.lines[at : at + count])
            self.found.used.update(line.number for line in self.lines[at : at + count])
            self._open(section, bare(text))
            if section in HEADER:
                head = [self._whole(at)] if count == 1 and re.search(YEAR, text) else []
                return self._header_value(section, at + count, head)
            return at + count
        cells = split_cells(self.lines[at])
        if len(cells) > 1 and any(label(c.plain) in HEADER | PROSE for c in cells):
            self._header_row(cells)
            return at + 1
        if len(cells) == 1 and (opened := self._with_value(cells[0])):
            section, value = opened
            if section in HEADER:
                self.found.used.add(self.lines[at].number)
                whole = self._whole(at).inside_brackets.without_bullet
                head = [whole if section == Section.BUDGET else value]
                return self._header_value(section, at + 1, head, has_value=True)
            self._row(section, value)
            self.waits = False
            return at + 1
        if self._is_other_heading(at):
            self._open(Section.OTHER, bare(self.lines[at].plain))
        line = self.lines[at]
        self._row(self.section, Cell(line.number, line.printed, line.plain))
        self.waits = False
        return at + 1

    def _whole(self, at: int) -> Cell:
        line = self.lines[at]
        return Cell(line.number, line.printed, line.plain).strip()

    def _headings(self, at: int) -> Iterator[tuple[int, Section]]:
        """A heading that begins on this line, alone, the longest first: on how many lines, of what."""
        near = list(takewhile(lambda line: not line.is_blank, self.lines[at : at + _WRAPPED_PARTS]))
        for count in range(len(near), 0, -1):
            parts = [line.plain.strip() for line in near[:count]]
            if any("\t" in part for part in parts):
                continue
            if count > 1 and any(len(part) > _WRAPPED_WIDTH for part in parts):
                continue
            if section := label("".join(parts)):
                yield count, section
                return

    def _open(self, section: Section, heading: str) -> None:
        self.section, self.heading, self.waits = section, heading, True
        self.tells = section in PROSE and section not in self.found.prose

    def _with_value(self, cell: Cell) -> tuple[Section, Cell] | None:
        """「ア 事業主体：市町村」, 「分野 生活分野での…」: the section and the value."""
        cell = cell.inside_brackets.without_bullet
        match = _WITH_VALUE.match(cell.plain)
        section = label(match[1]) if match else None
        if not section:
            match = _SPACED.match(cell.plain)
            section = label(match[1]) if match else None
            if section not in HEADER:
                return None
        assert match
        self._open(section, bare(match[1]))
        return section, cell.cut(match.start(2)).strip()

    def _header_row(self, cells: list[Cell]) -> None:
        section: Section | None = None
        values: list[Cell] = []
        for cell in [*cells, None]:
            opened = label(cell.plain) if cell else None
            if cell is None or opened:
                if section in HEADER and values:
                    self.found.headers.append((section, values))
                section, values = opened, []
            elif section in PROSE:
                self.found.prose.setdefault(section, []).append(cell.line)
            else:
                values.append(cell)
        self.found.used.add(cells[0].line)
        self._open(Section.OTHER, "")

    def _header_value(self, section: Section, at: int, value: list[Cell], *, has_value: bool = False) -> int:
        """The lines of a value that stands below its heading, or goes on from its line."""
        several = section == Section.BUDGET or not has_value
        begun = has_value
        while at < len(self.lines) and several:
            line = self.lines[at]
            if line.is_blank:
                if begun and (section != Section.BUDGET or _AMOUNT_ENDS.search(value[-1].plain)):
                    break
            elif (
                any(True for _ in self._headings(at))
                or label(line.plain)
                or self._opens(line)
                or _ENDS_VALUE.search(line.plain)
                or len(value) > _MAX_VALUE_LINES
            ):
                break
            else:
                value += split_cells(line)
                self.found.used.add(line.number)
                begun = True
            at += 1
        if begun:
            self.found.headers.append((section, value))
        self._open(Section.OTHER, "")
        self.waits = False
        return at

    def _opens(self, line: Line) -> bool:
        cells = split_cells(line)
        before = self.section, self.heading, self.waits, self.tells
        opened = self._with_value(cells[0]) if len(cells) == 1 else None
        self.section, self.heading, self.waits, self.tells = before
        return bool(opened) or any(label(cell.plain) for cell in cells)

    def _is_other_heading(self, at: int) -> bool:
        text = self.lines[at].plain.strip()
        if re.fullmatch(r"[<〈《].{1,40}[>〉》]", text):
            return True
        alone = all(not 0 <= near < len(self.lines) or self.lines[near].is_blank for near in (at - 1, at + 1))
        in_list = self.waits or self.section in (Section.HEAD, Section.CONTACT)
        return alone and not in_list and bool(_STANDALONE.match(text))

    def _row(self, section: Section, cell: Cell) -> None:
        self.found.rows.append(Row(section, cell, self.heading))
        if self.tells:
            self.found.prose.setdefault(section, []).append(cell.line)


_MAX_VALUE_LINES = 8
_AMOUNT_ENDS = re.compile(r"円|内数")
# A sentence or a list is no value of 分野 or 予算額.
_ENDS_VALUE = re.compile(r"^\s*[-✓✔・●○■<]|。\s*$")

"""補助率 in tables: a column 補助率 beside what it is of, or rows of payers below a row of conditions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .facts import Rate, Words, cite
from .figures import AMOUNT, FIXED, FRACTION, MARK, SHARE, mark_of, terms, yen
from .rates import payers
from .sections import MAX_CELLS, Cell

# What a column says of the rate in its row.
_COLUMNS = {
    "component": re.compile("事業名|区分|対象事業|事業区分|メニュー|補助事業"),
    "applicant": re.compile("事業主体|実施主体|補助対象者|対象者|交付対象者|整備主体|申請者"),
    "area": re.compile("対象地域|地域"),
    "condition": re.compile("条件|場合|要件"),
    "base": re.compile("対象経費|補助対象経費"),
    "cap": re.compile(r"(?P<of>補助)?(?:金額|額)?(?:上限額?|限度額)"),
    "rate": re.compile("(?:国庫)?補助率|負担割合|助成率|交付率"),
}
_WHOLE = re.compile(rf"(?P<rate>{FRACTION}|{FIXED})\s*(?P<mark>{MARK})?")
_CONDITION = re.compile(r"【([^【】]{1,60})】")
_PAID_FOR = re.compile(r"(?:場合|ため)の(?P<base>[^\s、。の]{1,12}費)(?:用)?(?:の一部)?を補助")
# Columns that say nothing of whom, where or when a rate is for.
_ASIDE = re.compile("|番号|No\\.?|#|(?:事業)?(?:内容|概要)|備考|予算額?|年度")
_NUMBER = re.compile(r"^[①-⑳]$|^\(?\d{1,2}\)?$")


@dataclass
class Table:
    """The columns of a table with 補助率, and what the last row with a name said."""

    columns: list[str]
    of_cap: str = "not_stated"
    words: Words = field(default_factory=dict)
    conditions: list[str] = field(default_factory=list)
    begun: int = 0


def table_cells(cell: Cell) -> list[Cell]:
    """All cells of a row, empty ones too: their place tells their column."""
    bar = "|" if cell.plain.count("|") > 1 else "\t"
    if cell.plain.count(bar) > MAX_CELLS:
        return [cell.strip()]
    start = 1 if bar == "|" and cell.plain.startswith("|") else 0
    found = []
    for part in cell.plain[start:].split(bar):
        found.append(cell.cut(start, start + len(part)).strip())
        start += len(part) + 1
    return found


def header_of(row: list[Cell]) -> Table | None:
    """The table that a row of headings opens; None for any other row."""
    columns, of_cap = [], "not_stated"
    for cell in row:
        name = next((n for n, p in _COLUMNS.items() if p.fullmatch(re.sub(r"\s", "", cell.plain))), "")
        if not name and not _ASIDE.fullmatch(re.sub(r"\s", "", cell.plain)):
            name = "else"
        columns.append(name)
        if name == "cap" and cell.plain.startswith("補助"):
            of_cap = "subsidy"
    if columns.count("condition") == 0 and columns.count("else") == 1:
        columns[columns.index("else")] = "condition"
    named = [column for column in columns if column]
    told = "rate" in named and len(named) > 1 and "else" not in named
    return Table(columns, of_cap) if told else None


def read_row(table: Table, row: list[Cell], line: int) -> Iterator[Rate]:
    """The rates of one row of a table. Names and conditions hold for the rows below them; where conditions
    and groups of shares do not pair, nothing is read.
    """
    at = table.columns.index("rate")
    left, right = row[:at], row[at:]
    if any(re.search(SHARE, cell.plain) for cell in left):
        return
    if any(cell.plain for cell in left):
        if table.words.keys() - _names(table, left).keys():
            return  # a cell is empty that was filled above: of the same, or of all?
        table.words, table.conditions, table.begun = _names(table, left), [], line
    conditions = [c for cell in right for c in _conditions_of(cell)]
    if conditions:
        table.conditions, table.begun = conditions, table.begun or line
        return
    yield from _simple(table, row, at, line) or _groups(table, right, line)


def _names(table: Table, cells: list[Cell]) -> Words:
    words: Words = {}
    for column, cell in zip(table.columns, cells, strict=False):
        paid = _PAID_FOR.search(cell.plain)
        if paid:
            words.setdefault("base", cell.printed[paid.start("base") : paid.end("base")])
        said = column in ("component", "applicant", "area", "condition", "base") and cell.plain
        if said and len(cell.plain) <= 120 and not (column == "component" and _NUMBER.match(cell.plain)):
            words[column] = " ".join(cell.printed.split())
    return words


def _conditions_of(cell: Cell) -> list[str]:
    return [cell.printed[m.start(1) : m.end(1)] for m in _CONDITION.finditer(cell.plain)]


def _simple(table: Table, row: list[Cell], at: int, line: int) -> list[Rate]:
    """One share in the column 補助率, with the cap of its row."""
    cell = row[at] if at < len(row) else None
    match = _WHOLE.fullmatch(cell.plain) if cell else None
    if not cell or not match or any(re.search(SHARE, c.plain) for c in row[at + 1 :]):
        return []
    share = None if match["rate"] == FIXED else terms(match["rate"])
    if share is None and match["rate"] != FIXED:
        return []
    words = dict(table.words)
    for column, other in zip(table.columns[at + 1 :], row[at + 1 :], strict=False):
        if column in ("applicant", "area", "condition") and other.plain:
            words[column] = " ".join(other.printed.split())
    cap = None
    if "cap" in table.columns:
        place = table.columns.index("cap")
        found = re.fullmatch(AMOUNT, row[place].plain) if place < len(row) else None
        cap = yen(found[0]) if found else None
    first = table.begun if 0 < line - table.begun < 12 else line
    return [
        Rate(
            cite=cite(first, line, cell.printed),
            terms=share,
            mark=mark_of(match["mark"]),
            cap_yen=cap,
            cap_of=table.of_cap if cap is not None else "",
            **words,
        )
    ]


def _groups(table: Table, cells: list[Cell], line: int) -> list[Rate]:
    filled = [cell for cell in cells if cell.plain]
    if not filled:
        return []
    shares = payers(
        Cell(line, "\t".join(c.printed for c in filled), "\t".join(c.plain for c in filled)),
    )
    if len(shares) != max(1, len(table.conditions)):
        return []
    first = table.begun if 0 <= line - table.begun < 12 else line
    rates = []
    for number, (state, others, mark) in enumerate(shares):
        words = dict(table.words)
        if table.conditions:
            words["condition"] = table.conditions[number]
        literal = _literal(filled, number)
        rates.append(Rate(cite=cite(first, line, literal), terms=state, shares=others, mark=mark, **words))
    return rates


def _literal(cells: list[Cell], number: int) -> str:
    """The cells of one group of payers, as printed."""
    groups: list[list[str]] = []
    for cell in cells:
        if cell.plain.startswith("国"):
            groups.append([])
        if groups:
            groups[-1].append(cell.printed)
    return " ".join(groups[number]) if number < len(groups) else cells[0].printed

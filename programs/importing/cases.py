"""事例: titles and places where a line or a table says that it is one."""

import re
from collections.abc import Iterator
from itertools import islice

from programs.ingest import parse

from .facts import Case, cite
from .rate_tables import table_cells
from .sections import YEAR, Cell, Row

_TITLE = re.compile(
    r"^[<(〈《【]?\s*(?:活用|優良|取組)?事例\s*(?:[①-⑳]|\d{1,2})\s*[)〉》】>:.]?\s*(?P<title>[^。]{2,80}?)\s*[>〉》】]?$"
)
_PLACE = re.compile(r"^(?:実施|実証|活用|対象)?(?:地域|場所|自治体)$|^団体名$|^所在地$")
_ROLE = re.compile(r"請負者|受託者|実施団体(?:代表)?|その他実施団体|代表団体|実施主体|事業者名|団体名")
_TABLE_TITLE = re.compile(r"件名|事例名|取組名|実証名|事業名|案件名|テーマ")
_NUMBERED = re.compile(r"^\(?\d{1,3}[.)]?\s+|^[①-⑳]\s*")
_OF_YEAR = re.compile(rf"(?P<year>{YEAR})(?:\s*実証)?(?:事業|事例|採択|活用事例|実施)")
_TOWN = re.compile(
    r"[^\s、,/]{2,20}?[都道府県](?:[^\s、,/]{1,10}[市区町村])?(?:全域)?|[^\s、,/]{1,10}[市区町村](?:全域)?"
)
# Rows of a case's table stand close below its title.
_NEAR = 12
MAX_CASES = 500


def read_cases(rows: list[Row]) -> tuple[list[Case], set[int]]:
    """The cases of one page and the lines that told them; a title that is printed twice is one case."""
    found: dict[str, Case] = {}
    used: set[int] = set()
    for case, lines in islice((*_tables(rows), *_titled(rows)), MAX_CASES):
        used |= lines
        found.setdefault(parse.fold(case.title), case)
    return list(found.values()), used


def _tables(rows: list[Row]) -> Iterator[tuple[Case, set[int]]]:
    """Tables of cases: a column of titles (件名) and one of places or organisations."""
    columns: list[str] = []
    for at, row in enumerate(rows):
        cells = table_cells(row.cell)
        if len(cells) < 2:
            columns = []
            continue
        names = [_column(cell.plain) for cell in cells]
        if "title" in names and ("place" in names or "role" in names):
            columns, roles, heading = names, [cell.printed for cell in cells], row.line
            year = _year_above(rows, at)
            continue
        if not columns or len(cells) != len(columns):
            continue
        by_name = dict(zip(columns, cells, strict=True))
        title = by_name["title"]
        number = _NUMBERED.match(title.plain)
        title = title.cut(number.end() if number else 0).strip()
        if not 2 <= len(title.plain) <= 200:
            continue
        yield (
            Case(
                cite=cite(row.line, row.line, title.printed),
                title=title.printed,
                fiscal_year=year,
                places=_places(by_name["place"]) if "place" in by_name else (),
                organizations=tuple(
                    (cell.printed, role)
                    for name, cell, role in zip(columns, cells, roles, strict=True)
                    if name == "role" and 2 <= len(cell.printed) <= 120
                ),
            ),
            {row.line, heading},
        )


def _column(heading: str) -> str:
    heading = re.sub(r"\s", "", heading)
    if _TABLE_TITLE.fullmatch(heading):
        return "title"
    if _PLACE.match(heading) and heading != "団体名":
        return "place"
    return "role" if _ROLE.fullmatch(heading) else ""


def _year_above(rows: list[Row], at: int) -> int | None:
    for row in (rows[at], *reversed(rows[max(0, at - 2) : at])):
        match = _OF_YEAR.search(row.cell.plain) or _OF_YEAR.search(row.heading)
        if match:
            return parse.fiscal_year(re.sub(r"年?度?$", "", match["year"].strip()))
    return None


def _titled(rows: list[Row]) -> Iterator[tuple[Case, set[int]]]:
    """「（事例1）…」 with the rows of places and organisations below it."""
    starts = [at for at, row in enumerate(rows) if _TITLE.match(row.cell.plain.strip())]
    for at, after in zip(starts, [*starts[1:], len(rows)][: len(starts)], strict=True):
        cell = rows[at].cell.strip()
        match = _TITLE.match(cell.plain)
        assert match
        title = cell.printed[match.start("title") : match.end("title")]
        places: tuple[str, ...] = ()
        organizations: list[tuple[str, str]] = []
        used = {cell.line}
        for row in rows[at + 1 : after]:
            cells = table_cells(row.cell)
            if row.line - cell.line > _NEAR or len(cells) != 2:
                continue
            label, value = cells
            if _PLACE.match(label.plain) and not places:
                places = _places(value)
                used |= {row.line} if places else set()
            elif _ROLE.fullmatch(label.plain) and 2 <= len(value.printed) <= 120:
                organizations.append((value.printed, label.printed))
                used.add(row.line)
        last = max(used)
        yield (
            Case(
                cite=cite(cell.line, last if last - cell.line < _NEAR else cell.line, title),
                title=title,
                fiscal_year=None,
                places=places,
                organizations=tuple(organizations),
            ),
            used,
        )


def _places(cell: Cell) -> tuple[str, ...]:
    """Places of a cell, one a printed name; a cell that holds more than names holds none for us."""
    parts = list(re.finditer(r"[^\s、,/]+", cell.plain))
    if not parts or any(not _TOWN.match(m[0]) or len(m[0]) > 60 for m in parts):
        return ()
    return tuple(dict.fromkeys(cell.printed[m.start() : m.end()] for m in parts))

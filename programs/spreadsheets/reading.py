"""An uploaded file as lines of cells, and all that is wrong with its form. Nothing is compared here."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from typing import Any

from openpyxl import load_workbook

from .cells import Cell, Unreadable, read, unescaped, unguarded
from .precheck import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TEXT,
    SAVE_AS_XLSX,
    Refused,
    check_workbook,
    checked_text,
    column_letters,
    is_workbook,
)
from .tables import BY_NAME, TABLES, Table, Vocabulary


@dataclass(frozen=True)
class Problem:
    """What keeps a file from being taken in. An empty `column` is the whole row, line 0 the whole sheet."""

    sheet: str
    line: int
    column: str
    message: str


@dataclass(frozen=True)
class Wrong:
    """A cell that is refused whatever its column holds."""

    message: str


@dataclass
class Line:
    """One row of a sheet; `unreadable` are the headers of cells that have a problem already."""

    table: Table
    number: int
    cells: dict[str, Cell]
    letters: dict[str, str]
    unreadable: set[str] = field(default_factory=set)

    def place(self, header: str) -> str:
        """「H列 金額（円）」."""
        return f"{self.letters[header]}列 {header}"


@dataclass
class Reading:
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


RawRows = Iterable[Sequence[Any]]


def read_file(data: bytes, vocabulary: Vocabulary) -> Reading:
    """The lines of a workbook or of one CSV; raises `Refused` for a file that is not read at all."""
    reading = Reading()
    if is_workbook(data):
        check_workbook(data)
        sheets, known = _sheets(data), "・".join(BY_NAME)
        if not any(name in BY_NAME for name, _ in sheets):
            raise Refused(f"取り込めるシートがありません。シートの名前は、{known}のどれかにしてください。")
        for name, rows in sheets:
            if name in BY_NAME:
                _read_sheet(reading, BY_NAME[name], name, rows, vocabulary)
            else:
                message = f"このシートは取り込めません。取り込めるのは、{known}だけです。"
                reading.problems.append(Problem(name, 0, "", message))
    else:
        rows = _csv_rows(checked_text(data))
        table = _table_of(rows[0] if rows else [])
        _read_sheet(reading, table, table.name, rows, vocabulary)
    return reading


def _sheets(data: bytes) -> list[tuple[str, list[Sequence[Any]]]]:
    """Name and rows of each sheet, with a row and a column more than is allowed, to see that there are."""
    try:
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        return [
            (sheet.title, [[_raw(cell) for cell in row] for row in _limited(sheet)])
            for sheet in book.worksheets
        ]
    except Exception as error:
        # A damaged file makes openpyxl raise whatever its parts stumble over.
        raise Refused(f"Excelのブックとして読めません。{SAVE_AS_XLSX}") from error


def _limited(sheet: Any) -> Iterator[Sequence[Any]]:
    # Limits of our own: the size that a sheet declares may be absent or untrue.
    rows: Iterator[Sequence[Any]] = sheet.iter_rows(
        min_row=1, max_row=MAX_ROWS + 2, min_col=1, max_col=MAX_COLUMNS + 1
    )
    return rows


def _raw(cell: Any) -> Any:
    if cell.data_type == "f":
        return Wrong("数式が入っています。数式ではなく、値を入力してください。")
    if cell.data_type == "e":
        return Wrong(f"エラー値（{cell.value}）が入っています。値を入力し直してください。")
    if not isinstance(cell.value, str):
        return cell.value
    text = unescaped(cell.value)
    return Wrong("使えない文字が入っています。入力し直してください。") if "\0" in text else text


def _csv_rows(text: str) -> list[Sequence[Any]]:
    rows: list[Sequence[Any]] = []
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if len(rows) > MAX_ROWS + 1:
                break
            rows.append([unguarded(cell) for cell in row[: MAX_COLUMNS + 1]])
    except csv.Error:
        raise Refused(
            f'CSVとして読めません（{reader.line_num}行目の近く）。引用符（"）の閉じ忘れがないか確かめてください。'
        ) from None
    return rows


def _table_of(header: Sequence[Any]) -> Table:
    """The table that the header of a CSV is of; raises `Refused` when it is of none."""
    found = {str(cell).strip() for cell in header}
    best = max(TABLES, key=lambda table: len(found & table.by_header.keys()))
    if len(found & best.by_header.keys()) * 2 < len(best.columns):
        raise Refused(
            "どの表のCSVか分かりません。1行目に、書き出したときの見出しをそのまま残してください"
            "（列はコンマで区切ります）。"
        )
    return best


def _read_sheet(
    reading: Reading, table: Table, name: str, rows: Sequence[Sequence[Any]], vocabulary: Vocabulary
) -> None:
    headers = _headers(reading, table, name, rows[0] if rows else [])
    filled = [(number, row) for number, row in enumerate(rows[1:], 2) if any(map(_is_filled, row))]
    if filled and filled[-1][0] > MAX_ROWS + 1:
        message = f"行が多すぎます（見出しと{MAX_ROWS:,}行まで）。"
        reading.problems.append(Problem(name, filled[-1][0], "", message))
    elif headers is not None:
        choices = {column.header: column.choices(vocabulary) for column in table.columns}
        for number, row in filled:
            reading.lines.append(_read_line(reading, table, number, row, headers, choices))


def _is_filled(raw: Any) -> bool:
    return raw is not None and raw != ""


def _headers(reading: Reading, table: Table, name: str, row: Sequence[Any]) -> dict[int, str] | None:
    """Place → header; None, with problems noted, unless each column of the table is there once."""
    found: dict[int, str] = {}
    problems = []
    for place, raw in enumerate(row):
        if not _is_filled(raw):
            continue
        header, letter = str(raw).strip() if isinstance(raw, str) else "", column_letters(place + 1)
        if isinstance(raw, Wrong):
            problems.append((f"{letter}列", raw.message))
        elif header not in table.by_header:
            problems.append((f"{letter}列", f"「{header or raw}」という見出しの列は、この表にありません。"))
        elif header in found.values():
            problems.append((f"{letter}列", f"「{header}」の列が2つあります。"))
        else:
            found[place] = header
    missing = [header for header in table.by_header if header not in found.values()]
    if missing:
        problems.append(("", f"見出しの列がありません：{'、'.join(missing)}"))
    reading.problems += [Problem(name, 1, column, message) for column, message in problems]
    return None if problems else found


def _read_line(
    reading: Reading,
    table: Table,
    number: int,
    row: Sequence[Any],
    headers: dict[int, str],
    choices: dict[str, Any],
) -> Line:
    letters = {header: column_letters(place + 1) for place, header in headers.items()}
    line = Line(table, number, dict.fromkeys(table.by_header), letters)

    def note(column: str, message: str) -> None:
        reading.problems.append(Problem(table.name, number, column, message))

    for place, raw in enumerate(row):
        if place not in headers:
            if _is_filled(raw):
                note(f"{column_letters(place + 1)}列", "見出しのない列に値があります。")
            continue
        header = headers[place]
        try:
            if isinstance(raw, Wrong):
                raise Unreadable(raw.message)
            if isinstance(raw, str) and len(raw) > MAX_TEXT:
                raise Unreadable(f"文字が多すぎます（1つのセルに{MAX_TEXT:,}字まで）。")
            line.cells[header] = read(table.by_header[header].kind, raw, choices[header])
        except Unreadable as error:
            note(line.place(header), str(error))
            line.unreadable.add(header)
    return line

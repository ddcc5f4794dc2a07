"""The export: what is being edited, as one workbook or as one CSV a table."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from programs.exports import BOM, FORMULA_STARTS
from programs.models import Office, Program

from .cells import EXACT, MARK, Cell, Kind, escaped, guarded
from .precheck import MAX_ROWS
from .surroundings import rows_to_edit
from .tables import TABLES, Column, Table, Vocabulary

FORMATS = {Kind.YEN: "#,##0", Kind.YEAR: "0", Kind.NUMBER: "0", Kind.DAY: "yyyy/mm/dd"}
HEAD = PatternFill("solid", fgColor="D9E6F7")
FIXED = PatternFill("solid", fgColor="EDEDED")
# Longer lists than this cannot stand in a cell's rule (Excel).
LONGEST_LIST = 255


def chosen_programs(codes: Sequence[str] | None = None, office: Office | None = None) -> list[Program]:
    """The rows to edit: of all entries, of those with these codes, or of those that name an office."""
    found = Program.objects.entries()
    if codes is not None:
        found = found.filter(code__in=codes)
    if office is not None:
        found = found.filter(editions__editionoffices__office=office).distinct()
    return list(rows_to_edit(found).values())


def rows(table: Table, programs: Iterable[Program]) -> Iterable[dict[str, Cell]]:
    for row in table.rows_of(programs):
        yield table.cells(row)


def csv_text(table: Table, programs: Iterable[Program]) -> str:
    """One table as CSV for Excel: UTF-8 with a byte order mark, CRLF, text that cannot become a formula."""
    file = StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([column.header for column in table.columns])
    for cells in rows(table, programs):
        writer.writerow([_csv_cell(cell) for cell in cells.values()])
    return BOM + file.getvalue()


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def workbook_bytes(programs: Sequence[Program]) -> bytes:
    """All four tables as an XLSX workbook."""
    vocabulary = Vocabulary.load()
    book = Workbook()
    book.remove(book.active)
    for table in TABLES:
        _write_sheet(book.create_sheet(table.name), table, programs, vocabulary)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write_sheet(sheet: Worksheet, table: Table, programs: Sequence[Program], vocabulary: Vocabulary) -> None:
    sheet.freeze_panes = "A2"
    for place, column in enumerate(table.columns, 1):
        head = sheet.cell(1, place, column.header)
        head.font, head.fill = Font(bold=True), HEAD
        head.alignment = Alignment(wrap_text=True, vertical="top")
        _dress_column(sheet, place, column, vocabulary)
    for line, cells in enumerate(rows(table, programs), 2):
        for place, column in enumerate(table.columns, 1):
            _write_cell(sheet, line, place, column, cells[column.header])
    last = get_column_letter(len(table.columns))
    sheet.auto_filter.ref = f"A1:{last}{max(sheet.max_row, 2)}"


def _dress_column(sheet: Worksheet, place: int, column: Column, vocabulary: Vocabulary) -> None:
    """Its width, the format of rows that an editor adds, and the list to choose from."""
    letter = get_column_letter(place)
    sheet.column_dimensions[letter].width = column.width
    sheet.column_dimensions[letter].number_format = FORMATS.get(column.kind, "@")
    choices = [MARK] if column.kind is Kind.MARK else list(column.choices(vocabulary))
    listed = ",".join(choices)
    is_plain = not any(set(choice) & {",", '"'} for choice in choices)
    if choices and column.kind is not Kind.CHOICES and len(listed) <= LONGEST_LIST and is_plain:
        rule = DataValidation("list", formula1=f'"{listed}"', allow_blank=True)
        rule.error = "一覧から選んでください。"
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{MAX_ROWS + 1}")


def _write_cell(sheet: Worksheet, line: int, place: int, column: Column, cell: Cell) -> None:
    if cell is None:
        written = sheet.cell(line, place)
    elif isinstance(cell, str) or (isinstance(cell, int) and abs(cell) >= EXACT):
        text = str(cell)
        written = sheet.cell(line, place, escaped(text))
        # A text cell, whatever the text looks like; Excel keeps it one when an editor opens it to type.
        written.data_type = "s"
        written.quotePrefix = text.startswith(FORMULA_STARTS)
    else:
        written = sheet.cell(line, place, cell)
    written.number_format = FORMATS.get(column.kind, "@")
    if not column.field:
        written.fill = FIXED

"""Workbooks as an editor and as an attacker would send them."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from programs.models import Program
from programs.spreadsheets.tables import TABLES, Table
from programs.spreadsheets.writing import chosen_programs, workbook_bytes
from tests import factories

# The citation of a row that an editor adds.
CITED = {"資料の記号": "Z", "始めの行": 30, "終わりの行": 30, "印刷の字句": "15億円"}


def public_program() -> Program:
    """Public, with one fact of each table."""
    program = factories.ProgramFactory(published=True, code="hikari", name="光の事業")
    edition = program.editions.get()
    factories.BudgetLineFactory(edition=edition)
    factories.SubsidyRateFactory(edition=edition)
    factories.CallFactory(edition=edition)
    return program


def exported() -> bytes:
    return workbook_bytes(chosen_programs())


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def edited(change: Callable[[Workbook], Any], data: bytes | None = None) -> bytes:
    """The export, or `data`, after an editor opened it, changed it and saved it."""
    book = load_workbook(BytesIO(data or exported()))
    change(book)
    return saved(book)


def headers(sheet: Worksheet) -> list[str]:
    return [cell.value for cell in sheet[1]]


def set_cells(sheet: Worksheet, line: int, **values: Any) -> None:
    """Types into the cells of one row; a header is named without what stands in brackets."""
    places = {header.split("（")[0]: place for place, header in enumerate(headers(sheet), 1)}
    for name, value in values.items():
        sheet.cell(line, places[name]).value = value


def append(sheet: Worksheet, **values: Any) -> int:
    """Types a new row below the others; returns its number."""
    line = sheet.max_row + 1
    set_cells(sheet, line, **values)
    return line


def empty_workbook(*tables: Table) -> bytes:
    """Sheets with nothing but their headers."""
    book = Workbook()
    book.remove(book.active)
    for table in tables or TABLES:
        book.create_sheet(table.name).append([column.header for column in table.columns])
    return saved(book)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: dict[str, bytes], **options: Any) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, part in members.items():
            archive.writestr(name, part)
    return file.getvalue()


def with_part(name: str, part: bytes, data: bytes | None = None) -> bytes:
    """A workbook with one part put in or replaced."""
    return zipped({**parts(data or empty_workbook()), name: part})


def with_sheet_xml(xml: bytes) -> bytes:
    """A workbook whose first sheet is this XML."""
    return with_part("xl/worksheets/sheet1.xml", xml)


SHEET = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData>'
    b"%s</worksheet>"
)

"""Hostile files: refused before openpyxl sees a byte of them."""

import random
import zipfile
from io import BytesIO

import openpyxl
import pytest
from openpyxl import Workbook

from programs.spreadsheets import precheck, reading
from programs.spreadsheets.precheck import MAX_BYTES, MAX_ROWS, Refused
from programs.spreadsheets.reading import read_file
from programs.spreadsheets.tables import Vocabulary
from tests.programs.spreadsheet_files import (
    SHEET,
    edited,
    empty_workbook,
    parts,
    saved,
    with_part,
    with_sheet_xml,
    zipped,
)

NOTHING = Vocabulary({}, {}, {})
BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "&%c;&%c;">' % (n + 1, n, n) for n in range(ord("a"), ord("y")))
    + b"]><worksheet>&y;</worksheet>"
)


@pytest.fixture
def parser_calls(monkeypatch):
    """What was handed to openpyxl."""
    calls = []
    monkeypatch.setattr(reading, "load_workbook", lambda *args, **kwargs: calls.append(args))
    return calls


def bomb() -> bytes:
    """500 MB of spaces in one sheet."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts(empty_workbook()).items():
            archive.writestr(name, part)
        with archive.open("xl/worksheets/sheet9.xml", "w", force_zip64=True) as sheet:
            for _ in range(500):
                sheet.write(b" " * 1024 * 1024)
    return file.getvalue()


def understated(data: bytes) -> bytes:
    """The bomb again, whose directory says that its sheet is small."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 20] + (5_000_000).to_bytes(4, "little") * 2 + data[at + 28 :]


def incompressible(size: int) -> bytes:
    return random.Random(1).randbytes(size)


def encrypted() -> bytes:
    data = bytearray(empty_workbook())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def doubled() -> bytes:
    file = BytesIO(empty_workbook())
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", parts(empty_workbook())["xl/workbook.xml"])
    return file.getvalue()


def macro_type() -> bytes:
    name = "[Content_Types].xml"
    return with_part(name, parts(empty_workbook())[name].replace(b"sheet.main", b"sheet.macroEnabled.main"))


def merged() -> bytes:
    def merge(book):
        book["予算額"].merge_cells("F2:F3")

    return edited(merge, empty_workbook())


def million_columns() -> bytes:
    return with_sheet_xml(SHEET % (b'<row r="1">' + b"<c/>" * 1_000_000 + b"</row>", b""))


def far_cell() -> bytes:
    return with_sheet_xml(SHEET % (b'<row r="1"><c r="XFD1" t="n"><v>1</v></c></row>', b""))


def far_row() -> bytes:
    return with_sheet_xml(SHEET % (b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>', b""))


def many_rows() -> bytes:
    book = Workbook()
    for number in range(MAX_ROWS + 2):
        book.active.append([number])
    return saved(book)


def noisy(tag: bytes, count: int) -> bytes:
    """Tags with numbers that do not compress away."""
    numbers = random.Random(1)
    return b"".join(b"<%s n='%d'/>" % (tag, numbers.getrandbits(20)) for _ in range(count))


HOSTILE = {
    "empty": (lambda: b"", "空です"),
    "too big": (lambda: b"PK\x03\x04" + b"0" * MAX_BYTES, "2MBまで"),
    "old or encrypted": (lambda: precheck.OLE_MAGIC + b"0" * 5000, "古い形式"),
    "no zip": (lambda: b"PK\x03\x04 nothing of the kind", "壊れている"),
    "cut off": (lambda: empty_workbook()[:3000], "壊れている"),
    "another zip": (lambda: zipped({"a.txt": b"a"}), "Excelのブックではありません"),
    "500 MB": (bomb, "20MBまで"),
    "500 MB, understated": (lambda: understated(bomb()), "普通ではない|壊れている|20MBまで"),
    "one part packed too well": (
        lambda: with_part("xl/worksheets/sheet9.xml", b" " * 9_000_000),
        "圧縮のしかた",
    ),
    "61 parts": (
        lambda: zipped({**parts(empty_workbook()), **{f"xl/{n}.xml": b"<a/>" for n in range(60)}}),
        "部品が多すぎます",
    ),
    "a file in itself, many times": (
        lambda: zipped({f"{n}.zip": empty_workbook() for n in range(61)}),
        "部品が多すぎます",
    ),
    "macro": (lambda: with_part("xl/vbaProject.bin", b"VBA"), "マクロ"),
    "macro by type": (macro_type, "マクロ"),
    "macro sheet": (lambda: with_part("xl/macrosheets/sheet1.xml", b"<a/>"), "マクロ"),
    "external link": (lambda: with_part("xl/externalLinks/externalLink1.xml", b"<a/>"), "リンク"),
    "embedded": (lambda: with_part("xl/embeddings/oleObject1.bin", b"a"), "埋め込まれた"),
    "encrypted part": (encrypted, "パスワード"),
    "same name twice": (doubled, "同じ名前"),
    "same name in capitals": (lambda: with_part("xl/WORKBOOK.xml", b"<a/>"), "同じ名前"),
    "absolute name": (lambda: with_part("/etc/passwd", b"a"), "使えない名前"),
    "name above": (lambda: with_part("xl/../../a.xml", b"<a/>"), "使えない名前"),
    "name of a drive": (lambda: with_part("C:a.xml", b"<a/>"), "使えない名前"),
    "billion laughs": (lambda: with_sheet_xml(BILLION_LAUGHS), "DOCTYPE"),
    "entity in a part of another kind": (lambda: with_part("xl/x.bin", BILLION_LAUGHS), "DOCTYPE"),
    "entity in UTF-16": (lambda: with_sheet_xml(BILLION_LAUGHS.decode().encode("utf-16")), "UTF-8"),
    "EBCDIC": (lambda: with_sheet_xml(b'<?xml version="1.0" encoding="cp037"?><a/>'), "UTF-8"),
    "merged cells": (merged, "F2:F3"),
    "a million columns": (million_columns, "列が多すぎます|圧縮"),
    "a cell far to the right": (far_cell, "列が多すぎます"),
    "a cell far down": (far_row, "行が多すぎます"),
    "too many rows": (many_rows, "行が多すぎます"),
    "too many styles": (
        lambda: with_part("xl/styles.xml", b"<styleSheet>" + noisy(b"xf", 200_000) + b"</styleSheet>"),
        "書式など",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_never_reaches_the_parser(parser_calls, name):
    make, message = HOSTILE[name]
    with pytest.raises(Refused, match=message):
        read_file(make(), NOTHING)
    assert parser_calls == []


def test_a_plain_workbook_reaches_the_parser(parser_calls):
    precheck.check_workbook(empty_workbook())
    with pytest.raises(Refused):  # the double returns nothing to read
        read_file(empty_workbook(), NOTHING)
    assert len(parser_calls) == 1


def test_a_million_small_columns_are_told_by_their_number():
    """Too well packed to come so far in a file; the part itself is refused too."""
    with pytest.raises(Refused, match="列が多すぎます"):
        precheck._check_extent(b"<row>" + b"<c/>" * 1_000_000 + b"</row>")


def test_what_a_part_declares_of_its_size_is_not_believed(monkeypatch):
    monkeypatch.setattr(precheck, "MAX_UNPACKED", 100_000)
    monkeypatch.setattr(precheck, "_check_members", lambda members: None)
    with pytest.raises(Refused, match="20MBまで"):
        precheck.check_workbook(with_part("xl/worksheets/sheet9.xml", b" " * 200_000))


def test_openpyxl_reads_xml_by_defusedxml():
    assert openpyxl.DEFUSEDXML


@pytest.mark.parametrize("number", ["1048576", "1048576.0", "1E6"])
def test_a_sheet_without_its_size_is_read_to_the_limit_and_no_further(number):
    """openpyxl fills up the rows before one that calls itself the millionth."""
    row = b'<row r="%s"><c><v>1</v></c></row>' % number.encode()
    sheets = dict(reading._sheets(with_sheet_xml(SHEET % (row, b""))))  # past the check before the parser
    assert len(sheets["施策"]) == MAX_ROWS + 2


DAMAGED = [
    ("xl/workbook.xml", b"<workbook/>"),
    ("xl/workbook.xml", b"no xml"),
    ("xl/styles.xml", b"<a><b></a>"),
    ("xl/worksheets/sheet1.xml", SHEET % (b'<row r="1"><c r="A1" t="s"><v>7</v></c></row>', b"")),
    ("xl/worksheets/sheet1.xml", SHEET % (b'<row r="x"><c r="A1"><v>7</v></c></row>', b"")),
    ("xl/worksheets/sheet1.xml", SHEET % (b'<row r="1"><c r="A1" s="x"><v>7</v></c></row>', b"")),
    ("xl/worksheets/sheet1.xml", SHEET % (b'<row r="1"><c r="A1"><v>seven</v></c></row>', b"")),
]


@pytest.mark.parametrize(("name", "part"), DAMAGED)
def test_a_damaged_workbook_is_refused_in_words(name, part):
    with pytest.raises(Refused, match=r"ブックとして読めません|取り込めるシートがありません"):
        read_file(with_part(name, part), NOTHING)


CSV_FILES = {
    "Shift_JIS": ("施策の記号".encode("cp932"), "CSV UTF-8（コンマ区切り）"),
    "UTF-16": ("施策の記号".encode("utf-16"), "CSV UTF-8（コンマ区切り）"),
    "NUL": ("施策の記号\0".encode(), "NUL"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "UTF-8ではありません"),
    "of no table": (b"a,b,c\r\n1,2,3\r\n", "どの表のCSVか"),
    "nothing but a mark": (b"\xef\xbb\xbf", "どの表のCSVか"),
    "open quotation": ('"施策の記号\r\n'.encode(), "引用符"),
    "a field without end": (('"' + "あ" * 140_000 + '"').encode(), "CSVとして読めません"),
    "too big": (b"a," * MAX_BYTES, "2MBまで"),
}


@pytest.mark.parametrize("name", CSV_FILES)
def test_a_csv_that_cannot_be_read_says_what_to_do(name):
    data, message = CSV_FILES[name]
    with pytest.raises(Refused, match=message):
        read_file(data, NOTHING)


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ")])
def test_columns_are_named_as_in_excel(number, letters):
    assert precheck.column_letters(number) == letters
    assert precheck.column_number(letters) == number

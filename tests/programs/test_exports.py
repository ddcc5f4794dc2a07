"""CSV: what a spreadsheet makes of a cell, and that nothing is lost on the way."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from programs.exports import BOM, Column, csv_lines, guarded, in_words

FORMULAS = ["=1+1", "+A1", "-A1", "@SUM(A1)", "\tx", "\rx", "＝1+1", '=HYPERLINK("x","y")', "-", "=", "- 1"]


def read(text: str) -> list[list[str]]:
    """As a spreadsheet reads the bytes of a file."""
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_take_for_a_formula_begins_with_an_apostrophe(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("number", ["-5", "+5", "-5.25", "0"])
def test_a_number_stays_one(number):
    assert guarded(number) == number
    assert guarded(-5) == "-5"


@pytest.mark.parametrize("text", ["-5\n=1+1", "-5 ", "+８", "-1e5", "-5\r\n"])
def test_what_only_looks_like_a_number_is_guarded(text):
    assert guarded(text) == f"'{text}"


@given(st.text() | st.integers() | st.none())
@example("=cmd|' /C calc'!A0")
def test_no_cell_begins_as_a_formula_unless_it_is_a_number(cell):
    text = guarded(cell)
    if text[:1] in tuple("=+-@\t\r"):
        assert text.lstrip("+-").replace(".", "", 1).isdecimal()
        assert text.isascii()
    assert text.removeprefix("'") == ("" if cell is None else str(cell)).removeprefix("'")


@given(st.lists(st.tuples(st.text(), st.integers(), st.none()), max_size=5))
@example([('二行の\n"値",', 1, None), ("=1", -1, None)])
def test_every_cell_comes_back_from_the_file(records):
    columns = [Column(f"列{at}", lambda record, at=at: record[at]) for at in range(3)]
    text = "".join(csv_lines(columns, records))
    rows = read(text.encode().decode()) if text.isprintable() else read(text)
    assert rows[0] == ["列0", "列1", "列2"]
    assert rows[1:] == [[guarded(cell) for cell in record] for record in records]
    assert text.endswith("\r\n")


@pytest.mark.parametrize(("text", "words"), [("1/2", "2分の1"), ("定額", "定額"), ("a/b", "a/b"), ("/", "/")])
def test_a_fraction_is_not_left_to_be_read_as_a_day(text, words):
    assert in_words(text) == words

"""Cells: nothing that a spreadsheet runs or changes, and all of it read back as it was."""

import re
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from programs.exports import FORMULA_STARTS
from programs.spreadsheets.cells import (
    Kind,
    Unreadable,
    escaped,
    form_value,
    guarded,
    in_words,
    plain,
    read,
    unescaped,
    unguarded,
)

NASTY_STARTS = [
    *FORMULA_STARTS,
    "'",
    "''",
    "'=",
    "_x000D_",
    "_x005F_",
    "_x0041_",
    "2/3",
    "令和3年",
    " ",
    "\x0b",
]
# What a database may hold: PostgreSQL has no NUL, no encoding has half a character.
STORED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
NASTY = st.one_of(STORED, st.builds(lambda start, rest: start + rest, st.sampled_from(NASTY_STARTS), STORED))


@given(NASTY)
@example("'=1+1")
@example("''-")
def test_a_guard_is_taken_off_again(text):
    assert unguarded(guarded(text)) == text


@given(NASTY)
def test_no_text_of_a_csv_begins_like_a_formula(text):
    assert not guarded(text).startswith(FORMULA_STARTS)


@pytest.mark.parametrize(
    "text",
    ["2/3", "１／２", "0012", "3-4", "令和3年4月30日", "R3.4.30", "1E5", "50%", "12,345"],
)
def test_text_that_a_spreadsheet_would_take_for_a_figure_is_guarded(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["3,682百万円", "令和2年度事業", "5Gの整備", "2社以上", "約37億円"])
def test_other_text_is_left_alone(text):
    assert guarded(text) == text


@given(NASTY)
@example("_x005F_x0041_")
@example("\r")
def test_an_escape_is_taken_off_again(text):
    assert unescaped(escaped(text)) == text


@given(NASTY)
def test_a_workbook_keeps_text_as_text(text):
    text = plain(text)
    book = Workbook()
    cell = book.active["A1"]
    cell.value = escaped(text)
    cell.data_type = "s"
    file = BytesIO()
    book.save(file)
    [[found]] = load_workbook(file, read_only=True).active.iter_rows(min_row=1, max_row=1, max_col=1)
    assert found.data_type in ("s", "inlineStr", "n")  # an empty cell has no type
    assert unescaped(found.value or "") == text


@pytest.mark.parametrize(
    ("kind", "raw", "cell"),
    [
        (Kind.YEN, 3_682_000_000, 3_682_000_000),
        (Kind.YEN, 3682.0, 3682),
        (Kind.YEN, "3,682百万円", 3_682_000_000),
        (Kind.YEN, "１５円", 15),
        (Kind.YEN, "三十億", "三十億"),
        (Kind.YEN, " ", None),
        (Kind.YEAR, "令和3年度", 2021),
        (Kind.YEAR, 2021, 2021),
        (Kind.NUMBER, "２４", 24),
        (Kind.NUMBER, "9" * 30, "9" * 30),
        (Kind.DAY, datetime(2021, 4, 30), date(2021, 4, 30)),
        (Kind.DAY, "2021/4/30", date(2021, 4, 30)),
        (Kind.DAY, "令和3年4月30日", date(2021, 4, 30)),
        (Kind.DAY, "春ごろ", "春ごろ"),
        (Kind.TEXT, 12, "12"),
        (Kind.TEXT, "a\r\nb\rc", "a\nb\nc"),
        (Kind.TEXT, " a ", " a "),
        (Kind.MARK, "〇", "○"),
        (Kind.MARK, "", None),
        (Kind.CHOICE, " 当初 ", "当初"),
        (Kind.CHOICES, "補正；当初;当初", "当初;補正"),
    ],
)
def test_a_cell_is_read_as_its_column_holds_it(kind, raw, cell):
    assert read(kind, raw, {"当初": "initial", "補正": "supplementary"}) == cell


@pytest.mark.parametrize(
    ("kind", "raw", "message"),
    [
        (Kind.YEN, 0.5, "整数"),
        (Kind.YEN, True, "整数"),
        (Kind.YEN, datetime(2021, 4, 30), "整数"),
        (Kind.YEN, "1.45E+11", "桁が省かれて"),
        (Kind.TEXT, datetime(2021, 2, 3), "日付に変わって"),
        (Kind.TEXT, 0.6666, "文字ではない"),
        (Kind.TEXT, True, "文字ではない"),
        (Kind.DAY, 44316, "日付ではなく数値"),
        (Kind.DAY, datetime(2021, 4, 30, 12), "時刻"),
        (Kind.MARK, "はい", "○か空欄"),
        (Kind.CHOICE, "当 初", "選べません。次のどれか"),
        (Kind.CHOICES, "当初;別", "「別」は選べません"),
    ],
)
def test_a_cell_that_holds_something_else_is_told(kind, raw, message):
    with pytest.raises(Unreadable, match=message):
        read(kind, raw, {"当初": "initial"})


def test_changes_are_told_in_words():
    assert in_words(Kind.YEN, 3_682_000_000) == "3,682,000,000円（3,682百万円）"
    assert in_words(Kind.YEN, 5_001) == "5,001円"
    assert in_words(Kind.YEAR, 2021) == "令和3年度（2021年度）"
    assert in_words(Kind.DAY, date(2021, 4, 30)) == "令和3年（2021年）4月30日"
    assert in_words(Kind.NUMBER, 24) == "24"
    assert in_words(Kind.TEXT, None) == "（空欄）"


def test_a_form_gets_what_a_browser_would_send():
    choices = {"当初": "initial", "補正": "supplementary"}
    assert form_value(Kind.CHOICE, "当初", choices) == "initial"
    assert form_value(Kind.CHOICES, "当初;補正", choices) == ["initial", "supplementary"]
    assert form_value(Kind.CHOICES, None, choices) == []
    assert form_value(Kind.DAY, date(2021, 4, 30), {}) == "2021-04-30"
    assert form_value(Kind.MARK, None, {}) == ""
    assert re.fullmatch("[0-9]+", form_value(Kind.YEN, 3_682_000_000, {}))

"""Figures in English: exact, and the same as in Japanese."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from programs import display, english
from programs.presentation import writing
from programs.templatetags.languages import ja, lang_of

UNITS = {" million yen": 10**6, " yen": 1}
ERAS = {"令和": "Reiwa", "平成": "Heisei", "昭和": "Showa"}


@given(st.integers(0, 10**14) | st.integers(0, 10**8).map(lambda n: n * 10**4))
def test_an_amount_in_english_is_the_amount(amount):
    number, unit = english.amount_parts(amount)
    assert Decimal(number.replace(",", "")) * UNITS[unit] == amount


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (3_682_000_000, ("3,682", " million yen")),
        (35_250_000, ("35.25", " million yen")),
        (35_200_000, ("35.2", " million yen")),
        (1_050_000, ("1.05", " million yen")),
        (20_000_000, ("20", " million yen")),
        (1_000_000, ("1", " million yen")),
        (1_005_000, ("1,005,000", " yen")),
        (990_000, ("990,000", " yen")),
        (5_000, ("5,000", " yen")),
        (0, ("0", " yen")),
    ],
)
def test_amounts(amount, expected):
    assert english.amount_parts(amount) == expected
    assert english.budget_parts(amount) == expected


@given(st.integers(1927, 2100))
def test_a_fiscal_year_has_the_era_that_it_has_in_japanese(year):
    name, number = english.fiscal_year_aside(year).split()
    japanese = display.fiscal_year_short(year).removesuffix("年度").replace("元", "1")
    assert japanese == {v: k for k, v in ERAS.items()}[name] + number


def test_years_and_days():
    assert english.fiscal_year_short(2021) == "FY2021"
    assert english.fiscal_year_label(2021) == "FY2021 (Reiwa 3)"
    assert english.fiscal_year_label(2019) == "FY2019 (Reiwa 1)"
    assert english.fiscal_year_label(1920) == "FY1920"
    assert english.fiscal_year_label(None) == "fiscal year not stated"
    assert english.day_label(date(2021, 4, 30)) == "April 30, 2021"


@pytest.mark.parametrize(
    ("language", "label", "budget"),
    [
        ("ja", "令和3年度（2021年度）", ("3,682", "百万円")),
        ("en", "FY2021 (Reiwa 3)", ("3,682", " million yen")),
    ],
)
def test_the_language_in_use_chooses_how_figures_are_written(language, label, budget):
    with translation.override(language):
        assert writing.fiscal_year_label(2021) == label
        assert writing.budget_parts(3_682_000_000) == budget


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("ICT街づくり", 'ICT<span lang="ja">街づくり</span>'),
        ("Words: 光 5G 離島 (x)", 'Words: <span lang="ja">光 5G 離島</span> (x)'),
        ("<b>町</b>", '&lt;b&gt;<span lang="ja">町</span>&lt;/b&gt;'),
        ("5G", "5G"),
        ("", ""),
        (3, 3),
    ],
)
def test_japanese_is_marked_on_pages_of_another_language_alone(text, marked):
    with translation.override("en"):
        assert ja(text) == marked
    with translation.override("ja"):
        assert ja(text) is text


def test_the_attribute_stands_where_there_is_japanese():
    with translation.override("en"):
        assert lang_of("町") == ' lang="ja"'
        assert lang_of("Tokyo") == ""
    with translation.override("ja"):
        assert lang_of("町") == ""


def test_a_fraction_of_a_yen_is_written_whole():
    assert english.exact_number(Fraction(100_000_000, 3)) == "33,333,333 1/3"
    assert english.exact_number(Fraction(1, 3)) == "1/3"
    assert english.exact_number(Fraction(3000)) == "3,000"
    with translation.override("en"):
        assert writing.exact_number(Fraction(7, 2)) == "3 1/2"
    assert writing.exact_number(Fraction(7, 2)) == "3と1/2"

"""How figures are written for readers."""

from datetime import date
from fractions import Fraction

import pytest

from programs.display import (
    amount_parts,
    budget_parts,
    day_label,
    era_year,
    fiscal_year_label,
    fiscal_year_short,
    percent,
)
from programs.ingest import parse


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2021, "令和3年度"),
        (2020, "令和2年度"),
        (2019, "令和元年度"),
        (2018, "平成30年度"),
        (2015, "平成27年度"),
        (1989, "平成元年度"),
        (1988, "昭和63年度"),
    ],
)
def test_a_fiscal_year_has_the_name_documents_print(year, expected):
    assert fiscal_year_short(year) == expected


@pytest.mark.parametrize("year", range(1945, 2101))
def test_a_written_fiscal_year_reads_back(year):
    assert parse.fiscal_year(fiscal_year_short(year)) == year


def test_the_western_year_stands_beside_the_era():
    assert fiscal_year_label(2021) == "令和3年度（2021年度）"
    assert fiscal_year_label(None) == "年度の記載なし"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2021, 4, 30), "令和3年"),
        (date(2019, 5, 1), "令和元年"),
        (date(2019, 4, 30), "平成31年"),
        (date(1989, 1, 8), "平成元年"),
        (date(1989, 1, 7), "昭和64年"),
        (date(1926, 12, 25), "昭和元年"),
        (date(1926, 12, 24), "1926年"),
    ],
)
def test_eras_change_on_their_day(day, expected):
    assert era_year(day) == expected


def test_a_day_has_both_years():
    assert day_label(date(2021, 4, 30)) == "令和3年（2021年）4月30日"
    assert day_label(date(2019, 4, 1)) == "平成31年（2019年）4月1日"


@pytest.mark.parametrize(
    ("amount", "as_budget", "as_amount"),
    [
        (3_682_000_000, ("3,682", "百万円"), ("368,200", "万円")),
        (36_000_000, ("36", "百万円"), ("3,600", "万円")),
        (20_000_000, ("20", "百万円"), ("2,000", "万円")),
        (5_000_000, ("5", "百万円"), ("500", "万円")),
        (300_000, ("30", "万円"), ("30", "万円")),
        (5_000, ("5,000", "円"), ("5,000", "円")),
        (3_682_000_001, ("3,682,000,001", "円"), ("3,682,000,001", "円")),
        (0, ("0", "円"), ("0", "円")),
    ],
)
def test_yen_are_written_in_the_unit_people_say(amount, as_budget, as_amount):
    assert (budget_parts(amount), amount_parts(amount)) == (as_budget, as_amount)


@pytest.mark.parametrize("parts", [budget_parts, amount_parts])
@pytest.mark.parametrize(
    "amount", [0, 1, 9_999, 10_000, 1_230_000, 20_000_000, 123_000_000, 64_800_000_000, 10**12 + 1]
)
def test_a_written_amount_is_never_rounded(parts, amount):
    assert parse.yen("".join(parts(amount))) == amount


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (Fraction(2, 3), "66.667"),
        (Fraction(1, 2), "50.000"),
        (Fraction(1), "100.000"),
        (Fraction(1, 3), "33.333"),
    ],
)
def test_a_bar_is_as_wide_as_its_share(share, expected):
    assert percent(share) == expected

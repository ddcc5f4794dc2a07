"""Printed figures to exact values: what is read, and what is refused rather than guessed."""

import contextlib
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.choices import BudgetPhase
from programs.ingest.parse import (
    UnreadableFigure,
    budget_phase,
    calendar_day,
    fiscal_year,
    fold,
    fraction,
    line_span,
    share_terms,
    western_year,
    yen,
)

# No limit on the time of one example: a slow machine is no fault.
unhurried = settings(deadline=None)

FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("3,682百万円", 3_682_000_000),
        ("64.8億円", 6_480_000_000),
        ("1億2千万円", 120_000_000),
        ("２，０００万円", 20_000_000),
        ("約37億円", 3_700_000_000),
        ("1兆2,345億円", 1_234_500_000_000),
        ("3億5,000万円", 350_000_000),
        ("5千円", 5_000),
        ("12,345円", 12_345),
        ("12345円", 12_345),
        ("0.5百万円", 500_000),
        ("0円", 0),
        (" 3,682 百万円 ", 3_682_000_000),
        ("3,682百万", 3_682_000_000),
    ],
)
def test_yen(printed, expected):
    amount = yen(printed)
    assert amount == expected
    assert type(amount) is int


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "円",
        "約円",
        "数億円",
        "〇万円",
        "37億円程度",
        "3,682百万円の内数",
        "△5億円",
        "-5億円",
        "0.5円",
        "1.234567891億円",
        "3,68,2百万円",
        "3,6821円",
        ",682円",
        "1,円",
        "3.百万円",
        "2千5百万円",
        "1億2億円",
        "1百万2億円",
        "1億円2千万円",
        "2/3",
    ],
)
def test_yen_refuses_to_guess(printed):
    with pytest.raises(UnreadableFigure, match="金額として読めません"):
        yen(printed)


@unhurried
@given(st.integers(0, 10**16))
def test_yen_written_with_commas_read_back(amount):
    assert yen(f"{amount:,}円") == yen(f"{amount}円") == amount
    assert yen(f"約{amount:,}円".translate(FULL_WIDTH)) == amount


@unhurried
@given(
    st.integers(0, 10**9),
    st.integers(0, 99),
    st.sampled_from([("千円", 10**3), ("万円", 10**4), ("百万円", 10**6), ("億円", 10**8), ("兆円", 10**12)]),
)
def test_yen_written_with_a_unit_read_back(whole, hundredths, unit):
    word, size = unit
    assert yen(f"{whole:,}{word}") == whole * size
    assert yen(f"{whole:,}.{hundredths:02}{word}") == whole * size + hundredths * size // 100


@unhurried
@given(st.integers(1, 9999), st.integers(1, 9999), st.integers(1, 9999))
def test_yen_written_in_parts_read_back(oku, man, rest):
    assert yen(f"{oku:,}億{man:,}万{rest:,}円") == oku * 10**8 + man * 10**4 + rest


@unhurried
@given(st.text("0123456789０１,.，億万千百兆円約 /", max_size=12))
def test_any_text_is_an_amount_or_refused(text):
    try:
        amount = yen(text)
    except UnreadableFigure:
        return
    assert type(amount) is int
    assert amount >= 0


@pytest.mark.parametrize(
    ("printed", "expected", "terms"),
    [
        ("2/3", Fraction(2, 3), (2, 3)),
        ("２／３", Fraction(2, 3), (2, 3)),
        ("2分の1", Fraction(1, 2), (1, 2)),
        ("10分の5", Fraction(1, 2), (5, 10)),
        ("10分の10", Fraction(1), (10, 10)),
        ("10/10", Fraction(1), (10, 10)),
        ("5/10", Fraction(1, 2), (5, 10)),
        ("0.5", Fraction(1, 2), (1, 2)),
        ("0.7", Fraction(7, 10), (7, 10)),
        ("1", Fraction(1), (1, 1)),
        (" 1 / 3 ", Fraction(1, 3), (1, 3)),
    ],
)
def test_shares(printed, expected, terms):
    assert fraction(printed) == expected
    assert share_terms(printed) == terms


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("4/3", "1以下"),
        ("2分の3", "1以下"),
        ("1.5", "1以下"),
        ("0", "0より大きく"),
        ("0/3", "0より大きく"),
        ("-1/2", "0より大きく"),
        ("1/0", "割合として読めません"),
        ("", "割合として読めません"),
        ("定額", "割合として読めません"),
        ("50%", "割合として読めません"),
        ("1/2以内", "割合として読めません"),
        ("三分の二", "割合として読めません"),
    ],
)
def test_shares_that_are_none_are_refused(printed, reason):
    for read in (fraction, share_terms):
        with pytest.raises(UnreadableFigure, match=reason):
            read(printed)


@unhurried
@given(st.integers(1, 1000).flatmap(lambda d: st.tuples(st.integers(1, d), st.just(d))))
def test_a_fraction_keeps_its_printed_terms(terms):
    numerator, denominator = terms
    assert share_terms(f"{numerator}/{denominator}") == terms
    assert share_terms(f"{denominator}分の{numerator}") == terms
    assert fraction(f"{numerator}/{denominator}") == Fraction(*terms)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("令和3年度", 2021),
        ("令和元年度", 2019),
        ("平成31年度", 2019),
        ("平成30年度", 2018),
        ("平成元年度", 1989),
        ("昭和63年度", 1988),
        ("R2年度", 2020),
        ("Ｒ２年度", 2020),
        ("R02", 2020),
        ("H29", 2017),
        ("H29年度", 2017),
        ("S60年", 1985),
        ("2021", 2021),
        ("2021年度", 2021),
        ("２０２１年度", 2021),
        (2021, 2021),
    ],
    ids=repr,
)
def test_fiscal_year(printed, expected):
    assert fiscal_year(printed) == expected


@pytest.mark.parametrize(
    "printed", ["", "元年度", "3年度", "R", "R0", "令和0年度", "令和00", "令和三年度", "1821", "21", "A市"]
)
def test_fiscal_year_refuses_to_guess(printed):
    with pytest.raises(UnreadableFigure, match="年として読めません"):
        fiscal_year(printed)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("令和3年4月30日", date(2021, 4, 30)),
        ("令和３年４月３０日", date(2021, 4, 30)),
        ("R3年 4月 1日", date(2021, 4, 1)),
        ("平成31年4月1日", date(2019, 4, 1)),
        ("2021年12月31日", date(2021, 12, 31)),
        ("2021-04-30", date(2021, 4, 30)),
        (date(2021, 4, 30), date(2021, 4, 30)),
    ],
)
def test_calendar_day(printed, expected):
    assert calendar_day(printed) == expected


@pytest.mark.parametrize(
    "printed",
    ["", "令和3年4月", "4月30日", "令和3年2月30日", "2021-02-30", "2021/4/30", "4月下旬", "随時"],
)
def test_calendar_day_refuses_to_guess(printed):
    with pytest.raises(UnreadableFigure):
        calendar_day(printed)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("24", (24, 24)), (24, (24, 24)), ("55-58", (55, 58)), ("５５－５８", (55, 58)), ("7-7", (7, 7))],
    ids=repr,
)
def test_line_span(printed, expected):
    assert line_span(printed) == expected


@pytest.mark.parametrize(
    "printed", ["", "0", 0, "0-3", "58-55", "55-", "-5", "55〜58", "24,25", "24行", "1-2-3"], ids=repr
)
def test_line_span_refuses_what_names_no_lines(printed):
    with pytest.raises(UnreadableFigure, match="行番号"):
        line_span(printed)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("当初", BudgetPhase.INITIAL),
        ("補正", BudgetPhase.SUPPLEMENTARY),
        ("1次補正", BudgetPhase.SUPPLEMENTARY_1),
        ("第3次補正", BudgetPhase.SUPPLEMENTARY_3),
        ("第４次補正", BudgetPhase.SUPPLEMENTARY_4),
        ("概算要求", BudgetPhase.REQUEST),
        ("予算案", BudgetPhase.DRAFT),
        ("記載なし", BudgetPhase.UNSPECIFIED),
    ],
)
def test_budget_phase(printed, expected):
    assert budget_phase(printed) == expected


@pytest.mark.parametrize("printed", ["", "当初予算", "0次補正", "9次補正", "第二次補正", "決算"])
def test_a_phase_without_a_word_is_refused(printed):
    with pytest.raises(UnreadableFigure, match="予算の区分にありません"):
        budget_phase(printed)


@unhurried
@given(
    st.sampled_from([yen, fraction, share_terms, western_year, fiscal_year, calendar_day, line_span]),
    st.text("0123456789-/.,年月日度分の令和平成元RHＲ０1٣½ 約億円", max_size=10),
)
def test_no_text_breaks_a_reader(read, text):
    with contextlib.suppress(UnreadableFigure):
        assert read(text) is not None


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("３，６８２ 百万円", "3,682百万円"),
        ("ＴＥＬ：０３－５２５３", "TEL:03-5253"),
        ("総務省\n　事業政策課", "総務省事業政策課"),
        ("ﾃﾚﾜｰｸ", "テレワーク"),
    ],
)
def test_fold_ignores_width_and_white_space(printed, expected):
    assert fold(printed) == expected


def test_a_rounded_figure_is_not_the_printed_one():
    """「約37億円」 beside 3,682百万円 is a rounding: near, and another number."""
    assert yen("約37億円") != yen("3,682百万円")
    assert abs(Decimal(yen("約37億円")) / yen("3,682百万円") - 1) < Decimal("0.01")

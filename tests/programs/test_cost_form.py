"""What readers type as a cost: every way of writing a sum, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.costshare.forms import MOST_YEN, CostForm, yen_typed
from programs.ingest.parse import UnreadableFigure


def in_units(yen):
    """「12億3,456万789円」."""
    oku, rest = divmod(yen, 10**8)
    man, ones = divmod(rest, 10**4)
    return "".join(f"{n:,}{unit}" for n, unit in ((oku, "億"), (man, "万"), (ones, "")) if n) + "円"


@given(st.integers(1, MOST_YEN))
def test_every_way_of_writing_a_sum_reads_as_the_sum(yen):
    wide = str.maketrans("0123456789,", "０１２３４５６７８９，")
    for text in (str(yen), f"{yen:,}", f"{yen:,}円", f"¥{yen:,}", in_units(yen)):
        assert yen_typed(text) == yen_typed(text.translate(wide)) == yen
        assert yen_typed(f"　{' '.join(text)} ") == yen


@pytest.mark.parametrize(
    ("text", "yen"),
    [
        ("1億2千万円", 120_000_000),
        ("1億2000万", 120_000_000),
        ("１．５億", 150_000_000),
        ("5百万", 5_000_000),
        ("3,682百万円", 3_682_000_000),
        ("2千円", 2_000),
    ],
)
def test_sums_in_words(text, yen):
    assert yen_typed(text) == yen


@pytest.mark.parametrize(
    "text",
    [
        "",
        "円",
        "一億",
        "-5",
        "1,2000万",
        "2万1億",
        "1.5",
        "1e9",
        "∞",
        "１億\x00",
        "9兆0.0000000000000000000001",
    ],
)
def test_what_is_no_sum_of_yen_is_refused(text):
    with pytest.raises(UnreadableFigure):
        yen_typed(text)


@pytest.mark.parametrize(
    ("cost", "message"),
    [
        ("", "金額を入力してください。"),
        ("　", "金額を入力してください。"),
        ("あ", "金額を読み取れません。"),
        ("0", "1円から100兆円まで"),
        ("101兆円", "1円から100兆円まで"),
        ("9" * 40, "1円から100兆円まで"),
        ("9" * 10_000, "40文字まで"),
    ],
)
def test_a_cost_that_cannot_be_used_says_what_can(cost, message):
    form = CostForm({"cost": cost}, rates=["a"])
    assert not form.is_valid()
    assert message in form.errors["cost"][0]


def test_a_form_without_a_question_is_not_in_error():
    assert CostForm({"year": "2021"}, rates=["a"]).errors == {}

"""A figure among the lines of a search stands with all that belongs to it."""

import pytest

from search.found import marked
from search.normalize import fold
from search.query import Alternative
from search.texts import budget_text, outcome_text, rate_text


def test_a_part_of_a_larger_sum_is_never_shown_as_a_sum():
    line = {"component": None, "phase": "draft", "amount_yen": 250_000_000, "part_of_larger": True}
    assert budget_text(line) == "予算案 250百万円の内数"
    assert budget_text(line | {"part_of_larger": False}) == "予算案 250百万円"


@pytest.mark.parametrize(
    ("qualifier", "text"),
    [("about", "エリア 約4500か所"), ("at_least", "エリア 4500か所以上"), (None, "エリア 4500か所")],
)
def test_a_measured_number_keeps_its_qualifier(qualifier, text):
    outcome = {"metric": "エリア", "value": 4500, "unit": "か所", "qualifier": qualifier}
    assert outcome_text(outcome) == text


def test_a_share_names_its_payer_and_a_ceiling_what_it_limits():
    rate = {
        **{"component": None, "applicant": "市町村", "area": None, "condition": None},
        **{"is_fixed_amount": False, "no_cap": False, "cap_yen": 20_000_000, "cap_of": "subsidy"},
        "shares": [
            {"payer": "国", "numerator": 1, "denominator": 2},
            {"payer": "県", "numerator": 1, "denominator": 4},
        ],
    }
    assert rate_text(rate) == "市町村 補助率 1/2 県 1/4 補助額の上限2,000万円"


@pytest.mark.parametrize("distance", range(15, 40))
def test_a_cut_never_falls_within_a_figure(distance):
    filler = "あ" * distance
    text = f"はじめ、1,500万円の内数{filler}珊瑚{filler}約2,000万円以上、おわり。つづき"
    shown = "".join(piece.text for piece in marked(text, fold(text), [Alternative("珊瑚").pattern]))
    assert "1,500万円の内数" in shown
    assert "約2,000万円以上" in shown
    assert "つづき" not in shown


@pytest.mark.parametrize(
    ("text", "word", "marks"),
    [
        ("九州IoT実装推進ワーキンググループ", "ー", "ー"),
        ("公衆無線LAN環境", "無線lan", "無線LAN"),
        ("第5世代（Wi-Fi を含む）", "wifi", "Wi-Fi"),
        ("上限2,000万円の補助", "2000万円", "2,000万円"),
        ("令和3年度の予算", "2021年", "令和3"),
        ("ﾃﾚﾜｰｸの普及とテレワーク", "テレワーク", "ﾃﾚﾜｰｸ"),
    ],
)
def test_no_more_is_marked_than_what_folds_to_the_word(text, word, marks):
    assert [
        piece.text for piece in marked(text, fold(text), [Alternative(word).pattern]) if piece.is_marked
    ] == [marks]

"""A reviewer is told of an amount that its literal does not print."""

import pytest

from programs.checks.printed import amounts_apart, prints_amount


@pytest.mark.parametrize(
    ("literal", "amount"),
    [
        ("3,682百万円", 3_682_000_000),
        ("予算額 ３，６８２百万円（一般会計）", 3_682_000_000),
        ("36.8億円", 3_680_000_000),
        ("上限2,000万円", 20_000_000),
        ("1件 500千円以内", 500_000),
    ],
)
def test_a_printed_amount_is_found_in_its_literal(literal, amount):
    assert prints_amount(literal, amount)
    assert not prints_amount(literal, amount + 1)
    assert not prints_amount(literal, amount * 1000)


def edition(*budgets):
    facts = [{"amount_yen": yen, "citation": {"literal": literal}} for yen, literal in budgets]
    return {"fiscal_year": 2021, "budgets": facts, "caps": []}


def test_only_what_is_new_and_not_printed_is_told():
    public = {"editions": [edition((37, "約37億円"))]}
    same = edition((37, "約37億円"), (3_682_000_000, "3,682百万円"))
    assert list(amounts_apart({"editions": [same]}, public)) == []
    changed = edition((37, "約37億円"), (3_700_000_000, "3,682百万円"))
    assert list(amounts_apart({"editions": [changed]}, public)) == [
        "令和3年度（2021年度）版の3,700百万円は、出典の字句「3,682百万円」に見当たりません。"
    ]
    assert len(list(amounts_apart({"editions": [changed]}, None))) == 2

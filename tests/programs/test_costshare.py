"""Who pays how much: every yen of a cost has its place, whatever the cost, the shares and the limits."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.costshare.arithmetic import split
from programs.costshare.rates import (
    WhyNotApplied,
    caps_of,
    count_key,
    counted,
    counted_of,
    rate_key,
    split_by,
)
from programs.display import exact_number

MOST_YEN = 10**14
costs = st.integers(0, MOST_YEN)
units = st.sampled_from([1, 1000])
limits = st.none() | st.integers(0, MOST_YEN)


@st.composite
def shares(draw):
    """The State's share and those of up to three others, in parts of one denominator."""
    denominator = draw(st.integers(1, 60))
    left = denominator
    parts = []
    for _ in range(draw(st.integers(1, min(4, denominator)))):
        if left == 0:
            break
        parts.append(draw(st.integers(1, left)))
        left -= parts[-1]
    state, *others = [Fraction(part, denominator) for part in parts]
    return state, [(f"負担者{n}", share) for n, share in enumerate(others)]


@given(costs, shares(), units, limits, limits)
def test_the_shares_and_the_rest_are_the_cost(cost, shared, unit, cost_cap, state_cap):
    state, others = shared
    parts = split(cost, state, others, unit=unit, cost_cap=cost_cap, state_cap=state_cap)
    paid = [portion.yen for portion in parts.others]
    assert parts.state + sum(paid) + parts.rest == cost
    assert parts.rest == parts.outside + parts.cut + parts.unshared
    assert parts.is_limited == (parts.state < cost * state // 1 // unit * unit or parts.counted < cost)
    amounts = [parts.state, *paid, parts.outside, parts.cut, parts.unshared]
    assert all(type(amount) is int and amount >= 0 for amount in amounts)


@given(costs, shares(), units, limits, limits)
def test_the_state_pays_its_share_cut_to_units_and_never_more_than_a_limit(
    cost, shared, unit, cost_cap, state_cap
):
    state, others = shared
    parts = split(cost, state, others, unit=unit, cost_cap=cost_cap, state_cap=state_cap)
    counted = min(cost, MOST_YEN if cost_cap is None else cost_cap)
    assert parts.exact == counted * state
    assert parts.rounded % unit == 0
    assert 0 <= parts.exact - parts.rounded < unit
    assert parts.state == min(parts.rounded, MOST_YEN if state_cap is None else state_cap)


@given(costs, shares(), units)
def test_what_was_cut_off_falls_to_the_last_payer_where_all_shares_are_stated(cost, shared, unit):
    state, others = shared
    parts = split(cost, state, others, unit=unit)
    complete = bool(others) and state + sum(share for _, share in others) == 1
    for portion in parts.others[:-1] if complete else parts.others:
        assert portion.yen == cost * portion.share // 1
    if complete:
        assert parts.rest == 0
        assert 0 <= parts.others[-1].yen - cost * others[-1][1] < unit + len(others)


@given(costs, shares(), units, limits, limits, st.integers(0, 10**9))
def test_a_higher_cost_never_lowers_what_the_state_pays(cost, shared, unit, cost_cap, state_cap, more):
    state, others = shared
    limited = {"unit": unit, "cost_cap": cost_cap, "state_cap": state_cap}
    assert split(cost, state, others, **limited).state <= split(cost + more, state, others, **limited).state


@pytest.mark.parametrize(
    ("cost", "state", "others"),
    [
        (-1, Fraction(1, 2), []),
        (1, Fraction(2, 3), [("市町村", Fraction(1, 2))]),
        (1, Fraction(3, 2), []),
        (1, Fraction(0), []),
    ],
)
def test_what_is_no_division_of_a_cost_is_refused(cost, state, others):
    with pytest.raises(ValueError, match="not a division"):
        split(cost, state, others)


def test_an_uneven_cost_step_by_step():
    parts = split(33_333_333, Fraction(1, 2), [("県", Fraction(1, 5)), ("町", Fraction(3, 10))], unit=1000)
    assert parts.exact == Fraction(33_333_333, 2)
    assert (parts.rounded, parts.state) == (16_666_000, 16_666_000)
    assert [portion.yen for portion in parts.others] == [6_666_666, 10_000_667]


# ---- Limits: each limits what it limits ----


def rate_of(**values):
    plain = dict.fromkeys(("component", "applicant", "area", "condition", "base", "note"))
    half = {"payer": "国", "numerator": 1, "denominator": 2}
    citation = {"source": "900_testdocument", "lines": [1, 1], "literal": "1/2"}
    limit = {"cap_yen": None, "cap_of": None, "no_cap": False}
    return {**plain, **limit, "is_fixed_amount": False, "shares": [half], "citation": citation, **values}


def cap_of(amount, of, **values):
    return {"amount_yen": amount, "of": of, "per": None, "component": None, "note": None, **values}


@pytest.mark.parametrize(
    ("rate", "cap", "state", "reason"),
    [
        ({"cap_yen": 300, "cap_of": "subsidy"}, None, 300, None),
        ({"cap_yen": 300, "cap_of": "benefit"}, None, 300, None),
        ({"cap_yen": 300, "cap_of": "eligible_cost"}, None, 150, None),
        ({"cap_yen": 300, "cap_of": "not_stated"}, None, 500, WhyNotApplied.OBJECT_NOT_STATED),
        ({}, cap_of(300, "subsidy"), 300, None),
        ({}, cap_of(300, "eligible_cost"), 150, None),
        ({}, cap_of(300, "not_stated"), 500, WhyNotApplied.OBJECT_NOT_STATED),
        ({}, cap_of(300, "benefit"), 500, WhyNotApplied.BENEFIT),
        ({}, cap_of(300, "subsidy", per="1団体"), 300, None),
        ({}, cap_of(300, "eligible_cost", per="1団体"), 150, None),
        ({}, cap_of(300, "benefit", per="1人"), 500, WhyNotApplied.BENEFIT),
        ({}, cap_of(300, "subsidy", per="1団体", component="甲"), 500, WhyNotApplied.OTHER_PART),
        ({}, cap_of(300, "subsidy", component="甲"), 500, WhyNotApplied.OTHER_PART),
        ({"component": "甲"}, cap_of(300, "subsidy", component="甲"), 300, None),
        ({"component": "甲"}, cap_of(300, "subsidy"), 500, WhyNotApplied.WHOLE_PROGRAM),
        ({"component": "甲"}, cap_of(300, "subsidy", component="乙"), 500, None),
        ({"cap_yen": 400, "cap_of": "subsidy"}, cap_of(300, "subsidy"), 300, None),
        ({"cap_yen": 300, "cap_of": "subsidy"}, cap_of(400, "eligible_cost"), 200, None),
        ({"no_cap": True}, None, 500, None),
    ],
)
def test_a_limit_limits_what_the_document_says_it_limits(rate, cap, state, reason):
    rate = rate_of(**rate)
    edition = {"caps": [cap] if cap else []}
    assert split_by(rate, edition, 1000, 1).state == state
    assert [why for _, why in caps_of(rate, edition).not_applied] == ([reason] if reason else [])


@given(
    costs,
    units,
    st.integers(0, 10**9),
    st.integers(1, 10**7),
    st.sampled_from(["subsidy", "eligible_cost"]),
)
def test_a_limit_per_something_holds_as_often_as_there_are(cost, unit, amount, times, of):
    rate, edition = rate_of(), {"caps": [cap_of(amount, of, per="1団体当たり")]}
    whole = {"caps": [cap_of(amount * times, of)]}
    counts = {count_key("1団体"): times}
    parts = split_by(rate, edition, cost, unit, counts)
    assert parts == split_by(rate, whole, cost, unit)
    assert parts.state + sum(portion.yen for portion in parts.others) + parts.rest == cost
    # Without a number it is one; a number of something else says nothing of it.
    one = split_by(rate, edition, cost, unit)
    assert one == split_by(rate, edition, cost, unit, {count_key("1団体"): 1})
    assert one == split_by(rate, edition, cost, unit, {count_key("1箇所"): times})
    assert one.state <= parts.state


def test_the_lowest_limit_is_the_lowest_as_multiplied():
    edition = {"caps": [cap_of(300, "subsidy", per="1団体"), cap_of(400, "subsidy")]}
    assert split_by(rate_of(), edition, 1000, 1).state == 300
    assert split_by(rate_of(), edition, 1000, 1, {count_key("1団体"): 2}).state == 400


@pytest.mark.parametrize(
    ("per", "what"),
    [("1団体", "団体"), ("１箇所当たり", "箇所"), ("10人", "10人"), ("団体当たり", "団体"), ("1", "")],
)
def test_what_is_counted_is_read_from_what_a_limit_is_per(per, what):
    assert counted(per) == what


def test_only_what_a_limit_of_a_rate_is_per_is_asked_for():
    per = cap_of(300, "subsidy", per="1団体")
    key = {count_key("1団体"): "団体"}
    assert counted_of({"rates": [rate_of()], "caps": [per, {**per, "per": "1団体当たり"}]}) == key
    assert counted_of({"rates": [rate_of(is_fixed_amount=True, shares=[])], "caps": [per]}) == {}
    assert counted_of({"rates": [rate_of()], "caps": [cap_of(300, "subsidy")]}) == {}
    assert counted_of({"rates": [rate_of()], "caps": [cap_of(300, "benefit", per="1人")]}) == {}


def test_a_fixed_amount_is_not_calculated():
    rate = rate_of(is_fixed_amount=True, shares=[], cap_yen=300, cap_of="subsidy")
    assert split_by(rate, {"caps": []}, 1000, 1) is None


def test_the_key_of_a_row_is_of_what_it_says():
    rate = rate_of(applicant="自治体", area="離島")
    assert rate_key(rate) == rate_key(rate_of(applicant="自治体", area="離島", note="注", cap_yen=1))
    others = [rate_of(area="自治体"), rate_of(applicant="自治体"), rate_of(applicant="離島", area="自治体")]
    assert len({rate_key(row) for row in [rate, *others]}) == 4


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(1, 3), "1/3"),
        (Fraction(1000), "1,000"),
        (Fraction(100_000_000, 3), "33,333,333と1/3"),
    ],
)
def test_an_exact_number_is_written_out(value, text):
    assert exact_number(value) == text

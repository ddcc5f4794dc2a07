"""What is added up and what is not: no yen twice, no 内数, nothing that is no budget yet."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.budgets import SETTLED, Column, LeftOut, column_of, entries, total
from programs.choices import BudgetPhase


def line(amount: int, phase: str = "initial", **facts: Any) -> dict[str, Any]:
    return {
        "fiscal_year": 2021,
        "phase": phase,
        "account": None,
        "amount_yen": amount,
        "part_of_larger": False,
        "component": None,
        "separate_measure": False,
    } | facts


def program(code: str, *lines: dict[str, Any], **ties: str) -> dict[str, Any]:
    relations = [{"kind": kind, "program": other} for kind, other in ties.items()]
    return {
        "code": code,
        "name": code,
        "fields": [],
        "relations": relations,
        "editions": [{"budgets": lines}],
    }


def reasons(*records: dict[str, Any]) -> list[str | None]:
    return [entry.left_out for entry in entries(records)]


def settled(*records: dict[str, Any]) -> int | None:
    return total(entries(records), SETTLED)


def test_a_year_is_its_initial_and_its_supplementary_budgets():
    record = program("a", line(5), line(7, "supplementary-1"), line(11, "supplementary-3"))
    assert settled(record) == 23
    assert total(entries([record]), [Column.INITIAL]) == 5


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"part_of_larger": True}, LeftOut.PART_OF_LARGER),
        ({"separate_measure": True}, LeftOut.SEPARATE_MEASURE),
        ({"phase": "request"}, LeftOut.REQUEST),
        ({"phase": "draft"}, LeftOut.DRAFT),
    ],
)
def test_what_is_no_sum_of_the_programs_own_is_left_out(facts, reason):
    assert reasons(program("a", line(5) | facts)) == [reason]
    assert settled(program("a", line(5) | facts)) is None


def test_an_amount_without_a_phase_is_added_to_others_of_its_kind_only():
    record = program("a", line(5), line(7, "unspecified"))
    assert settled(record) == 5
    assert total(entries([record, program("b", line(11, "unspecified"))]), [Column.UNSPECIFIED]) == 18


def test_parts_are_added_up_but_not_beside_the_whole():
    parts = [line(3, component="本省"), line(4, component="地方")]
    assert settled(program("a", *parts)) == 7
    assert settled(program("a", line(7), *parts)) == 7
    assert reasons(program("a", line(7), *parts)) == [None, LeftOut.BREAKDOWN, LeftOut.BREAKDOWN]


def test_of_an_amount_that_two_documents_print_one_is_counted_and_of_two_amounts_none():
    assert reasons(program("a", line(5), line(5))) == [None, LeftOut.TWICE]
    assert reasons(program("a", line(5), line(6))) == [LeftOut.DISPUTED, LeftOut.DISPUTED]
    assert reasons(program("a", line(5), line(6), line(5))) == [LeftOut.DISPUTED] * 3


def test_a_supplementary_budget_without_a_number_may_be_the_one_with_it():
    record = program("a", line(5, "supplementary"), line(5, "supplementary-2"))
    assert reasons(record) == [LeftOut.UNNUMBERED, None]


@pytest.mark.parametrize("kind", ["part_of", "renamed_from"])
def test_a_part_is_not_added_to_its_whole_nor_a_new_name_to_the_old_one(kind):
    whole, part = program("whole", line(9)), program("part", line(4), **{kind: "whole"})
    assert settled(whole, part) == 9
    assert reasons(part, whole) == [LeftOut.IN_ANOTHER, None]


def test_a_part_is_counted_where_its_whole_is_not():
    part = program("part", line(4), part_of="whole")
    assert settled(part) == 4
    assert settled(part, program("whole", line(9, fiscal_year=2020))) == 13
    assert settled(part, program("whole", line(9, part_of_larger=True))) == 4
    assert settled(part, program("whole", line(9, "supplementary-1"))) == 13


def test_what_is_part_of_a_part_is_in_the_whole_even_where_the_part_states_nothing():
    records = [program("a", line(9)), program("b", part_of="a"), program("c", line(2), part_of="b")]
    assert settled(*records) == 9
    assert settled(*records[1:]) == 2


def test_programs_that_are_only_related_or_follow_one_another_are_both_counted():
    assert settled(program("a", line(5)), program("b", line(4), related="a")) == 9
    assert settled(program("a", line(5)), program("b", line(4), predecessor="a")) == 9


@pytest.mark.parametrize("phase", BudgetPhase.values)
def test_every_phase_has_a_column_or_is_no_budget(phase):
    assert (column_of(phase) is None) == (phase in ("request", "draft"))


LINES = st.builds(
    line,
    st.integers(0, 10**13),
    st.sampled_from(BudgetPhase.values),
    fiscal_year=st.sampled_from([2020, 2021]),
    component=st.sampled_from([None, "一部", "別の一部"]),
    part_of_larger=st.booleans(),
    separate_measure=st.booleans(),
)


@st.composite
def catalogs(draw) -> list[dict[str, Any]]:
    """Programs, each a part of some that stand before it: no circle."""
    found: list[dict[str, Any]] = []
    for number in range(draw(st.integers(0, 5))):
        above = draw(st.sets(st.integers(0, number - 1))) if number else set()
        record = program(str(number), *draw(st.lists(LINES, max_size=5)))
        record["relations"] = [{"kind": "part_of", "program": str(at)} for at in sorted(above)]
        found.append(record)
    return found


@given(catalogs())
def test_a_sum_is_that_of_its_lines_and_never_more_than_all_of_them(records):
    found = entries(records)
    assert len(found) == sum(len(record["editions"][0]["budgets"]) for record in records)
    for column in Column:
        counted = [e for e in found if e.is_counted and e.column == column]
        assert total(found, [column]) == (sum(e.line["amount_yen"] for e in counted) if counted else None)
    assert all(not e.line["part_of_larger"] and not e.line["separate_measure"] for e in found if e.is_counted)
    assert all(e.line["phase"] not in ("request", "draft") for e in found if e.is_counted)


@given(catalogs())
def test_no_two_counted_amounts_are_of_one_thing_or_of_a_whole_and_its_part(records):
    found = [entry for entry in entries(records) if entry.is_counted]
    things = [(e.record["code"], e.year, e.line["phase"], e.line["component"]) for e in found]
    assert len(things) == len(set(things))
    parents = {r["code"]: {t["program"] for t in r["relations"]} for r in records}
    for entry in found:
        above, seen = set(parents[entry.record["code"]]), set()
        while above - seen:
            seen |= above
            above = {parent for code in above for parent in parents[code]}
        beside = {e.record["code"] for e in found if (e.year, e.column) == (entry.year, entry.column)}
        assert not beside & seen


@given(catalogs(), st.randoms())
def test_the_order_of_programs_changes_no_sum(records, random):
    shuffled = list(records)
    random.shuffle(shuffled)
    assert total(entries(shuffled), SETTLED) == total(entries(records), SETTLED)


@given(catalogs())
def test_what_is_left_out_leaves_something_of_its_kind_counted_unless_it_is_none(records):
    """No yen vanishes for a rule about two amounts of which neither is counted, but for disputed ones."""
    found = entries(records)
    pairs = {LeftOut.TWICE, LeftOut.BREAKDOWN, LeftOut.UNNUMBERED, LeftOut.IN_ANOTHER}
    for entry in found:
        if entry.left_out in pairs:
            assert any(e.is_counted and (e.year, e.column) == (entry.year, entry.column) for e in found)

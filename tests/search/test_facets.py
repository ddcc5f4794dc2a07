"""Counts beside choices, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from search.facets import FacetIndex, Selection

INDEX = FacetIndex(
    {
        "all": BitMap([1, 2, 3, 4]),
        "field:broadband": BitMap([1, 2]),
        "field:talent": BitMap([3]),
        "applicant:company": BitMap([1]),
        "applicant:municipality": BitMap([2, 3]),
    }
)


def test_several_values_of_one_filter_mean_or():
    assert INDEX.carrying("field", ["broadband", "talent"]) == BitMap([1, 2, 3])


def test_several_filters_mean_and():
    chosen = {
        "field": INDEX.carrying("field", ["broadband"]),
        "applicant": INDEX.carrying("applicant", ["municipality"]),
    }
    assert Selection(INDEX, chosen).hits == BitMap([2])


def test_a_count_is_given_all_other_filters_but_not_its_own():
    selection = Selection(INDEX, {"field": INDEX.carrying("field", ["talent"])})
    assert selection.count("field", INDEX.carrying("field", ["broadband"])) == 2
    assert selection.count("applicant", INDEX.carrying("applicant", ["company"])) == 0


def test_an_unknown_value_admits_nothing():
    assert INDEX.carrying("field", ["nosuch"]) == BitMap()


def test_values_are_those_that_documents_carry():
    assert INDEX.values("field") == ["broadband", "talent"]


def test_a_union_may_be_added_to_without_changing_the_index():
    carrying = INDEX.carrying("field", ["broadband", "talent"])
    carrying |= BitMap([99])
    assert INDEX.carrying("field", ["talent"]) == BitMap([3])


MANY = 70_000
# A few, lists of middle length, bits.
CHOICES = {f"every:{step}": BitMap(range(0, MANY, step)) for step in (1, 2, 7, 20, 50, 200, 400, MANY)}
BIG = FacetIndex({"all": BitMap(range(MANY)), **CHOICES})


@given(st.integers(1, MANY), st.integers(1, MANY), st.booleans())
def test_the_counts_are_right_however_many_hits_there_are(step, size, is_dense):
    """What is not a hit is counted, or what a choice does not hold, where that is sooner done."""
    hits = BitMap(range(size) if is_dense else range(0, MANY, step))
    choices = BIG.by_value("every")
    expected = {name: len(hits & documents) for name, documents in choices.items()}
    assert Selection(BIG, {"q": hits}).counts("field", choices) == expected


def test_long_lists_are_held_the_other_way_round_too():
    others = {name: BIG.others.get(id(documents)) for name, documents in BIG.by_value("every").items()}
    held = {name: (len(known[0]), known[1]) for name, known in others.items() if known}
    sizes = {str(step): MANY // step for step in (7, 20, 50, 200)}
    assert held == {step: (MANY - size, size) for step, size in sizes.items()}


@pytest.mark.parametrize("step", [1, 3, 30, 1000])
def test_a_document_that_is_gone_counts_nowhere(step):
    gone = BitMap([0, 1, 30, MANY - 1])
    there = {name: documents - gone for name, documents in CHOICES.items()}
    index = FacetIndex({"all": BitMap(range(MANY)) - gone, **there})
    hits = BitMap(range(0, MANY, step)) - gone
    counts = Selection(index, {"q": hits}).counts("field", index.by_value("every"))
    assert counts == {name.partition(":")[2]: len(hits & held) for name, held in there.items()}

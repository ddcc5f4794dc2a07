"""Counts beside choices, without a database."""

from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from search.facets import FacetIndex, Selection, is_listed

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
    assert Selection(INDEX.all, chosen).hits == BitMap([2])


def test_a_count_is_given_all_other_filters_but_not_its_own():
    selection = Selection(INDEX.all, {"field": INDEX.carrying("field", ["talent"])})
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
CHOICES = {f"every {step}": BitMap(range(0, MANY, step)) for step in (1, 2, 7, 400, MANY)}


@given(st.integers(1, MANY), st.integers(1, MANY), st.booleans())
def test_the_counts_are_right_however_many_hits_there_are(step, size, is_dense):
    """Of few and of most documents the hits are counted, else those that are no hits."""
    hits = BitMap(range(size) if is_dense else range(0, MANY, step))
    selection = Selection(BitMap(range(MANY)), {"q": hits})
    expected = {name: len(hits & documents) for name, documents in CHOICES.items()}
    assert selection.counts("field", CHOICES) == expected


def test_a_document_that_is_gone_counts_nowhere():
    there = BitMap(range(MANY)) - BitMap([0, 1, 30, MANY - 1])
    hits = there & BitMap(range(0, MANY, 30))
    assert is_listed(len(hits), len(there))
    assert Selection(there, {"q": hits}).count("field", there) == len(hits)

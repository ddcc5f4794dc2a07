"""Counts beside choices, without a database."""

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

"""Counts beside choices, without a database."""

from search.facets import FacetIndex, Selection

INDEX = FacetIndex(
    [
        (1, ["field:broadband", "applicant:company"]),
        (2, ["field:broadband", "applicant:municipality"]),
        (3, ["field:talent", "applicant:municipality"]),
        (4, []),
    ]
)


def test_several_values_of_one_filter_mean_or():
    assert INDEX.carrying("field", ["broadband", "talent"]) == {1, 2, 3}


def test_several_filters_mean_and():
    chosen = {
        "field": INDEX.carrying("field", ["broadband"]),
        "applicant": INDEX.carrying("applicant", ["municipality"]),
    }
    assert Selection(INDEX.all, chosen).hits == {2}


def test_a_count_is_given_all_other_filters_but_not_its_own():
    selection = Selection(INDEX.all, {"field": INDEX.carrying("field", ["talent"])})
    assert selection.count("field", INDEX.carrying("field", ["broadband"])) == 2
    assert selection.count("applicant", INDEX.carrying("applicant", ["company"])) == 0


def test_an_unknown_value_admits_nothing():
    assert INDEX.carrying("field", ["nosuch"]) == frozenset()


def test_values_are_those_that_documents_carry():
    assert INDEX.values("field") == ["broadband", "talent"]

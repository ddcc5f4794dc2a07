"""Few hits are given their points one after another, many as bitmaps: the order is the same."""

from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from search.factors import Factors
from search.groups import Groups
from search.held import Held
from search.parts import Part
from search.ranking import best_first, match, of_one_term, one_after_another
from search.texts import Zone

TOTAL = 60
documents = st.frozensets(st.integers(0, TOTAL - 1), max_size=40).map(BitMap)
zones = st.lists(documents, min_size=len(Zone), max_size=len(Zone))
terms = st.dictionaries(st.sampled_from([2, 1]), zones, min_size=1).map(Held)


@st.composite
def asked(draw):
    return match(draw(st.lists(terms, max_size=3)), TOTAL, draw(documents), draw(documents))


@st.composite
def factors(draw):
    times = draw(st.lists(st.integers(1, 6), min_size=TOTAL, max_size=TOTAL))
    told = {number: BitMap(at for at, said in enumerate(times) if said == number) for number in set(times)}
    return Factors(told, draw(documents))


def first(parts, most):
    """(points, documents) down to the part that holds the last of the first `most`."""
    found, held = [], 0
    for part in parts:
        if held >= most:
            break
        found.append((part.points, set(part.documents)))
        held += len(part.documents)
    return found


@given(asked(), factors(), documents, st.integers(1, TOTAL))
def test_both_ways_give_the_same_order(matches, factors, admitted, most):
    among = matches.hits & admitted
    expected = first(best_first(matches, factors, among, most), most)
    assert first(one_after_another(matches, factors, among, most), most) == expected
    if sum(map(bool, matches.found)) == 1:
        assert first(of_one_term(matches, factors, among, most), most) == expected
        assert first(of_one_term(matches, factors, among, most), most) == expected  # out of what is kept
    assert set().union(*(held for _, held in expected)) <= set(among)
    assert sum(len(held) for _, held in expected) >= min(most, len(among))


@given(st.lists(documents, max_size=4), st.lists(documents.filter(bool), max_size=3))
def test_groups_divide_and_sort_alike(held, parts):
    groups = Groups(held)
    assert groups.in_order([Part(0, part) for part in parts]) == [
        number for part in parts for group in groups.apart(part) for number in sorted(group)
    ]


@given(st.lists(terms, max_size=4))
def test_the_hits_hold_all_terms_or_the_most(held):
    matches = match(held, TOTAL, BitMap(), BitMap())
    terms_of = {at: sum(at in term.anywhere for term in held) for at in range(TOTAL)}
    most = max(terms_of.values())
    assert matches.held == most
    assert set(matches.hits) == {at for at, number in terms_of.items() if number == most and most}
    assert set(matches.partial) == {at for at, number in terms_of.items() if 0 < number < most}

"""The index of many documents at once holds what `document_grams` tells of each of them."""

from collections import defaultdict
from operator import itemgetter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from bench.corpus import records
from bench.documents import rows as documents
from search import gathering
from search.columns import placed
from search.grams import EDGE, Alphabet, document_grams
from search.texts import LINE_BREAK, ZONE_BREAK, Zone


def told(texts: list[tuple[int, str]]) -> list[tuple[str, BitMap]]:
    """The rows of some documents, one gram of one document after another."""
    alphabet = Alphabet()
    held = defaultdict(BitMap)
    for number, text in texts:
        for column, grams in enumerate(document_grams(text, alphabet).columns):
            for gram in grams:
                held[alphabet.decode(gram)].add(placed(number, column))
    return sorted(held.items(), key=itemgetter(0))


def gathered(texts: list[tuple[int, str]]) -> list[tuple[str, BitMap]]:
    return [(key, BitMap.deserialize(held)) for key, held in gathering.rows(texts)]


# Few letters, so that grams come again in other zones and documents, beside other units; empty lines and
# zones, fewer zones than there are and more; words that are one unit, long ones, a last decimal place.
letters = st.sampled_from(["ア", "イ", "ー", "地", "域", "の", "a", "1", ".5", " ", LINE_BREAK, ZONE_BREAK])
words = st.sampled_from(["アイアイアイ", "地域地域", "5g", "1.5倍", "x" * 60, "\0", "\ud800", "𠮟"])
lines = st.lists(letters | words, max_size=30).map("".join)


@settings(max_examples=500, deadline=None)
@given(st.lists(lines, max_size=6), st.integers(1, 5))
def test_many_documents_at_once_are_what_each_of_them_is(texts, step):
    numbered = [(10 + step * n, text) for n, text in enumerate(texts)]
    assert gathered(numbered) == told(numbered)


@pytest.fixture(scope="module")
def synthetic() -> list[tuple[int, str]]:
    return [(row.number, row.text) for row in documents(records(60))]


def test_documents_of_the_catalogs_kind(synthetic):
    assert any(LINE_BREAK in text for _, text in synthetic)
    assert gathered(synthetic) == told(synthetic)


def test_parts_and_ranges_make_one_index(synthetic, monkeypatch):
    monkeypatch.setattr(gathering, "PART", 13)
    monkeypatch.setattr(gathering, "RANGES", 7)
    assert gathered(synthetic) == told(synthetic)


def test_a_range_may_be_empty_and_a_part_may_hold_no_text(monkeypatch):
    monkeypatch.setattr(gathering, "PART", 2)
    texts = [(1, "地域"), (2, ""), (4, ""), (5, ZONE_BREAK * len(Zone)), (7, f"{EDGE}5g")]
    assert gathered(texts) == told(texts)


def test_no_documents_have_no_rows():
    assert gathered([]) == []

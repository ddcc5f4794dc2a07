"""Spellings that must meet, and those that must not."""

import pytest

from search.normalize import MAX_TERMS, fold, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＩＣＴ", "ict"),
        ("ﾃﾚﾜｰｸ", "テレワーク"),
        ("てれわーく", "テレワーク"),
        ("５Ｇ", "5g"),
        ("Wi-Fi", "ｗｉ－ｆｉ"),
        ("公衆無線 LAN", "公衆無線LAN"),
        ("①", "1"),
    ],
)
def test_spellings_of_one_word_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("離島", "離村"), ("テレワーク", "ネットワーク"), ("5g", "4g")])
def test_different_words_stay_apart(one, other):
    assert fold(one) != fold(other)


def test_a_query_splits_at_any_space_and_keeps_each_word_once():
    assert terms(" 離島　光ファイバ 離島 ") == ["離島", "光ファイバ"]


def test_an_empty_query_has_no_terms():
    assert terms("　 ") == []


def test_a_long_query_is_cut_to_a_bounded_number_of_terms():
    assert len(terms(" ".join(f"語{n}" for n in range(50)))) == MAX_TERMS

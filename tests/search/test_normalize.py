"""Spellings that must meet, and those that must not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.normalize import fold, fold_all, normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＩＣＴ", "ict"),
        ("ﾃﾚﾜｰｸ", "テレワーク"),
        ("てれわーく", "テレワーク"),
        ("テレワ－ク", "テレワーク"),
        ("５Ｇ", "5g"),
        ("Wi-Fi", "ｗｉ－ｆｉ"),
        ("Wi-Fi", "wifi"),
        ("公衆無線 LAN", "公衆無線LAN"),
        ("Smart　City", "smart city"),
        ("①", "1"),
        ("スマートシテイ", "スマートシティ"),
        ("キヤツシユレス", "キャッシュレス"),
        ("サーバ", "サーバー"),
        ("さーばー", "サーバ"),
        ("デジタル・ディバイド", "デジタルディバイド"),
        ("國土強靱化の檢討", "国土強靱化の検討"),
        ("檮原町", "梼原町"),
        ("第五世代", "第5世代"),
        ("第十二条", "第12条"),
        ("2分の1", "1/2"),
        ("２分の１", "二分の一"),
        ("十分の十", "10/10"),
        ("2,000万円", "2000万円"),
        ("20百万円", "2,000万円"),
        ("20,000千円", "２０００万円"),
        ("1.5億円", "15,000万円"),
        ("令和3年度", "2021年度"),
        ("令和三年度", "R3年度"),
        ("R3", "2021年"),
        ("令和元年度", "平成31年度"),
        ("平成三十年", "H30"),
    ],
)
def test_spellings_of_one_word_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("離島", "離村"),
        ("テレワーク", "ネットワーク"),
        ("テレワーク", "テレワク"),
        ("5g", "4g"),
        ("smart city", "smartcity"),
        ("500万円", "5,000万円"),
        ("令和3年度", "令和2年度"),
        ("3年度", "令和3年度"),
        ("三菱", "3菱"),
        ("h264", "2252年"),
    ],
)
def test_different_words_stay_apart(one, other):
    assert fold(one) != fold(other)


@given(st.text(max_size=300))
def test_any_text_folds_without_an_error(text):
    assert isinstance(fold(text), str)


@given(st.text(alphabet="一二三〇十0123456789,.分の1億百千万円年度令和平成RrHh第ー-・ァあ a", max_size=60))
def test_a_text_folds_alike_in_half_and_full_width(text):
    wide = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert fold(wide) == fold(text)


# Letters that rules look at, those that join others, and those that are not text.
JAPANESE = "アイャーヺーﾃﾞﾊﾟてれょゖ一二十〇第分ノの元年度令和平成昭和rhRH019"
MARKS = " .,-‐―−・·/円万億百千國髙１Ａ㍿①゛゜\u3099"
OTHERS = "\n\r\t\f\u3000\u0301\ufe0f\U000e0101\U00050000\U0010ffff"
letters = st.sampled_from(JAPANESE + MARKS + OTHERS)
texts = st.lists(letters, max_size=14).map("".join)


@given(st.lists(texts | st.text(max_size=6), max_size=8))
def test_texts_that_are_folded_together_are_what_each_of_them_is(several):
    assert fold_all(several) == [fold(text) for text in several]


@given(texts | st.text())
def test_the_quick_normal_form_is_that_of_unicode(text):
    assert normal(text) == unicodedata.normalize("NFKC", text)


def test_every_letter_has_the_normal_form_of_unicode():
    every = [chr(code) for code in range(0x110000)]
    assert [c for c in every if normal(c) != unicodedata.normalize("NFKC", c)] == []

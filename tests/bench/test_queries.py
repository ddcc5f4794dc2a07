"""Queries out of the corpus' own words, and the oracle that answers them."""

from collections import Counter

from bench.groups import admits, group_of, value_counts, values
from bench.queries import GROUPS, Query, half_width, hiragana, queries, spread, with_filters
from bench.rows import Row
from bench.scan import answers
from search.normalize import fold


def test_sixty_queries_in_seven_groups(asked):
    assert len(asked) == 120
    assert Counter(query.group for query in asked[:60]) == GROUPS
    assert len({query.text for query in asked}) > 50


def test_the_same_rows_give_the_same_queries(corpus, asked):
    plain = queries(iter(corpus))
    assert plain + with_filters(plain, iter(corpus)) == asked


def test_each_query_comes_again_with_one_filter(asked):
    for plain, filtered in zip(asked[:60], asked[60:], strict=True):
        assert (plain.text, plain.filters) == (filtered.text, {})
        assert len(filtered.filters) == 1
    assert {dimension for query in asked for dimension in query.filters} == {"field", "within"}


def test_queries_range_from_words_in_most_documents_to_words_in_none(corpus, asked, expected):
    totals = {}
    for query, numbers in zip(asked[:60], expected, strict=False):
        totals.setdefault(query.group, []).append(len(numbers))
    assert set(totals.pop("nowhere")) == {0}
    assert all(min(found) > 0 for found in totals.values())
    assert max(totals["kanji-2"]) > len(corpus) / 2
    assert min(totals["kanji-2"]) <= 2
    assert sum(len(numbers) for numbers in expected[60:]) > 0


def test_words_are_spread_over_all_ranks():
    words = [str(rank) for rank in range(1, 1001)]
    assert spread(words, 4) == ["1", "10", "100", "1000"]
    assert spread(["one"], 2) == ["one", "one"]


def test_variants_fold_to_the_word():
    assert half_width("アドバイザー") == "ｱﾄﾞﾊﾞｲｻﾞｰ"
    assert hiragana("アドバイザー") == "あどばいざー"
    assert fold(half_width("アドバイザー")) == fold(hiragana("アドバイザー")) == fold("アドバイザー")


ROWS = [
    Row(0, "", "ict活用\n光\fフアイバ", ["field:talent", "within:jp", "within:010006", "within:011002"]),
    Row(1, "", "dict活用\f光", ["field:cloud"]),
]


def test_the_oracle_finds_whole_latin_words_and_no_term_across_lines():
    wanted = {"ICT": [0], "活用": [0, 1], "ICT活用": [0], "光ファイバ": [], "光 ファイバ": [0]}
    assert answers(ROWS, [Query("", text) for text in wanted]) == list(wanted.values())


def test_a_filter_admits_any_of_its_values_and_filters_act_together():
    assert admits({"field": ["cloud", "talent"]}, ROWS[0].facets)
    assert not admits({"field": ["talent"], "within": ["020001"]}, ROWS[0].facets)


def test_groups_hold_prefectures_out_of_all_places():
    assert list(values(ROWS[0].facets)) == [("field", "talent"), ("prefecture", "010006")]
    assert group_of("within") == "prefecture"
    assert value_counts(ROWS)["field"] == {"talent": 1, "cloud": 1}

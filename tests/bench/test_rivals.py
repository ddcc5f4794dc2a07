"""Every rival finds what the oracle finds, before anything is timed."""

from urllib.request import urlopen

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.building import built
from bench.groups import GROUPS, TOP, value_counts
from bench.queries import Query
from bench.rivals import fts5, units
from bench.rows import Row, save
from bench.scan import holds
from search.normalize import fold
from search.query import Synonyms, parse

# Letters, digits, what joins or divides them, and kanji: all that units are cut by.
TEXTS = st.text("a5.-, ・/字円", max_size=12)
ALONE = [Query("", text) for text in ("字", "。", '"', "5", "0.5", "補")]


def assert_right(answer, numbers, corpus):
    assert answer.total == len(numbers)
    assert len(answer.numbers) == len(set(answer.numbers)) == min(TOP, len(numbers))
    assert set(answer.numbers) <= set(numbers)
    counts = value_counts(corpus[number] for number in numbers)
    assert {group: answer.counts[group] for group in GROUPS} == counts


def scanned(corpus, query):
    terms = parse(query.text, Synonyms([]))
    return [row.number for row in corpus if holds(row.text, terms)]


def test_fts5_answers_as_the_oracle_does(corpus, asked, expected, folder):
    fts5.build(corpus, folder / "fts5")
    engine = fts5.Fts5(folder / "fts5")
    try:
        for query, numbers in zip(asked, expected, strict=True):
            assert_right(engine.answer(query), numbers, corpus)
        for query in ALONE:
            assert engine.answer(query).total == len(scanned(corpus, query)), query
    finally:
        engine.close()


def test_tantivy_answers_as_the_oracle_does(corpus, asked, expected, folder):
    pytest.importorskip("tantivy")
    from bench.rivals import tantivy

    tantivy.build(corpus, folder / "tantivy")
    engine = tantivy.Tantivy(folder / "tantivy")
    for query, numbers in zip(asked, expected, strict=True):
        assert_right(engine.answer(query), numbers, corpus)
    for query in ALONE:
        assert engine.answer(query).total == len(scanned(corpus, query)), query


def test_datasette_answers_as_the_oracle_does(corpus, asked, expected, folder):
    pytest.importorskip("datasette")
    from bench.rivals import datasette

    datasette.build(corpus, folder / "corpus.db")
    with datasette.served(folder / "corpus.db") as address:
        for n in range(0, len(asked), 9):
            with urlopen(datasette.url(address, asked[n])) as response:
                assert_right(datasette.read(response.read()), expected[n], corpus)
    with pytest.raises(OSError, match="refused"):
        urlopen(address)


def test_a_build_is_measured_in_a_process_of_its_own(corpus, folder):
    save(corpus, folder / "rows-to-build")
    cost = built(fts5.build, folder / "rows-to-build", folder / "built")
    assert cost.seconds > 0
    assert cost.size_bytes == (folder / "built").stat().st_size
    assert cost.peak_bytes is None or cost.peak_bytes > 0


@given(TEXTS, st.integers(0, 12), st.integers(1, 5))
def test_a_phrase_of_pairs_is_found_where_the_oracle_finds_the_word(text, start, length):
    asked = text[start : start + length] or "a5"
    for term in parse(asked, Synonyms([])):
        word = term.alternatives[0].text
        if word == word.strip("."):
            assert found(fold(text), units.units(word)) == holds(fold(text), [term])


def found(text: str, wanted: list[str]) -> bool:
    tokens, phrase = list(units.pairs(text)), units.phrase(wanted)
    if phrase:
        return any(tokens[n : n + len(phrase)] == phrase for n in range(len(tokens)))
    if units.is_word(wanted[0]):
        return wanted[0] in units.words(text)
    return any(token.startswith(wanted[0]) for token in tokens)


def test_no_phrase_runs_on_into_the_next_line():
    assert list(units.pairs("光\nict 5g")) == ["光␤", "ict␣", "␣5g", "5g␤"]
    assert list(units.pairs(Row(0, "", "0.5以上", []).text)) == ["0.5", ".5以", "以上", "上␤"]

"""Grams of a document and of a term: what they promise, on texts made to mislead them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from search.grams import EDGE, Alphabet, DocumentGrams, document_grams, term_grams
from search.query import Alternative
from search.texts import ZONE_BREAK, Zone


def keys(grams: set[str], alphabet: Alphabet) -> set[str]:
    return {alphabet.decode(gram) for gram in grams}


def grams_of(*lines: str) -> tuple[set[str], set[str], set[str]]:
    """Of a document with these lines in 要約: its grams there, those that fork, those that join."""
    alphabet = Alphabet()
    found: DocumentGrams = document_grams(ZONE_BREAK * 2 + "\n".join(lines) + ZONE_BREAK * 3, alphabet)
    return (
        keys(found.zones[Zone.SUMMARY], alphabet),
        keys(found.forks, alphabet),
        keys(found.joins, alphabet),
    )


def may_hold(term: str, *lines: str) -> bool | None:
    """What the index says of a document: it holds the term, it does not, or (None) only its text can tell."""
    held, forks, joins = grams_of(*lines)
    asked = term_grams(term)
    if not asked.grams or not held.issuperset(asked.grams):
        return False
    return True if forks.isdisjoint(asked.forks) or joins.isdisjoint(asked.joins) else None


def test_a_gram_is_up_to_three_units_and_four_without_hiragana():
    held, _, _ = grams_of("過疎地域の5g")
    assert {"過", "過疎", "過疎地", "過疎地域", "域の5g", "5g"} <= held
    assert "疎地域の" not in held


def test_a_latin_word_or_number_is_one_unit():
    held, _, _ = grams_of("aid 1.5倍")
    assert "aid" in held
    assert "ai" not in held
    assert may_hold("1.5倍", "aid 1.5倍") is True
    assert may_hold("5倍", "aid 1.5倍") is False


def test_lines_do_not_join():
    assert may_hold("海底", "終わりは海", "底から始まる") is False


def test_grams_that_stand_apart_are_not_taken_for_the_term():
    assert may_hold("まちづくり", "まちづくしと、いちづくり") is None
    assert may_hold("まちづくり", "まちづくりと、ものづくり") is True


def test_names_are_indexed_with_their_ends():
    alphabet = Alphabet()
    found = document_grams("光の事業\n5g" + ZONE_BREAK * 5, alphabet)
    held = keys(found.zones[Zone.NAME], alphabet)
    assert {f"{EDGE}光", f"{EDGE}光の", f"事業{EDGE}", f"{EDGE}5g{EDGE}"} <= held
    assert not any(EDGE in gram[1:-1] for gram in held)


def test_a_long_word_has_a_short_key():
    held, _, _ = grams_of("x" * 5000)
    assert max(map(len, held)) < 60
    assert may_hold("x" * 5000, "x" * 5000) is True


def test_what_no_database_stores_asks_for_nothing():
    assert term_grams("光\0").grams == term_grams("\ud800光").grams == ()


# Few letters, so that the same grams come again and again in other surroundings.
texts = st.text("アイ地域のa1. ", min_size=1, max_size=40).map(lambda text: " ".join(text.split()))


@settings(max_examples=2000, deadline=None)
@given(lines=st.lists(texts.filter(bool), min_size=1, max_size=4), data=st.data())
def test_what_the_index_is_sure_of_is_so(lines, data):
    if data.draw(st.booleans()):
        term = data.draw(texts.filter(bool))
    else:
        line = data.draw(st.sampled_from(lines))
        start = data.draw(st.integers(0, len(line) - 1))
        term = line[start : data.draw(st.integers(start + 1, len(line)))].strip()
    if not term:
        return
    truth = any(Alternative(term).pattern.search(line) for line in lines)
    assert may_hold(term, *lines) in (truth, None)

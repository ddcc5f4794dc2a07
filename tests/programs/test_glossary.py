"""The glossary: every word read, explained, in order; links at fixed places lead to it."""

import re

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from programs.choices import Designation
from programs.glossary import PATH, ROWS, row_of, rows, syllabary_key, terms
from programs.services import refresh_public_record
from tests import factories as make

TERMS = list(terms().values())
KANA = re.compile(r"[ぁ-ゖァ-ヶー・]+")


def render(source: str, **values) -> str:
    return Template("{% load glossary %}" + source).render(Context(values))


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.slug)
def test_a_word_is_read_explained_and_leads_on(term):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", term.slug)
    assert KANA.fullmatch(term.reading)
    assert term.text.endswith("。")
    assert set(term.see) <= terms().keys()
    assert term.slug not in term.see
    assert term.url == f"/glossary/#{term.slug}"


def test_no_word_and_no_slug_stands_twice():
    slugs = re.findall(r"^- slug: (\S+)$", PATH.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(slugs) == len(set(slugs)) == len(TERMS) == len({term.word for term in TERMS})


def test_an_explanation_states_no_figure_of_money_or_share():
    for term in TERMS:
        assert not re.search(r"\d[\d,]*(?:百万|千|万|億)?円|\d+[%％]|\d/\d", term.text.replace("0円", "")), (
            term
        )


def test_every_kind_of_disadvantaged_area_is_explained():
    assert set(Designation.values) <= terms().keys()


def test_readings_stand_as_in_a_dictionary():
    ordered = [
        "アイ",
        "いし",
        "がいさん",
        "かそ",
        "きょうちょう",
        "きよく",
        "ケーブル",
        "けんきゅう",
        "ほじょ",
        "ほしょう",
    ]
    assert sorted(set(ordered), key=syllabary_key) == ordered


@given(st.text(alphabet="かがきぎけげさざはばぱゃやっつー", min_size=1, max_size=6))
def test_marks_and_script_do_not_move_a_word(reading):
    katakana = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in reading)
    assert syllabary_key(reading)[0] == syllabary_key(katakana)[0]
    assert not set("がぎげざばぱゃっー") & set(syllabary_key(reading)[0])


def test_rows_hold_every_term_once_and_follow_the_syllabary():
    kanas = [row.kana for row in rows()]
    assert kanas == [kana for kana in ROWS if kana in kanas]
    assert [term for row in rows() for term, _ in row.terms] == TERMS
    assert all(row_of(term) == row.kana for row in rows() for term, _ in row.terms)


def test_the_page_shows_every_word_with_its_reading_and_asks_no_table(client):
    # Without the django_db mark a query would fail.
    text = client.get("/glossary/").text
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert {term.slug for term in TERMS} <= set(ids)
    assert set(re.findall(r'<a href="#([^"]+)"', text)) <= set(ids) | {"main", "menu"}
    assert "<ruby>補助率<rp>（</rp><rt>ほじょりつ</rt><rp>）</rp></ruby>" in text
    assert "<dfn>テレワーク</dfn>" in text
    assert "資料の引用ではありません" in text


def test_a_tag_links_a_word_and_fails_on_one_that_is_not_explained():
    assert render('{% term "part-of-larger" %}') == (
        '<a class="term" href="/glossary/#part-of-larger">内数</a>'
    )
    assert ">国の補助率</a>" in render('{% term "subsidy-rate" "国の補助率" %}')
    with pytest.raises(KeyError):
        render('{% term "nosuch" %}')


def test_a_word_of_a_vocabulary_is_a_link_only_if_it_is_explained():
    assert 'href="/glossary/#expert"' in render("{% word text %}", text="専門家派遣")
    assert render("{% word text %}", text="<b>") == "&lt;b&gt;"


@pytest.mark.django_db
def test_program_pages_and_lists_lead_to_the_words_that_they_use(client):
    program = make.ProgramFactory(published=True, support_type__name="補助金")
    edition = program.editions.get()
    make.SubsidyRateFactory(edition=edition)
    make.BudgetLineFactory(edition=edition)
    make.TargetAreaFactory(edition=edition)
    make.CallFactory(edition=edition)
    make.CapFactory(edition=edition)
    refresh_public_record(program)
    linked = set(re.findall(r'href="/glossary/#([\w-]+)"', client.get(program.get_absolute_url()).text))
    assert linked >= {
        "subsidy-rate",
        "part-of-larger",
        "remote-island",
        "call",
        "cap",
        "support-type",
        "subsidy",
    }
    linked = set(re.findall(r'href="/glossary/#([\w-]+)"', client.get("/programs/").text))
    assert linked >= {"subsidy-rate", "part-of-larger", "fixed-amount", "disadvantaged", "support-type"}


@pytest.mark.django_db
@pytest.mark.usefixtures("catalog")
@pytest.mark.parametrize("find", [term.find for term in TERMS if term.find])
def test_the_list_of_a_word_is_not_empty(client, find):
    assert client.get(f"/programs/?{find}").context["count"] > 0

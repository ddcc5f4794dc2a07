"""What a search box offers while a reader types: spelling, odd texts, constant queries."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import translation

from programs.languages import glosses
from search.suggest import suggestions
from search.views import suggest
from tests import factories as make

pytestmark = pytest.mark.django_db

URL = "/search/suggest"


def offered(text: str) -> list[tuple[str, str]]:
    return [(found.kind, found.name) for found in suggestions(text)]


def test_the_answer_names_kind_place_count_and_address(client, small_catalog):
    assert client.get(URL, {"q": "神山"}).json() == {
        "query": "神山",
        "suggestions": [
            {
                "kind": "program",
                "kind_label": "施策",
                "name": "神山町だけの事業",
                "note": "",
                "count": None,
                "url": "/programs/town-only/",
            },
            {
                "kind": "place",
                "kind_label": "地域",
                "name": "神山町",
                "note": "徳島県名西郡神山町",
                "count": 4,
                "url": "/programs/?area=363421",
            },
        ],
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("テレ", [("program", "テレワーク事業")]),
        ("てれわーく", [("program", "テレワーク事業")]),
        ("ﾃﾚﾜｰｸ", [("program", "テレワーク事業")]),
        (" テレ　ワーク ", [("program", "テレワーク事業")]),
        ("事業 テレ", [("program", "テレワーク事業")]),
        ("光", [("program", "光ファイバ整備事業")]),
        ("ＴＡＬＥＮＴ", [("field", "分野 talent")]),
        ("試験課", [("office", "試験課 office-one")]),
        ("北海道", [("program", "北海道だけの事業"), ("place", "北海道"), ("place", "北海道の管内")]),
        ("徳島県神山町", [("place", "神山町")]),
        ("全国", []),
        ("下書き", []),
        ("そんなものはない", []),
        ("", []),
        (" 　", []),
    ],
)
def test_a_text_finds_names_however_it_is_spelt(small_catalog, text, found):
    assert offered(text) == found


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=%00",
        "q=光%00",
        "q=%ED%A0%80",
        "q=%F0%9F%98%80",
        "q=%25%27%22%3B--",
        f"q={'光' * 10_000}",
        f"q={'﷽' * 100}",
        "q=<script>alert(1)</script>",
        "q=a&q=光ファイバ<b>",
    ],
)
def test_an_odd_text_is_an_empty_list_and_never_an_error(client, small_catalog, query):
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.json()["suggestions"] == []


def test_half_of_a_surrogate_pair_is_answered_too(small_catalog):
    request = RequestFactory().get(URL)
    request.GET = QueryDict(mutable=True)
    request.GET["q"] = "\ud83d光"
    assert suggest(request).status_code == 200


def test_a_text_that_the_list_refuses_as_too_long_is_offered_nothing(client, small_catalog):
    assert client.get(URL, {"q": "光" + " " * 99 + "整"}).json()["suggestions"] == []
    assert len(client.get(URL, {"q": " 光" + " " * 98 + "整 "}).json()["suggestions"]) == 1


def test_only_reading_is_allowed_and_caches_may_keep_it_briefly(client, small_catalog):
    response = client.get(URL, {"q": "光"})
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    assert client.head(URL, {"q": "光"}).status_code == 200
    assert client.post(URL, {"q": "光"}).status_code == 405


def test_few_queries_however_much_there_is(small_catalog, count_queries):
    """What changes seldom is in memory after the first."""
    suggestions("事業")
    assert count_queries(suggestions, "事業") == 3
    for number in range(5):
        program = make.ProgramFactory(published=True, name=f"別の事業{number}")
        make.ProgramAliasFactory(program=program, name=f"別名の事業{number}")
    suggestions("事業")
    assert count_queries(suggestions, "事業") == 3
    assert count_queries(suggestions, "町") <= 4
    assert count_queries(suggestions, "") == 0


# ---- In English ----


def offered_in_english(client, text: str) -> list[tuple[str, str, str, str]]:
    found = client.get(f"/en{URL}", {"q": text}).json()["suggestions"]
    return [(each["kind_label"], each["name"], each["note"], each["url"]) for each in found]


@pytest.fixture
def glossed(monkeypatch, small_catalog):
    """English names of two programs, one of which no reader may see, and of an office."""
    names = {"programs": {"town-only": "Smart cities for one town", "draft": "Smart cities to come"}}
    names["offices"] = {"office-one": "Testing Division"}
    glosses.cache_clear()
    monkeypatch.setattr("programs.languages.glosses", lambda: names)
    monkeypatch.setattr("search.suggest.glosses", lambda: names)
    return names


@pytest.mark.parametrize("text", ["smart", "Smart Cities", "smart city", "ＳＭＡＲＴ", "town smart", "city"])
def test_an_english_word_finds_a_program_by_our_name_for_it(client, glossed, text):
    found = ("Programs", "神山町だけの事業", "Smart cities for one town", "/en/programs/town-only/")
    assert offered_in_english(client, text) == [found]


@pytest.mark.parametrize("text", ["mart", "smart 町", "smart village", "", " ", "'\"%;--", "\x00", "s" * 200])
def test_what_begins_no_word_of_a_name_finds_nothing(client, glossed, text):
    assert offered_in_english(client, text) == []


def test_english_answers_name_offices_and_prefectures_in_english(client, glossed):
    [office] = offered_in_english(client, "testing")
    assert office == ("Office", "試験課 office-one", "Testing Division", "/en/offices/office-one/")
    [place] = [found for found in offered_in_english(client, "hokk") if found[0] == "Place"]
    assert place == ("Place", "Hokkaido", "北海道", "/en/programs/?area=010006")


def test_a_japanese_word_finds_in_english_what_it_finds_in_japanese(client, glossed):
    for text in ("神山", "テレ", "北海道", "試験課"):
        urls = [found.url for found in suggestions(text)]
        assert [found[3] for found in offered_in_english(client, text)] == [f"/en{url}" for url in urls]
    assert suggestions("smart") == []


def test_english_asks_the_database_no_more_often(client, glossed, count_queries):
    with translation.override("en"):
        suggestions("事業")
        for text in ("事業", "smart", "hokkaido"):
            assert count_queries(suggestions, text) <= 3, text

"""The feed of a list: what the page shows, and an error where the page shows one."""

import xml.etree.ElementTree as ET

import pytest
from django.http import QueryDict

from search.feeds import feed_query
from search.filters import ProgramFilter
from search.models import ProgramDocument

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def read(client, query: str) -> ET.Element:
    response = client.get(f"/feed/programs.atom?{query}")
    assert response.status_code == 200, response.text
    return ET.fromstring(response.content)


def names(feed: ET.Element) -> set[str]:
    return {entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")}


@pytest.mark.parametrize(
    "query",
    ["", "q=光ファイバ", "field=talent", "area=010006&nationwide=exclude", "call=open", "q=無いことば"],
)
def test_the_feed_holds_what_the_page_shows(client, small_catalog, query):
    shown = client.get(f"/programs/?{query}").context["results"]
    assert names(read(client, query)) == {result.card.name for result in shown}


@pytest.mark.parametrize(
    "query",
    [
        "field=nosuch",
        "call=nosuch",
        "area=nosuch",
        "fiscal_year=999999999999999999999",
        "sort=nosuch",
        "q=%00",
        f"q={'長' * 10_000}",
        f"field={'x' * 10_000}",
        "field=talent&field=nosuch",
    ],
)
def test_a_value_that_is_not_there_is_a_400_with_its_message(client, small_catalog, query):
    response = client.get(f"/feed/programs.atom?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "。" in response.text


@pytest.mark.parametrize("query", ["q=%0B%01%1F", "q=%EF%BF%BE光", "q=<b>%26", "utm_source=mail", "page=abc"])
def test_odd_text_gives_well_formed_xml(client, small_catalog, query):
    read(client, query)


def test_the_title_and_the_link_name_the_conditions(client, small_catalog):
    feed = read(client, "field=talent&call=not-stated")
    assert (
        feed.findtext(f"{ATOM}title")
        == "施策（分野：分野 talent、公募の状況：公募情報なし）｜支援施策カタログ"
    )
    [page] = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
    assert page.get("href") == "http://testserver/programs/?call=not-stated&field=talent"


def test_one_list_has_one_feed_however_it_is_asked_for(small_catalog):
    def query(text: str) -> str:
        return feed_query(ProgramFilter(QueryDict(text), ProgramDocument.objects.all()))

    assert query("q=光&field=b&field=a&page=2&sort=name&utm_source=x&town=") == query("field=a&field=b&q=光")
    assert query("") == ""
    assert query("q=光") != query("q=波")

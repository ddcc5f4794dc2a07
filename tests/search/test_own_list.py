"""A reader's own list: kept by the address alone, from the list of programs to the comparison."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from programs.chosen import MOST_LISTED
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_catalog")]


def names(response) -> list[str]:
    return [result.card.name for result in response.context["results"]]


def boxes(text: str) -> dict[str, bool]:
    """Code → whether its box is ticked, of the rows."""
    found = re.findall(
        r'<input type="checkbox" form="(?:choose|filter)" name="p" value="([\w-]+)"( checked)?>', text
    )
    return {code: bool(checked) for code, checked in found}


def hidden(text: str, form: str) -> list[str]:
    inside = re.search(rf'<form[^>]*id="{form}".*?</form>', text, re.DOTALL)
    return re.findall(r'type="hidden" name="p" value="([\w-]+)"', inside[0] if inside else "")


def test_the_list_shows_its_programs_in_their_order_each_once(client):
    response = client.get("/list/?p=with-case&p=fibre&p=with-case")
    assert names(response) == ["テレワーク事業", "光ファイバ整備事業"]
    assert 'href="/programs/fibre/#Z24"' in response.text
    assert not response.cookies


def test_a_program_is_taken_out_by_a_link_the_last_one_too(client):
    text = client.get("/list/?p=fibre&p=with-case").text
    assert '<a href="/list/?p=with-case">リストから外す<span class="vh">：光ファイバ整備事業' in text
    assert '<a href="/list/">リストから外す' in client.get("/list/?p=fibre").text


def test_every_program_of_the_list_of_programs_can_be_ticked(client):
    text = client.get("/programs/").text
    assert set(boxes(text)) == {"fibre", "town-only", "north-only", "with-case", "is-open"}
    assert not any(boxes(text).values())
    for value in ("compare", "list"):
        assert f'type="submit" form="filter" name="go" value="{value}">' in text


def test_no_tick_is_lost_while_conditions_change(client):
    """The boxes belong to the form of the conditions, which sends those elsewhere along, each once."""
    text = client.get("/programs/?p=fibre&p=is-open&q=光ファイバ").text
    assert 'type="checkbox" form="filter" name="p" value="fibre" checked>' in text
    assert hidden(text, "filter") == ["is-open"]
    assert 'id="choose"' not in text


@pytest.mark.parametrize("language", ["", "/en"])
def test_what_is_ticked_goes_to_the_list_or_the_comparison_without_the_conditions(client, language):
    typed = {"q": "テレワーク", "field": "talent", "sort": "name", "p": ["is-open", "fibre", "nosuch"]}
    for go, path in (("list", "/list/"), ("compare", "/compare/")):
        response = client.get(f"{language}/programs/", {**typed, "go": go})
        assert response.status_code == 302
        assert response["Location"] == f"{language}{path}?p=is-open&p=fibre"
    assert client.get("/programs/", {"go": "//example.jp"}).status_code == 200
    assert client.get("/programs/?go=list")["Location"] == "/list/"


def test_a_list_is_carried_through_the_search(client):
    text = client.get("/programs/?p=fibre&p=is-open&q=テレワーク").text
    assert boxes(text) == {"with-case": False}
    assert hidden(text, "filter") == ["fibre", "is-open"]
    assert '<a href="/list/?p=fibre&amp;p=is-open">リスト：2件</a>' in text
    for link in ("すべて外す", "条件「ことば：テレワーク」を外す"):
        address = re.search(rf'href="([^"]*)"[^>]*>?[^<]*{link}', text)
        assert address
        assert parse_qs(urlsplit(address[1].replace("&amp;", "&")).query)["p"] == ["fibre", "is-open"], link


def test_what_is_in_the_list_is_ticked_where_it_is_found(client):
    text = client.get("/programs/?p=fibre&q=光ファイバ").text
    assert [code for code, ticked in boxes(text).items() if ticked] == ["fibre"]
    assert hidden(text, "filter") == []


def test_without_a_list_the_page_says_nothing_of_one(client):
    assert "リスト：" not in client.get("/programs/").text


def test_the_list_never_narrows_the_search(client):
    assert client.get("/programs/?p=fibre").context["count"] == 5
    response = client.get("/programs/?p=nosuch")
    assert response.context["count"] == 5
    assert "「nosuch」という記号の施策はありません" in response.text


def test_the_api_knows_no_list(client):
    assert client.get("/api/v1/programs/?p=fibre").status_code == 400


def test_a_search_on_the_list_offers_what_can_be_added(client):
    response = client.get("/list/?p=fibre&q=事業")
    offers = {name: query for name, _, query in response.context["offered"]}
    assert offers["光ファイバ整備事業"] == ""
    added = client.get(f"/list/{offers['テレワーク事業']}")
    assert names(added) == ["光ファイバ整備事業", "テレワーク事業"]
    assert 'value="事業"' in added.text
    assert "入っています" in response.text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "まだ施策が入っていません"),
        ("p=nosuch&p=fibre", "「nosuch」という記号の施策はありません"),
        ("p=%00", "という記号の施策はありません"),
        ("q=%00&p=fibre", "使えない文字"),
        (f"q={'長' * 10_000}&p=fibre", "100"),
        ("q=無いことばです&p=fibre", "このことばを含む施策は"),
        ("p=draft", "「draft」という記号の施策はありません"),
    ],
)
def test_odd_input_is_said_and_what_is_right_stays(client, query, message):
    response = client.get(f"/list/?{query}")
    assert response.status_code == 200
    assert message in response.text
    assert names(response) == (["光ファイバ整備事業"] if "p=fibre" in query else [])


def test_a_full_list_takes_no_more(client):
    codes = [program.code for program in make.ProgramFactory.create_batch(MOST_LISTED + 1, published=True)]
    response = client.get("/list/", {"p": codes})
    assert len(names(response)) == MOST_LISTED
    assert "30件までです" in response.text
    assert "どれかを外してください" in response.text


def test_a_few_can_be_compared_at_once(client):
    two = client.get("/list/?p=fibre&p=is-open").text
    assert '<a href="/compare/?p=fibre&amp;p=is-open">リストの施策を比べる</a>' in two
    assert "リストの施策を比べる" not in client.get("/list/?p=fibre").text
    assert 'id="choose"' not in client.get("/list/?p=fibre").text


def test_the_file_holds_the_list_in_its_order(client):
    text = client.get("/list/data.csv?p=with-case&p=fibre").getvalue().decode()
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == ["with-case", "fibre"]
    assert client.get("/list/data.csv?p=nosuch").status_code == 400


def test_queries_are_few_whatever_is_listed(client, count_queries):
    client.get("/programs/")
    assert count_queries(client.get, "/list/?p=fibre") == count_queries(
        client.get, "/list/?p=fibre&p=is-open"
    )
    assert count_queries(client.get, "/programs/?p=fibre") == count_queries(client.get, "/programs/") + 1

"""Atom feeds of updates and calls: well formed, stable, asked for again at no cost."""

import xml.etree.ElementTree as ET

import pytest

from programs import services
from programs.models import Program
from programs.services import refresh_public_record
from tests import factories as make

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/feed/updates.atom", "/feed/calls.atom", "/feed/programs.atom"]


@pytest.fixture
def program():
    program = make.ProgramFactory(published=True, code="fibre", name="光ファイバの事業 <&>")
    make.CallFactory(edition=program.editions.get(), literal="4月1日～5月31日")
    refresh_public_record(program)
    return program


def read(client, path: str) -> ET.Element:
    response = client.get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)


def texts(feed: ET.Element, name: str) -> list[str]:
    return [entry.findtext(f"{ATOM}{name}") for entry in feed.iter(f"{ATOM}entry")]


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_has_what_atom_asks_for(client, program, path):
    feed = read(client, path)
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{name}"), (path, name)
        assert element.find(f"{ATOM}link").get("href").startswith("http://testserver/")
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "支援施策カタログ"
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == f"http://testserver{path}"
    ids = texts(feed, "id")
    assert ids
    assert len(ids) == len(set(ids))
    assert all(each.startswith("urn:uuid:") for each in ids)


@pytest.mark.parametrize("path", FEEDS)
def test_ids_are_the_same_on_another_host(client, program, path, settings):
    settings.ALLOWED_HOSTS = ["*"]
    here = texts(read(client, path), "id")
    there = ET.fromstring(client.get(path, headers={"host": "catalog.example.jp"}).content)
    assert texts(there, "id") == here


@pytest.mark.parametrize("path", FEEDS)
def test_what_has_not_changed_is_not_sent_again(client, program, path):
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    Program.objects.filter(pk=program.pk).update(summary="別の要約です。")
    refresh_public_record(program)
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", FEEDS)
def test_an_empty_feed_is_a_feed(client, path):
    feed = read(client, path)
    assert texts(feed, "id") == []
    assert feed.findtext(f"{ATOM}updated")


def test_a_feed_that_lost_all_its_entries_has_a_fixed_date(client, program):
    other = make.ProgramFactory(published=True)
    program.editions.get().calls.all().delete()
    refresh_public_record(program)
    refresh_public_record(other)
    assert client.get("/feed/calls.atom").content == client.get("/feed/calls.atom").content


def test_updates_are_told_in_words(client, program, django_user_model):
    Program.objects.filter(pk=program.pk).update(purpose="<b>よい</b>目的です。")
    refresh_public_record(program)
    gone = make.ProgramFactory(published=True, name="終わった事業")
    services.withdraw(program=gone, user=django_user_model.objects.create(username="editor"))
    feed = read(client, "/feed/updates.atom")
    titles = texts(feed, "title")
    assert titles[0] == "終了：終わった事業"
    assert titles[-1] == "カタログを公開（1件）"
    changed = texts(feed, "summary")[2]
    assert "<li>目的：通信の差をなくします。 → &lt;b&gt;よい&lt;/b&gt;目的です。</li>" in changed


def test_a_call_is_told_with_its_days_and_its_place_in_the_document(client, program):
    [title], [summary] = (texts(read(client, "/feed/calls.atom"), name) for name in ("title", "summary"))
    assert title == "公募：光ファイバの事業 <&>"
    assert "令和3年（2021年）4月1日～令和3年（2021年）5月31日" in summary
    assert "資料Z 24行「4月1日～5月31日」" in summary


def test_the_id_of_a_call_outlives_a_corrected_date(client, program):
    before = texts(read(client, "/feed/calls.atom"), "id")
    program.editions.get().calls.update(closes_on="2021-06-30")
    refresh_public_record(program)
    feed = read(client, "/feed/calls.atom")
    assert texts(feed, "id") == before
    assert "6月30日" in texts(feed, "summary")[0]


def test_calls_of_programs_that_are_not_public_are_not_told(client, program):
    make.CallFactory()
    assert len(texts(read(client, "/feed/calls.atom"), "id")) == 1


@pytest.mark.parametrize("path", FEEDS)
def test_queries_do_not_grow_with_entries(client, program, count_queries, path):
    client.get(path)
    few = count_queries(client.get, path)
    assert few <= 5
    for each in make.ProgramFactory.create_batch(5, published=True):
        make.CallFactory(edition=each.editions.get())
        refresh_public_record(each)
    client.get(path)
    assert count_queries(client.get, path) <= few


def test_pages_name_their_feeds(client, program):
    assert (
        '<link rel="alternate" type="application/atom+xml" href="/feed/updates.atom"'
        in client.get("/updates/").text
    )
    text = client.get("/programs/?q=光&page=1&sort=name").text
    assert 'type="application/atom+xml" href="/feed/programs.atom?q=%E5%85%89"' in text
    assert 'href="/feed/programs.atom?' not in client.get("/programs/?field=nosuch").text

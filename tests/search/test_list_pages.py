"""The lists and the entrance: paging, bad input, empty state, constant queries."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.services import refresh_public_record
from tests import factories as make

pytestmark = pytest.mark.django_db

HOSTILE = [
    "page=0",
    "page=-1",
    "page=100000000000000000000",
    "page=abc",
    "page=１",
    "page=",
    f"page={'9' * 10_000}",
    "page=%00",
    "page=%F0%9F%98%80",
]


@pytest.fixture(params=["search:programs", "search:cases"])
def list_url(request, small_catalog):
    cache.clear()
    return reverse(request.param)


@pytest.mark.parametrize("query", HOSTILE)
def test_a_page_that_is_not_there_is_a_404_with_a_way_on(client, list_url, query):
    response = client.get(f"{list_url}?{query}")
    assert response.status_code == 404
    assert "ページが見つかりません" in response.text


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "field=%00",
        "field=nosuch",
        "fiscal_year=999999999999999999999",
        "area=nosuch",
        "town=%F0%9F%98%80",
        f"q={'長' * 10_000}",
        f"town={'町' * 10_000}",
        f"field={'x' * 10_000}",
    ],
)
def test_a_bad_value_is_a_page_with_a_message_and_no_rows(client, list_url, query):
    response = client.get(f"{list_url}?{query}")
    assert response.status_code == 200
    assert "条件を読み取れません" in response.text
    assert 'class="row"' not in response.text
    assert "エラー：" in response.text


def test_what_was_typed_is_kept_in_the_form(client, list_url):
    response = client.get(list_url, {"q": "光 <b>", "town": "無い町"})
    assert 'value="光 &lt;b&gt;"' in response.text
    assert 'value="無い町"' in response.text


def test_unknown_parameters_change_nothing(client, list_url):
    assert client.get(list_url, {"utm_source": "mail"}).status_code == 200


def test_a_list_of_one_place_leads_to_the_page_of_that_place(client, list_url):
    """A bureau's district has no page."""
    assert 'href="/places/363421/"' in client.get(list_url, {"town": "神山町"}).text
    assert 'href="/places/360007/"' in client.get(list_url, {"area": "360007"}).text
    for query in ({}, {"area": "district-hokkaido"}, {"area": "nosuch"}):
        assert not re.search("/places/[0-9]", client.get(list_url, query).text)


def test_nothing_found_offers_the_condition_that_emptied_the_list(client, small_catalog):
    response = client.get(reverse("search:programs"), {"field": "talent", "q": "テレワーク"})
    assert "0件の施策" in response.text
    assert "「分野：分野 talent」を外す</a>（1件）" in response.text
    assert "「ことば：テレワーク」を外す</a>（1件）" in response.text


def test_twenty_programs_a_page_and_the_rest_on_the_next(client, small_catalog):
    make.ProgramFactory.create_batch(19, published=True)
    first = client.get(reverse("search:programs"))
    second = client.get(reverse("search:programs"), {"page": 2})
    assert first.text.count('class="row"') == 20
    assert second.text.count('class="row"') == 4
    assert "1 / 2 ページ" in first.text


def count_queries(client, url: str) -> int:
    """Of the second request: what changes seldom is in memory then."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("url", "most"),
    [
        ("/", 2),
        ("/programs/", 2),
        ("/programs/?q=光&area=360007&town=神山町&field=broadband&call=open&sort=budget", 3),
        ("/programs/?field=talent&q=無い", 3),
        ("/cases/", 2),
        ("/cases/?q=光&area=360007&town=神山町&field=broadband", 3),
    ],
)
def test_queries_are_few_and_do_not_grow_with_rows(client, small_catalog, url, most):
    few = count_queries(client, url)
    assert few <= most
    for program in make.ProgramFactory.create_batch(6, published=True):
        edition = program.editions.get()
        make.BudgetLineFactory(edition=edition)
        make.SubsidyRateFactory(edition=edition)
        for case in make.CaseStudyFactory.create_batch(2, program=program):
            make.CasePlaceFactory(case=case)
        refresh_public_record(program)
    assert count_queries(client, url) <= few


def test_the_card_links_its_figures_to_their_proof(client, small_catalog):
    text = client.get(reverse("search:programs"), {"q": "光ファイバ整備"}).text
    assert 'href="/programs/fibre/#Z24"><span>2/3</span>' in text
    assert "（出典 資料Z 24行）" in text


def test_what_is_not_stated_of_money_is_said_once(client):
    program = make.ProgramFactory(published=True)
    refresh_public_record(program)
    assert "<dt>国の補助率・予算額</dt>" in client.get("/programs/").text
    make.BudgetLineFactory(edition=program.editions.get())
    refresh_public_record(program)
    assert "<dt>国の補助率</dt>" in client.get("/programs/").text


def test_the_entrance_counts_what_its_links_give(client, small_catalog):
    text = client.get("/").text
    assert "5件の施策" in text
    assert "受付中の施策</a> 1件" in text


def test_the_script_stays_small_and_stands_only_where_it_is_used(client, small_catalog):
    """Without it the box is a plain one, so nothing of a combobox may stand in the page."""
    script = Path(settings.BASE_DIR) / "config" / "static" / "js" / "suggest.js"
    assert script.stat().st_size <= 3072
    said = {
        "": 'data-list="候補" data-count="{}件" data-found="候補は{}件です。"',
        "/en": 'data-list="Suggestions" data-count="Programs: {}" data-found="Suggestions: {}."',
    }
    for (path, box), language in product((("/", "q"), ("/programs/", "in-q")), said):
        text = client.get(f"{language}{path}").text
        assert re.findall(r"<script (?!type=\"application/ld)[^>]*>", text) == [
            f'<script src="/static/js/suggest.js" data-box="{box}" data-url="{language}/search/suggest" '
            f"{said[language]} defer>"
        ]
        assert f'id="{box}"' in text
        assert not re.search(r"combobox|listbox|aria-expanded", text)
    assert "<script src" not in client.get("/cases/").text


def test_what_a_program_is_called_is_escaped_in_rows_and_choices(client, small_catalog):
    program = make.ProgramFactory(published=True, name="<b>太字</b>の事業", fields=[])
    program.fields.add(make.FieldFactory(slug="bold", name="<i>分野</i>"))
    refresh_public_record(program)
    text = client.get(reverse("search:programs"), {"q": "太字"}).text
    assert "&lt;b&gt;<mark>太字</mark>&lt;/b&gt;の事業" in text
    assert "&lt;i&gt;分野&lt;/i&gt;" in text
    assert "<b>太字" not in text

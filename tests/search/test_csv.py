"""The file of a list: what the screen shows is what the CSV holds."""

import csv
import io
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.exports import BOM
from programs.presentation.cards import shortened
from search import results

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalog")]

UNITS = {"百万円": 10**6, "万円": 10**4, "円": 1}
BAD = ["field=nosuch", "q=%00", f"q={'長' * 10_000}", "town=無い町", "fiscal_year=99999999999"]


def rows_of(client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment")
    text = response.getvalue().decode()
    assert text.startswith(BOM)
    assert "\r\n" in text
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))


def shown_on_all_pages(client, query: str) -> Iterator[results.ProgramResult]:
    page = client.get(f"/programs/?{query}")
    for number in page.context["page_obj"].paginator.page_range:
        yield from client.get(f"/programs/?{query}&page={number}").context["results"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=光",
        "q=補助&sort=name",
        "sort=budget",
        "area=360007&nationwide=exclude",
        "q=テレワク",
        "q=無いことば",
    ],
)
def test_what_the_screen_shows_is_what_the_file_holds(client, query):
    rows = rows_of(client, f"/programs/data.csv?{query}")
    cards = [result.card for result in shown_on_all_pages(client, query)]
    assert [row["施策名"] for row in rows] == [card.name for card in cards]
    for row, card in zip(rows, cards, strict=True):
        assert row["ページ"] == f"http://testserver{card.url}"
        assert row["支援の種類"] == card.support_type
        assert row["公募の状況"] == card.status.label
        assert row["要約"].startswith(card.lead)
        ends = {
            f"{row[f'国の補助率（{end}）の分子']}/{row[f'国の補助率（{end}）の分母']}"
            for end in ("最低", "最高")
        }
        fractions = {figure.text for figure in card.rates if "/" in figure.text}
        assert ends == (fractions or {"/"})
        assert bool(row["定額の補助"]) == any(figure.text == "定額" for figure in card.rates)
        assert len(list(filter(None, row["予算額（円）"].split(";")))) == len(card.budgets)
        for figure, yen in zip(card.budgets, row["予算額（円）"].split(";"), strict=False):
            assert int(yen) == int(figure.text.replace(",", "")) * UNITS[figure.unit]
            assert figure.mark.label in row["予算額の出典"].split(";")
        assert shortened([name for name in row["申請できる人"].split(";") if name]) == card.people


def test_a_file_is_of_all_pages_whatever_the_page_asked_for(client):
    assert len(rows_of(client, "/programs/data.csv?page=3")) == 275


@pytest.mark.parametrize("query", BAD)
@pytest.mark.parametrize("path", ["/programs/data.csv", "/cases/data.csv"])
def test_a_value_in_error_is_a_message_and_no_file(client, path, query):
    response = client.get(f"{path}?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.strip()
    assert response.text.endswith("\n")


@pytest.mark.parametrize("query", ["", "q=農業", "area=010006"])
def test_the_file_of_cases_holds_the_cases_of_the_page(client, query):
    rows = rows_of(client, f"/cases/data.csv?{query}")
    page = client.get(f"/cases/?{query}")
    assert len(rows) == page.context["count"]
    shown = [(case.item.title.text, case.program_name) for case in page.context["cases"]]
    assert [(row["題名"], row["施策名"]) for row in rows[: len(shown)]] == shown


def test_a_long_file_takes_a_query_a_batch(client, monkeypatch):
    monkeypatch.setattr(results, "BATCH", 100)
    client.get("/programs/")
    with CaptureQueriesContext(connection) as queries:
        assert len(rows_of(client, "/programs/data.csv")) == 275
    assert len(queries) == 1 + 3


def test_the_link_on_the_page_keeps_the_conditions_and_drops_the_page(client):
    text = client.get("/programs/?q=光&page=1").text
    assert 'href="/programs/data.csv?q=%E5%85%89">この結果をCSVで</a>' in text
    assert "この結果をCSVで" in client.get("/cases/").text

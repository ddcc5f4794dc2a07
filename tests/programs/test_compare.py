"""Programs side by side: what differs, what is not stated, and a choice that is in error."""

import csv
import io
import re

import pytest

from programs.chosen import MOST_COMPARED, chosen
from programs.exports import BOM
from programs.services import refresh_public_record
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def programs():
    """Two programs of one rate; `a` has a budget and a cap, `b` a budget of another phase and a case."""
    pair = [make.ProgramFactory(published=True, code=code, name=f"事業{code}") for code in "ab"]
    for program, phase in zip(pair, ("initial", "request"), strict=True):
        edition = program.editions.get()
        make.SubsidyRateFactory(edition=edition)
        make.BudgetLineFactory(edition=edition, phase=phase, account="")
    make.CapFactory(edition=pair[0].editions.get())
    make.CaseStudyFactory(program=pair[1])
    for program in pair:
        refresh_public_record(program)
    return pair


def rows_of(response) -> dict[str, object]:
    return {row.title: row for row in response.context["rows"]}


def test_a_row_says_in_words_whether_it_differs(client, programs):
    rows = rows_of(client.get("/compare/?p=a&p=b"))
    assert rows["国の補助率"].verdict == "同じ"
    assert rows["予算 令和3年度（2021年度）"].verdict == "ちがいあり"
    assert rows["予算 令和3年度（2021年度）"].differs
    assert rows["上限額"].verdict == "記載なしを含む"
    assert rows["だれが"].verdict == "どれも記載なし"
    assert not rows["上限額"].differs


def test_a_silent_document_is_no_difference_and_what_was_not_read_is_not_silent(client, programs):
    cells = rows_of(client.get("/compare/?p=a&p=b"))["上限額"].cells
    assert [cell.absent for cell in cells] == ["", "記載なし"]
    older = make.EditionFactory(program=programs[1], fiscal_year=2019)
    make.CapFactory(edition=older)
    refresh_public_record(programs[1])
    cells = rows_of(client.get("/compare/?p=a&p=b"))["上限額"].cells
    assert [cell.absent for cell in cells] == ["", "この年度版に記載なし"]
    make.SourceFactory().readings.filter(kind="area").delete()
    refresh_public_record(programs[0])
    assert rows_of(client.get("/compare/?p=a&p=b"))["対象になる地域"].cells[0].absent == "未確認"


def test_programs_stand_in_the_order_of_the_address_each_once(client, programs):
    columns = [column.code for column, _ in client.get("/compare/?p=b&p=a&p=b").context["columns"]]
    assert columns == ["b", "a"]


def test_a_link_takes_a_program_out_and_leaves_the_others(client, programs):
    assert {c.code: query for c, query in client.get("/compare/?p=b&p=a").context["columns"]} == {
        "b": "?p=a",
        "a": "?p=b",
    }


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "比べる施策を二つ以上選んでください"),
        ("p=a", "施策をもう一つ選んでください"),
        ("p=a&p=b&p=nosuch", "「nosuch」という記号の施策はありません"),
        ("p=a&p=b&p=%00", "という記号の施策はありません"),
        ("p=a&p=b&p=" + "x" * 10_000, "…」という記号の施策はありません"),
        ("p=a&p=b&p=1&p=2&p=3&p=4", "など4件の記号の施策はありません"),
        ("p=a&p=b&p=%F0%9F%98%80", "という記号の施策はありません"),
        ("p=a&p=", "施策をもう一つ選んでください"),
    ],
)
def test_a_choice_in_error_is_said_and_what_is_right_stays(client, programs, query, message):
    response = client.get(f"/compare/?{query}")
    assert response.status_code == 200
    assert message in response.text
    assert len(response.text) < 30_000
    known = [code for code in "ab" if f"p={code}" in query.split("&")]
    assert [column.code for column, _ in response.context["columns"]] == known


def test_of_more_than_four_the_first_are_shown_and_all_can_be_chosen_anew(client, programs):
    more = make.ProgramFactory.create_batch(3, published=True)
    codes = ["a", "b", *(program.code for program in more)]
    response = client.get("/compare/", {"p": codes})
    assert [column.code for column, _ in response.context["columns"]] == codes[:MOST_COMPARED]
    assert "4件までです" in response.text
    boxes = re.findall(r'name="p" value="([\w-]+)"( checked)?', response.text)
    assert boxes == [(code, " checked") for code in codes[:4]] + [(codes[4], "")]


def test_what_is_not_published_cannot_be_chosen(client, programs):
    make.ProgramFactory(code="draft", name="下書きの名前")
    response = client.get("/compare/?p=a&p=draft")
    assert "下書きの名前" not in response.text
    assert "「draft」という記号の施策はありません" in response.text


def test_a_choice_costs_no_query_where_nothing_is_chosen(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not chosen(["", ""], 4).names


def test_the_page_takes_three_queries_whatever_is_compared(client, programs, count_queries):
    assert count_queries(client.get, "/compare/?p=a&p=b") == 3
    assert count_queries(client.get, "/compare/?p=a") == 3


def test_the_file_holds_every_fact_of_the_table(client, programs):
    text = client.get("/compare/data.csv?p=a&p=b").getvalue().decode()
    assert text.startswith(BOM)
    found = list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))
    expected = [
        (row.title, cell.code, fact.yen)
        for row in client.get("/compare/?p=a&p=b").context["rows"]
        for cell in row.cells
        for fact in cell.facts
    ]
    stated = [row for row in found if row["内容"] != "記載なし"]
    assert [(row["項目"], row["施策コード"]) for row in stated] == [(t, c) for t, c, _ in expected]
    assert [row["金額（円）"] for row in stated] == ["" if yen is None else str(yen) for *_, yen in expected]
    assert "3分の2" in {row["内容"] for row in found}


@pytest.mark.parametrize("query", ["", "p=nosuch&p=a", "p=%00"])
def test_a_choice_in_error_gives_no_file(client, programs, query):
    response = client.get(f"/compare/data.csv?{query}")
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/plain")
    assert "施策" in response.text


def test_every_mark_leads_to_a_note_that_is_there(client, catalog):
    text = client.get("/compare/?p=kodo-musen-kankyo&p=keitai-area-seibi&p=chiiki-johoka&p=ilas").text
    marks = re.findall(r'class="fig" href="(/programs/[\w-]+/)#(\w+)"', text)
    assert len(marks) > 30
    for address in {address for address, _ in marks}:
        ids = set(re.findall(r'\sid="(\w+)"', client.get(address).text))
        assert {note for at, note in marks if at == address} <= ids

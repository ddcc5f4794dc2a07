"""The budgets of all programs as a page and as a file."""

import csv
import io
import re

import pytest

from programs.exports import BOM
from programs.services import refresh_public_record
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def programs():
    """Two of one field in 2021, 内数 in 2020, an amount without a phase in 2018; nothing in 2019."""
    first, second = (make.ProgramFactory(published=True, code=code, name=f"事業{code}") for code in "ab")
    edition = first.editions.get()
    make.BudgetLineFactory(edition=edition, amount_yen=5_000_000)
    make.BudgetLineFactory(edition=edition, amount_yen=2_000_000, phase="supplementary-1")
    make.BudgetLineFactory(edition=edition, amount_yen=9_000_000, fiscal_year=2020, part_of_larger=True)
    make.BudgetLineFactory(
        edition=second.editions.get(), amount_yen=7_000_000, fiscal_year=2018, phase="unspecified"
    )
    make.BudgetLineFactory(edition=second.editions.get(), amount_yen=1_000_000)
    talent = make.ProgramFactory(published=True, code="c", fields=[make.FieldFactory(slug="talent")])
    make.BudgetLineFactory(edition=talent.editions.get(), amount_yen=3_000_000)
    for program in (first, second, talent):
        refresh_public_record(program)
    return first, second, talent


def sums(response) -> dict[str, list[tuple[str, str]]]:
    return {
        year.western: [(s.label, f"{s.figure.text}{s.figure.unit}") for s in year.sums]
        for year in response.context["shown"].years
    }


def test_years_are_summed_by_phase_and_a_silent_year_is_said_to_be_so(client, programs):
    response = client.get("/budget/")
    assert sums(response) == {
        "2021年度": [("当初", "9百万円"), ("補正", "2百万円"), ("当初と補正の計", "11百万円")],
        "2020年度": [],
        "2019年度": [],
        "2018年度": [("区分の記載なし", "7百万円")],
    }
    assert response.text.count('<td class="num none">記載なし</td>') == 2 + 2
    assert "0円" not in response.text


def test_fields_are_of_the_newest_year_and_each_by_itself(client, programs):
    fields = client.get("/budget/").context["shown"].fields
    assert [(field.settled.figure.text, field.settled.count) for field in fields] == [("8", 2), ("3", 1)]


def test_a_year_and_a_field_narrow_all_parts_of_the_page(client, programs):
    response = client.get("/budget/?fiscal_year=2021&field=talent")
    assert sums(response) == {"2021年度": [("当初", "3百万円")]}
    assert [program.name for program in response.context["shown"].programs] == [programs[2].name]
    assert not response.context["shown"].left_out
    assert re.search(r'<option value="2021" selected>', response.text)


def test_what_is_in_no_sum_is_counted_and_listed_with_its_reason(client, programs):
    text = client.get("/budget/").text
    assert "ほかの額と重なりうる額の1件は入れていません" in text
    assert "合計に入れていない額（1件）" in text
    assert "<h3>内数（より大きな予算の一部）</h3>" in text
    assert "の内数" in text


def test_a_printed_amount_has_its_mark_and_a_sum_of_ours_has_none(client, programs):
    shown = client.get("/budget/").context["shown"]
    lines = [line for group in (*shown.programs, *shown.left_out) for line in group.lines]
    assert len(lines) == 6
    assert all(line.figure.mark for line in lines)
    assert not any(s.figure.mark for year in shown.years for s in year.sums)
    assert "合計は当サイトの計算で、" in client.get("/budget/").text


@pytest.mark.parametrize(
    "query",
    [
        "fiscal_year=1999",
        "fiscal_year=%00",
        "fiscal_year=２０２１",
        f"fiscal_year={'9' * 10_000}",
        "field=nosuch",
        "field=%00",
        f"field={'x' * 10_000}",
        "fiscal_year=2021&fiscal_year=1999",
    ],
)
def test_a_value_that_is_not_there_is_a_message_and_no_amount(client, programs, query):
    response = client.get(f"/budget/?{query}")
    assert response.status_code == 200
    assert "条件を読み取れません" in response.text
    assert 'class="fig"' not in response.text
    assert len(response.text) < 20_000
    file = client.get(f"/budget/data.csv?{query}")
    assert file.status_code == 400
    assert "選んだ" in file.text


def test_the_file_holds_the_amounts_of_the_page(client, programs):
    for query in ("", "fiscal_year=2021", "field=talent"):
        text = client.get(f"/budget/data.csv?{query}").getvalue().decode()
        rows = list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))
        shown = client.get(f"/budget/?{query}").context["shown"]
        lines = [line for program in shown.programs for line in program.lines]
        out = [line for group in shown.left_out for line in group.lines]
        for group, answer in ((lines, "はい"), (out, "いいえ")):
            expected = sorted(str(line.entry.line["amount_yen"]) for line in group)
            assert sorted(r["金額（円）"] for r in rows if r["合計に入れたか"] == answer) == expected
    assert text.count("\r\n") == 2


def test_queries_do_not_grow_with_programs(client, programs, count_queries):
    few = count_queries(client.get, "/budget/")
    assert few == 3
    for program in make.ProgramFactory.create_batch(3, published=True):
        make.BudgetLineFactory(edition=program.editions.get())
        refresh_public_record(program)
    assert count_queries(client.get, "/budget/") == few


def test_a_catalog_without_budgets_says_so(client):
    make.ProgramFactory(published=True)
    response = client.get("/budget/")
    assert response.status_code == 200
    assert "この条件に合う予算額は、登録した資料に記載がありません" in response.text


def test_every_mark_of_the_catalog_leads_to_a_note_that_is_there(client, catalog):
    text = client.get("/budget/").text
    marks = set(re.findall(r'class="fig" href="(/programs/[\w-]+/)#(\w+)"', text))
    assert len(marks) > 40
    for address in {address for address, _ in marks}:
        ids = set(re.findall(r'\sid="(\w+)"', client.get(address).text))
        assert {note for at, note in marks if at == address} <= ids

"""The export: what is being edited, nothing live in it, and read back without a difference."""

import csv
import re
from datetime import date
from io import BytesIO, StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from programs import drafting
from programs.spreadsheets.importing import rehearse
from programs.spreadsheets.precheck import check_workbook
from programs.spreadsheets.tables import BUDGETS, CALLS, PROGRAMS, RATES, TABLES
from programs.spreadsheets.writing import chosen_programs, csv_text
from tests import factories
from tests.programs.spreadsheet_files import exported, headers, parts
from tests.programs.staff_pages import make_editor
from tests.programs.test_spreadsheet_cells import NASTY

pytestmark = pytest.mark.django_db
LIVE = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "#N/A", "'=1"]


@pytest.fixture
def editor(django_user_model):
    return make_editor(django_user_model)


def shown(table, programs=None):
    """Rows of a table's CSV, by header."""
    text = csv_text(table, chosen_programs() if programs is None else programs)
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_row_says_what_the_record_says():
    edition = factories.EditionFactory(program__code="hikari", program__name="光の事業")
    factories.BudgetLineFactory(edition=edition, part_of_larger=True)
    rate = factories.SubsidyRateFactory(edition=edition, cap_yen=20_000_000, cap_of="subsidy")
    factories.CostShareFactory(rate=rate)
    factories.SubsidyRateFactory(edition=edition, fixed=True, condition="離島")
    factories.CallFactory(edition=edition)
    [budget] = shown(BUDGETS)
    assert budget["施策の記号"] == "hikari"
    assert (budget["年度版（西暦年度）"], budget["年度（西暦年度）"]) == ("2021", "2021")
    assert (budget["区分"], budget["金額（円）"], budget["内数"]) == ("当初", "3682000000", "○")
    assert (budget["資料の記号"], budget["始めの行"], budget["印刷の字句"]) == ("Z", "24", "3,682百万円")
    first, second = shown(RATES)
    assert first["国の補助率（3分の2・定額）"] == "3分の2"
    assert first["ほかの負担者の割合"] == "市町村 1/3"
    assert (first["上限額（円）"], first["何の上限か"]) == ("20000000", "補助額")
    assert second["国の補助率（3分の2・定額）"] == "定額"
    [call] = shown(CALLS)
    assert (call["始まる日"], call["締切の日"]) == ("2021-04-01", "2021-05-31")
    [program] = shown(PROGRAMS)
    assert (program["施策名"], program["公開状況"]) == ("光の事業", "下書き")


def test_a_workbook_has_days_numbers_and_texts_as_such():
    edition = factories.EditionFactory(program__code="5g")
    factories.BudgetLineFactory(edition=edition)
    factories.CallFactory(edition=edition)
    book = load_workbook(BytesIO(exported()))
    assert book.sheetnames == ["施策", "予算額", "補助率", "公募"]
    cells = dict(zip(headers(book["公募"]), book["公募"][2], strict=True))
    assert cells["始まる日"].value.date() == date(2021, 4, 1)
    assert cells["始まる日"].is_date
    assert cells["施策の記号"].value == "5g"
    assert cells["施策の記号"].number_format == "@"
    cells = dict(zip(headers(book["予算額"]), book["予算額"][2], strict=True))
    assert (cells["金額（円）"].value, cells["金額（円）"].number_format) == (3_682_000_000, "#,##0")
    rules = {str(rule.sqref)[0]: rule.formula1 for rule in book["予算額"].data_validations.dataValidation}
    assert "当初" in rules["G"]


@pytest.mark.parametrize("text", LIVE)
def test_nothing_is_a_live_formula(text):
    """In the raw files: a formula is an <f> in XML, a cell that begins like one in CSV."""
    program = factories.ProgramFactory(summary=text, note=text)
    factories.CallFactory(edition__program=program, label=text, window=text)
    for name, part in parts(exported()).items():
        if name.startswith("xl/worksheets/"):
            assert not re.search(rb"<(\w+:)?f[\s>/]", part)
            assert not re.search(rb't="e"', part)
    [call] = shown(CALLS)
    guarded = text if text == "#N/A" else f"'{text}"
    assert (call["何の期限か"], call["印刷された期間"]) == (guarded, guarded)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=NASTY.filter(bool),
    text=NASTY,
    amount=st.integers(0, 2**63 - 1),
    line=st.integers(1, 10**9),
    day=st.dates(date(1900, 3, 1)),
)
def test_whatever_is_stored_comes_back_without_a_difference(editor, name, text, amount, line, day):
    program = factories.ProgramFactory(name=name[:120], summary=text, first_line=line, last_line=line)
    edition = factories.EditionFactory(program=program)
    factories.BudgetLineFactory(edition=edition, amount_yen=amount, component=text, literal=name)
    factories.SubsidyRateFactory(edition=edition, condition=text, cap_yen=amount, cap_of="benefit")
    factories.CallFactory(edition=edition, label=text, opens_on=day, closes_on=None, window=name)
    files = [exported(), *(csv_text(table, chosen_programs()).encode() for table in TABLES)]
    for file in files:
        plan = rehearse(file, editor)
        assert (plan.changes, plan.problems) == ([], [])
        assert plan.unchanged
    program.delete()


def test_an_export_passes_the_check_before_the_parser():
    edition = factories.EditionFactory()
    for number in range(200):
        factories.CallFactory(edition=edition, label=f"期限{number}")
    check_workbook(exported())


def test_what_is_being_edited_is_written_out(editor):
    program = factories.ProgramFactory(published=True, code="hikari")
    line = factories.BudgetLineFactory(edition=program.editions.get())
    draft = drafting.begin(program=program, user=editor)
    copy = draft.editions.get().budgetlines.get()
    [row] = shown(BUDGETS)
    assert row["行の番号"] == str(copy.pk) != str(line.pk)
    assert row["施策の記号"] == "hikari"
    [row] = shown(PROGRAMS)
    assert (row["施策の記号"], row["公開状況"]) == ("hikari", "公開中")


def test_programs_are_chosen_by_code_or_by_office():
    office = factories.OfficeFactory(code="office-two")
    first, second = (factories.ProgramFactory(published=True) for _ in range(2))
    factories.EditionOfficeFactory(edition=second.editions.get(), office=office)
    assert chosen_programs(codes=[first.code]) == [first]
    assert chosen_programs(office=office) == [second]
    assert chosen_programs() == [first, second]


def test_queries_do_not_grow_with_rows(count_queries):
    few = factories.EditionFactory()
    factories.SubsidyRateFactory(edition=few)
    before = count_queries(exported)
    for number in range(5):
        edition = factories.EditionFactory()
        factories.BudgetLineFactory(edition=edition)
        factories.CallFactory(edition=edition)
        factories.CostShareFactory(rate=factories.SubsidyRateFactory(edition=edition, area=str(number)))
    # The shares of rates are read only where there are rates.
    assert count_queries(exported) == before

"""What a dry run refuses: by sheet, row and column, all at once."""

import re
from datetime import date

import pytest

from programs import drafting, staff
from programs.spreadsheets.importing import rehearse
from programs.spreadsheets.precheck import Refused
from programs.spreadsheets.tables import CALLS
from programs.spreadsheets.writing import chosen_programs, csv_text
from tests import factories
from tests.programs.spreadsheet_files import (
    CITED,
    append,
    edited,
    empty_workbook,
    exported,
    headers,
    parts,
    public_program,
    set_cells,
    with_part,
)
from tests.programs.staff_pages import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(django_user_model):
    return make_editor(django_user_model)


@pytest.fixture
def program():
    return public_program()


def messages(plan):
    return [(p.sheet, p.line, p.column, p.message) for p in plan.problems]


def test_all_errors_at_once_by_sheet_row_and_column(program, editor):
    def change(book):
        set_cells(book["予算額"], 2, 金額="三十億", 始めの行=900, 終わりの行=901)
        append(book["予算額"], 施策の記号="hikari", 年度版=2021, 年度=3021, 区分="当所", 金額=-5)
        set_cells(book["補助率"], 2, 国の補助率="4/3", 上限額=5)
        set_cells(book["公募"], 2, 締切の日=date(2020, 1, 1), 始まる日="春ごろ")
        append(book["公募"], 施策の記号="nai", 年度版=2021, **CITED)
        set_cells(book["施策"], 2, 目的=None, 施策名="x" * 121)

    plan = rehearse(edited(change), editor)
    assert [(sheet, line, column) for sheet, line, column, _ in messages(plan)] == [
        ("施策", 2, "B列 施策名"),
        ("施策", 2, "H列 目的"),
        ("予算額", 2, "H列 金額（円）"),
        ("予算額", 2, "O列 終わりの行"),
        ("予算額", 3, "G列 区分"),
        ("予算額", 3, "F列 年度（西暦年度）"),
        ("予算額", 3, "H列 金額（円）"),
        ("予算額", 3, "M列 資料の記号"),
        ("予算額", 3, "N列 始めの行"),
        ("予算額", 3, "O列 終わりの行"),
        ("予算額", 3, "P列 印刷の字句"),
        ("補助率", 2, "F列 国の補助率（3分の2・定額）"),
        ("補助率", 2, "I列 何の上限か"),
        ("公募", 2, "G列 始まる日"),
        ("公募", 3, "C列 施策の記号"),
    ]
    said = {(sheet, line, column): message for sheet, line, column, message in messages(plan)}
    assert said["予算額", 2, "H列 金額（円）"] == "「三十億」を金額として読めません。例：3,682百万円"
    assert said["予算額", 2, "O列 終わりの行"] == "この資料は500行までです。行番号を確かめてください。"
    assert said["予算額", 3, "G列 区分"].startswith("「当所」は選べません。次のどれかにしてください：")
    assert said["予算額", 3, "P列 印刷の字句"] == "出典の行に印刷されている字句を入力してください。"
    assert said["公募", 3, "C列 施策の記号"] == "「nai」という記号の施策はありません。"
    assert not plan.may_be_confirmed


def test_the_rule_of_two_days_is_that_of_the_form(program, editor):
    plan = rehearse(edited(lambda book: set_cells(book["公募"], 2, 締切の日=date(2020, 1, 1))), editor)
    assert messages(plan) == [("公募", 2, "H列 締切の日", "締切の日は、始まる日より前にはできません。")]


def test_two_equal_rows_are_told_by_the_rule_of_the_table(program, editor):
    def change(book):
        for _ in range(2):
            append(
                book["予算額"],
                施策の記号="hikari",
                年度版=2022,
                年度=2022,
                区分="当初",
                金額=7,
                **CITED,
            )

    [(_, line, column, message)] = messages(rehearse(edited(change), editor))
    assert (line, column) == (4, "G列 区分")
    assert message == "同じ資料の同じ年度・区分・部分の予算額が、この年度版にもうあります。"


FIXED = {
    "name of a program": ("予算額", {"施策名": "別の事業"}, "D列 施策名"),
    "code": ("予算額", {"施策の記号": "umi"}, "C列 施策の記号"),
    "edition": ("予算額", {"年度版": 2030}, "E列 年度版（西暦年度）"),
    "status": ("施策", {"公開状況": "下書き"}, "N列 公開状況"),
}


@pytest.mark.parametrize("name", FIXED)
def test_what_cannot_be_changed_here_is_not_passed_over(program, editor, name):
    factories.ProgramFactory(code="umi")
    sheet, values, column = FIXED[name]
    plan = rehearse(edited(lambda book: set_cells(book[sheet], 2, **values)), editor)
    [(_, line, where, message)] = messages(plan)
    assert (line, where) == (2, column)
    assert message.startswith("この列は変えられません。元は「")


def test_a_program_may_be_renamed_beside_rows_that_name_it_either_way(program, editor):
    def change(book):
        set_cells(book["施策"], 2, 施策名="新しい光の事業")
        set_cells(book["公募"], 2, 施策名="新しい光の事業")

    plan = rehearse(edited(change), editor)
    assert plan.problems == []
    [change] = plan.changes
    assert (change.sheet, [d.after for d in change.differences]) == ("施策", ["新しい光の事業"])


NUMBERS = {
    "unknown": ({"行の番号": 10**9}, "この番号の行はありません"),
    "not whole": ({"行の番号": 10**30}, "整数で入力してください"),
    "words": ({"行の番号": "一"}, "この番号の行はありません"),
    "removal without number": ({"行の番号": None, "削除": "○"}, "行の番号のない行は、削除できません"),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_row_is_told_by_its_number(program, editor, name):
    values, message = NUMBERS[name]
    plan = rehearse(edited(lambda book: set_cells(book["予算額"], 2, 会計="特別会計", **values)), editor)
    assert [said.startswith(message) for *_, said in messages(plan)] == [True]


def test_a_number_that_no_row_can_have(program, editor):
    data, name = edited(lambda book: set_cells(book["予算額"], 2, 金額=1)), "xl/worksheets/sheet2.xml"
    part = re.sub(rb'(<c r="A2"[^>]*><v>)\d+', rb"\g<1>" + b"9" * 30, parts(data)[name])
    [(*_, message)] = messages(rehearse(with_part(name, part, data), editor))
    assert message.startswith("この番号の行はありません")


def test_one_number_twice(program, editor):
    def double(book):
        sheet = book["予算額"]
        sheet.append([cell.value for cell in sheet[2]])
        sheet = book["施策"]
        sheet.append([cell.value for cell in sheet[2]])

    assert [(line, said) for _, line, _, said in messages(rehearse(edited(double), editor))] == [
        (3, "2行目と同じ施策です。"),
        (3, "2行目と同じ番号です。新しい行は、番号を空けてください。"),
    ]


def test_a_row_of_the_wrong_program_is_told_by_its_name(program, editor):
    factories.ProgramFactory(code="umi", name="海の事業")

    def change(book):
        append(book["公募"], 施策の記号="umi", 施策名="光の事業", 年度版=2021, **CITED)

    [(*_, column, message)] = messages(rehearse(edited(change), editor))
    assert column == "D列 施策名"
    assert message.startswith("施策の記号と施策名が合いません")


def test_facts_of_a_new_program_with_errors_point_to_it(program, editor):
    def change(book):
        append(book["施策"], 施策の記号="Umi!", 施策名="海の事業")
        append(book["公募"], 施策の記号="Umi!", 年度版=2021, **CITED)

    plan = rehearse(edited(change), editor)
    said = {(sheet, column): message for sheet, _, column, message in messages(plan)}
    assert "英小文字" in said["施策", "A列 施策の記号"]
    assert said["公募", "C列 施策の記号"] == "「施策」シートの3行目を直してください。"


EXTREMES = [
    {"始めの行": 2**31 - 2, "終わりの行": 2**31 - 1, "資料の記号": None},
    {"始めの行": 2**31, "終わりの行": 2**31},
    {"始めの行": "9" * 17, "終わりの行": "9" * 17},
    {"金額": "9" * 18 + "円", "始めの行": 0},
    {"金額": "9兆" * 9},
    {"年度": "9" * 17},
    {"カタログの注": "あ" * 30_000},
    {"印刷の字句": "_x0000_"},
]


@pytest.mark.parametrize("values", EXTREMES)
def test_no_figure_is_too_great_to_be_refused(program, editor, values):
    plan = rehearse(edited(lambda book: set_cells(book["予算額"], 2, **values)), editor)
    assert {line for _, line, *_ in messages(plan)} == {2}


@pytest.mark.parametrize("year", ["らいねん", 1200, 10**30])
def test_an_edition_of_no_year_is_not_made(program, editor, year):
    def change(book):
        append(book["公募"], 施策の記号="hikari", 年度版=year, **CITED)

    plan = rehearse(edited(change), editor)
    assert {column for *_, column, _ in messages(plan)} == {"E列 年度版（西暦年度）"}


# --- The form of the file -----


def test_a_formula_is_refused_at_its_cell(program, editor):
    plan = rehearse(edited(lambda book: set_cells(book["予算額"], 2, 金額="=1+1")), editor)
    assert messages(plan) == [
        ("予算額", 2, "H列 金額（円）", "数式が入っています。数式ではなく、値を入力してください。")
    ]


def test_an_error_value_is_refused_at_its_cell(program, editor):
    plan = rehearse(edited(lambda book: set_cells(book["予算額"], 2, 金額="#REF!")), editor)
    [(_, line, column, message)] = messages(plan)
    assert (line, column) == (2, "H列 金額（円）")
    assert "#REF!" in message


def rename(old, new):
    def change(book):
        sheet = book["公募"]
        sheet.cell(1, headers(sheet).index(old) + 1).value = new

    return change


FORMS = {
    "header renamed": (
        rename("締切の日", "しめきり"),
        [
            (1, "H列", "「しめきり」という見出しの列は、この表にありません。"),
            (1, "", "見出しの列がありません：締切の日"),
        ],
    ),
    "header twice": (
        rename("締切の日", "始まる日"),
        [(1, "H列", "「始まる日」の列が2つあります。"), (1, "", "見出しの列がありません：締切の日")],
    ),
    "header gone": (rename("締切の日", None), [(1, "", "見出しの列がありません：締切の日")]),
    "a value beside the table": (
        lambda book: book["公募"].cell(2, 30, "メモ"),
        [(2, "AD列", "見出しのない列に値があります。")],
    ),
    "wrong sheet": (
        lambda book: setattr(book["公募"], "title", "公募2"),
        [(0, "", "このシートは取り込めません。取り込めるのは、施策・予算額・補助率・公募だけです。")],
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_sheet_of_another_form_is_told(program, editor, name):
    change, problems = FORMS[name]
    plan = rehearse(edited(change), editor)
    assert [(line, column, message) for _, line, column, message in messages(plan)] == problems


def test_a_workbook_without_any_of_the_sheets_is_refused(editor):
    def change(book):
        for sheet in book.worksheets:
            sheet.title = f"{sheet.title}の写し"

    with pytest.raises(Refused, match="取り込めるシートがありません"):
        rehearse(edited(change, empty_workbook()), editor)


def test_a_csv_of_another_form_is_told_by_its_table(program, editor):
    text = csv_text(CALLS, chosen_programs()).replace("締切の日", "しめきり")
    plan = rehearse(text.encode(), editor)
    assert [(sheet, line) for sheet, line, *_ in messages(plan)] == [("公募", 1), ("公募", 1)]


def test_queries_do_not_grow_with_unchanged_rows(editor, count_queries):
    def add():
        edition = factories.EditionFactory()
        factories.BudgetLineFactory(edition=edition)
        factories.CallFactory(edition=edition)
        factories.CostShareFactory(rate=factories.SubsidyRateFactory(edition=edition))

    add()
    file = exported()
    before = count_queries(rehearse, file, editor)
    for _ in range(4):
        add()
    assert count_queries(rehearse, exported(), editor) == before


# --- Rights and other people -----


def test_a_program_of_somebody_else_is_an_error_of_its_rows(program, editor, monkeypatch):
    factories.CallFactory(edition__program__code="umi")
    monkeypatch.setattr(staff, "may_edit", lambda user, program: program.code != "hikari")

    def change(book):
        for name in ("予算額", "補助率"):
            set_cells(book[name], 2, カタログの注="注")
        for line in (2, 3):
            set_cells(book["公募"], line, カタログの注="注")

    plan = rehearse(edited(change), editor)
    assert [(sheet, column, message) for sheet, _, column, message in messages(plan)] == [
        (sheet, "C列 施策の記号", "この施策を編集する権限がありません。")
        for sheet in ("予算額", "補助率", "公募")
    ]


def test_a_change_that_waits_for_review_is_not_touched(program, editor):
    draft = drafting.begin(program=program, user=editor)
    drafting.record_save(program=draft, user=editor)
    file = edited(lambda book: set_cells(book["予算額"], 2, 金額=1))
    drafting.submit(revision=draft.revision, user=editor)
    [(_, line, column, message)] = messages(rehearse(file, editor))
    assert (line, column) == (2, "C列 施策の記号")
    assert "確認待ち" in message


def test_what_somebody_saved_after_the_export_is_not_written_over(program, editor, django_user_model):
    other = make_editor(django_user_model, "other")
    draft = drafting.begin(program=program, user=other)
    drafting.record_save(program=draft, user=other)
    file = edited(lambda book: set_cells(book["予算額"], 2, 金額=1))
    assert rehearse(file, editor).problems == []
    drafting.record_save(program=draft, user=other)
    [(_, line, column, message)] = messages(rehearse(file, editor))
    assert (line, column) == (2, "R列 書き出した版")
    assert "other" in message
    # One's own save is no matter.
    assert rehearse(file, other).problems == []


def test_a_draft_begun_after_the_export_is_told(program, editor, django_user_model):
    unchanged, file = exported(), edited(lambda book: set_cells(book["予算額"], 2, 金額=1))
    drafting.begin(program=program, user=make_editor(django_user_model, "other"))
    assert rehearse(unchanged, editor).problems == []
    [(_, line, column, message)] = messages(rehearse(file, editor))
    assert (line, column) == (2, "A列 行の番号")
    assert "書き出し直してください" in message

"""An edited workbook: what the dry run says, what confirming writes, and when it is refused."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from programs import drafting
from programs.models import (
    BudgetLine,
    Call,
    Edition,
    Program,
    PublicRecord,
    Revision,
    SpreadsheetUpload,
    SubsidyRate,
    Version,
)
from programs.spreadsheets import importing, surroundings
from programs.spreadsheets.importing import confirm, keep, rehearse
from programs.spreadsheets.plan import Plan
from programs.spreadsheets.rowforms import RowForms
from programs.spreadsheets.tables import BUDGETS, TABLES, Vocabulary
from programs.spreadsheets.writing import chosen_programs, csv_text
from tests import factories
from tests.programs.spreadsheet_files import (
    CITED,
    append,
    edited,
    headers,
    public_program,
    set_cells,
)
from tests.programs.staff_pages import make_editor

pytestmark = pytest.mark.django_db
NONE = "（空欄）"
CITED_NOW = [
    ("資料の記号", NONE, "Z"),
    ("始めの行", NONE, "30"),
    ("終わりの行", NONE, "30"),
    ("印刷の字句", NONE, "15億円"),
]
CITED_NO_MORE = [
    ("資料の記号", "Z", NONE),
    ("始めの行", "24", NONE),
    ("終わりの行", "24", NONE),
    ("印刷の字句", "3,682百万円", NONE),
]


@pytest.fixture
def editor(django_user_model):
    return make_editor(django_user_model)


@pytest.fixture
def program():
    return public_program()


def told(plan):
    """(sheet, what is done, cells before and after) of every change."""
    return [(c.sheet, c.doing, [(d.header, d.before, d.after) for d in c.differences]) for c in plan.changes]


def draft_of(program):
    return Program.objects.get(draft_of=program)


def counts():
    """Of all that an import could write."""
    models = (Program, Edition, BudgetLine, SubsidyRate, Call, Revision, Version)
    return [model.objects.count() for model in models]


def budget(**values):
    return {"施策の記号": "hikari", "区分": "当初", "金額": 7, **CITED, **values}


def real_edit(book):
    """An amount, a summary, a budget for a new year, a call more and a rate less."""
    set_cells(book["予算額"], 2, 金額=3_700_000_000, 印刷の字句="3,700百万円")
    append(book["予算額"], **budget(年度版=2022, 年度="令和4年度", 区分="概算要求", 金額="15億円"))
    set_cells(book["補助率"], 2, 削除="○")
    call = {"何の期限か": "2次公募", "締切の日": date(2021, 9, 30)}
    append(book["公募"], 施策の記号="hikari", 年度版=2021, **call, **CITED)
    set_cells(book["施策"], 2, 要約="まちの通信をよくします。")


def two_programs(book):
    """Changes of the program of the fixture and of one more, whose call stands in the third line."""
    set_cells(book["予算額"], 2, 金額=1)
    for line in (2, 3):
        set_cells(book["公募"], line, カタログの注="注")


def one_amount(book):
    set_cells(book["予算額"], 2, 金額=1)


# --- In a real way ----------------------------------------------------------------------------


def test_the_dry_run_says_what_would_change_and_writes_nothing(program, editor):
    before, record = counts(), PublicRecord.objects.get(program=program).record
    plan = rehearse(edited(real_edit), editor)
    assert plan.problems == []
    assert told(plan) == [
        ("施策", "変更", [("要約", program.summary, "まちの通信をよくします。")]),
        (
            "予算額",
            "変更",
            [
                ("金額（円）", "3,682,000,000円（3,682百万円）", "3,700,000,000円（3,700百万円）"),
                ("印刷の字句", "3,682百万円", "3,700百万円"),
            ],
        ),
        ("予算額", "追加", []),  # the edition of 2022
        (
            "予算額",
            "追加",
            [
                ("年度（西暦年度）", NONE, "令和4年度（2022年度）"),
                ("区分", NONE, "概算要求"),
                ("金額（円）", NONE, "1,500,000,000円（1,500百万円）"),
                *CITED_NOW,
            ],
        ),
        ("補助率", "削除", [("国の補助率（3分の2・定額）", "3分の2", NONE), *CITED_NO_MORE]),
        (
            "公募",
            "追加",
            [
                ("何の期限か", NONE, "2次公募"),
                ("締切の日", NONE, "令和3年（2021年）9月30日"),
                *CITED_NOW,
            ],
        ),
    ]
    assert plan.counts == [("追加", 3), ("変更", 2), ("削除", 1), ("変更なし", 1)]
    assert plan.changes[2].what == "新しい年度版 令和4年度（2022年度）"
    assert counts() == before
    program.refresh_from_db()
    assert program.summary != "まちの通信をよくします。"
    assert BudgetLine.objects.get().amount_yen == 3_682_000_000
    assert PublicRecord.objects.get(program=program).record == record


def test_confirming_writes_all_of_it_into_a_draft(program, editor):
    record = PublicRecord.objects.get(program=program).record
    confirm(keep("r4.xlsx", edited(real_edit), editor))
    draft = draft_of(program)
    lines = BudgetLine.objects.filter(edition__program=draft).order_by("edition__fiscal_year")
    assert [(line.edition.fiscal_year, line.fiscal_year, line.phase, line.amount_yen) for line in lines] == [
        (2021, 2021, "initial", 3_700_000_000),
        (2022, 2022, "request", 1_500_000_000),
    ]
    assert not SubsidyRate.objects.filter(edition__program=draft).exists()
    new = Call.objects.get(edition__program=draft, label="2次公募")
    assert (new.opens_on, new.closes_on, new.source.letter, new.position) == (None, date(2021, 9, 30), "Z", 1)
    assert (draft.summary, draft.edited_by) == ("まちの通信をよくします。", editor)
    # What the public reads is as it was.
    assert BudgetLine.objects.get(edition__program=program).amount_yen == 3_682_000_000
    assert SubsidyRate.objects.filter(edition__program=program).count() == 1
    assert PublicRecord.objects.get(program=program).record == record
    # One version, with its reason and its author.
    version = Version.objects.of_program("hikari").first()
    assert (version.reason, version.saved_by) == ("表計算の取り込み", editor)
    assert list(draft.revision.authors.all()) == [editor]


def test_the_copy_of_each_row_is_found_in_a_new_draft(program, editor):
    edition, older = program.editions.get(), factories.EditionFactory(program=program, fiscal_year=2019)
    for number in (3, 1, 2):
        factories.CallFactory(edition=edition, label=f"今年の{number}次", position=number)
        factories.CallFactory(edition=older, label=f"前の{number}次", position=4 - number)
    book = edited(lambda book: [set_cells(book["公募"], n, カタログの注=f"{n}行目") for n in range(2, 9)])
    said = {row.pk: row.label for row in Call.objects.all()}
    plan = confirm(keep("a.xlsx", book, editor))
    copies = Call.objects.filter(edition__program=draft_of(program)).order_by("note")
    originals = [row.label for row in TABLES[3].rows_of([program])]
    assert [row.label for row in copies] == originals
    assert {row.pk: row.label for row in Call.objects.filter(edition__program=program)} == said
    assert len(plan.changes) == 7


def test_an_import_into_a_draft_that_is_open_goes_on_with_it(program, editor):
    draft = drafting.begin(program=program, user=editor)
    draft.editions.get().calls.all().delete()
    confirm(keep("a.xlsx", edited(one_amount), editor))
    assert draft_of(program) == draft
    assert BudgetLine.objects.get(edition__program=draft).amount_yen == 1
    assert not Call.objects.filter(edition__program=draft).exists()


def test_a_program_that_was_never_public_is_edited_itself(editor):
    line = factories.BudgetLineFactory(edition__program__code="shita")
    confirm(keep("a.xlsx", edited(lambda book: set_cells(book["予算額"], 2, 金額="２億円")), editor))
    line.refresh_from_db()
    assert line.amount_yen == 200_000_000
    assert Program.objects.count() == 1


def test_a_csv_is_taken_in_like_a_sheet(program, editor):
    text = csv_text(BUDGETS, chosen_programs()).replace("3682000000", "3700000000")
    confirm(keep("予算額.csv", text.encode(), editor))
    assert BudgetLine.objects.get(edition__program=draft_of(program)).amount_yen == 3_700_000_000


def test_a_new_program_with_its_facts(program, editor):
    def change(book):
        first = dict(zip(headers(book["施策"]), (cell.value for cell in book["施策"][2]), strict=True))
        kept = {"支援の種類": first["支援の種類"], "分野": first["分野（;で区切る）"]}
        append(book["施策"], 施策の記号="umi", 施策名="海の事業", 要約="海。", 目的="海。", **kept, **CITED)
        append(book["予算額"], **budget(施策の記号="umi", 施策名="海の事業", 年度版=2026, 年度=2026))

    confirm(keep("a.xlsx", edited(change), editor))
    new = Program.objects.get(code="umi")
    assert (new.name, new.status, new.edited_by) == ("海の事業", "draft", editor)
    assert [field.name for field in new.fields.all()] == [field.name for field in program.fields.all()]
    assert BudgetLine.objects.get(edition__program=new, edition__fiscal_year=2026).amount_yen == 7
    assert not PublicRecord.objects.filter(program=new).exists()
    assert not Program.objects.filter(draft_of=program).exists()


def test_shares_of_other_payers_are_one_cell(program, editor):
    def change(book):
        set_cells(book["補助率"], 2, 国の補助率="2分の1", ほかの負担者の割合="都道府県 1/5、市町村 3/10")

    confirm(keep("a.xlsx", edited(change), editor))
    rate = SubsidyRate.objects.get(edition__program=draft_of(program))
    assert str(rate) == "1/2"
    shares = [(share.payer, share.numerator, share.denominator) for share in rate.shares.all()]
    assert shares == [("都道府県", 1, 5), ("市町村", 3, 10)]


def test_the_order_of_rows_and_columns_does_not_matter(program, editor):
    factories.CallFactory(edition=program.editions.get(), label="2次", position=1)

    def turn(book):
        sheet = book["公募"]
        rows = [[cell.value for cell in row][::-1] for row in sheet.iter_rows()]
        for line, values in enumerate([rows[0], *rows[:0:-1]], 1):
            for place, value in enumerate(values, 1):
                sheet.cell(line, place).value = value

    plan = rehearse(edited(turn), editor)
    assert (plan.changes, plan.problems, plan.unchanged) == ([], [], 5)


def test_a_row_that_is_missing_stays(program, editor):
    plan = rehearse(edited(lambda book: book["公募"].delete_rows(2)), editor)
    assert (plan.changes, plan.problems, plan.unchanged) == ([], [], 3)


def test_another_way_to_write_a_figure_is_no_change(program, editor):
    plan = rehearse(edited(lambda book: set_cells(book["予算額"], 2, 金額="3,682百万円", 年度="R3")), editor)
    assert (plan.changes, plan.problems, plan.unchanged) == ([], [], 4)


def test_a_removal_makes_room_for_what_takes_its_place(program, editor):
    def change(book):
        append(book["予算額"], **budget(年度版=2021, 年度=2021))
        set_cells(book["予算額"], 2, 削除="○")

    confirm(keep("a.xlsx", edited(change), editor))
    assert BudgetLine.objects.get(edition__program=draft_of(program)).amount_yen == 7


def test_checks_of_a_budget_are_warnings(program, editor, monkeypatch):
    seen, sentence = [], "前の年度の1,000分の1です。単位を確かめてください。"

    def check(line):
        seen.append(line.amount_yen)
        return [sentence]

    monkeypatch.setattr(surroundings, "budget_checks", [check])
    plan = rehearse(edited(one_amount), editor)
    assert seen == [1]
    assert [change.warnings for change in plan.changes] == [[sentence]]
    assert plan.warning_count == 1
    assert plan.may_be_confirmed


def test_every_field_of_the_pages_has_its_column(editor):
    """A field that the forms gain must not be lost in an export."""
    forms = RowForms(editor, Vocabulary.load())
    for table in TABLES:
        of_the_saving = {"seen", "why", "warned", "warning_reason"}
        fields = set(forms._class(table).base_fields) - of_the_saving - {"position", "code"}
        assert fields == table.by_field.keys(), table.name


# --- Confirming -------------------------------------------------------------------------------


def refusal(upload):
    with pytest.raises(ValidationError) as refused:
        confirm(upload)
    return " ".join(refused.value.messages)


def test_a_plan_is_kept_as_it_was_shown(program, editor):
    plan = rehearse(edited(real_edit), editor)
    kept = SpreadsheetUpload.objects.get(pk=keep("a.xlsx", edited(real_edit), editor).pk)
    assert Plan.from_json(kept.plan).digest == plan.digest
    assert Plan.from_json(kept.plan).versions == {"hikari": f"{program.pk}-未編集"}


def test_confirming_twice_does_nothing_twice(program, editor):
    upload = keep("a.xlsx", edited(one_amount), editor)
    confirm(upload)
    before = counts()
    assert refusal(upload) == "この表計算は、もう取り込みました。"
    assert counts() == before
    upload.refresh_from_db()
    assert bytes(upload.content) == b""


def test_an_upload_expires_after_a_day(program, editor):
    upload = keep("a.xlsx", edited(one_amount), editor)
    SpreadsheetUpload.objects.update(created_at=timezone.now() - timedelta(days=1))
    before = counts()
    assert "1日が過ぎました" in refusal(upload)
    assert counts() == before
    keep("a.xlsx", edited(one_amount), editor)
    assert not SpreadsheetUpload.objects.filter(pk=upload.pk).exists()


def test_what_has_errors_cannot_be_confirmed(program, editor):
    def change(book):
        two_programs(book)
        set_cells(book["予算額"], 2, 金額="三十億")

    factories.CallFactory(edition__program__code="umi")
    upload = keep("a.xlsx", edited(change), editor)
    before = counts()
    assert "取り込めません" in refusal(upload)
    assert counts() == before


def test_a_program_saved_after_the_dry_run_is_named(program, editor, django_user_model):
    other = make_editor(django_user_model, "other")
    factories.CallFactory(edition__program__code="umi", edition__program__name="海の事業")
    upload = keep("a.xlsx", edited(two_programs), editor)
    drafting.record_save(program=drafting.begin(program=program, user=other), user=other)
    before = counts()
    message = refusal(upload)
    assert "「光の事業」" in message
    assert "海の事業" not in message
    assert counts() == before


def test_facts_that_changed_without_a_save_are_noticed_too(program, editor):
    """As when the catalog is loaded anew: no editor, no time."""
    upload = keep("a.xlsx", edited(one_amount), editor)
    BudgetLine.objects.update(amount_yen=5)
    assert "登録されている内容が変わりました" in refusal(upload)
    assert BudgetLine.objects.get().amount_yen == 5


def test_one_program_that_fails_takes_back_all(program, editor, monkeypatch):
    other = factories.CallFactory(edition__program__code="umi")
    upload = keep("a.xlsx", edited(two_programs), editor)
    saves = []

    def fail_at_the_second(**kwargs):
        saves.append(kwargs["program"])
        if len(saves) == 2:
            raise RuntimeError("the disk is full")

    monkeypatch.setattr(importing.drafting, "record_save", fail_at_the_second)
    before = counts()
    with pytest.raises(RuntimeError):
        confirm(upload)
    assert len(saves) == 2
    assert counts() == before
    other.refresh_from_db()
    upload.refresh_from_db()
    assert (other.note, upload.confirmed_at) == ("", None)


def test_too_many_programs_at_once_are_told(program, editor):
    factories.CallFactory(edition__program__code="umi")
    plan = Plan.from_json(keep("a.xlsx", edited(two_programs), editor, most_programs=1).plan)
    [problem] = plan.problems
    assert problem.message == "一度に直せる施策は1件までです（このファイルは2件）。分けて取り込んでください。"

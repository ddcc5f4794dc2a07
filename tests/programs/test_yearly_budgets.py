"""予算額の更新: one table for an office, saved together or not at all."""

import pytest
from django.urls import reverse

from programs import drafting
from programs.budgettable import change_text, rows_of
from programs.carriedover import MARK
from programs.models import BudgetLine, Edition, Program, Revision, Version
from tests import factories
from tests.programs.budget_table import address, enter, errors, key_of, lines, typed, with_budget
from tests.programs.staff_pages import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(django_user_model):
    return make_editor(django_user_model, "other")


@pytest.fixture
def document():
    return factories.SourceFactory(
        document_id="902_r4", letter="Y", title="令和4年度の予算", fiscal_year=2022, line_count=900
    )


# --- What is shown ----------------------------------------------------------------------------------


def test_the_table_shows_last_years_amounts_of_every_program_of_the_office(client, editor):
    with_budget("額のある施策", 3_682_000_000)
    with_budget("二つの部分", component="基地局")
    both = Program.objects.get(name="二つの部分").editions.get()
    factories.BudgetLineFactory(edition=both, component="伝送路", amount_yen=15_555_000)
    factories.BudgetLineFactory(edition=both, component="伝送路", phase="supplementary-3", amount_yen=1)
    factories.ProgramFactory(published=True, name="額のない施策")
    gone = with_budget("公開を終えた施策")
    Program.objects.filter(pk=gone.pk).update(status="withdrawn")
    elsewhere = factories.EditionOfficeFactory(office=factories.OfficeFactory(code="office-two"))
    rows = client.get(address()).context["table"].rows
    told = sorted((f.row.program.name, f.row.component, f.row.phase, *map(str, f.row.before)) for f in rows)
    assert told == [
        ("二つの部分", "伝送路", "initial", "令和3年度 当初 15,555,000円"),
        ("二つの部分", "伝送路", "supplementary-3", "令和3年度 3次補正 1円"),
        ("二つの部分", "基地局", "initial", "令和3年度 当初 1,000百万円"),
        ("額のある施策", "", "initial", "令和3年度 当初 3,682百万円"),
        ("額のない施策", "", "initial"),
    ]
    assert elsewhere.edition.program.name not in {name for name, *_ in told}


def test_what_is_stored_for_the_year_stands_in_its_box(client, editor, document):
    program = with_budget("もう入力した施策")
    edition = factories.EditionFactory(program=program, fiscal_year=2022)
    factories.BudgetLineFactory(edition=edition, fiscal_year=2022, amount_yen=9_000_000, phase="draft")
    page = client.get(address())
    first, second = (page.context["table"].rows[n].row for n in (0, 1))
    assert (first.phase, first.line) == ("initial", None)
    assert (second.phase, second.line.amount_yen) == ("draft", 9_000_000)
    assert 'value="9百万円"' in page.text


def test_the_table_shows_the_draft_where_there_is_one(editor):
    program = with_budget("下書きのある施策")
    draft = drafting.begin(program=program, user=editor)
    BudgetLine.objects.filter(edition__program=draft).update(amount_yen=7_000_000)
    office = factories.OfficeFactory()
    [row] = rows_of(office=office, fiscal_year=2022, editable=Program.objects.all())
    assert (row.program, row.base, str(row.before[0])) == (program, draft, "令和3年度 当初 7百万円")


def test_without_an_office_the_page_asks_for_one_and_an_unknown_one_is_told(client, editor):
    with_budget("ある施策")
    page = client.get(reverse("admin:programs_budgets"))
    assert page.context["table"] is None
    assert "試験課 office-one" in page.text
    assert client.get(address(office="nosuch")).context["which"].errors["office"]
    assert client.get(address(year="いつか")).context["which"].errors["year"]


def test_the_queries_of_the_table_do_not_grow(client, editor, document, count_queries):
    def grow(count):
        for _ in range(count):
            program = with_budget(f"施策{Program.objects.count()}")
            drafting.begin(program=program, user=editor)

    grow(1)
    client.get(address())
    few = count_queries(client.get, address())
    # Session, person and rights (4); offices, office, documents (2), rows (4), own drafts.
    assert few <= 13
    grow(4)
    assert count_queries(client.get, address()) == few


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (3_682_000_000, 4_000_000_000, "＋318百万円（＋8.6％）"),
        (4_000_000_000, 3_682_000_000, "－318百万円（－8.0％）"),
        (1_000_000, 1_000_000, "増減なし"),
        (0, 1_000_000, "＋1百万円"),
        (2_000, 2_001, "＋1円（＋0.1％）"),
        (1_000_000, 1_000_000_000, "＋999百万円（＋99,900.0％）"),
    ],
)
def test_a_change_is_told_in_yen_and_percent(before, after, told):
    assert change_text(before, after) == told


# --- What is saved ----------------------------------------------------------------------------------


def test_amounts_are_saved_together_in_drafts_that_readers_do_not_see(client, editor, document):
    first, second = with_budget("一つ目"), with_budget("二つ目")
    with_budget("触らない施策")
    response = enter(client, {"一つ目": "１，２００百万円　24", "二つ目": "12億円"}, lines="30-31")
    assert response.status_code == 302
    page = client.get(response.url)
    assert (
        "令和4年度の予算額2件（2施策）を下書きに保存しました。入力のなかった1件は、そのままです。"
        in page.text
    )

    [line] = lines("一つ目")
    assert (line.amount_yen, line.phase, line.part_of_larger) == (1_200_000_000, "initial", False)
    assert (line.source, line.first_line, line.last_line, line.literal) == (
        document,
        24,
        24,
        "１，２００百万円",
    )
    [line] = lines("二つ目")
    assert (line.amount_yen, line.first_line, line.last_line, line.literal) == (
        1_200_000_000,
        30,
        31,
        "12億円",
    )
    assert line.edition.fiscal_year == 2022
    assert sorted(r.name for r in Revision.objects.open()) == ["一つ目", "二つ目"]
    for program in (first, second):
        assert Version.objects.of_program(program.code)[0].reason == "予算額の更新（令和4年度）"
        assert [e.fiscal_year for e in program.editions.all()] == [2021]


def test_the_rarely_needed_is_saved_too(client, editor, document):
    with_budget("一つ目", component="基地局")
    shown = client.get(address())
    key = key_of(shown, "一つ目", "基地局")
    row = {"amount": "500百万円", "phase": "draft", "part_of_larger": "on", "lines": "Y7", "literal": "5億"}
    data = typed(shown) | {"step": "save"} | {f"{key}-{name}": value for name, value in row.items()}
    assert client.post(address(), data).status_code == 302
    [line] = lines("一つ目")
    assert (line.component, line.phase, line.part_of_larger) == ("基地局", "draft", True)
    assert (line.first_line, line.literal) == (7, "5億")


def test_a_stored_amount_is_changed_not_doubled(client, editor, document):
    with_budget("一つ目")
    enter(client, {"一つ目": "1,200百万円 24"})
    enter(client, {"一つ目": "1,300百万円 25"})
    [line] = lines("一つ目")
    assert (line.amount_yen, line.first_line, line.literal) == (1_300_000_000, 25, "1,300百万円")
    enter(client, {"一つ目": {"phase": "draft"}})
    [line] = lines("一つ目")
    assert (line.phase, line.first_line) == ("draft", 25), "the citation of an amount left as it is stays"
    shown = client.get(address())
    erased = typed(shown) | {"step": "save", f"{key_of(shown, '一つ目', number=1)}-amount": ""}
    assert errors(client.post(address(), erased)) == [
        "一つ目：保存してある予算額は、この表では消せません。年度版の画面で消してください。"
    ]
    assert lines("一つ目") == [line]


def test_checking_shows_the_change_and_saves_nothing(client, editor, document):
    with_budget("一つ目", 3_682_000_000)
    with_budget("二つ目", part_of_larger=True)
    page = enter(client, {"一つ目": "4,000百万円 24", "二つ目": "1,000百万円 25"}, step="check")
    for told in (
        "＋318百万円（＋8.6％）",
        "増減なし",
        "Y24「4,000百万円」",
        "前年度は内数で、新しい額は内数ではない額です。",
    ):
        assert told in page.text
    assert not Revision.objects.exists()
    kept = dict(page.context["kept"])
    again = client.post(address(), kept | {"step": "edit"})
    assert 'value="4,000百万円 24"' in again.text
    assert client.post(address(), kept | {"step": "save"}).status_code == 302
    assert [line.amount_yen for line in lines("一つ目")] == [4_000_000_000]


def test_an_edition_is_made_bare_or_carried_over_as_the_page_says(client, editor, document):
    for name in ("そのまま", "引き継ぐ"):
        factories.SubsidyRateFactory(edition=with_budget(name).editions.get())
    enter(client, {"そのまま": "1百万円 1"})
    enter(client, {"引き継ぐ": "1百万円 1"}, carry_over="on")
    bare, carried = (
        Edition.objects.get(program__draft_of__name=name, fiscal_year=2022)
        for name in ("そのまま", "引き継ぐ")
    )
    assert not bare.subsidyrates.exists()
    assert carried.subsidyrates.get().note.endswith(MARK)
    assert [line.amount_yen for line in carried.budgetlines.all()] == [1_000_000]


def test_a_program_that_was_never_public_is_edited_itself(client, editor, document):
    program = factories.ProgramFactory(name="新しい施策")
    factories.EditionOfficeFactory(edition=factories.EditionFactory(program=program))
    assert enter(client, {"新しい施策": "5百万円 3"}).status_code == 302
    assert BudgetLine.objects.get(fiscal_year=2022).edition.program == program


def test_nothing_typed_saves_nothing(client, editor, document):
    with_budget("一つ目")
    assert "まだ何も入力されていません。" in enter(client, {}).text
    assert not Revision.objects.exists()


# --- What is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "page", "told"),
    [
        ("三十億", {}, "一つ目：「三十億」を金額として読めません。例：3,682百万円"),
        ("-5百万円", {}, "一つ目：金額は0円以上で入力してください。"),
        ("5百万円", {}, "一つ目：出典の行がありません。"),
        ("5百万円 abc", {}, "一つ目：「abc」を行番号として読めません。例：55-58"),
        ("5百万円 901", {}, "一つ目：この資料は900行までです。"),
        ("5百万円 1-20", {}, "一つ目：出典の行は、始めの行から終わりの行まで12行以内で"),
        ("5百万円 0", {}, "一つ目：行番号「0」は始めと終わりが逆です。"),
        ("5百万円 1", {"source": ""}, "予算額の書いてある資料を選んでください。"),
        ("5百万円 1", {"lines": "いつも"}, "「いつも」を行番号として読めません。"),
        ({"amount": "", "lines": "5"}, {}, "一つ目：予算額を入力してください。"),
        ({"amount": "5百万円 1", "phase": "nosuch"}, {}, "一つ目：正しく選択してください。"),
        ("9" * 40 + "円 1", {}, "一つ目："),
        ("9" * 70, {}, "一つ目："),
    ],
)
def test_one_error_saves_nothing_and_everything_typed_stays(client, editor, document, row, page, told):
    with_budget("一つ目")
    with_budget("よい施策")
    for step in ("check", "save"):
        response = enter(client, {"一つ目": row, "よい施策": "7百万円 7"}, step=step, **page)
        found = errors(response)
        assert any(message.startswith(told) for message in found), found
        field, _ = response.context["errors"][0]
        assert f'href="#{field}"' in response.text
        assert f'id="{field}"' in response.text
        assert 'value="7百万円 7"' in response.text
        if isinstance(row, str):
            assert f'value="{row}"' in response.text
    assert not Revision.objects.exists()
    assert not BudgetLine.objects.filter(fiscal_year=2022).exists()


def test_a_program_whose_change_waits_is_told_in_its_row(client, editor, document):
    program = with_budget("確認待ちの施策")
    with_budget("よい施策")
    draft = drafting.begin(program=program, user=editor)
    drafting.record_save(program=draft, user=editor)
    drafting.submit(revision=Revision.objects.get(), user=editor)
    response = enter(client, {"確認待ちの施策": "1百万円 1", "よい施策": "7百万円 7"})
    assert errors(response) == [
        "確認待ちの施策：この施策の変更は確認待ちです。直すには、まず取り下げてください。"
    ]
    assert not lines("よい施策")


@pytest.mark.parametrize("elsewhere", ["other", "editor"])
def test_what_was_saved_elsewhere_meanwhile_is_not_written_over(client, request, document, elsewhere):
    """By another person, or by the same one in another window."""
    request.getfixturevalue("editor")
    other = request.getfixturevalue(elsewhere)
    program = with_budget("二人の施策")
    shown = client.get(address())
    data = typed(shown) | {f"{key_of(shown, '二人の施策')}-amount": "1百万円 1", "step": "save"}
    draft = drafting.begin(program=program, user=other)
    drafting.record_save(program=draft, user=other)
    response = client.post(address(), data)
    assert "この施策がほかの画面で保存されました" in errors(response)[0]
    assert not lines("二人の施策")


def test_what_was_typed_for_a_row_that_is_gone_is_told(client, editor, document):
    with_budget("残る施策")
    response = enter(client, {"残る施策": "1百万円 1"}, **{"p999-00000000-initial-0-amount": "77百万円 9"})
    assert "77百万円 9" in response.text
    assert not Revision.objects.exists()


def test_a_program_that_came_meanwhile_is_shown_as_it_is(client, editor, document):
    with_budget("一つ目")
    shown = client.get(address())
    data = typed(shown) | {f"{key_of(shown, '一つ目')}-amount": "1百万円", "step": "save"}
    with_budget("あとから")
    response = client.post(address(), data)
    assert [message[:4] for message in errors(response)] == ["一つ目："]
    [late] = [form for form in response.context["table"].rows if form.row.program.name == "あとから"]
    assert (late["phase"].value(), late.errors) == ("initial", {})


def test_two_rows_of_one_phase_are_refused(client, editor, document):
    program = with_budget("一つ目")
    factories.BudgetLineFactory(edition=program.editions.get(), phase="supplementary-1")
    shown = client.get(address())
    keys = [form.prefix for form in shown.context["table"].rows]
    data = typed(shown) | {"step": "save"}
    for key in keys:
        data |= {f"{key}-amount": "5百万円 1", f"{key}-phase": "initial"}
    assert "もうあります" in errors(client.post(address(), data))[0]
    assert not lines("一つ目")


def test_who_may_not_edit_sees_no_table(client, django_user_model, document):
    with_budget("一つ目")
    client.force_login(django_user_model.objects.create_user("clerk", password="pw", is_staff=True))
    assert client.get(address()).context["table"] is None
    assert client.post(address(), {"step": "save"}).context["table"] is None


# --- Review -----------------------------------------------------------------------------------------


def test_the_drafts_are_sent_to_review_together(client, editor, document):
    for name in ("一つ目", "二つ目", "三つ目"):
        with_budget(name)
    enter(client, {"一つ目": "1百万円 1", "二つ目": "2百万円 2", "三つ目": "3百万円 3"})
    chosen = [r.pk for r in Revision.objects.exclude(name="三つ目")]
    data = {"step": "submit", "revision": chosen, "comment": "年度の更新です"}
    page = client.post(address(), data, follow=True)
    assert "2施策の下書きを確認に出しました。" in page.text
    assert sorted(Revision.objects.filter(state="submitted").values_list("name", flat=True)) == [
        "一つ目",
        "二つ目",
    ]
    assert {r.steps.last().comment for r in Revision.objects.filter(state="submitted")} == {"年度の更新です"}
    assert [r.name for r in page.context["drafts"]] == ["三つ目"]


def test_one_that_cannot_go_to_review_keeps_the_others(client, editor, document):
    for name in ("よい施策", "足りない施策"):
        with_budget(name)
    enter(client, {"よい施策": "1百万円 1", "足りない施策": "2百万円 2"})
    Program.objects.filter(draft_of__name="足りない施策").update(summary="")
    data = {"step": "submit", "revision": [r.pk for r in Revision.objects.all()]}
    page = client.post(address(), data, follow=True)
    assert "「足りない施策」：要約が空です。" in page.text
    assert not Revision.objects.filter(state="submitted").exists()


def test_drafts_of_others_are_not_offered_nor_sent(client, editor, other, document):
    revision_of = with_budget("ほかの人の施策")
    draft = drafting.begin(program=revision_of, user=other)
    drafting.record_save(program=draft, user=other)
    page = client.get(address())
    assert page.context["drafts"] == []
    client.post(address(), {"step": "submit", "revision": [Revision.objects.get().pk]})
    assert Revision.objects.get().state == "editing"

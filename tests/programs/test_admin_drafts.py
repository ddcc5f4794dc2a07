"""Staff pages of drafts: reading the public record, editing beside it, review, history, two editors."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from programs import drafting
from programs.choices import PublicationStatus, RevisionState
from programs.models import BudgetLine, Program, PublicRecord, Revision, Version
from programs.services import refresh_public_record
from tests import factories
from tests.programs.every_fact import program_with_every_fact
from tests.programs.staff_pages import (
    add_row,
    approve,
    begin,
    cited,
    errors,
    make_approver,
    make_editor,
    shown,
    url,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(django_user_model):
    return make_editor(django_user_model, "colleague")


@pytest.fixture
def approver(django_user_model):
    return make_approver(django_user_model)


@pytest.fixture
def program():
    program = factories.ProgramFactory(published=True, code="kodo-musen", name="高度無線")
    factories.BudgetLineFactory(edition=program.editions.get())
    refresh_public_record(program)
    return program


def save(client, row, **changes):
    address = url(row._meta.model_name, "change", row.pk)
    return client.post(address, shown(client.get(address)) | changes)


def press(client, revision, button, **fields):
    address = url("revision", "change", revision.pk)
    version = Version.objects.last_number(revision.code)
    return client.post(address, {"do": button, "version": version, **fields}, follow=True)


def drafted(client, program):
    edition = begin(client, program.editions.get())
    assert save(client, edition, **{"budgetlines-0-amount_yen": "4,000百万円"}).status_code == 302
    return Revision.objects.open().get(code=program.code)


class TestReadingWhatIsPublic:
    def test_every_page_is_there_to_read_and_offers_a_draft(self, client, editor):
        program = program_with_every_fact()
        disagreement = factories.DisagreementFactory(program=program)
        rows = [program, program.editions.get(), program.cases.get(), program.roadmap.get(), disagreement]
        for row in rows:
            page = client.get(url(row._meta.model_name, "change", row.pk))
            assert page.status_code == 200
            assert 'name="_save"' not in page.text
            assert "下書きを作って直す" in page.text

    def test_what_is_sent_all_the_same_is_refused(self, client, editor, program):
        edition = program.editions.get()
        data = shown(client.get(url("edition", "change", edition.pk)))
        assert client.post(url("edition", "change", edition.pk), data).status_code == 403

    def test_a_draft_opens_at_the_row_that_was_read(self, client, editor, program):
        edition = begin(client, program.editions.get())
        assert edition.program.draft_of == program
        page = client.get(url("edition", "change", program.editions.get().pk))
        assert url("edition", "change", edition.pk) in page.text
        assert "下書きを作って直す" not in page.text

    def test_a_draft_bears_the_names_that_readers_know(self, client, editor, program):
        disagreement = begin(client, factories.DisagreementFactory(program=program, slug="closing-day"))
        for row, name in ((disagreement, "closing-day"), (disagreement.program, "kodo-musen")):
            text = client.get(url(row._meta.model_name, "change", row.pk)).text
            assert name in text
            assert "--draft" not in text

    def test_lists_and_choices_show_no_copies(self, client, editor, program):
        begin(client, program)
        for model in ("program", "edition"):
            assert client.get(url(model, "changelist")).context["cl"].result_count == 1
        found = client.get(
            "/staff/autocomplete/",
            {
                "app_label": "programs",
                "model_name": "programrelation",
                "field_name": "to_program",
                "term": "",
            },
        )
        assert [row["text"] for row in found.json()["results"]] == ["高度無線"]

    def test_who_may_not_edit_makes_no_draft(self, client, approver, program):
        client.force_login(approver)
        assert client.post(url("revision", "begin", "program", program.pk)).status_code == 403
        assert client.post(url("revision", "begin", "source", program.source_id)).status_code == 404


class TestReview:
    def test_a_figure_goes_through_two_people(self, client, editor, approver, program):
        revision = drafted(client, program)
        page = client.get(url("revision", "change", revision.pk))
        assert "<del>3,682</del>百万円" in page.text
        assert "<mark>4,000</mark>百万円" in page.text
        assert "4,000百万円は、出典の字句「3,682百万円」に見当たりません" in page.text
        assert "承認して公開する" not in page.text
        assert "確認に出しました" in press(client, revision, "submit", comment="予算の成立").text

        client.force_login(approver)
        page = client.get(url("revision", "change", revision.pk))
        assert "予算の成立" in page.text
        assert "承認し、公開しました" in press(client, revision, "approve").text
        record = PublicRecord.objects.get().record
        assert record["editions"][0]["budgets"][0]["amount_yen"] == 4_000_000_000

    def test_an_author_is_offered_no_approval_and_gets_none(self, client, editor, approver, program):
        editor.user_permissions.add(*approver.user_permissions.all())
        revision = drafted(client, program)
        press(client, revision, "submit")
        page = press(client, revision, "approve")
        assert "承認はほかの承認者が行います" in page.text
        assert "ご自分で直した変更は承認できません" in page.text
        assert Program.objects.published().get().draft

    def test_returning_needs_words_and_keeps_what_was_typed(self, client, editor, approver, program):
        revision = drafted(client, program)
        press(client, revision, "submit")
        client.force_login(approver)
        page = press(client, revision, "return", publish_time="9:00", publish_on="きのう")
        assert 'value="きのう"' in page.text
        assert "差し戻す理由を書いてください" in press(client, revision, "return").text
        press(client, revision, "return", comment="出典の行が違います")
        revision.refresh_from_db()
        assert revision.state == RevisionState.EDITING

    def test_an_approved_change_waits_for_its_time(self, client, editor, approver, program):
        revision = drafted(client, program)
        press(client, revision, "submit")
        client.force_login(approver)
        late = press(client, revision, "approve", publish_on="令和3年4月1日")
        assert "過ぎた日時です" in late.text
        soon = timezone.localtime() + timedelta(days=2)
        page = press(client, revision, "approve", publish_on=f"{soon:%Y-%m-%d}", publish_time="9:00")
        revision.refresh_from_db()
        assert timezone.localtime(revision.publish_at).hour == 9
        assert "公開待ち" in page.text
        edition = program.draft.editions.get()
        assert 'name="_save"' not in client.get(url("edition", "change", edition.pk)).text

    def test_a_new_program_is_shown_with_every_fact(self, client, editor):
        program = program_with_every_fact()
        record = program.public_record.record
        Program.objects.filter(pk=program.pk).update(status=PublicationStatus.DRAFT)
        PublicRecord.objects.all().delete()
        program.refresh_from_db()
        drafting.record_save(program=program, user=editor)
        page = client.get(url("revision", "change", Revision.objects.get().pk))
        assert "新しい施策" in page.text
        told = re.sub(r"<[^>]+>", "", page.text)
        for literal in {c["literal"] for c in _citations(record)}:
            assert literal in told
        for value in ("3,682百万円", "国 2/3", "03-0000-0000", "試験株式会社", "①"):
            assert value in told, value

    def test_a_draft_is_given_up(self, client, editor, program):
        revision = drafted(client, program)
        assert "取りやめました" in press(client, revision, "discard").text
        assert list(Program.objects.all()) == [program]

    def test_withdrawing_is_for_reviewers_and_says_why(self, client, editor, approver, program):
        address = url("program", "withdraw", program.pk)
        assert client.post(address, {"comment": ""}).status_code == 403
        client.force_login(approver)
        assert "公開ページから外します" in client.get(address).text
        client.post(address, {"comment": "終わった施策"})
        assert not PublicRecord.objects.exists()
        assert Revision.objects.get().steps.get().comment == "終わった施策"


def _citations(record):
    from programs.contract import citations

    return citations(record)


class TestPreview:
    def test_it_is_the_page_that_publication_makes(self, client, editor, program):
        neighbour = factories.ProgramFactory(published=True, name="隣の施策")
        edition = begin(client, program.editions.get())
        factories.ProgramRelationFactory(
            from_program=edition.program, kind="predecessor", to_program=neighbour
        )
        assert save(client, edition, **{"budgetlines-0-amount_yen": "4,000百万円"}).status_code == 302
        revision = Revision.objects.open().get()
        preview = client.get(url("revision", "preview", revision.pk)).text
        assert "下見：まだ公開していません" in preview
        assert PublicRecord.objects.get(program=program).record["relations"] == []
        assert Revision.objects.open().get().draft == edition.program
        assert "4,000百万円" not in client.get("/programs/", {"q": "高度無線"}).text
        approve(program, editor)
        public = client.get(program.get_absolute_url()).text

        def body(page):
            main = page[page.index('<div class="top">') : page.index("</main>")]
            return re.sub(r'href="[^"]*"|datetime="[^"]*"|https?://[^<"]*', "", main)

        assert "隣の施策" in body(public)
        assert body(preview) == body(public)

    def test_what_lacks_something_says_so(self, client, editor):
        program = factories.ProgramFactory()
        drafting.record_save(program=program, user=editor)
        page = client.get(url("revision", "preview", Revision.objects.get().pk), follow=True)
        assert "年度版がありません。" in page.text


class TestHistory:
    def test_two_versions_are_told_apart_in_words(self, client, editor, program):
        drafted(client, program)
        page = client.get(url("version", "history", program.code))
        assert "はじめの内容" in page.text
        page = client.get(url("version", "history", program.code), {"old": "1", "new": "2"})
        assert "<del>3,682</del>" in page.text
        assert "<mark>4,000</mark>" in page.text

    @pytest.mark.parametrize("chosen", [{"old": "1"}, {"old": "1", "new": "99"}, {"old": "x", "new": "١"}])
    def test_a_wrong_choice_is_told(self, client, editor, program, chosen):
        drafted(client, program)
        page = client.get(url("version", "history", program.code), chosen)
        assert "前とあとの一つずつ選んでください" in page.text

    def test_a_version_is_brought_back_as_a_draft(self, client, editor, program):
        drafted(client, program)
        response = client.post(url("version", "restore", program.code, 1))
        draft = Program.objects.get(draft_of=program)
        assert response.url == url("program", "change", draft.pk)
        assert BudgetLine.objects.get(edition__program=draft).amount_yen == 3_682_000_000

    def test_the_history_button_of_every_page_leads_there(self, client, editor, program):
        for row in (program, program.editions.get()):
            response = client.get(url(row._meta.model_name, "history", row.pk))
            assert response.url == url("version", "history", program.code)

    def test_a_program_that_was_never_edited_has_an_empty_history(self, client, editor, program):
        assert "まだ編集されていません" in client.get(url("version", "history", program.code)).text
        assert client.get(url("version", "history", "nobody")).status_code == 404


class TestTwoEditors:
    """The second save is refused with both values side by side, and nothing typed is lost."""

    @pytest.fixture
    def edition(self, client, editor, program):
        edition = begin(client, program.editions.get())
        factories.EligibleCostFactory(edition=edition, name="局舎")
        return edition

    def test_both_values_of_forms_and_inlines_stand_side_by_side(self, client, editor, colleague, edition):
        address = url("edition", "change", edition.pk)
        mine = shown(client.get(address))
        mine |= {"year_note": "わたしの根拠", "budgetlines-0-amount_yen": "5,000百万円"}
        client.force_login(colleague)
        save(client, edition, **{"budgetlines-0-amount_yen": "4,000百万円", "year_note": "相手の根拠"})
        client.force_login(editor)
        page = client.post(address, mine)

        assert "ほかの保存がありました" in errors(page)["__all__"][0]
        pairs = {(c.label, c.typed, c.stored) for c in page.context["conflicts"]}
        assert pairs == {
            ("年度の根拠", "わたしの根拠", "相手の根拠"),
            ("金額", "5,000百万円", "4,000,000,000"),
        }
        assert 'value="5,000百万円"' in page.text
        assert edition.budgetlines.get().amount_yen == 4_000_000_000

        again = shown(page) | {"overwrite": page.context["last_version"]}
        assert client.post(address, again).status_code == 302
        assert edition.budgetlines.get().amount_yen == 5_000_000_000

    def test_a_mark_for_an_older_state_does_not_count(self, client, editor, colleague, edition):
        address = url("edition", "change", edition.pk)
        mine = shown(client.get(address)) | {"year_note": "わたしの根拠"}
        client.force_login(colleague)
        save(client, edition, year_note="相手の根拠")
        client.force_login(editor)
        page = client.post(address, mine)
        client.force_login(colleague)
        save(client, edition, year_note="相手の二度目の根拠")
        client.force_login(editor)
        page = client.post(address, shown(page) | {"overwrite": page.context["last_version"]})
        assert "相手の二度目の根拠" in page.text
        edition.refresh_from_db()
        assert edition.year_note == "相手の二度目の根拠"

    def test_rows_that_came_and_went_meanwhile_are_told(self, client, editor, colleague, edition):
        address = url("edition", "change", edition.pk)
        mine = shown(client.get(address)) | {"eligiblecosts-0-name": "局舎の建物"}
        client.force_login(colleague)
        data = shown(client.get(address)) | {"eligiblecosts-0-DELETE": "on"}
        add_row(data, "requirements", **cited(text="相手が足した要件"))
        assert client.post(address, data).status_code == 302
        client.force_login(editor)
        page = client.post(address, mine)
        told = {(c.where, c.typed, c.stored) for c in page.context["conflicts"] if c.label == "行の全体"}
        assert ("要件", "（この画面にはない行です。保存しても残ります）", "相手が足した要件") in told
        assert any(where == "対象になる費用" and "局舎の建物" in typed for where, typed, _ in told), told
        assert "局舎の建物" in page.text

    def test_one_person_in_two_windows_is_two_editors(self, client, editor, edition):
        address = url("edition", "change", edition.pk)
        first = shown(client.get(address))
        assert save(client, edition, year_note="あとの窓").status_code == 302
        page = client.post(address, first | {"year_note": "さきの窓"})
        assert "ほかの保存がありました" in errors(page)["__all__"][0]

    def test_pages_of_one_program_are_of_one_state(self, client, editor, colleague, edition):
        """An edition saved meanwhile is a newer version of the program, told in the history."""
        draft = edition.program
        address = url("program", "change", draft.pk)
        mine = shown(client.get(address)) | {"purpose": "わたしの目的です。"}
        client.force_login(colleague)
        save(client, edition, year_note="相手の根拠")
        client.force_login(editor)
        page = client.post(address, mine)
        assert [(c.label, c.typed) for c in page.context["conflicts"]] == [("目的", "わたしの目的です。")]


@pytest.mark.parametrize(
    ("model", "queries"), [("program", 18), ("casestudy", 12), ("roadmapitem", 9), ("disagreement", 8)]
)
def test_a_change_form_takes_twenty_queries_at_most(client, editor, count_queries, model, queries):
    program = program_with_every_fact()
    factories.DisagreementFactory(program=program)
    draft = begin(client, program)
    rows = {
        "program": draft,
        "casestudy": draft.cases.get(),
        "roadmapitem": draft.roadmap.get(),
        "disagreement": draft.disagreements.get(),
    }
    address = url(model, "change", rows[model].pk)
    client.get(address)
    assert count_queries(client.get, address) == queries


def test_so_does_the_edition_with_the_most_kinds_of_fact(client, catalog, editor, count_queries):
    program = Program.objects.get(code="kodo-musen-kankyo")
    address = url("edition", "change", begin(client, program.editions.get(fiscal_year=2021)).pk)
    client.get(address)
    assert count_queries(client.get, address) == 19

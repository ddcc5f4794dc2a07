"""A change on its way to the public: copy, review, publication, versions."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db.models import ForeignKey
from django.utils import timezone

from programs import drafting, models, services
from programs.choices import PublicationStatus, RevisionState, RevisionStepKind
from programs.drafting import consistency, tree, versions
from programs.models import BudgetLine, Program, PublicRecord, RecordChange, Revision, Version
from tests import factories
from tests.programs.every_fact import program_with_every_fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create(username="editor")


@pytest.fixture
def approver(django_user_model):
    user = django_user_model.objects.create(username="approver")
    user.user_permissions.add(Permission.objects.get(codename="review_program"))
    return user


@pytest.fixture
def program():
    program = factories.ProgramFactory(published=True, code="kodo-musen", name="高度無線")
    factories.BudgetLineFactory(edition=program.editions.get())
    services.refresh_public_record(program)
    return program


def edited(program, user, *, amount=4_000_000_000):
    draft = drafting.begin(program=program, user=user)
    BudgetLine.objects.filter(edition__program=draft).update(amount_yen=amount)
    drafting.record_save(program=draft, user=user, reason="予算の成立")
    return Revision.objects.open().get(program=program)


def submitted(program, user, **kwargs):
    revision = edited(program, user, **kwargs)
    drafting.submit(revision=revision, user=user, comment="お願いします")
    return revision


def public_amount(code="kodo-musen"):
    record = PublicRecord.objects.get(program__code=code).record
    return record["editions"][0]["budgets"][0]["amount_yen"]


def last_number(revision):
    return Version.objects.last_number(revision.code)


def test_every_model_that_hangs_on_a_program_is_in_the_tree():
    inside = {Program, *tree.MEMBERS}
    hanging = {
        model
        for model in models.Cited.__subclasses__()[0]._meta.apps.get_app_config("programs").get_models()
        for field in model._meta.fields
        if isinstance(field, ForeignKey) and field.related_model in inside
    }
    # What is kept of a program is no fact of it.
    assert hanging - inside == {models.AcceptedWarning, models.PublicRecord, models.Revision}


def test_a_copy_says_all_that_the_program_says(editor):
    program = program_with_every_fact()
    factories.DisagreementFactory(program=program)
    draft = drafting.begin(program=program, user=editor)
    assert draft.pk != program.pk
    assert draft.status == PublicationStatus.DRAFT
    assert versions.record_of(draft) == versions.record_of(program) == versions.public_record_of(program)
    empty = [name for name, rows in tree.snapshot(draft)["rows"].items() if not rows]
    assert empty == []


def test_what_the_public_sees_changes_only_when_another_person_approves(program, editor, approver):
    revision = edited(program, editor)
    assert public_amount() == 3_682_000_000
    drafting.submit(revision=revision, user=editor)
    assert public_amount() == 3_682_000_000
    drafting.approve(revision=revision, user=approver, version=last_number(revision))

    assert public_amount() == 4_000_000_000
    assert list(Program.objects.all()) == [program]
    program.refresh_from_db()
    assert (program.status, program.edited_by) == (PublicationStatus.PUBLISHED, editor)
    [change] = RecordChange.objects.of_program(program.code)[:1]
    assert [(c["before"], c["after"]) for c in change.changes] == [("3,682百万円", "4,000百万円")]
    revision.refresh_from_db()
    assert (revision.state, revision.draft) == (RevisionState.PUBLISHED, None)
    assert [step.kind for step in revision.steps.all()] == ["begun", "submitted", "approved", "published"]


def test_everything_survives_a_publication_that_changes_one_figure(editor, approver):
    program = program_with_every_fact()
    factories.DisagreementFactory(program=program)
    before = versions.public_record_of(program)
    draft = drafting.begin(program=program, user=editor)
    draft.reading = "べつのよみ"
    draft.save()
    drafting.record_save(program=draft, user=editor)
    revision = Revision.objects.get()
    drafting.submit(revision=revision, user=editor)
    drafting.approve(revision=revision, user=approver, version=last_number(revision))
    assert versions.public_record_of(program) == before | {"reading": "べつのよみ"}
    assert list(consistency.differences()) == []
    assert PublicRecord.objects.count() == Program.objects.published().count()


def test_no_author_of_a_change_approves_it(program, editor, approver):
    drafting.begin(program=program, user=editor)
    draft = program.draft
    drafting.record_save(program=draft, user=approver)
    revision = submitted(program, editor)
    with pytest.raises(ValidationError, match="ご自分で直した変更は承認できません"):
        drafting.approve(revision=revision, user=approver, version=last_number(revision))
    assert public_amount() == 3_682_000_000


def test_who_left_figures_in_an_unpublished_program_does_not_approve_them(editor, approver):
    program = factories.ProgramFactory(code="new-one")
    factories.EditionOfficeFactory(edition=factories.EditionFactory(program=program))
    drafting.record_save(program=program, user=approver)
    drafting.discard(revision=Revision.objects.get(), user=approver)
    drafting.record_save(program=program, user=editor)
    revision = Revision.objects.open().get()
    drafting.submit(revision=revision, user=editor)
    with pytest.raises(ValidationError, match="ご自分で直した変更は承認できません"):
        drafting.approve(revision=revision, user=approver, version=last_number(revision))


def test_what_was_withdrawn_is_not_brought_back_by_its_time(program, editor, approver):
    revision = submitted(program, editor)
    at = timezone.now() + timedelta(days=3)
    drafting.approve(revision=revision, user=approver, version=last_number(revision), publish_at=at)
    drafting.withdraw(program=program, user=approver)
    assert drafting.publish_due(at) == ([], [])
    assert not PublicRecord.objects.exists()
    revision.refresh_from_db()
    assert (revision.state, revision.publish_at) == (RevisionState.EDITING, None)


def test_only_approvers_approve_return_and_withdraw(program, editor, django_user_model):
    other = django_user_model.objects.create(username="other")
    revision = submitted(program, editor)
    with pytest.raises(PermissionDenied):
        drafting.approve(revision=revision, user=other, version=last_number(revision))
    with pytest.raises(PermissionDenied):
        drafting.return_to_editors(revision=revision, user=other, comment="だめ")
    with pytest.raises(PermissionDenied):
        drafting.withdraw(program=program, user=other)
    assert Program.objects.published().get() == program


def test_what_was_not_read_is_not_approved(program, editor, approver):
    revision = submitted(program, editor)
    read = last_number(revision)
    drafting.recall(revision=revision, user=editor)
    submitted(program, editor, amount=5_000_000_000)
    with pytest.raises(ValidationError, match="画面を開いたあとで"):
        drafting.approve(revision=revision, user=approver, version=read)
    assert public_amount() == 3_682_000_000


def test_a_change_that_waits_is_not_edited(program, editor):
    revision = submitted(program, editor)
    with pytest.raises(ValidationError, match="確認待ち"):
        drafting.begin(program=program, user=editor)
    with pytest.raises(ValidationError, match="確認待ち"):
        drafting.record_save(program=program.draft, user=editor)
    drafting.recall(revision=revision, user=editor)
    assert drafting.begin(program=program, user=editor) == program.draft


def test_a_returned_change_says_why_and_is_edited_on(program, editor, approver):
    revision = submitted(program, editor)
    with pytest.raises(ValidationError, match="理由"):
        drafting.return_to_editors(revision=revision, user=approver, comment=" ")
    drafting.return_to_editors(revision=revision, user=approver, comment="出典の行が違います")
    revision.refresh_from_db()
    assert revision.state == RevisionState.EDITING
    assert revision.steps.last().comment == "出典の行が違います"
    assert drafting.begin(program=program, user=editor).pk == revision.draft_id


def test_a_public_program_is_not_written_in_place(program, editor):
    with pytest.raises(ValidationError, match="下書きを作って"):
        drafting.record_save(program=program, user=editor)


def test_a_new_program_goes_the_same_way(editor, approver):
    program = factories.ProgramFactory(code="new-one")
    drafting.record_save(program=program, user=editor)
    revision = Revision.objects.get(code="new-one")
    with pytest.raises(ValidationError) as refused:
        drafting.submit(revision=revision, user=editor)
    assert "年度版がありません。" in refused.value.messages
    factories.EditionOfficeFactory(edition=factories.EditionFactory(program=program))
    drafting.record_save(program=program, user=editor)
    drafting.submit(revision=revision, user=editor)
    assert not PublicRecord.objects.exists()
    drafting.approve(revision=revision, user=approver, version=last_number(revision))
    assert PublicRecord.objects.get().program == program


def test_a_mended_code_takes_its_versions_along(editor):
    program = factories.ProgramFactory(code="mistyped")
    drafting.record_save(program=program, user=editor)
    program.code = "right"
    program.save()
    drafting.record_save(program=program, user=editor)
    assert [version.number for version in Version.objects.of_program("right")] == [2, 1]
    assert Revision.objects.get().code == "right"


def test_two_programs_cannot_be_published_under_one_name(program, editor):
    taken = factories.ProgramFactory(published=True, name="もうある名前")
    draft = drafting.begin(program=program, user=editor)
    draft.name = taken.name
    draft.save()
    drafting.record_save(program=draft, user=editor)
    with pytest.raises(ValidationError, match="もうあります"):
        drafting.submit(revision=program.revisions.get(), user=editor)


def test_publication_at_a_set_time(program, editor, approver):
    revision = submitted(program, editor)
    at = timezone.now() + timedelta(days=3)
    drafting.approve(revision=revision, user=approver, version=last_number(revision), publish_at=at)
    assert drafting.publish_due(at - timedelta(seconds=1)) == ([], [])
    assert public_amount() == 3_682_000_000
    with pytest.raises(ValidationError, match="公開待ち"):
        drafting.begin(program=program, user=editor)
    assert drafting.publish_due(at) == ([revision], [])
    assert public_amount() == 4_000_000_000
    assert drafting.publish_due(at) == ([], [])


def test_what_cannot_be_published_in_time_goes_back_and_stops_no_other(program, editor, approver):
    other = factories.ProgramFactory(published=True, code="other")
    factories.BudgetLineFactory(edition=other.editions.get())
    at = timezone.now() + timedelta(days=3)
    for one in (program, other):
        revision = submitted(one, editor)
        drafting.approve(revision=revision, user=approver, version=last_number(revision), publish_at=at)
    program.draft.editions.all().delete()
    done, failed = drafting.publish_due(at)
    assert [revision.code for revision in done] == ["other"]
    assert [revision.code for revision, _ in failed] == ["kodo-musen"]
    revision = program.revisions.get()
    assert revision.state == RevisionState.EDITING
    assert revision.steps.last().kind == RevisionStepKind.FAILED
    assert "年度版がありません。" in revision.steps.last().comment


def test_a_draft_given_up_leaves_the_public_program(program, editor):
    revision = edited(program, editor)
    drafting.discard(revision=revision, user=editor)
    assert list(Program.objects.all()) == [program]
    assert public_amount() == 3_682_000_000
    assert drafting.begin(program=program, user=editor).draft_of == program


def test_withdrawing_and_publishing_again(program, editor, approver):
    drafting.withdraw(program=program, user=approver, comment="終わった施策")
    assert not PublicRecord.objects.exists()
    draft = drafting.begin(program=program, user=editor)
    assert draft == program, "nobody sees it, so it is edited itself"
    drafting.record_save(program=draft, user=editor)
    revision = Revision.objects.open().get()
    drafting.submit(revision=revision, user=editor)
    drafting.approve(revision=revision, user=approver, version=last_number(revision))
    assert public_amount() == 3_682_000_000


def test_the_neighbours_of_a_relation_follow_its_publication(program, editor, approver):
    neighbour = factories.ProgramFactory(published=True, code="neighbour")
    draft = drafting.begin(program=program, user=editor)
    factories.ProgramRelationFactory(from_program=draft, to_program=neighbour)
    revision = submitted(program, editor)

    def shown():
        return [r["program"] for r in PublicRecord.objects.get(program=neighbour).record["relations"]]

    assert shown() == []
    drafting.approve(revision=revision, user=approver, version=last_number(revision))
    assert shown() == ["kodo-musen"]
    draft = drafting.begin(program=program, user=editor)
    draft.relations.all().delete()
    revision = submitted(program, editor)
    assert shown() == ["kodo-musen"]
    drafting.approve(revision=revision, user=approver, version=last_number(revision))
    assert shown() == []


def test_every_save_is_a_version_told_in_words_and_can_be_brought_back(program, editor, approver):
    revision = submitted(program, editor)
    drafting.approve(revision=revision, user=approver, version=last_number(revision))
    second, first = Version.objects.of_program(program.code)
    assert (first.reason, first.saved_by) == ("はじめの内容", None)
    assert (second.reason, second.saved_by) == ("予算の成立", editor)
    assert first.published_at
    assert second.published_at
    [change] = drafting.differences(first.record, second.record)
    assert (change["before"], change["after"]) == ("3,682百万円", "4,000百万円")

    draft = drafting.restore(version=first, program=program, user=editor)
    assert versions.record_of(draft) == first.record
    assert public_amount() == 4_000_000_000
    assert Version.objects.of_program(program.code)[0].reason == "第1版の内容に戻す"


def test_every_fact_comes_back_from_a_version(editor):
    program = program_with_every_fact()
    factories.DisagreementFactory(program=program)
    draft = drafting.begin(program=program, user=editor)
    version = Version.objects.get()
    for model, path in reversed(tree.TREE):
        model._default_manager.filter(**{path: draft}).delete()
    drafting.record_save(program=draft, user=editor)
    assert drafting.restore(version=version, program=program, user=editor) == draft
    assert versions.record_of(draft) == versions.public_record_of(program)


def test_what_is_no_longer_there_cannot_be_brought_back(program, editor):
    draft = drafting.begin(program=program, user=editor)
    version = Version.objects.get()
    version.snapshot["rows"]["EditionOffice"][0]["office"] = ["gone-office"]
    with pytest.raises(ValidationError, match="担当課・室「gone-office」がもうない"):
        drafting.restore(version=version, program=program, user=editor)
    assert versions.record_of(draft) == versions.public_record_of(program)


def test_a_deleted_draft_gives_its_revision_up(editor):
    program = factories.ProgramFactory(code="new-one")
    drafting.record_save(program=program, user=editor)
    services.delete_programs([program])
    assert not Revision.objects.open().exists()
    assert Version.objects.of_program("new-one").exists(), "the history stays"


def test_a_copy_closes_no_circle_of_its_own(program, editor):
    child = factories.ProgramFactory(published=True)
    factories.ProgramRelationFactory(from_program=child, kind="part_of", to_program=program)
    draft = drafting.begin(program=program, user=editor)
    relation = models.ProgramRelation(from_program=draft)
    assert services.closes_a_circle(relation, child, "part_of")
    assert not services.closes_a_circle(relation, factories.ProgramFactory(), "part_of")


def test_a_catalog_loaded_anew_closes_drafts_and_adds_to_the_history(catalog, editor):
    program = Program.objects.get(code="kodo-musen-kankyo")
    draft = drafting.begin(program=program, user=editor)
    drafting.record_save(program=draft, user=editor)
    call_command("load_catalog", overwrite=True, stdout=StringIO())
    assert not Revision.objects.open().exists()
    assert not Program.objects.exclude(draft_of=None).exists()
    assert Version.objects.last_number(program.code) == 2, "the same catalog: nothing new to keep"
    Version.objects.filter(number=2).update(record={})
    call_command("load_catalog", overwrite=True, stdout=StringIO())
    assert Version.objects.of_program(program.code)[0].reason == "カタログの読み込み"

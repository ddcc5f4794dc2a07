"""Nothing writes behind the history's back: bulk updates, cascades, raw SQL, commands and staff pages."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from programs import drafting
from programs.drafting import consistency, guard, tree
from programs.drafting.guard import UnrecordedWrite
from programs.models import BudgetLine, Field, Program, PublicRecord, Revision, Version
from tests import factories
from tests.programs.every_fact import program_with_every_fact
from tests.programs.staff_pages import make_approver, shown, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    program = program_with_every_fact()
    factories.DisagreementFactory(program=program)
    return program


@pytest.fixture
def guarded(program, editor):
    """From here on the connection is watched, as it is outside of tests."""
    with connection.execute_wrapper(guard.refuse_unrecorded):
        yield


def raw(program: Program) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE programs_budgetline SET amount_yen = 1")


WRITES: dict[str, Callable[[Program], object]] = {
    "save": lambda program: program.save(),
    "update": lambda program: BudgetLine.objects.update(amount_yen=1),
    "bulk_update": lambda program: BudgetLine.objects.bulk_update(list(BudgetLine.objects.all()), ["note"]),
    "bulk_create": lambda program: BudgetLine.objects.bulk_create(
        [
            factories.BudgetLineFactory.build(
                edition=program.editions.get(), source=program.source, component="別の部分"
            )
        ]
    ),
    "delete": lambda program: program.cases.get().delete(),
    "cascade": lambda program: program.editions.get().delete(),
    "many-to-many": lambda program: program.fields.clear(),
    "raw SQL": raw,
}


@pytest.mark.parametrize("way", [*WRITES])
def test_no_way_of_writing_facts_is_left_open(program, guarded, way):
    before = tree.snapshot(program)
    with pytest.raises(UnrecordedWrite), transaction.atomic():
        WRITES[way](program)
    assert tree.snapshot(Program.objects.get(pk=program.pk)) == before


@pytest.mark.parametrize("way", [*WRITES])
def test_a_recording_without_a_version_takes_everything_back(program, guarded, way):
    before = tree.snapshot(program)
    with pytest.raises(UnrecordedWrite, match="版を残していません"), drafting.recording():
        WRITES[way](program)
    assert tree.snapshot(Program.objects.get(pk=program.pk)) == before


def test_every_table_of_facts_is_watched():
    tables = {model._meta.db_table for model in tree.MEMBERS} | {"programs_program"}
    assert tables < guard.fact_tables()
    assert {"programs_program_fields", "programs_eligibleapplicant_kinds"} < guard.fact_tables()


def test_every_staff_page_writes_inside_the_history(client, program, editor, guarded, django_user_model):
    for row in (program, program.editions.get(), program.cases.get(), program.roadmap.get()):
        response = client.post(url("revision", "begin", row._meta.model_name, row.pk))
        assert response.status_code == 302
    draft = Program.objects.get(draft_of=program)
    rows = [draft, draft.editions.get(), draft.cases.get(), draft.roadmap.get(), draft.disagreements.get()]
    for row in rows:
        address = url(row._meta.model_name, "change", row.pk)
        response = client.post(address, shown(client.get(address)))
        assert response.status_code == 302, row
    assert Version.objects.last_number(program.code) == 1 + len(rows)
    for row in rows[2:]:
        address = url(row._meta.model_name, "delete", row.pk)
        assert client.post(address, {"post": "yes"}).status_code == 302
    assert Version.objects.last_number(program.code) == 1 + len(rows) + 3
    assert client.post(url("version", "restore", program.code, 1)).status_code == 302

    revision = Revision.objects.open().get()
    reviewer = make_approver(django_user_model)

    def press(user, button, **given):
        client.force_login(user)
        version = Version.objects.last_number(program.code)
        address = url("revision", "change", revision.pk)
        assert client.post(address, {"do": button, "version": version, **given}).status_code == 302

    press(editor, "submit")
    assert client.get(url("revision", "preview", revision.pk)).status_code == 200
    press(reviewer, "return", comment="直してください")
    press(editor, "submit")
    press(editor, "recall")
    press(editor, "submit")
    press(reviewer, "approve")
    assert not Revision.objects.open().exists()
    client.force_login(editor)
    client.post(url("revision", "begin", "program", program.pk))
    revision = Revision.objects.open().get()
    press(editor, "discard")
    client.force_login(reviewer)
    client.post(url("program", "withdraw", program.pk), {"comment": "終わり"})
    client.force_login(editor)
    assert client.post(url("program", "delete", program.pk), {"post": "yes"}).status_code == 302
    assert Version.objects.of_program(program.code)[0].reason == "施策を削除"
    assert not Program.objects.filter(code=program.code).exists()


def test_publication_at_its_time_and_loading_are_recorded(program, editor, guarded, django_user_model):
    draft = drafting.begin(program=program, user=editor)
    drafting.record_save(program=draft, user=editor)
    revision = Revision.objects.get()
    drafting.submit(revision=revision, user=editor)
    at = timezone.now() + timedelta(hours=1)
    reviewer, last = make_approver(django_user_model), Version.objects.last_number(program.code)
    drafting.approve(revision=revision, user=reviewer, version=last, publish_at=at)
    assert drafting.publish_due(at) == ([revision], [])
    call_command("load_catalog", "--overwrite", stdout=StringIO())
    assert PublicRecord.objects.count() > 200


def test_what_was_written_behind_the_history_is_found(program, editor):
    """By hand in the database, say, where no guard stands."""
    draft = drafting.begin(program=program, user=editor)
    drafting.record_save(program=draft, user=editor)
    neighbour = factories.ProgramFactory(published=True)
    drafting.record_save(program=drafting.begin(program=neighbour, user=editor), user=editor)
    assert list(consistency.differences()) == []
    draft.editions.get().budgetlines.update(amount_yen=1)
    assert list(consistency.differences()) == [f"施策の内容が最後の版と違います：{program.code}（第2版）"]


def test_a_term_that_programs_show_is_not_deleted(client, program, guarded, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("root"))
    used, unused = program.fields.get(), Field.objects.create(slug="unused", name="使わない")
    assert client.post(url("field", "delete", used.pk), {"post": "yes"}).status_code == 403
    assert client.post(url("field", "delete", unused.pk), {"post": "yes"}).status_code == 302


def test_the_guard_is_on_wherever_the_site_runs():
    from config.settings import base

    assert base.HISTORY_GUARD


def test_the_yearly_round_writes_inside_the_history(client, program, editor, guarded):
    source = program.source_id
    row = f"p{program.pk}-00000000-initial-0"
    table = f"{reverse('admin:programs_budgets')}?year=2022&office=office-one"
    typed = {f"{row}-amount": "5百万円 24", f"{row}-phase": "initial", f"{row}-seen": "never"}
    for step in ("check", "save"):
        client.post(table, {"source": source, "step": step, **typed})
    assert Program.objects.get(draft_of=program).editions.filter(fiscal_year=2022).exists()
    edition = program.editions.get()
    following = reverse("admin:programs_edition_next", args=[edition.pk])
    assert client.post(following, {"fiscal_year": "2023"}).status_code == 302
    renamed = reverse("admin:programs_edition_renamed", args=[edition.pk])
    new = {"name": "新しい名前", "code": "new-name", "fiscal_year": "2022", "kind": "predecessor"}
    assert client.post(renamed, new | {"source": source, "first_line": "10"}).status_code == 302
    assert Program.objects.filter(code="new-name").exists()

"""Two at once, and one who is killed: saves, approvals and publications, each in a process of its own."""

import signal

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from programs import drafting
from programs.models import Program
from programs.services import refresh_public_record
from tests import factories
from tests.programs.other_process import at_once, database_url, run
from tests.programs.staff_pages import make_approver, make_editor

pytestmark = pytest.mark.django_db(transaction=True)

# A browser of one person; what it posts is told by the status and the reason of a refusal.
CLIENT = """
from django.contrib.auth.models import User
from django.test import Client
from django.test.utils import setup_test_environment
from programs.models import BudgetLine, Program, Revision, Version
from tests.programs.staff_pages import shown, url
setup_test_environment()

def signed_in(name):
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client

def told(response):
    refused = [m for m in ("ほかの保存がありました", "状態が変わりました") if m in response.text]
    return f"{response.status_code} {' '.join(refused)}".strip()
"""
SAVE = """
client = signed_in("{name}")
edition = Program.objects.get(draft_of__code="kodo-musen").editions.get()
address = url("edition", "change", edition.pk)
data = shown(client.get(address)) | {{"year_note": "{name}の根拠"}}
wait()
print(told(client.post(address, data)))
"""
PRESS = """
client = signed_in("{name}")
revision = Revision.objects.open().get()
address = url("revision", "change", revision.pk)
data = {{"do": "{button}", "version": Version.objects.last_number(revision.code)}}
client.get(address)
wait()
print(told(client.post(address, data)))
"""
LOOK = """
from programs.models import *
program = Program.objects.get(code="kodo-musen")
amount = program.public_record.record["editions"][0]["budgets"][0]["amount_yen"]
changes = RecordChange.objects.filter(code="kodo-musen", kind="changed").count()
steps = [step.kind for step in RevisionStep.objects.all()]
notes = [edition.year_note for edition in Edition.objects.exclude(year_note="")]
print(amount, Program.objects.count(), Version.objects.count(), changes, *steps, *notes)
"""
DIE = """
import os, signal
from django.contrib.auth.models import User
from programs import drafting, services
from programs.models import Revision, Version

refresh = services.refresh_public_records

def die_when_all_is_written(*args, **kwargs):
    refresh(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)

services.refresh_public_records = die_when_all_is_written
drafting.approve(
    revision=Revision.objects.open().get(),
    user=User.objects.get(username="approver"),
    version=Version.objects.last_number("kodo-musen"),
)
"""


@pytest.fixture
def people(django_user_model):
    editors = [make_editor(django_user_model, name) for name in ("editor", "colleague")]
    for name in ("approver", "second"):
        make_approver(django_user_model, name)
    for person in editors:
        person.user_permissions.add(*Permission.objects.filter(codename="view_revision"))
    return editors


@pytest.fixture
def draft(people):
    program = factories.ProgramFactory(published=True, code="kodo-musen")
    factories.BudgetLineFactory(edition=program.editions.get())
    refresh_public_record(program)
    draft = drafting.begin(program=program, user=people[0])
    draft.editions.get().budgetlines.update(amount_yen=4_000_000_000)
    drafting.record_save(program=draft, user=people[0])
    return draft


@pytest.fixture
def submitted(draft, people):
    drafting.submit(revision=draft.revision, user=people[0])
    return draft


def test_of_two_saves_one_is_refused(draft, tmp_path):
    url = database_url(tmp_path)
    saves = [CLIENT + SAVE.format(name=name) for name in ("editor", "colleague")]
    assert sorted(at_once(url, *saves)) == ["200 ほかの保存がありました", "302"]
    *_, note = run(url, LOOK).stdout.split()
    assert note in ("editorの根拠", "colleagueの根拠")


def test_of_two_approvals_one_publishes(submitted, tmp_path):
    url = database_url(tmp_path)
    presses = [CLIENT + PRESS.format(name=name, button="approve") for name in ("approver", "second")]
    assert sorted(at_once(url, *presses)) == ["200 状態が変わりました", "302"]
    left = run(url, LOOK).stdout.split()
    assert left == ["4000000000", "1", "2", "2", "begun", "submitted", "approved", "published"]


def test_an_approval_and_a_recall_do_not_both_happen(submitted, tmp_path):
    url = database_url(tmp_path)
    approve = CLIENT + PRESS.format(name="approver", button="approve")
    recall = CLIENT + PRESS.format(name="editor", button="recall")
    approved, recalled = at_once(url, approve, recall)
    assert sorted([approved, recalled]) == ["200 状態が変わりました", "302"]
    amount, *_, last = run(url, LOOK).stdout.split()
    assert (amount, last) in [("4000000000", "published"), ("3682000000", "recalled")]
    assert (approved == "302") is (last == "published")


def test_who_is_killed_while_publishing_leaves_the_catalog_as_before(submitted, tmp_path):
    url = database_url(tmp_path)
    before = run(url, LOOK)
    assert before.stdout.split()[0] == "3682000000", before.stderr
    assert run(url, DIE).returncode == -signal.SIGKILL
    assert run(url, LOOK).stdout == before.stdout
    [told] = at_once(url, CLIENT + PRESS.format(name="approver", button="approve"))
    assert told == "302"
    assert run(url, LOOK).stdout.split()[0] == "4000000000"


def test_the_processes_share_the_database_of_the_test(draft, tmp_path):
    url = database_url(tmp_path)
    assert run(url, LOOK).stdout.split()[1] == str(Program.objects.count()) == "2"
    assert url.startswith(connection.vendor[:6])

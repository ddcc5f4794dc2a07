"""Imports by several at once, and by one who is killed: a document is written once and whole."""

import json
import signal
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from programs.importing.confirming import confirm_upload
from programs.importing.text import decode
from programs.models import BudgetLine, DocumentUpload, Program, Source
from tests import factories
from tests.programs.invented_document import TEXT
from tests.programs.other_process import database_url, run
from tests.programs.staff_pages import make_editor

ONE = "山あいの光回線みらい整備事業"


@pytest.fixture
def editor(django_user_model):
    factories.SupportTypeFactory(slug="other")
    return make_editor(django_user_model)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_two_who_confirm_at_once_write_once(editor, django_user_model):
    other = make_editor(django_user_model, "other")
    content = decode(TEXT.encode())
    upload = DocumentUpload.objects.create(
        text=content.content, sha256=content.sha256, title="t", publisher="p", fiscal_year=2022, user=editor
    )
    again = DocumentUpload.objects.create(
        text=content.content, sha256=content.sha256, title="t", publisher="p", fiscal_year=2022, user=other
    )
    together = Barrier(4)

    def run(chosen, user):
        try:
            together.wait(10)
            return confirm_upload(upload=chosen, user=user).summary
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        pairs = [(upload, editor), (upload, other), (again, editor), (again, other)]
        told = [job.result(60) for job in [pool.submit(run, *pair) for pair in pairs]]
    # Each upload is confirmed once: both who confirm it are told the same, and one of the two wrote.
    assert told[0] == told[1]
    assert told[2] == told[3]
    assert sorted(len(done["created"]) for done in (told[0], told[2])) == [0, 3]
    assert Source.objects.count() == 1
    assert Program.objects.filter(name=ONE).count() == 1
    assert BudgetLine.objects.count() == 4


START = """
import json, os, signal, sys
from django.apps import apps
from django.core.management import call_command
from programs import drafting

def count():
    models = apps.get_app_config("programs").get_models()
    print(json.dumps({model.__name__: model._default_manager.count() for model in models}))

def import_document():
    call_command(
        "import_document", sys.argv[1], "--title=t", "--publisher=p", "--fiscal-year=2022", "--confirm",
        "--user=editor", stdout=sys.stderr,
    )
"""
DIE = """
calls = []
record_save = drafting.record_save

def die_at_the_second(**kwargs):
    calls.append(kwargs)
    if len(calls) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    record_save(**kwargs)

drafting.record_save = die_at_the_second
count()
sys.stdout.flush()
import_document()
"""
GO_ON = "for _ in range(2):\n    count()\n    import_document()\ncount()\n"


@pytest.mark.django_db(transaction=True)
def test_who_is_killed_in_the_middle_leaves_the_catalog_as_it_was(editor, tmp_path):
    """kill -9 while drafts are written, on a database file and on PostgreSQL; then twice in peace."""
    path = tmp_path / "document.txt"
    path.write_text(TEXT, encoding="utf-8")
    url = database_url(tmp_path)
    killed = run(url, START + DIE, str(path))
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    before = json.loads(killed.stdout)
    done = run(url, START + GO_ON, str(path))
    assert done.returncode == 0, done.stderr
    left, once, twice = map(json.loads, done.stdout.splitlines())
    assert left == before
    assert once["Program"] == before["Program"] + 3
    assert twice == once

"""Imports by several at once, and by one who is killed: a document is written once and whole."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection

from programs.importing.confirming import confirm_upload
from programs.importing.text import decode
from programs.models import BudgetLine, DocumentUpload, Program, Source
from tests import factories
from tests.programs.invented_document import TEXT
from tests.programs.staff_pages import make_editor

ROOT = Path(settings.BASE_DIR)
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
import django
django.setup()
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
    environment = os.environ | {
        "DATABASE_URL": database_url(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONPATH": str(ROOT),
    }

    def run(script: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", START + script, str(path)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    killed = run(DIE)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    before = json.loads(killed.stdout)
    done = run(GO_ON)
    assert done.returncode == 0, done.stderr
    left, once, twice = map(json.loads, done.stdout.splitlines())
    assert left == before
    assert once["Program"] == before["Program"] + 3
    assert twice == once


def database_url(tmp_path: Path) -> str:
    """The database of the tests on PostgreSQL; a file with what is in it where tests run in memory."""
    if connection.vendor == "sqlite":
        path = tmp_path / "killed.sqlite3"
        with closing(sqlite3.connect(path)) as file:
            connection.connection.backup(file)
        return f"sqlite:///{path}"
    told = connection.settings_dict
    password = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
    return f"postgres://{told['USER']}{password}@{told['HOST']}:{told['PORT']}/{told['NAME']}"

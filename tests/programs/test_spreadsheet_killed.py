"""A process killed in the middle of an import: the catalog is as before, the import still to be done."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from programs.models import BudgetLine, Call, Program, SpreadsheetUpload, Version
from programs.spreadsheets.importing import keep
from tests import factories
from tests.programs.spreadsheet_files import edited, public_program, set_cells
from tests.programs.staff_pages import make_editor

# Confirms the only upload; told to, kills itself when the second of two programs is to be recorded.
CHILD = """
import os, signal, sys
import django
django.setup()
from programs.models import BudgetLine, Call, Program, SpreadsheetUpload, Version
from programs.spreadsheets import importing

record_save, calls = importing.drafting.record_save, []

def dying(**kwargs):
    record_save(**kwargs)
    calls.append(kwargs)
    if len(calls) == 2:
        assert Program.objects.filter(draft_of__isnull=False).exists()
        os.kill(os.getpid(), signal.SIGKILL)

if "die" in sys.argv:
    importing.drafting.record_save = dying
if "look" not in sys.argv:
    importing.confirm(SpreadsheetUpload.objects.get())
print(
    Program.objects.count(),
    Version.objects.count(),
    BudgetLine.objects.filter(amount_yen=1).count(),
    Call.objects.filter(note="注").count(),
    SpreadsheetUpload.objects.filter(confirmed_at=None).count(),
)
"""


def database_url(folder: Path) -> str:
    """Of a database with what this test has stored, open to another process."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        path = folder / "catalog.sqlite3"
        copy = sqlite3.connect(path)
        connection.connection.backup(copy)
        copy.close()
        return f"sqlite:///{path}"
    return f"postgres://{found['USER']}:{found['PASSWORD']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


def child(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    command = [sys.executable, "-c", CHILD, *arguments]
    return subprocess.run(
        command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_leaves_the_catalog_as_before(tmp_path, django_user_model):
    public_program()
    factories.CallFactory(edition__program__code="umi")

    def change(book):
        set_cells(book["予算額"], 2, 金額=1)
        for line in (2, 3):
            set_cells(book["公募"], line, カタログの注="注")

    keep("a.xlsx", edited(change), make_editor(django_user_model))
    before = f"{Program.objects.count()} {Version.objects.count()} 0 0 1"
    assert (BudgetLine.objects.count(), Call.objects.count(), SpreadsheetUpload.objects.count()) == (1, 2, 1)
    url = database_url(tmp_path)
    killed = child(url, "die")
    assert (killed.returncode, killed.stdout) == (-signal.SIGKILL, ""), killed.stderr
    assert child(url, "look").stdout.strip() == before
    done = child(url, "confirm")
    assert done.stdout.split()[2:] == ["1", "2", "0"], done.stderr

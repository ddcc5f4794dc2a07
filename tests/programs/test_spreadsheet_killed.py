"""A process killed in the middle of an import: the catalog is as before, the import still to be done."""

import signal

import pytest

from programs.models import BudgetLine, Call, Program, SpreadsheetUpload, Version
from programs.spreadsheets.importing import keep
from tests import factories
from tests.programs.other_process import database_url, run
from tests.programs.spreadsheet_files import edited, public_program, set_cells
from tests.programs.staff_pages import make_editor

# Confirms the only upload; told to, kills itself when the second of two programs is to be recorded.
CHILD = """
import os, signal, sys
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
    killed = run(url, CHILD, "die")
    assert (killed.returncode, killed.stdout) == (-signal.SIGKILL, ""), killed.stderr
    assert run(url, CHILD, "look").stdout.strip() == before
    done = run(url, CHILD, "confirm")
    assert done.stdout.split()[2:] == ["1", "2", "0"], done.stderr

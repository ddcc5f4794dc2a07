"""The whole committed catalog, out to a spreadsheet and in again."""

import pytest

from programs.spreadsheets.importing import rehearse
from programs.spreadsheets.tables import TABLES
from programs.spreadsheets.writing import chosen_programs, csv_text, workbook_bytes
from tests.programs.staff_pages import make_editor

pytestmark = pytest.mark.django_db


def test_the_whole_catalog_comes_back_without_a_difference(catalog, django_user_model):
    editor, programs = make_editor(django_user_model), chosen_programs()
    plan = rehearse(workbook_bytes(programs), editor)
    assert (plan.changes, plan.problems) == ([], [])
    assert plan.unchanged == sum(table.rows().count() for table in TABLES) > 400
    for table in TABLES:
        plan = rehearse(csv_text(table, programs).encode(), editor)
        assert (plan.changes, plan.problems) == ([], [])
        assert plan.unchanged == table.rows().count()

"""Loading the committed catalog: once, whole, and never over what staff edited in silence."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as project_settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, models, transaction

from programs.models import (
    AcceptedWarning,
    Area,
    CatalogLoad,
    Confirmation,
    DocumentUpload,
    Field,
    LinkCheck,
    OfficeMember,
    Program,
    PublicRecord,
    RecordChange,
    Revision,
    RevisionStep,
    Source,
    SourceText,
    SpreadsheetUpload,
    Version,
)
from programs.services import record_edit, withdraw
from search.index import refresh
from search.models import CaseDocument, ProgramDocument
from tests.programs.small_project import SmallProject

pytestmark = pytest.mark.django_db

FIXTURES = Path(project_settings.BASE_DIR) / "fixtures"
# Not in the fixture: made by loading, by publishing, by editors, by commands.
WITHOUT_NATURAL_KEY = (
    AcceptedWarning,
    CatalogLoad,
    Confirmation,
    DocumentUpload,
    LinkCheck,
    OfficeMember,
    PublicRecord,
    RecordChange,
    Revision,
    RevisionStep,
    SourceText,
    SpreadsheetUpload,
    Version,
)
CASE_KEY = ("program__code", "title", "theme", "fiscal_year")
RECORD_MODELS = list(apps.get_app_config("programs").get_models())


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in RECORD_MODELS}


def public_contents() -> dict[str, Any]:
    """What the public reads and searches, by code; without the times of writing."""
    return {
        "records": dict(PublicRecord.objects.values_list("program__code", "record")),
        "programs": {
            row.pop("program__code"): row
            for row in ProgramDocument.objects.values(
                "program__code", "text", "words", "facets", "budget_yen"
            )
        },
        "cases": {
            tuple(row.pop(f"case__{name}") for name in CASE_KEY): row
            for row in CaseDocument.objects.values(
                *(f"case__{name}" for name in CASE_KEY), "text", "words", "facets"
            )
        },
    }


class TestSmallCatalog:
    @pytest.fixture
    def project(self, tmp_path, settings) -> SmallProject:
        """A project with its fixture built, and nothing in the database."""
        settings.BASE_DIR = tmp_path
        settings.SOURCES_DIR = tmp_path / "sources"
        project = SmallProject(tmp_path).write()
        project.command("build_fixtures", "--write")
        return project

    def change_fixture(self, project: SmallProject, old: str, new: str) -> None:
        project.change(old, new)
        project.command("build_fixtures", "--write")

    def test_an_empty_database_is_filled(self, project):
        assert "地域 4件、施策 2件を読み込みました。" in project.command("load_catalog")
        shiken = Program.objects.get(code="shiken")
        assert shiken.editions.get().budgetlines.get().amount_yen == 3_682_000_000
        assert shiken.editions.get().subsidyrates.get().shares.get().payer == "市町村"
        assert [program.edited_at for program in Program.objects.all()] == [None, None]
        assert PublicRecord.objects.get(program=shiken).record["relations"][0]["program"] == "betsu"
        assert ProgramDocument.objects.count() == 2
        assert CatalogLoad.objects.count() == 1

    def test_loaddata_reads_the_fixture_too_and_duplicates_nothing(self, project):
        project.command("load_catalog")
        before, rows = public_contents(), counts()
        call_command("loaddata", str(project.catalog), verbosity=0)
        assert counts() == rows
        with transaction.atomic():
            for program in Program.objects.all():
                record_edit(program=program, user=None)
        assert public_contents() == before

    def test_vocabularies_that_staff_extended_outlive_a_load(self, project):
        project.command("load_catalog")
        Field.objects.create(slug="added", name="職員が足した分野")
        Field.objects.filter(slug="broadband").update(name="書き換えた名前")
        project.command("load_catalog", "--overwrite")
        assert dict(Field.objects.values_list("slug", "name")) == {
            "broadband": "光ファイバ",
            "added": "職員が足した分野",
        }

    def test_the_second_run_does_nothing(self, project):
        project.command("load_catalog")
        Program.objects.filter(code="shiken").update(summary="編集前の要約")
        times = list(PublicRecord.objects.values_list("updated_at", flat=True))
        assert "読み込み済みです（施策 2件）" in project.command("load_catalog")
        assert list(PublicRecord.objects.values_list("updated_at", flat=True)) == times
        assert Program.objects.get(code="shiken").summary == "編集前の要約"
        assert CatalogLoad.objects.count() == 1

    def test_a_new_fixture_replaces_the_old_one(self, project):
        project.command("load_catalog")
        self.change_fixture(project, "まちの通信をよくする", "村の通信をよくする")
        project.command("load_catalog")
        record = PublicRecord.objects.get(program__code="shiken").record
        assert record["summary"].startswith("村の通信をよくする")
        assert "村の通信" in ProgramDocument.objects.get(program__code="shiken").text.replace("ノ", "の")
        assert counts()["CatalogLoad"] == 2

    def test_what_the_new_fixture_no_longer_holds_goes(self, project):
        project.command("load_catalog")
        records = project.records.read_text(encoding="utf-8")
        project.records.write_text(records[: records.index("\n  - name: 別の施策")], encoding="utf-8")
        project.command("build_fixtures", "--write")
        project.command("load_catalog")
        assert [program.code for program in Program.objects.all()] == ["shiken"]
        assert PublicRecord.objects.get().record["relations"] == []
        assert ProgramDocument.objects.count() == 1

    def test_staff_edits_stop_the_load_and_are_named(self, project, admin_user):
        project.command("load_catalog")
        program = Program.objects.get(code="betsu")
        program.summary = "職員が直した要約です。"
        program.save()
        record_edit(program=program, user=admin_user)
        self.change_fixture(project, "まちの通信をよくする", "村の通信をよくする")
        before, rows = public_contents(), counts()
        with pytest.raises(CommandError, match=r"編集した施策が1件あります（別の施策）.*--overwrite"):
            project.command("load_catalog")
        assert (public_contents(), counts()) == (before, rows)
        assert before["records"]["betsu"]["summary"] == "職員が直した要約です。"

    def test_staff_edits_outlive_a_second_run_of_the_same_fixture(self, project, admin_user):
        project.command("load_catalog")
        withdraw(program=Program.objects.get(code="betsu"), user=admin_user)
        assert "読み込み済み" in project.command("load_catalog")
        assert Program.objects.get(code="betsu").status == "withdrawn"

    def test_overwrite_puts_the_fixture_back(self, project, admin_user):
        project.command("load_catalog")
        before = public_contents()
        program = Program.objects.get(code="betsu")
        program.summary = "職員が直した要約です。"
        program.save()
        record_edit(program=program, user=admin_user)
        withdraw(program=Program.objects.get(code="shiken"), user=admin_user)
        assert public_contents() != before
        project.command("load_catalog", "--overwrite")
        assert public_contents() == before
        assert not Program.objects.filter(edited_at__isnull=False).exists()

    @pytest.mark.parametrize("options", [["--dry-run"], ["--dry-run", "--overwrite"]])
    def test_a_dry_run_writes_nothing(self, project, options):
        before = counts()
        assert "書き込んでいません" in project.command("load_catalog", *options)
        assert counts() == before
        project.command("load_catalog")
        self.change_fixture(project, "まちの通信をよくする", "村の通信をよくする")
        contents, rows = public_contents(), counts()
        assert "書き込んでいません" in project.command("load_catalog", *options)
        assert (public_contents(), counts()) == (contents, rows)

    def test_a_load_that_fails_leaves_the_catalog_as_it_was(self, project):
        project.command("load_catalog")
        before, rows = public_contents(), counts()
        project.change('"numerator": 2', '"numerator": 4', project.catalog)
        with pytest.raises(IntegrityError, match="subsidyrate_fraction_or_fixed_amount"):
            project.command("load_catalog")
        assert (public_contents(), counts()) == (before, rows)


@pytest.mark.usefixtures("catalog")
class TestCommittedCatalog:
    def test_all_of_the_fixture_is_there(self):
        rows = json.loads((FIXTURES / "catalog.json").read_bytes())
        for model in RECORD_MODELS:
            expected = sum(row["model"] == model._meta.label_lower for row in rows)
            if model not in (Area, CatalogLoad, PublicRecord, RecordChange, SourceText):
                assert model._default_manager.count() == expected, model
        assert Area.objects.count() == 1800
        assert Source.objects.exists()

    def test_every_published_program_has_its_record_and_is_found(self):
        published = set(Program.objects.published().values_list("pk", flat=True))
        assert published
        assert set(PublicRecord.objects.values_list("pk", flat=True)) == published
        assert set(ProgramDocument.objects.values_list("pk", flat=True)) == published

    def test_what_is_searched_equals_a_rebuild(self):
        before = public_contents()
        refresh(list(Program.objects.all()))
        assert public_contents() == before

    def test_a_second_run_does_nothing(self):
        output = StringIO()
        call_command("load_catalog", stdout=output)
        assert "読み込み済みです" in output.getvalue()
        assert CatalogLoad.objects.count() == 1

    def test_loading_the_catalog_anew_gives_the_same_catalog(self):
        before, rows = public_contents(), counts()
        call_command("load_catalog", "--overwrite", stdout=StringIO())
        assert counts() == rows | {"CatalogLoad": rows["CatalogLoad"] + 1}
        assert public_contents() == before

    @pytest.mark.parametrize("model", RECORD_MODELS)
    def test_every_row_obeys_its_fields(self, model):
        """Lengths and choices, which SQLite does not hold to and fixtures bypass."""
        keys = [field.name for field in model._meta.fields if field.is_relation]
        # The text of a document is as long as the document.
        fields = [field for field in model._meta.fields if model is not SourceText]
        texts = [field for field in fields if isinstance(field, models.TextField)]
        for row in model._default_manager.all():
            row.clean_fields(exclude=keys)
            for field in texts:
                assert len(getattr(row, field.name)) <= (field.max_length or 0), (row, field.name)

    @pytest.mark.parametrize("model", RECORD_MODELS)
    def test_rows_are_found_by_their_natural_keys(self, model):
        rows = list(model._default_manager.all()[:20])
        if not hasattr(model, "natural_key"):
            assert model in WITHOUT_NATURAL_KEY
            return
        for row in rows:
            assert model._default_manager.get_by_natural_key(*row.natural_key()) == row

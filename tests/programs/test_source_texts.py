"""The documents' text in the database: the registered bytes or nothing, and for editors alone."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from programs.contract import catalog
from programs.ingest.documents import MAX_SPAN, Document
from programs.models import Source, SourceText
from tests.programs.small_project import SOURCE, TEXT, SmallProject


@pytest.fixture
def project(tmp_path, settings) -> SmallProject:
    settings.BASE_DIR = tmp_path
    settings.SOURCES_DIR = tmp_path / "sources"
    project = SmallProject(tmp_path).write()
    project.command("build_fixtures", "--write")
    return project


def load(*options: str) -> str:
    output = StringIO()
    call_command("load_source_texts", *options, stdout=output, stderr=output)
    return output.getvalue()


@pytest.mark.django_db
class TestLoading:
    def test_the_catalog_brings_the_texts_along(self, project):
        assert "資料の本文 1件を読み込みました。" in project.command("load_catalog")
        stored = SourceText.objects.get()
        assert (stored.text, stored.sha256) == (TEXT, Source.objects.get().sha256)
        assert "本文" not in project.command("load_catalog"), "nothing is left to store"

    def test_a_checkout_without_documents_still_loads(self, project, settings):
        settings.SOURCES_DIR = settings.BASE_DIR / "nowhere"
        assert "資料の本文がありません。" in project.command("load_catalog")
        assert not SourceText.objects.exists()
        with pytest.raises(CommandError, match="CATALOG_SOURCES"):
            load()

    def test_texts_come_later_to_a_loaded_catalog(self, project):
        project.command("load_catalog")
        SourceText.objects.all().delete()
        assert "書き込んでいません" in load("--dry-run")
        assert not SourceText.objects.exists()
        assert "1件を読み込みました（全1件）" in load()
        assert "0件を読み込みました（全1件）" in load()

    @pytest.mark.parametrize("content", [TEXT.replace("54", "55").encode(), TEXT.encode("cp932"), b""])
    def test_another_text_is_refused_and_the_stored_one_stays(self, project, settings, content):
        project.command("load_catalog")
        (settings.SOURCES_DIR / f"{SOURCE}.txt").write_bytes(content)
        with pytest.raises(CommandError, match="1件の誤りがあります。何も書き込んでいません"):
            load()
        assert SourceText.objects.get().text == TEXT
        assert f"{SOURCE}.txt" in project.command("load_catalog"), "told, and no reason to stop"

    def test_a_missing_file_is_named(self, project, settings):
        project.command("load_catalog")
        (settings.SOURCES_DIR / f"{SOURCE}.txt").unlink()
        assert "試験用の資料：本文のファイルがありません。" in load()


@pytest.mark.django_db
def test_no_public_address_shows_the_text(project, client):
    project.command("load_catalog")
    secret = "０３－００００－００００"  # as only the text has it
    assert secret in SourceText.objects.get().text
    assert secret not in json.dumps(catalog(), ensure_ascii=False, default=str)
    for path in (f"/sources/{SOURCE}/", "/opendata/catalog.json", f"/sources/{SOURCE}/text/"):
        response = client.get(path)
        content = b"".join(response) if response.streaming else response.content
        assert secret not in content.decode()


LINES = st.lists(st.text(alphabet="あい1２,3 ①\n", max_size=8), min_size=1, max_size=20)


@given(text=st.text(alphabet="あい123,", min_size=1, max_size=4), lines=LINES)
def test_places_are_where_the_build_finds_a_text(text, lines):
    """What `places` names, `prints` confirms; what `prints` denies on every span has no place."""
    document = Document.of("x", "\n".join(lines).encode())
    places = document.places(text)
    for first, last in places:
        assert document.prints(text, first, last)
        assert last - first < MAX_SPAN
    if not places:
        count = len(document.lines)
        assert not any(
            document.prints(text, first, min(first + MAX_SPAN - 1, count)) for first in range(1, count + 1)
        )

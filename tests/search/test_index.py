"""The index follows the record: never stale after an edit, a withdrawal, a deletion."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.http import QueryDict
from pyroaring import BitMap

from programs.choices import PublicationStatus
from programs.models import Program, PublicRecord
from programs.services import delete_programs, record_edit, refresh_public_record, withdraw
from search import index
from search.consistency import differences
from search.corpora import CASES, PROGRAMS
from search.filters import ProgramFilter
from search.models import Bitmaps, CaseDocument, ProgramDocument
from tests import factories as make

pytestmark = pytest.mark.django_db

EVERY_TABLE = [
    table
    for corpus in (PROGRAMS, CASES)
    for table in (corpus.documents, corpus.grams, corpus.facets, corpus.words)
]


def contents(table):
    """Every row; of a bitmap its numbers, since one set of them may be written in several ways."""
    rows = table.objects.order_by("pk").values()
    if not issubclass(table, Bitmaps):
        return list(rows)
    return [(row["key"], BitMap.deserialize(bytes(row["documents"]))) for row in rows]


def in_order(query):
    filters = ProgramFilter(QueryDict(f"spelling=as-typed&q={query}"), ProgramDocument.objects.all())
    codes = dict(ProgramDocument.objects.values_list("number", "program__code"))
    return [codes[number] for number in filters.ordered()]


def found(query):
    return sorted(in_order(query))


def test_an_edit_is_found_at_once(small_catalog, django_user_model):
    program = Program.objects.get(code="fibre")
    program.summary = "海底ケーブルも対象です。"
    program.save()
    record_edit(program=program, user=django_user_model.objects.create(username="editor"))
    assert found("海底ケーブル") == ["fibre"]


def test_an_edit_that_is_rolled_back_is_not_found(small_catalog):
    program = Program.objects.get(code="fibre")
    with transaction.atomic():
        program.summary = "海底ケーブルも対象です。"
        program.save()
        refresh_public_record(program)
        transaction.set_rollback(True)
    assert found("海底ケーブル") == []


def test_a_withdrawn_program_leaves_the_record_and_the_index(small_catalog):
    program = Program.objects.get(code="with-case")
    program.status = PublicationStatus.WITHDRAWN
    program.save()
    refresh_public_record(program)
    assert not PublicRecord.objects.filter(program=program).exists()
    assert not ProgramDocument.objects.filter(program=program).exists()
    assert not CaseDocument.objects.filter(program=program).exists()


def test_a_draft_is_never_found(small_catalog):
    assert not ProgramDocument.objects.filter(program__code="draft").exists()


def test_an_unchanged_program_keeps_its_day_of_update(small_catalog):
    before = PublicRecord.objects.get(program__code="fibre").updated_at
    refresh_public_record(Program.objects.get(code="fibre"))
    assert PublicRecord.objects.get(program__code="fibre").updated_at == before


def test_check_catalog_is_content_with_a_fresh_index(small_catalog, capsys):
    call_command("check_catalog")
    assert "同じです" in capsys.readouterr().out


def test_check_catalog_names_what_is_stale(small_catalog, capsys):
    Program.objects.filter(code="fibre").update(summary="だれも知らない変更。")
    ProgramDocument.objects.filter(program__code="town-only").update(text="ちがう本文")
    with pytest.raises(CommandError, match="食い違い"):
        call_command("check_catalog")
    said = capsys.readouterr().err
    assert "fibre" in said
    assert "town-only" in said
    assert ProgramDocument.objects.get(program__code="town-only").text == "ちがう本文"


def test_a_rebuild_mends_what_was_stale(small_catalog):
    Program.objects.filter(code="fibre").update(summary="新しい要約。")
    call_command("rebuild_search_index", verbosity=0)
    call_command("check_catalog")
    assert PublicRecord.objects.get(program__code="fibre").record["summary"] == "新しい要約。"


def test_a_dry_rebuild_writes_nothing(small_catalog):
    Program.objects.filter(code="fibre").update(summary="新しい要約。")
    call_command("rebuild_search_index", "--dry-run")
    assert PublicRecord.objects.get(program__code="fibre").record["summary"] != "新しい要約。"


def test_an_index_that_is_made_in_parts_by_several_processes_is_the_same(small_catalog, monkeypatch):
    make.CasePlaceFactory(case__program=Program.objects.get(code="fibre"))
    refresh_public_record(Program.objects.get(code="fibre"))
    call_command("rebuild_search_index", verbosity=0)
    as_one = [contents(table) for table in EVERY_TABLE]
    monkeypatch.setattr(index, "PART", 2)
    ProgramDocument.objects.update(text="ちがう本文")
    call_command("rebuild_search_index", verbosity=0)
    assert [contents(table) for table in EVERY_TABLE] == as_one
    assert list(differences()) == []


def test_edits_deletions_and_new_programs_leave_the_index_as_a_rebuild_would_write_it(small_catalog):
    """Every way in which a document changes or goes, one after the other."""
    fibre = Program.objects.get(code="fibre")
    fibre.name = "海底ケーブル整備事業"
    fibre.save()
    record_edit(program=fibre, user=None)
    new = make.ProgramFactory(published=True, code="a-new-one", name="あたらしい事業")
    make.CasePlaceFactory(case__program=new)
    refresh_public_record(new)
    Program.objects.get(code="with-case").cases.all().delete()
    refresh_public_record(Program.objects.get(code="with-case"))
    delete_programs([Program.objects.get(code="north-only")])
    withdraw(program=Program.objects.get(code="town-only"), user=None)
    assert list(differences()) == []
    assert found("光ファイバ整備事業") == []
    assert found("北海道だけの") == []
    assert found("あたらしい事業") == ["a-new-one"]


def test_a_document_written_later_stands_in_its_place_by_code(small_catalog):
    call_command("rebuild_search_index", verbosity=0)
    for code in ("zzz", "aaa", "mmm"):
        program = make.ProgramFactory(published=True, code=code, name=f"海底の事業{code}")
        refresh_public_record(program)
    assert in_order("海底") == ["aaa", "mmm", "zzz"]
    call_command("rebuild_search_index", verbosity=0)
    assert in_order("海底") == ["aaa", "mmm", "zzz"]


def test_a_document_that_goes_by_itself_leaves_the_index(small_catalog):
    ProgramDocument.objects.get(program__code="fibre").delete()
    assert found("光ファイバ整備事業") == []


def test_a_number_is_not_given_again_while_grams_may_hold_it(small_catalog):
    """Else the words of a program that was deleted would find the one that came after it."""
    gone = make.ProgramFactory(published=True, code="gone", name="海底ケーブルの事業")
    refresh_public_record(gone)
    delete_programs([gone])
    new = make.ProgramFactory(published=True, code="new", name="珊瑚の事業")
    refresh_public_record(new)
    assert found("海底ケーブル") == []
    assert found("珊瑚") == ["new"]
    assert list(differences()) == []

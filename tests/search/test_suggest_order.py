"""Which suggestions come, in which order, and that the public gets public ones: each test its own data."""

import pytest

from programs.services import refresh_public_record
from search.suggest import suggestions
from tests import factories as make

pytestmark = pytest.mark.django_db


def offered(text: str) -> list[tuple[str, str]]:
    return [(found.kind, found.name) for found in suggestions(text)]


def test_a_name_that_begins_with_the_text_stands_before_one_that_holds_it():
    for name in ("地域の光の事業", "光の事業", "港の光の事業", "光"):
        make.ProgramFactory(published=True, name=name)
    make.FieldFactory(slug="broadband", name="光ファイバ・5G")
    assert offered("光") == [
        ("program", "光"),
        ("program", "光の事業"),
        ("program", "地域の光の事業"),
        ("program", "港の光の事業"),
    ]


def test_another_name_and_the_reading_find_a_program_and_say_so():
    program = make.ProgramFactory(published=True, name="高度無線環境整備推進事業", reading="こうどむせん")
    make.ProgramAliasFactory(program=program, name="光ファイバの補助")
    make.ProgramAliasFactory(program=program, name="高度無線環境整備推進事業")
    refresh_public_record(program)
    assert [(found.name, found.note) for found in suggestions("光ファイバ")] == [
        ("高度無線環境整備推進事業", "光ファイバの補助")
    ]
    assert [found.note for found in suggestions("コウド")] == ["こうどむせん"]
    assert [found.note for found in suggestions("高度無線")] == [""]


def test_at_most_eight_and_every_kind_that_matches():
    town = make.MunicipalityFactory(
        name="光町", full_name="徳島県光町", short_name="徳島県光町", county_name=""
    )
    make.MunicipalityFactory(
        code="363430", name="光村", full_name="徳島県光村", short_name="徳島県光村", county_name=""
    )
    field = make.FieldFactory(slug="light", name="光ファイバ")
    office = make.OfficeFactory(code="light", name="光通信課")
    for number in range(9):
        program = make.ProgramFactory(published=True, name=f"光の事業{number}", fields=[field])
        make.EditionOfficeFactory(edition=program.editions.get(), office=office)
        refresh_public_record(program)
    found = offered("光")
    assert found == [
        *(("program", f"光の事業{number}") for number in range(5)),
        ("place", town.name),
        ("field", "光ファイバ"),
        ("office", "光通信課"),
    ]
    assert offered("光の事業") == found[:5]


def test_only_what_the_public_may_see_is_offered_and_counted():
    shown = make.ProgramFactory(published=True, name="公開の事業")
    office = shown.editions.get().editionoffices.get().office
    draft = make.ProgramFactory(name="公開しない事業")
    make.EditionOfficeFactory(edition=make.EditionFactory(program=draft), office=office)
    make.EditionOfficeFactory(edition=make.EditionFactory(program=draft), office__code="idle")
    withdrawn = make.ProgramFactory(published=True, name="公開を終えた事業")
    withdrawn.editions.all().delete()
    refresh_public_record(withdrawn)
    assert offered("公開") == [("program", "公開の事業")]
    assert [(found.name, found.count) for found in suggestions("試験課")] == [("試験課 office-one", 1)]


def test_a_place_or_field_that_would_give_nothing_is_not_offered():
    hokkaido = make.PrefectureFactory(code="010006", name="北海道", full_name="北海道")
    program = make.ProgramFactory(published=True, name="まちの事業")
    make.TargetAreaFactory(edition=program.editions.get(), placed=True)
    refresh_public_record(program)
    make.FieldFactory(slug="idle", name="使わない分野")
    assert offered(hokkaido.name) == []
    assert offered("使わない") == []
    assert offered("神山町") == [("place", "神山町")]

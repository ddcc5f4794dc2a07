"""The coverage ledger: a gap is the document's or ours, and we say which."""

import pytest
from django.core.management import CommandError, call_command

from programs.choices import FactKind, FactState
from programs.contract import program_records
from programs.models import Program, SourceReading
from programs.presentation.absent import absent_sentence
from tests import factories as make
from tests.programs.every_fact import program_with_every_fact

pytestmark = pytest.mark.django_db


def coverage_of(program: Program) -> dict[str, str]:
    [record] = program_records(Program.objects.filter(pk=program.pk))
    return {kind: entry["state"] for kind, entry in record["coverage"].items()}


def test_a_full_program_states_every_kind():
    assert set(coverage_of(program_with_every_fact()).values()) == {"stated"}


def test_what_was_read_and_not_found_is_not_stated():
    states = coverage_of(make.ProgramFactory(published=True))
    assert states.pop("contact") == "stated"
    assert set(states.values()) == {"not_stated"}


def test_what_was_not_read_is_our_gap():
    program = make.ProgramFactory(published=True)
    SourceReading.objects.filter(kind=FactKind.BUDGET).delete()
    assert coverage_of(program)["budget"] == "not_read"
    assert coverage_of(program)["call"] == "not_stated"


def test_every_document_that_names_the_program_must_have_been_read():
    program = make.ProgramFactory(published=True)
    other = make.SourceFactory(document_id="901_other", letter="Y", readings=[FactKind.CALL])
    make.ProgramAliasFactory(program=program, source=other)
    states = coverage_of(program)
    assert (states["call"], states["budget"]) == ("not_stated", "not_read")


def test_an_award_has_no_rate_unless_a_document_says_so():
    award = make.ProgramFactory(published=True, support_type=make.SupportTypeFactory(slug="award"))
    assert coverage_of(award)["rate"] == "not_applicable"
    make.SubsidyRateFactory(edition=award.editions.get())
    assert coverage_of(award)["rate"] == "stated"


def test_facts_are_counted_by_document():
    program = make.ProgramFactory(published=True)
    other = make.SourceFactory(document_id="901_other", letter="Y")
    edition = program.editions.get()
    make.BudgetLineFactory(edition=edition)
    make.BudgetLineFactory(edition=edition, source=other)
    make.BudgetLineFactory(edition=edition, fiscal_year=2020, source=other)
    [record] = program_records(Program.objects.filter(pk=program.pk))
    assert record["coverage"]["budget"]["facts"] == {"900_testdocument": 1, "901_other": 2}


@pytest.mark.parametrize("state", FactState)
def test_the_page_says_whose_gap_it_is(state):
    sentence = absent_sentence(FactKind.BUDGET, state)
    assert sentence.startswith("予算額は、")
    assert ("未確認" in sentence) == (state == FactState.NOT_READ)


class TestCheckCatalog:
    def test_prints_the_ledger(self, capsys):
        program = make.ProgramFactory(published=True)
        make.BudgetLineFactory(edition=program.editions.get())
        from programs.services import refresh_public_record

        refresh_public_record(program)
        call_command("check_catalog")
        out = capsys.readouterr().out
        assert "予算額：記載あり 1、記載なし 0、該当しない 0、未確認 0（Z1）" in out

    def test_fails_on_an_empty_field_without_a_state(self, capsys):
        make.SourceFactory(readings=[FactKind.CONTACT])
        SourceReading.objects.exclude(kind=FactKind.CONTACT).delete()
        program = make.ProgramFactory(published=True)
        SourceReading.objects.exclude(kind=FactKind.CONTACT).delete()
        from programs.services import refresh_public_record

        refresh_public_record(program)
        with pytest.raises(CommandError):
            call_command("check_catalog")
        assert f"項目が空いています：{program.code} 予算額" in capsys.readouterr().err

    def test_fails_on_a_circle(self, capsys):
        one, other = make.ProgramFactory.create_batch(2, published=True)
        make.ProgramRelationFactory(from_program=one, kind="part_of", to_program=other)
        make.ProgramRelationFactory(from_program=other, kind="predecessor", to_program=one)
        with pytest.raises(CommandError):
            call_command("check_catalog")
        assert "関係が輪になっています" in capsys.readouterr().err


@pytest.mark.usefixtures("catalog")
def test_the_committed_catalog_has_no_unread_field():
    call_command("check_catalog", verbosity=0)

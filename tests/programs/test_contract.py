"""The public data contract (docs/contract.md): what leaves the catalog, and what never does."""

import json
from typing import Any

import pytest

from programs import contract
from programs.choices import RelationKind
from programs.models import Program, PublicRecord
from programs.services import record_edit, refresh_public_record, withdraw
from tests.factories import (
    BudgetLineFactory,
    CapFactory,
    CostShareFactory,
    OutcomeFactory,
    ProgramFactory,
    ProgramRelationFactory,
    SourceFactory,
    SubsidyRateFactory,
)
from tests.programs.every_fact import program_with_every_fact

pytestmark = pytest.mark.django_db


def record_of(program: Program) -> dict[str, Any]:
    [record] = contract.program_records(Program.objects.filter(pk=program.pk))
    return record


def edition_of(program: Program) -> dict[str, Any]:
    [edition] = record_of(program)["editions"]
    return edition


def test_a_full_program_has_no_empty_part():
    record = record_of(program_with_every_fact())
    [edition] = record["editions"]
    # The same tables under another role or rule: the factories make the default one.
    empty = {key for key, value in edition.items() if value == []}
    assert empty == {"excluded_applicants", "excluded_costs", "funding_sources", "implementing_bodies"}
    assert [key for key, value in record.items() if value == []] == []


def test_every_fact_carries_its_citation():
    source = SourceFactory(document_id="901_other", letter="Y")
    program = program_with_every_fact()
    line = program.editions.get().budgetlines.get()
    line.source, line.first_line, line.last_line, line.literal = source, 55, 58, "3,682"
    line.save()
    [budget] = edition_of(program)["budgets"]
    assert budget["citation"] == {"source": "901_other", "lines": [55, 58], "literal": "3,682"}
    facts = [
        fact
        for edition in record_of(program)["editions"]
        for facts in edition.values()
        if isinstance(facts, list)
        for fact in facts
    ]
    assert len(facts) > 10
    assert all(set(fact["citation"]) == {"source", "lines", "literal"} for fact in facts)


def test_the_state_stands_first_among_the_payers():
    program = ProgramFactory(published=True)
    rate = SubsidyRateFactory(edition=program.editions.get())
    CostShareFactory(rate=rate, payer="市町村")
    SubsidyRateFactory(edition=program.editions.get(), condition="定額の場合", fixed=True)
    shared, fixed = edition_of(program)["rates"]
    assert shared["shares"] == [
        {"payer": "国", "numerator": 2, "denominator": 3},
        {"payer": "市町村", "numerator": 1, "denominator": 3},
    ]
    assert (fixed["is_fixed_amount"], fixed["shares"]) == (True, [])


class TestNothingAndZero:
    """0, "not stated" and "does not apply" are three things."""

    def test_a_cap_of_0_yen_is_not_an_absent_cap(self):
        edition = ProgramFactory(published=True).editions.get()
        SubsidyRateFactory(edition=edition, condition="上限0円", cap_yen=0, cap_of="subsidy")
        SubsidyRateFactory(edition=edition, condition="記載なし")
        SubsidyRateFactory(edition=edition, condition="上限なし", has_no_cap=True)
        rates = edition_of(edition.program)["rates"]
        caps = [(rate["cap_yen"], rate["cap_of"], rate["no_cap"]) for rate in rates]
        assert caps == [(0, "subsidy", False), (None, None, False), (None, None, True)]

    def test_an_amount_of_0_yen_is_kept(self):
        edition = ProgramFactory(published=True).editions.get()
        BudgetLineFactory(edition=edition, amount_yen=0)
        CapFactory(edition=edition, amount_yen=0)
        written = edition_of(edition.program)
        assert [line["amount_yen"] for line in written["budgets"] + written["caps"]] == [0, 0]

    @pytest.mark.parametrize(
        ("stored", "written"),
        [
            ({"number": 0}, 0),
            ({"number": 54}, 54),
            ({"number": "1.5"}, 1.5),
            ({"number": None, "text": "約半分"}, "約半分"),
        ],
        ids=["nothing", "whole", "decimal", "words"],
    )
    def test_an_outcome_is_a_number_or_words(self, stored, written):
        outcome = OutcomeFactory(**stored)
        [found] = record_of(outcome.program)["outcomes"]
        assert found["value"] == written
        assert type(found["value"]) is type(written)

    def test_what_is_not_stated_is_null(self):
        program = ProgramFactory(published=True)
        BudgetLineFactory(edition=program.editions.get(), account="")
        edition = edition_of(program)
        assert (edition["printed_field"], edition["strategy_ref"], edition["period"]) == (None, None, None)
        [budget], [office] = edition["budgets"], edition["offices"]
        assert (budget["account"], budget["component"], office["fax"]) == (None, None, None)
        assert '": ""' not in json.dumps(record_of(program))

    def test_an_edition_of_no_stated_year_has_none(self):
        program = ProgramFactory(published=True)
        program.editions.update(fiscal_year=None)
        assert edition_of(program)["fiscal_year"] is None


class TestRelations:
    INVERSE = {
        RelationKind.PREDECESSOR: "successor",
        RelationKind.PART_OF: "has_part",
        RelationKind.RENAMED_FROM: "renamed_to",
        RelationKind.RELATED: "related",
    }

    @pytest.mark.parametrize("kind", RelationKind)
    def test_a_tie_shows_on_both_sides(self, kind):
        one, other = ProgramFactory.create_batch(2, published=True)
        ProgramRelationFactory(from_program=one, kind=kind, to_program=other, note="読みの理由")
        [there], [back] = record_of(one)["relations"], record_of(other)["relations"]
        assert (there["kind"], there["program"]) == (kind.value, other.code)
        assert (back["kind"], back["program"]) == (self.INVERSE[kind], one.code)
        for side in (there, back):
            assert (side["basis"], side["citation"], side["note"]) == ("editorial", None, "読みの理由")

    def test_a_stated_tie_carries_its_citation_on_both_sides(self):
        one, other = ProgramFactory.create_batch(2, published=True)
        cited = {"source": SourceFactory(), "first_line": 30, "last_line": 31, "literal": "の後継"}
        ProgramRelationFactory(from_program=one, kind="predecessor", to_program=other, **cited)
        for program in (one, other):
            [relation] = record_of(program)["relations"]
            assert relation["basis"] == "stated"
            assert relation["citation"] == {
                "source": "900_testdocument",
                "lines": [30, 31],
                "literal": "の後継",
            }

    @pytest.mark.parametrize("kind", RelationKind)
    def test_a_draft_shows_on_neither_side(self, kind):
        published, draft = ProgramFactory(published=True), ProgramFactory()
        ProgramRelationFactory(from_program=published, kind=kind, to_program=draft)
        ProgramRelationFactory(from_program=draft, kind=kind, to_program=published)
        assert record_of(published)["relations"] == []

    def test_a_withdrawn_program_leaves_the_pages_of_its_neighbours(self, admin_user):
        one, other = ProgramFactory.create_batch(2, published=True)
        ProgramRelationFactory(from_program=one, to_program=other)
        record_edit(program=one, user=admin_user)
        assert PublicRecord.objects.get(program=other).record["relations"][0]["program"] == one.code
        withdraw(program=one, user=admin_user)
        assert PublicRecord.objects.get(program=other).record["relations"] == []


def test_drafts_and_withdrawn_programs_never_leave(admin_user):
    published, withdrawn = ProgramFactory.create_batch(2, published=True)
    draft = ProgramFactory(name="まだ見せない施策")
    for hidden in (withdrawn, draft):
        ProgramRelationFactory(from_program=published, to_program=hidden)
    record_edit(program=published, user=admin_user)
    withdraw(program=withdrawn, user=admin_user)
    record_edit(program=draft, user=admin_user)
    text = json.dumps(contract.catalog(), ensure_ascii=False)
    assert published.name in text
    for hidden in (withdrawn, draft):
        assert hidden.name not in text
        assert f'"{hidden.code}"' not in text


def test_queries_do_not_grow_with_programs(count_queries):
    def write(programs: list[Program]) -> None:
        records = contract.program_records(Program.objects.filter(pk__in=[p.pk for p in programs]))
        assert len(records) == len(programs)

    few = [program_with_every_fact()]
    many = [*few, program_with_every_fact(), program_with_every_fact(), program_with_every_fact()]
    assert count_queries(write, many) == count_queries(write, few)


def test_equal_content_has_one_version():
    program = program_with_every_fact()
    first, second = contract.catalog(), contract.catalog("https://example.jp")
    assert first["catalog_version"] == second["catalog_version"]
    program.summary = "別の要約です。"
    program.save()
    refresh_public_record(program)
    assert contract.catalog()["catalog_version"] != first["catalog_version"]

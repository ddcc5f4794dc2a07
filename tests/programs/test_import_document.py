"""Reading a document of the 施策集 kind, scored against the hand records of one.

The records are the measure, never the input.
"""

import re
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.conf import settings

from programs.importing.comparing import State
from programs.importing.confirming import confirm
from programs.importing.figures import AMOUNT
from programs.importing.proposal import Particulars, propose
from programs.importing.reading import read, stands
from programs.importing.text import Text, decode, plain
from programs.ingest import parse
from programs.ingest.parse import fold
from programs.ingest.terms import CAP_OF
from tests.programs.staff_pages import make_editor

DOCUMENT = "001_2babdfa40bdae4a2"
FIXTURES = Path(settings.BASE_DIR) / "fixtures"
SOURCE = Path(settings.SOURCES_DIR) / f"{DOCUMENT}.txt"


@pytest.fixture(scope="module")
def text() -> Text:
    if not SOURCE.is_file():
        pytest.skip(f"資料の本文（{SOURCE}）がないため、取り込みの採点だけは確かめていません。")
    return decode(SOURCE.read_bytes())


@pytest.fixture(scope="module")
def entries(text) -> dict[str, Any]:
    return {fold(entry.name): entry for entry in read(text).entries}


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    """Hand records of the programs that have a page of their own: those whose name stands in a heading."""
    records = yaml.safe_load((FIXTURES / "records" / f"{DOCUMENT}.yaml").read_text(encoding="utf-8"))
    return {
        fold(record["name"]): record["editions"][0]
        for record in records["programs"]
        if "printed_field" in record["editions"][0]
    }


def share(printed: str) -> Fraction:
    return parse.fraction(printed)


def told_offices(edition: dict[str, Any]) -> Counter:
    return Counter(fold(office["name"]) for office in edition["offices"])


def told(edition: dict[str, Any], name: str) -> Counter:
    return Counter(office[name] for office in edition["offices"] if name in office)


def told_budgets(edition: dict[str, Any]) -> Counter:
    return Counter(
        (
            parse.fiscal_year(budget["fiscal_year"]),
            parse.budget_phase(budget["phase"]),
            budget.get("component", ""),
            parse.yen(budget["amount"]),
            budget.get("part_of_larger", False),
            budget.get("separate_measure", False),
        )
        for budget in edition.get("budgets", [])
    )


def read_budgets(entry) -> Counter:
    return Counter(
        (b.fiscal_year, b.phase, b.component, b.amount_yen, b.part_of_larger, b.is_separate_measure)
        for b in entry.budgets
    )


def is_read(rate: Any, record: dict[str, Any], text: Text) -> bool:
    """A rate is the recorded one if it stands there, comes to the same, is paid by the same, has the same
    limit, and says for whom, where and when what its lines say of that.
    """
    first, last = parse.line_span(record["at"])
    if rate.cite.last < first or last < rate.cite.first or rate.terms is None:
        return False
    if Fraction(*rate.terms) != share(record["rate"]):
        return False
    paid = {(fold(payer), Fraction(*terms)) for payer, terms in rate.shares}
    if paid != {(fold(payer), share(printed)) for payer, printed in record.get("shares", {}).items()}:
        return False
    if rate.cap_yen != (parse.yen(record["cap"]) if "cap" in record else None):
        return False
    if (rate.cap_of, rate.has_no_cap) != (CAP_OF.get(record.get("cap_of"), ""), record.get("no_cap", False)):
        return False
    said = fold(
        "".join((rate.component, rate.applicant, rate.area, rate.condition, *(p for p, _ in rate.shares)))
    )
    lines = fold("".join(text.lines[first - 1 : last]))
    return all(
        fold(record[name]) in said or fold(record[name]) not in lines
        for name in ("component", "applicant", "area", "condition")
        if name in record
    )


def recall(found: int, of: int) -> Fraction:
    return Fraction(found, of)


def counted(entries, truth, told_of, read_of) -> Fraction:
    """The part of what the records tell that was read."""
    both = [(told_of(truth[name]), read_of(entries[name])) for name in truth]
    return recall(sum(sum((t & r).values()) for t, r in both), sum(sum(t.values()) for t, _ in both))


def last_line(entry, entries, text: Text) -> int:
    following = [other.cite.first for other in entries.values() if other.cite.first > entry.cite.first]
    return min(following, default=len(text.lines) + 1) - 1


class TestScore:
    def test_every_name_is_read_and_no_other(self, entries, truth):
        assert len(truth) == 21
        assert entries.keys() == truth.keys()

    def test_offices(self, entries, truth):
        read_of = lambda entry: Counter(fold(contact.name) for contact in entry.contacts)  # noqa: E731
        assert counted(entries, truth, told_offices, read_of) >= Fraction(95, 100)

    @pytest.mark.parametrize("name", ["phone", "email"])
    def test_phones_and_addresses(self, entries, truth, name):
        def read_of(entry):
            return Counter(filter(None, (getattr(contact, name) for contact in entry.contacts)))

        assert counted(entries, truth, lambda edition: told(edition, name), read_of) >= Fraction(95, 100)
        for program in truth:
            assert read_of(entries[program]) <= told(truth[program], name), program

    @pytest.mark.parametrize(("name", "kind"), [("printed_field", "field"), ("strategy_ref", "strategy")])
    def test_printed_fields(self, entries, truth, name, kind):
        for program, edition in truth.items():
            printed = [label.text for label in entries[program].labels if label.kind == kind]
            assert [fold(text) for text in printed] == [fold(edition[name]["text"])], program

    def test_budgets(self, entries, truth):
        assert counted(entries, truth, told_budgets, read_budgets) >= Fraction(95, 100)

    def test_no_wrong_budget(self, entries, truth):
        for name in truth:
            assert read_budgets(entries[name]) <= told_budgets(truth[name]), name

    def test_rates(self, entries, truth, text):
        records = [(name, record) for name, edition in truth.items() for record in edition.get("rates", [])]
        found = [r for name, r in records if any(is_read(rate, r, text) for rate in entries[name].rates)]
        assert recall(len(found), len(records)) >= Fraction(80, 100)

    def test_no_wrong_rate(self, entries, truth, text):
        for name, edition in truth.items():
            records = edition.get("rates", [])
            for rate in entries[name].rates:
                matching = [record for record in records if is_read(rate, record, text)]
                assert len(matching) == 1, (name, rate)

    def test_no_wrong_limit(self, entries, truth):
        for name, edition in truth.items():
            recorded = {(parse.yen(cap["amount"]), CAP_OF[cap["of"]]) for cap in edition.get("caps", [])}
            assert {(cap.amount_yen, cap.of) for cap in entries[name].caps} <= recorded, name

    def test_every_fact_stands_on_its_lines(self, entries, text):
        document = text.document()
        facts = [fact for entry in entries.values() for fact in entry.facts()]
        assert len(facts) > 150
        assert [fact for fact in facts if not stands(document, fact.cite)] == []
        assert {fact.cite.last - fact.cite.first < 12 for fact in facts} == {True}

    def test_no_sum_of_money_is_lost(self, entries, text):
        """A sum that is not read stands on a listed line, or is printed elsewhere as well."""
        for entry in entries.values():
            lines = {n for fact in entry.facts() for n in range(fact.cite.first, fact.cite.last + 1)}
            read_yen = {budget.amount_yen for budget in entry.budgets}
            read_yen |= {rate.cap_yen for rate in entry.rates} | {cap.amount_yen for cap in entry.caps}
            for number in range(entry.cite.first, last_line(entry, entries, text) + 1):
                sums = {parse.yen(m) for m in re.findall(AMOUNT, plain(text.lines[number - 1]))}
                assert number in lines or number in entry.unrecognised or sums <= read_yen, number


def rows_of_catalog() -> dict[str, int]:
    return {m.__name__: m._default_manager.count() for m in apps.get_app_config("programs").get_models()}


@pytest.mark.django_db
@pytest.mark.usefixtures("catalog")
def test_the_document_of_the_catalog_adds_nothing_to_it(text, django_user_model):
    particulars = Particulars(title="総務省の施策一覧", publisher="総務省", fiscal_year=2021)
    proposal = propose(text, particulars)
    assert [p.entry.name for p in proposal.programs if p.program is None or p.writes] == []
    states = Counter(compared.state for p in proposal.programs for compared in p.facts)
    assert states.keys() == {State.THERE}
    before = rows_of_catalog()
    result = confirm(text=text, particulars=particulars, user=make_editor(django_user_model))
    assert (result.created, result.changed, result.facts) == ([], [], 0)
    assert rows_of_catalog() == before

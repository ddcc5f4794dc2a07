"""What changed between two records, in words: nothing for equal ones, something for every key."""

import copy
import json
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.contract import program_records
from programs.models import CaseOrganization, Program
from programs.recordchanges import DERIVED, LABELS, MERGED, changes
from programs.services import refresh_public_record
from programs.views import SCHEMA_PATH
from tests import factories as make
from tests.programs.every_fact import program_with_every_fact

LETTERS = {"900_testdocument": "Z"}
# Keys of one value of the contract that a change of must be told by.
Path = tuple[str | int, ...]


@pytest.fixture(scope="module")
def record(django_db_setup, django_db_blocker) -> dict[str, Any]:
    """A record in which every key of the contract has a value."""
    with django_db_blocker.unblock(), transaction.atomic():
        program = program_with_every_fact(reading="しけん")
        rate = program.editions.get().subsidyrates.get()
        rate.cap_yen, rate.cap_of, rate.area, rate.note = 1000, "subsidy", "離島", "注"
        rate.save()
        CaseOrganization.objects.update(role="協力")
        refresh_public_record(program)
        [found] = program_records(Program.objects.filter(pk=program.pk))
        transaction.set_rollback(True)
    return found


def leaves(value: Any, path: Path = ()) -> list[Path]:
    """Where each single value stands; a citation counts as one."""
    if isinstance(value, dict) and set(value) != {"source", "lines", "literal"}:
        return [found for key, inner in value.items() for found in leaves(inner, (*path, key))]
    if isinstance(value, list):
        return [found for i, inner in enumerate(value) for found in leaves(inner, (*path, i))] or [path]
    return [path]


def is_derived(path: Path) -> bool:
    """Told by another key; the code of a related program is told by its name."""
    return bool(DERIVED & set(path)) or "coverage" in path or path[-1] == "program"


def put(record: Any, path: Path, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(record)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


def another(path: Path, value: Any) -> Any:
    """A value of the same type that the contract could hold there."""
    others = {
        "phase": "supplementary-2",
        "kind": "successor" if "relations" in path else value and "form",
        "of": "eligible_cost",
        "cap_of": "eligible_cost",
        "nature": "plan",
        "qualifier": "under",
    }
    if path[-1] in others:
        return others[path[-1]]
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case dict():
            return value | {"lines": [77, 78]}
        case list():
            return None
        case str() if len(value) == 10 and value[4] == "-":
            return "2021-01-02"
        case str():
            return f"{value}改"
    if path[-1] == "day":
        return "2021-01-02"
    return 2030 if "year" in str(path[-1]) else "何か"


@pytest.mark.django_db
def test_every_single_value_of_the_contract_is_told(record):
    told = 0
    for path in leaves(record):
        value = record
        for step in path:
            value = value[step]
        if is_derived(path) or isinstance(value, list) or path[-1] == "period":
            continue
        changed = put(record, path, another(path, value))
        found = changes(record, changed, LETTERS)
        assert found, path
        assert all(item["label"] and item["before"] != item["after"] for item in found), (path, found)
        assert changes(changed, record, LETTERS), path
        told += 1
    assert told > 150


def test_every_key_of_the_schema_has_a_japanese_label():
    definitions = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))["$defs"]
    reached, waiting = set(), ["program"]
    keys = set()
    while waiting:
        name = waiting.pop()
        if name in reached or name in ("citation", "share"):
            continue
        reached.add(name)
        keys |= definitions[name].get("properties", {}).keys()
        text = json.dumps(definitions[name])
        waiting += [other for other in definitions if f'"#/$defs/{other}"' in text]
    merged = {other for others in MERGED.values() for other in others}
    assert len(keys) > 60
    assert keys - merged - DERIVED - LABELS.keys() == set()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.data())
def test_equal_records_differ_in_nothing_and_a_fact_taken_out_is_told(record, data):
    assert changes(record, copy.deepcopy(record), LETTERS) == []
    [edition] = record["editions"]
    keys = [key for key, value in edition.items() if isinstance(value, list) and value]
    key = data.draw(st.sampled_from(keys))
    shorter = put(record, ("editions", 0, key), edition[key][1:])
    [gone], [come] = changes(record, shorter, LETTERS), changes(shorter, record, LETTERS)
    assert gone["label"] == come["label"] == f"令和3年度（2021年度）版 {LABELS[key]}"
    assert (gone["before"], gone["after"]) == (come["after"], come["before"])
    assert gone["before"]
    assert gone["after"] == ""


class TestWords:
    """As the page says it."""

    @pytest.fixture
    def fibre(self):
        program = make.ProgramFactory(published=True)
        edition = program.editions.get()
        make.BudgetLineFactory(edition=edition, account="")
        make.SubsidyRateFactory(edition=edition, area="離島", numerator=1, denominator=2)
        for name in ("市町村", "第三セクター"):
            make.EligibleApplicantFactory(edition=edition, name=name)
        make.CallFactory(edition=edition)
        [record] = program_records(Program.objects.filter(pk=program.pk))
        return record

    def told(self, record, *steps: Any, value: Any) -> tuple[str, str, str]:
        [item] = changes(record, put(record, steps, value), LETTERS)
        return item["label"], item["before"], item["after"]

    pytestmark = pytest.mark.django_db

    def test_a_rate(self, fibre):
        share = {"payer": "国", "numerator": 2, "denominator": 3}
        assert self.told(fibre, "editions", 0, "rates", 0, "shares", value=[share]) == (
            "令和3年度（2021年度）版 補助率（離島）",
            "国 1/2",
            "国 2/3",
        )

    def test_a_rate_that_becomes_a_fixed_amount(self, fibre):
        rate = fibre["editions"][0]["rates"][0] | {"is_fixed_amount": True, "shares": []}
        assert self.told(fibre, "editions", 0, "rates", 0, value=rate)[1:] == ("国 1/2", "定額")

    def test_a_budget_and_that_it_is_part_of_a_larger_one(self, fibre):
        where = ("editions", 0, "budgets", 0)
        label = "令和3年度（2021年度）版 予算額（令和3年度（2021年度） 当初）"
        assert self.told(fibre, *where, "amount_yen", value=500) == (label, "3,682百万円", "500円")
        assert self.told(fibre, *where, "part_of_larger", value=True) == (
            label,
            "3,682百万円",
            "3,682百万円の内数",
        )

    def test_a_deadline(self, fibre):
        assert self.told(fibre, "editions", 0, "calls", 0, "closes_on", value="2021-06-30") == (
            "令和3年度（2021年度）版 公募・期限 締切の日",
            "令和3年（2021年）5月31日",
            "令和3年（2021年）6月30日",
        )

    def test_a_place_in_a_document(self, fibre):
        citation = {"source": "900_testdocument", "lines": [30, 31], "literal": "1/2"}
        assert self.told(fibre, "editions", 0, "rates", 0, "citation", value=citation) == (
            "令和3年度（2021年度）版 補助率（離島） 出典",
            "資料Z 24行「3,682百万円」",
            "資料Z 30～31行「1/2」",
        )

    def test_one_applicant_for_another_is_one_change(self, fibre):
        people = fibre["editions"][0]["applicants"]
        assert self.told(
            fibre, "editions", 0, "applicants", value=[people[0], people[1] | {"name": "NPO法人"}]
        ) == ("令和3年度（2021年度）版 使える人", "第三セクター", "NPO法人")

    def test_another_order_alone(self, fibre):
        people = fibre["editions"][0]["applicants"]
        assert self.told(fibre, "editions", 0, "applicants", value=people[::-1]) == (
            "令和3年度（2021年度）版 使える人の順番",
            "市町村、第三セクター",
            "第三セクター、市町村",
        )

    def test_another_year_is_one_line(self, fibre):
        newer = fibre["editions"][0] | {"fiscal_year": 2022}
        assert self.told(fibre, "editions", value=[newer, *fibre["editions"]]) == (
            "年度版",
            "",
            "令和4年度（2022年度）版",
        )

    def test_a_gap_that_was_closed_is_told_by_its_state(self, fibre):
        assert self.told(fibre, "coverage", "case", "state", value="not_read") == (
            "記載の状態（事例）",
            "記載なし",
            "未確認",
        )

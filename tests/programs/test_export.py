"""The committed catalog as it leaves: by its schema, by the command and at its public address."""

import json
import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from jsonschema import Draft202012Validator

from programs import contract
from programs.ingest.documents import Document
from programs.models import Program
from tests.programs.every_fact import program_with_every_fact

pytestmark = pytest.mark.django_db

SCHEMA_PATH = Path(settings.BASE_DIR) / "programs" / "contract.schema.json"
SOURCES = Path(settings.SOURCES_DIR)
FIGURES = {"amount_yen", "cap_yen", "numerator", "denominator", "fiscal_year"}
FIGURES |= {"from_fiscal_year", "to_fiscal_year"}


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every plain value of a document with the key it stands under."""
    if isinstance(value, dict):
        for name, child in value.items():
            yield from leaves(child, name)
    elif isinstance(value, list):
        for child in value:
            yield from leaves(child, key)
    else:
        yield key, value


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))


@pytest.fixture
def validator(schema) -> Draft202012Validator:
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.fixture
def exported(catalog) -> dict[str, Any]:
    """The whole committed catalog as it leaves."""
    return json.loads(json.dumps(contract.catalog("https://example.jp"), ensure_ascii=False))


class TestSchema:
    def test_is_a_schema_of_draft_2020_12(self, schema):
        Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"

    def test_is_served(self, client, schema):
        response = client.get("/opendata/schema.json")
        assert response.headers["Content-Type"] == "application/schema+json"
        assert response.json() == schema

    def test_the_committed_catalog_obeys_it(self, exported, validator):
        assert len(exported["programs"]) > 10
        assert [f"{e.json_path}: {e.message}" for e in validator.iter_errors(exported)] == []

    def test_a_program_with_every_kind_of_fact_obeys_it(self, validator):
        program_with_every_fact()
        document = json.loads(json.dumps(contract.catalog("https://example.jp")))
        assert [f"{e.json_path}: {e.message}" for e in validator.iter_errors(document)] == []

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("code",), None),
            (("editions", 0, "fiscal_year"), "2021"),
            (("editions", 0, "budgets", 0, "amount_yen"), 1.5),
            (("editions", 0, "budgets", 0, "amount_yen"), "3,682百万円"),
            (("editions", 0, "budgets", 0, "phase"), "決算"),
            (("editions", 0, "budgets", 0, "citation"), None),
            (("editions", 0, "budgets", 0, "citation", "lines"), [24]),
            (("editions", 0, "budgets", 0, "citation", "literal"), ""),
            (("editions", 0, "rates", 0, "shares", 0, "numerator"), 0.5),
            (("editions", 0, "target_areas", 0, "kind"), "island"),
            (("outcomes", 0, "nature"), "guess"),
            (("relations", 0, "kind"), "cousin"),
            (("relations", 0, "basis"), "hearsay"),
        ],
        ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else repr(value),
    )
    def test_refuses_what_breaks_the_promise(self, validator, path, value):
        program = program_with_every_fact()
        document = json.loads(json.dumps(contract.catalog("https://example.jp")))
        part = next(record for record in document["programs"] if record["code"] == program.code)
        document["programs"] = [part]  # the others are the test above's matter
        assert validator.is_valid(document)
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = value
        assert [e for e in validator.iter_errors(document) if list(e.absolute_path)[2:] == list(path)]


@pytest.mark.usefixtures("catalog")
class TestCommittedCatalog:
    def test_shares_of_one_rate_never_exceed_the_whole(self, exported):
        rates = [r for p in exported["programs"] for e in p["editions"] for r in e["rates"]]
        assert rates
        for rate in rates:
            shares = [Fraction(share["numerator"], share["denominator"]) for share in rate["shares"]]
            assert sum(shares) <= 1, rate

    def test_every_tie_is_there_from_both_sides(self, exported):
        inverse = {kind.value: back for kind, back in contract.INVERSE_KIND.items()}
        inverse |= {back: kind for kind, back in inverse.items()}
        ties = {(p["code"], r["kind"], r["program"]) for p in exported["programs"] for r in p["relations"]}
        assert ties
        assert {(to, inverse[kind], start) for start, kind, to in ties} == ties

    def test_money_and_shares_are_integers_and_only_outcomes_have_decimals(self, exported):
        for key, value in leaves(exported["programs"]):
            if key in FIGURES:
                assert value is None or type(value) is int, (key, value)
            assert type(value) is not float or key == "value", (key, value)

    def test_every_citation_is_short_and_of_a_listed_document(self, exported):
        documents = {source["id"] for source in exported["sources"]}
        found = list(contract.citations(exported["programs"]))
        assert len(found) > 100
        for citation in found:
            first, last = citation["lines"]
            assert citation["source"] in documents
            assert 1 <= first <= last < first + 12
            assert 0 < len(citation["literal"]) <= 60

    def test_every_literal_stands_on_its_lines(self, exported):
        if not SOURCES.is_dir():
            pytest.skip(f"資料の本文（{SOURCES}）がないため、出典の照合だけは確かめていません。")
        ids = [source["id"] for source in exported["sources"]]
        documents = {name: Document.read(SOURCES / f"{name}.txt") for name in ids}
        for citation in contract.citations(exported["programs"]):
            first, last = citation["lines"]
            documents[citation["source"]].check(f"{first}-{last}", citation["literal"])


def without_time(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "generated_at"}


@pytest.mark.usefixtures("catalog")
class TestCommand:
    def run(self, *options: str) -> tuple[str, str]:
        output, errors = StringIO(), StringIO()
        call_command("export_catalog", *options, stdout=output, stderr=errors)
        return output.getvalue(), errors.getvalue()

    def test_standard_output_is_one_json_document(self, exported):
        output, errors = self.run("--base-url", "https://example.jp")
        assert without_time(json.loads(output)) == without_time(exported)
        assert errors == ""

    def test_a_file_holds_what_standard_output_shows(self, tmp_path):
        path = tmp_path / "catalog.json"
        shown, told = self.run("--output", str(path))
        assert shown == ""
        assert f"施策 {Program.objects.published().count()}件" in told
        written = path.read_text(encoding="utf-8")
        assert without_time(json.loads(written)) == without_time(json.loads(self.run()[0]))

    def test_the_public_address_serves_the_same(self, client):
        response = client.get("/opendata/catalog.json")
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        command = json.loads(self.run("--base-url", "http://testserver")[0])
        assert without_time(response.json()) == without_time(command)
        for program in response.json()["programs"]:
            assert program["url"] == f"http://testserver/programs/{program['code']}/"

    def test_one_program_is_served_as_the_catalog_holds_it(self, client, exported):
        for program in exported["programs"][:3]:
            path = program["url"].removeprefix("https://example.jp")
            alone = client.get(f"{path}data.json").json()
            assert {**alone, "url": program["url"]} == program

    def test_a_file_that_cannot_be_written_is_said_so(self, tmp_path):
        with pytest.raises(CommandError, match="書き込めません"):
            self.run("--output", str(tmp_path / "nowhere" / "catalog.json"))


def folded(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def our_texts(program: dict[str, Any]) -> Iterator[str]:
    yield from (program["summary"], program["purpose"])
    for edition in program["editions"]:
        yield from (requirement["text"] for requirement in edition["requirements"])
        yield from (part["summary"] or "" for part in edition["parts"])
    for case in program["cases"]:
        yield from (case["summary"], case["problem"] or "", case["support"] or "")


def test_our_texts_are_not_the_documents_sentences(exported):
    """Names and titles carry over, sentences do not: no run of `longest` characters is a document's."""
    if not SOURCES.is_dir():
        pytest.skip(f"資料の本文（{SOURCES}）がないため、文の写しがないことだけは確かめていません。")
    longest = 36
    runs: set[str] = set()
    for source in exported["sources"]:
        text = folded((SOURCES / f"{source['id']}.txt").read_text(encoding="utf-8"))
        runs |= {text[start : start + longest] for start in range(len(text) - longest)}
    names = [folded(name) for key, name in leaves(exported["programs"]) if key in ("name", "title")]
    names.sort(key=len, reverse=True)
    copied = []
    for program in exported["programs"]:
        for text in our_texts(program):
            ours = folded(text)
            for name in names:
                if len(name) > 6 and name in ours:
                    ours = ours.replace(name, "…")
            copied += [
                f"{program['code']}：{ours[start : start + longest]}"
                for start in range(len(ours) - longest + 1)
                if ours[start : start + longest] in runs
            ]
    assert copied == []

"""The OpenAPI document and the page to read: they say what the endpoints do, on the committed catalog."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from jsonschema import Draft202012Validator

from programs.models import PublicRecord
from search.filters import CaseFilter, ProgramFilter
from search.models import CaseDocument, ProgramDocument

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalog")]

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
LISTS = {
    "/api/v1/programs/": (ProgramFilter, ProgramDocument),
    "/api/v1/cases/": (CaseFilter, CaseDocument),
}


@pytest.fixture
def document(client) -> dict[str, Any]:
    response = client.get("/api/v1/openapi.json")
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return response.json()


def parameters_of(document: dict[str, Any], address: str) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in document["paths"][address]["get"]["parameters"]}


def violations(document: dict[str, Any], operation: str, status: int, answer: Any) -> list[str]:
    """What of an answer breaks the schema that the document gives it."""
    schema = document["paths"][operation]["get"]["responses"][str(status)]["content"]["application/json"][
        "schema"
    ]
    validator = Draft202012Validator(
        {**schema, "components": document["components"]},
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(answer)]


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for child in value.values():
            yield from references(child)
    elif isinstance(value, list):
        for child in value:
            yield from references(child)


class TestDocument:
    def test_is_openapi_3_1_with_every_endpoint_once(self, document):
        assert document["openapi"] == "3.1.0"
        assert document["info"]["license"]["name"].startswith("公共データ利用規約")
        assert document["servers"] == [{"url": "http://testserver"}]
        assert set(document["paths"]) == {*LISTS, "/api/v1/programs/{code}/"}
        operations = [operation for path in document["paths"].values() for operation in path.values()]
        ids = [operation["operationId"] for operation in operations]
        assert len(ids) == len(set(ids)) == 3
        for operation in operations:
            assert JAPANESE.search(operation["summary"])
            assert JAPANESE.search(operation["description"])
            assert set(operation["responses"]) == {"200", "400", "404"}
            assert all(JAPANESE.search(answer["description"]) for answer in operation["responses"].values())

    def test_every_reference_leads_to_a_schema_and_every_schema_is_one(self, document):
        found = set(references(document))
        assert "#/components/schemas/program" in found
        schemas = document["components"]["schemas"]
        assert {reference.removeprefix("#/components/schemas/") for reference in found} <= set(schemas)
        for schema in schemas.values():
            Draft202012Validator.check_schema(schema)

    @pytest.mark.parametrize("address", LISTS)
    def test_parameters_are_those_of_the_filter_set(self, document, address):
        filter_class, documents = LISTS[address]
        filters = filter_class(QueryDict(), documents.objects.all())
        parameters = parameters_of(document, address)
        assert list(parameters) == [*filters.filters, "page", "page_size"]
        for name, declared in filters.filters.items():
            parameter = parameters[name]
            assert declared.label in parameter["description"]
            choices = filters.choices.get(name)
            if choices is None:
                assert parameter["schema"] == {"type": "string", "maxLength": 100}
                continue
            one = parameter["schema"].get("items", parameter["schema"])
            assert one["enum"] == [str(value) for value, _ in choices]
            for value, label in choices:
                assert f"`{value}`：{label}" in parameter["description"]

    @pytest.mark.parametrize("address", LISTS)
    def test_every_value_of_every_enumeration_is_taken_and_arrays_may_repeat(self, client, document, address):
        for name, parameter in parameters_of(document, address).items():
            schema = parameter["schema"]
            values = schema.get("items", schema).get("enum", [])
            for value in values[:12]:
                assert client.get(address, {name: value}).status_code == 200, (name, value)
            if len(values) > 1:
                status = 200 if schema["type"] == "array" else 400
                assert client.get(address, {name: values[:2]}).status_code == status, name

    def test_limits_of_paging_are_the_limits(self, client, document):
        schema = parameters_of(document, "/api/v1/programs/")["page_size"]["schema"]
        for size, status in (
            (schema["minimum"] - 1, 400),
            (schema["minimum"], 200),
            (schema["maximum"], 200),
            (schema["maximum"] + 1, 400),
        ):
            assert client.get("/api/v1/programs/", {"page_size": size}).status_code == status
        assert len(client.get("/api/v1/programs/").json()["results"]) == schema["default"]

    @pytest.mark.parametrize(
        ("operation", "address", "status"),
        [
            ("/api/v1/programs/", "/api/v1/programs/?page_size=100", 200),
            ("/api/v1/programs/", "/api/v1/programs/?page_size=100&page=3", 200),
            ("/api/v1/programs/", "/api/v1/programs/?q=%00&field=x&foo=1&page=0", 400),
            ("/api/v1/programs/", "/api/v1/programs/?page=9999", 404),
            ("/api/v1/programs/{code}/", "/api/v1/programs/nosuch/", 404),
            ("/api/v1/programs/{code}/", "/api/v1/programs/nosuch/?x=1", 400),
            ("/api/v1/cases/", "/api/v1/cases/?page_size=100", 200),
            ("/api/v1/cases/", "/api/v1/cases/?town=府中市", 400),
            ("/api/v1/cases/", "/api/v1/cases/?page=9999", 404),
        ],
    )
    def test_answers_have_the_shapes_it_gives(self, client, document, operation, address, status):
        response = client.get(address)
        assert response.status_code == status
        assert violations(document, operation, status, response.json()) == []

    def test_every_program_has_the_shape_it_gives(self, client, document):
        for code in PublicRecord.objects.in_catalog_order().values_list("program__code", flat=True)[:25]:
            answer = client.get(f"/api/v1/programs/{code}/").json()
            assert violations(document, "/api/v1/programs/{code}/", 200, answer) == [], code

    def test_a_shape_refuses_what_is_not_of_it(self, client, document):
        answer = client.get("/api/v1/cases/?page_size=1").json()
        del answer["results"][0]["citation"]
        answer["results"][0]["program"]["code"] = None
        del answer["next"]
        assert len(violations(document, "/api/v1/cases/", 200, answer)) == 3
        record = client.get("/api/v1/programs/kodo-musen-kankyo/").json()
        record["editions"][0]["budgets"][0]["amount_yen"] = "3,682百万円"
        assert violations(document, "/api/v1/programs/{code}/", 200, record)

    def test_takes_few_queries(self, client, count_queries):
        assert count_queries(client.get, "/api/v1/openapi.json") <= 4


class TestPaging:
    @pytest.mark.parametrize("address", LISTS)
    def test_the_whole_catalog_comes_once(self, client, address):
        following, pages, seen = f"{address}?page_size=30", 0, []
        while following:
            answer = client.get(following).json()
            seen += [json.dumps(result, sort_keys=True) for result in answer["results"]]
            following, pages = answer["next"], pages + 1
        assert pages > 3
        assert len(seen) == len(set(seen)) == answer["count"]

    def test_cases_are_those_of_the_records_in_their_order(self, client):
        following, seen = "/api/v1/cases/?page_size=100", []
        while following:
            answer = client.get(following).json()
            seen += [(result["program"]["code"], result["title"]) for result in answer["results"]]
            following = answer["next"]
        records = PublicRecord.objects.in_catalog_order().values_list("record", flat=True)
        assert seen == [(record["code"], case["title"]) for record in records for case in record["cases"]]


class TestPage:
    def test_names_every_parameter_with_its_values(self, client, document):
        text = html.unescape(client.get("/api/v1/").text)
        for address in LISTS:
            assert f"<code>{address}</code>" in text
            for name, parameter in parameters_of(document, address).items():
                assert f"<code>{name}</code>" in text
                for value in parameter["schema"].get("items", parameter["schema"]).get("enum", []):
                    assert f"<code>{value}</code>" in text, (name, value)

    def test_every_link_to_the_api_gives_what_it_promises(self, client):
        text = client.get("/api/v1/").text
        links = {html.unescape(link) for link in re.findall(r'href="([^"]*/api/v1/[^"]*)"', text)}
        assert len(links) > 7
        for link in links:
            expected = 400 if "nosuch" in link else 200
            response = client.get(link)
            assert response.status_code == expected, link
            if "?" in link and expected == 200:
                assert response.json()["count"] > 0, link

    def test_examples_are_what_is_answered(self, client):
        text = html.unescape(client.get("/api/v1/").text)
        answer, errors = (
            json.loads(block) for block in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", text, re.S)
        )
        real = client.get("/api/v1/programs/?page_size=1").json()
        assert answer["results"] == real["results"]
        assert (answer["count"], answer["next"]) == (real["count"], real["next"])
        assert all(values == real["facets"][name][:1] for name, values in answer["facets"].items())
        assert set(answer["facets"]) == set(real["facets"])
        wrong = re.search(r'href="(/api/v1/programs/\?field=nosuch[^"]*)"', text)
        assert errors == client.get(wrong[1]).json()

    def test_asks_nothing_of_a_script_or_another_host(self, client):
        response = client.get("/api/v1/")
        text = response.text
        assert "<script src" not in text
        assert re.findall(r'(?:src|href)="https?://(?!testserver)[^"]*"', text) == []
        assert (
            response.headers["Content-Security-Policy"] == client.get("/").headers["Content-Security-Policy"]
        )
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)

    def test_is_found_from_the_open_data(self, client):
        assert 'href="/api/v1/"' in client.get("/opendata/").text

    def test_takes_few_queries(self, client, count_queries):
        assert count_queries(client.get, "/api/v1/") <= 8


@pytest.mark.parametrize("address", ["/api/v1/nosuch/", "/api/v1/programs/a/b/", "/api/v1/programs/%00/"])
def test_an_address_that_is_none_is_a_404_in_json_that_leads_to_the_page(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "/api/v1/" in response.json()["errors"][0]["message"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_forgotten_slash_is_put_right(client):
    response = client.get("/api/v1/programs?q=%E5%85%89")
    assert response.status_code == 301
    assert response.headers["Location"] == "/api/v1/programs/?q=%E5%85%89"


def test_the_page_holds_before_anything_is_loaded(client):
    for model in (PublicRecord, ProgramDocument, CaseDocument):
        model.objects.all().delete()
    assert client.get("/api/v1/").status_code == 200
    assert client.get("/api/v1/openapi.json").status_code == 200
    assert client.get("/api/v1/programs/").json()["results"] == []

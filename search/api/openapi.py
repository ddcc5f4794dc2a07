"""The OpenAPI document: Ninja's, with the parameters of the filter sets and the contract's shapes."""

import json
from typing import Any

from django.urls import reverse

from programs.contract import LICENSE
from programs.views import SCHEMA_PATH

from .endpoints import api
from .parameters import Parameter

MEANINGS = {200: "答え", 400: "パラメータの誤り", 404: "その施策またはページはない"}


def document(base_url: str, parameters: dict[str, list[Parameter]]) -> dict[str, Any]:
    """The document for a site at `base_url` ("https://example.jp").

    `parameters` maps an operation's id to its query parameters.
    """
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=reverse("search:v1:api-root")))
    found["info"]["license"] = {"name": LICENSE}
    found["servers"] = [{"url": base_url}]
    for methods in found["paths"].values():
        # HEAD is answered wherever GET is; written out, its operation id would stand twice.
        methods.pop("head", None)
        for operation in methods.values():
            given = parameters.get(operation["operationId"], [])
            operation["parameters"] = [*operation["parameters"], *map(described, given)]
            for status, response in operation["responses"].items():
                response["description"] = MEANINGS[status]
    found["components"]["schemas"] = with_contract(found["components"]["schemas"])
    return found


def described(parameter: Parameter) -> dict[str, Any]:
    schema = parameter.schema
    if parameter.repeatable:
        schema = {"type": "array", "items": schema}
    return {
        "in": "query",
        "name": parameter.name,
        "required": False,
        "description": "\n".join([f"{parameter.label}。{parameter.hint}", *listed(parameter)]),
        "schema": schema,
        "style": "form",
        "explode": True,
    }


def listed(parameter: Parameter) -> list[str]:
    return [f"- `{value}`：{label}" for value, label in parameter.choices or []]


def with_contract(schemas: dict[str, Any]) -> dict[str, Any]:
    """The shapes of the answers together with those of the data contract, which both lists lean on."""
    text = SCHEMA_PATH.read_text(encoding="utf-8").replace("#/$defs/", "#/components/schemas/")
    shapes: dict[str, Any] = json.loads(text)["$defs"]
    return {
        **schemas,
        **shapes,
        "ProgramRecord": {"$ref": "#/components/schemas/program"},
        "CaseResult": {"allOf": [{"$ref": "#/components/schemas/case"}, schemas["CaseResult"]]},
    }

"""The API's own description: as a document for machines and as a page, and the answer to a wrong address."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from search.filters import CaseFilter, ProgramFilter
from search.models import CaseDocument, ProgramDocument
from search.results import briefs

from .endpoints import answer, program_result
from .openapi import document
from .parameters import Problem, check, error, page_of, parameters_of

EXAMPLES = {
    "programs": [
        ("ことばでさがす", "q=光ファイバ"),
        (
            "北海道の、過疎か離島を対象にした施策",
            "area=010006&designation=depopulated&designation=remote-island",
        ),
        ("予算額の大きい順に5件", "sort=budget&page_size=5"),
    ],
    "cases": [
        ("徳島県神山町の事例", "town=徳島県神山町"),
        ("ことばでさがし、100件ずつ", "q=テレワーク&page_size=100"),
    ],
}
WRONG = "field=nosuch&page_size=0"


def openapi_json(request: HttpRequest) -> JsonResponse:
    programs = ProgramFilter(QueryDict(), ProgramDocument.objects.all())
    cases = CaseFilter(QueryDict(), CaseDocument.objects.all())
    parameters = {"programs": parameters_of(programs), "cases": parameters_of(cases)}
    base_url = request.build_absolute_uri("/").rstrip("/")
    return JsonResponse(
        document(base_url, parameters), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )


def reference(request: HttpRequest) -> HttpResponse:
    """The page to read: addresses, parameters with their values, examples made of the present data."""
    programs = ProgramFilter(QueryDict("page_size=1"), ProgramDocument.objects.all())
    cases = CaseFilter(QueryDict(), CaseDocument.objects.all())
    example = first_page(request, programs)
    context = {
        "lists": [
            listing("施策をさがす", "programs", programs),
            listing("事例をさがす", "cases", cases),
        ],
        "programs": example["results"],
        "answer": pretty(example),
        "wrong": WRONG,
        "errors": pretty({"errors": wrong_answer()}),
    }
    return render(request, "api/reference.html", context)


def listing(title: str, name: str, filters: ProgramFilter | CaseFilter) -> dict[str, Any]:
    return {
        "title": title,
        "name": name,
        "address": reverse(f"search:v1:{name}"),
        "parameters": parameters_of(filters),
        "examples": EXAMPLES[name],
    }


def first_page(request: HttpRequest, filters: ProgramFilter) -> dict[str, Any]:
    """The answer to `filters`; one value a facet is enough to show the shape."""
    page = page_of(filters.ordered(), filters.data)
    address = request.build_absolute_uri(reverse("search:v1:programs"))
    results = [program_result(address, brief) for brief in briefs(list(page))]
    shown = answer(address, filters, page, results, "施策")
    return {**shown, "facets": {name: values[:1] for name, values in shown["facets"].items()}}


def wrong_answer() -> list[dict[str, Any]]:
    query = QueryDict(WRONG)
    try:
        check(query, ProgramFilter(query, ProgramDocument.objects.all()))
    except Problem as problem:
        return problem.errors
    raise AssertionError("the example of an error has none")


def pretty(value: Any) -> str:
    """As the endpoints write it, on many lines."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z | orjson.OPT_INDENT_2).decode()


def not_found(request: HttpRequest, rest: str) -> JsonResponse:
    """An address of the API that is none: JSON like every other answer under it."""
    message = f"このアドレスはありません。使えるアドレスは {reverse('search:api')} に書いてあります。"
    return JsonResponse(
        {"errors": [error(None, message)]}, status=404, json_dumps_params={"ensure_ascii": False}
    )

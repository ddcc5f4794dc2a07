"""Endpoints of the public API: the filter sets of the pages, answered as JSON."""

from typing import Annotated, Any
from urllib.parse import urlencode

import orjson
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Path
from ninja.renderers import BaseRenderer

from programs.models import PublicRecord
from search.facetfilters import given
from search.filters import CaseFilter, PlaceFilterSet, ProgramFilter
from search.models import CaseDocument, ProgramDocument
from search.notices import words_context
from search.results import CaseHit, briefs, case_hits

from .parameters import Problem, check, error, page_of, refuse_unknown
from .schemas import CasePage, Errors, ProgramPage, ProgramRecord

READ = ["GET", "HEAD"]


class QuickJSON(BaseRenderer):
    """Japanese as it is, not as \\u escapes."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, option=orjson.OPT_UTC_Z)


# Ninja's own pages are off: its reader loads a script, which the content security policy refuses.
api = NinjaAPI(
    title="支援施策カタログ API",
    version="1.0.0",
    description="総務省の支援施策と事例を、画面と同じ条件でさがすAPIです。登録もキーも要りません。読むだけです。",
    openapi_url=None,
    docs_url=None,
    urls_namespace="v1",
    renderer=QuickJSON(),
)


@api.exception_handler(Problem)
def on_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return api.create_response(request, {"errors": problem.errors}, status=problem.status)


@api.api_operation(
    READ,
    "/programs/",
    response={200: ProgramPage, 400: Errors, 404: Errors},
    url_name="programs",
    operation_id="programs",
    summary="施策をさがす",
    description="施策の一覧の画面と同じ条件・同じ並びです。一つの条件のいくつもの値は「または」、条件どうしは「かつ」です。",
)
def programs(request: HttpRequest) -> HttpResponse:
    """At most 7 queries, whatever the page size. What is answered is written as it is: tests hold it to its
    schema, which would cost as much as the search.
    """
    filters = ProgramFilter(request.GET, ProgramDocument.objects.all())
    check(request.GET, filters)
    page = page_of(filters.ordered(), request.GET)
    address = request.build_absolute_uri(request.path)
    results = [program_result(address, brief) for brief in briefs(list(page))]
    return api.create_response(request, answer(address, filters, page, results, "施策"), status=200)


@api.api_operation(
    READ,
    "/programs/{slug:code}/",
    response={200: ProgramRecord, 400: Errors, 404: Errors},
    url_name="program",
    operation_id="program",
    summary="施策を一つ読む",
    description="一つの施策のすべての事実です。オープンデータ（catalog.json）の施策と同じ形です。",
)
def program(
    request: HttpRequest, code: Annotated[str, Path(description="施策のコード（一覧の code）")]
) -> HttpResponse:
    """The stored record as it is: it obeys its schema already, and checking it again would cost more
    than reading it.
    """
    if unknown := refuse_unknown(request.GET, []):
        raise Problem(400, unknown)
    record = PublicRecord.objects.filter(program__code=code).values_list("record", flat=True).first()
    if record is None:
        raise Problem(404, [error("code", f"「{code}」というコードの施策はありません。")])
    return JsonResponse(record, json_dumps_params={"ensure_ascii": False})


@api.api_operation(
    READ,
    "/cases/",
    response={200: CasePage, 400: Errors, 404: Errors},
    url_name="cases",
    operation_id="cases",
    summary="事例をさがす",
    description="事例の一覧の画面と同じ条件・同じ並びです。一つの条件のいくつもの値は「または」、条件どうしは「かつ」です。",
)
def cases(request: HttpRequest) -> HttpResponse:
    """At most 6 queries, whatever the page size."""
    filters = CaseFilter(request.GET, CaseDocument.objects.all())
    check(request.GET, filters)
    page = page_of(filters.ordered(), request.GET)
    results = [case_result(hit) for hit in case_hits(list(page))]
    address = request.build_absolute_uri(request.path)
    return api.create_response(request, answer(address, filters, page, results, "事例"), status=200)


def answer(
    address: str, filters: PlaceFilterSet, page: Page[Any], results: list[dict[str, Any]], what: str
) -> dict[str, Any]:
    """A page of results in the shape of schemas.ListPage, with the counts that the HTML list shows.

    `address` is the list's whole address without its query string, `what` is what is sought: 施策, 事例.
    """
    said = words_context(filters, what)["notices"]
    return {
        "count": page.paginator.count,
        "next": page_address(address, filters, page.next_page_number()) if page.has_next() else None,
        "previous": page_address(address, filters, page.number - 1) if page.has_previous() else None,
        "notices": said.sentences if said else [],
        "results": results,
        "facets": {
            name: [
                {"value": option.value, "label": option.label, "count": option.count}
                for option in filters.group(name).options
            ]
            for name in filters.groups
        },
    }


def page_address(address: str, filters: PlaceFilterSet, number: int) -> str:
    """The whole address of another page of the same hits."""
    query = urlencode([*given(filters.data, "page"), ("page", number)])
    return f"{address}?{query}"


def program_result(address: str, brief: dict[str, Any]) -> dict[str, Any]:
    """What a list says of a program; `address` is that of the whole list."""
    return {**brief, "record_url": f"{address}{brief['code']}/"}


def case_result(hit: CaseHit) -> dict[str, Any]:
    """A case as the contract has it, with its program."""
    return {"program": hit.program, **hit.case}

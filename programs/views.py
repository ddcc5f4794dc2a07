"""Pages of the record: one program, one office, the documents, the open data."""

import json
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from .contract import catalog
from .models import EditionOffice, Office, PublicRecord, Source
from .paging import page_or_404
from .presentation.program import ProgramPage
from .presentation.sources import program_extracts

SCHEMA_PATH = Path(__file__).with_name("contract.schema.json")
PROGRAMS_PER_SOURCE_PAGE = 10


def program_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One program; `?year=2020` shows the edition of that fiscal year instead of the newest."""
    public: PublicRecord = get_object_or_404(PublicRecord, program__code=code)
    record = public.record
    edition = record["editions"][0]
    if "year" in request.GET:
        editions = {str(edition["fiscal_year"]): edition for edition in record["editions"]}
        edition = editions.get(request.GET["year"])
        if edition is None:
            raise Http404("その年度版はありません。")
    sources = list(Source.objects.all())
    letters = {source.document_id: source.letter for source in sources}
    page = ProgramPage(record, edition, letters, timezone.localdate())
    context = {
        "page": page,
        "record": record,
        "updated_at": public.updated_at,
        "sources": [source for source in sources if source.document_id in page.cited_sources],
    }
    return render(request, "programs/program_detail.html", context)


def program_json(request: HttpRequest, code: str) -> JsonResponse:
    """One program of the data contract."""
    public = get_object_or_404(PublicRecord, program__code=code)
    return JsonResponse(public.record, json_dumps_params={"ensure_ascii": False})


def office_detail(request: HttpRequest, code: str) -> HttpResponse:
    office = get_object_or_404(Office.objects.of_published_programs(), code=code)
    contacts = EditionOffice.objects.of_office(office)
    return render(request, "programs/office_detail.html", {"office": office, "contacts": contacts})


def source_list(request: HttpRequest) -> HttpResponse:
    records = PublicRecord.objects.in_catalog_order().values_list("record", flat=True)
    sources = list(Source.objects.all())
    letters = {source.document_id: source.letter for source in sources}
    extracts = program_extracts(records, letters)
    rows = [
        {
            "source": source,
            "programs": sum(extract.source == source.document_id for extract in extracts),
            "facts": sum(e.count for e in extracts if e.source == source.document_id),
        }
        for source in sources
    ]
    return render(request, "programs/source_list.html", {"rows": rows})


def source_detail(request: HttpRequest, document_id: str) -> HttpResponse:
    """What the catalog takes from one document, program by program."""
    source = get_object_or_404(Source, document_id=document_id)
    records = PublicRecord.objects.in_catalog_order().values_list("record", flat=True)
    letters = dict(Source.objects.values_list("document_id", "letter"))
    extracts = [e for e in program_extracts(records, letters) if e.source == document_id]
    page = page_or_404(extracts, PROGRAMS_PER_SOURCE_PAGE, request)
    context = {"source": source, "page_obj": page, "facts": sum(e.count for e in extracts)}
    return render(request, "programs/source_detail.html", context)


def opendata(request: HttpRequest) -> HttpResponse:
    return render(request, "programs/opendata.html", {"count": PublicRecord.objects.count()})


def catalog_json(request: HttpRequest) -> JsonResponse:
    """The data contract (docs/contract.md), as `export_catalog` writes it."""
    document = catalog(base_url=request.build_absolute_uri("/").rstrip("/"))
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def schema_json(request: HttpRequest) -> JsonResponse:
    schema = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    response = JsonResponse(schema, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Type"] = "application/schema+json"
    response["Access-Control-Allow-Origin"] = "*"
    return response

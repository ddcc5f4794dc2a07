"""Pages of the record: one program, one office, the documents, the open data."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext

from .calendars import calendar
from .choices import FactKind, FactState
from .chosen import MOST_COMPARED, PARAMETER, chosen
from .contract import catalog, disagreements
from .editions import edition_address, telling_edition
from .exports import COMPARE_COLUMNS, compared_facts, csv_response, refused
from .family import family_of, years_of
from .glossary import rows as glossary_rows
from .languages import gloss, localized
from .models import EditionOffice, Office, PublicRecord, RecordChange, Revision, Source
from .paging import page_or_404
from .presentation.calls import call_days, listed_calls
from .presentation.cases import CasesPage
from .presentation.compare import comparison
from .presentation.coverage import ledger_row, totals
from .presentation.disagreements import disputed
from .presentation.history import entries
from .presentation.program import ProgramPage, Surroundings
from .presentation.roadmap import roadmap_themes
from .presentation.sources import program_extracts
from .updates import KINDS, PER_PAGE, UpdatesForm, public_codes

SCHEMA_PATH = Path(__file__).with_name("contract.schema.json")
PROGRAMS_PER_SOURCE_PAGE = 10
PROGRAMS_PER_LEDGER_PAGE = 50
CHANGES_ON_PROGRAM_PAGE = 5
ITEMS_ON_PROGRAM_PAGE = 4


def program_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One program; `?year=2020` shows the edition of that fiscal year instead of the newest telling one."""
    return program_page(request, code)


def program_page(request: HttpRequest, code: str, *, preview: Revision | None = None) -> HttpResponse:
    """The page of one program; of a `preview` it says that nobody else sees it yet."""
    public: PublicRecord = get_object_or_404(PublicRecord, program__code=code)
    record = public.record
    edition, address = telling_edition(record), localized(record["url"])
    if "year" in request.GET:
        editions = {str(edition["fiscal_year"]): edition for edition in record["editions"]}
        if request.GET["year"] not in editions:
            raise Http404("その年度版はありません。")
        edition = editions[request.GET["year"]]
        address += f"?year={edition['fiscal_year']}"
    sources = list(Source.objects.all())
    letters = {source.document_id: source.letter for source in sources}
    page = ProgramPage(record, edition, letters, timezone.localdate(), surroundings(record))
    context = {
        "page": page,
        "record": record,
        "canonical": request.build_absolute_uri(localized(edition_address(record, edition))),
        "updated_at": public.updated_at,
        "address": request.build_absolute_uri(address),
        "history": entries(
            RecordChange.objects.of_program(code)[:CHANGES_ON_PROGRAM_PAGE], {code}, ITEMS_ON_PROGRAM_PAGE
        ),
        "sources": [source for source in sources if source.document_id in page.cited_sources],
        "preview": preview,
    }
    return render(request, "programs/program_detail.html", context)


def program_cases(request: HttpRequest, code: str) -> HttpResponse:
    """All cases of one program with what is printed of them: where marks of cases lead, from every page."""
    public: PublicRecord = get_object_or_404(PublicRecord, program__code=code)
    record = public.record
    if not record["cases"]:
        raise Http404("事例の記載がありません。")
    context = {
        "record": record,
        "gloss": gloss("programs", code),
        "page": CasesPage(record, Source.objects.letters()),
        "updated_at": public.updated_at,
    }
    return render(request, "programs/program_cases.html", context)


def surroundings(record: dict[str, Any]) -> Surroundings:
    """What a program's page shows of other rows; nothing is read for a program that stands alone."""
    if not any(relation["kind"] != "related" for relation in record["relations"]):
        return Surroundings(disagreements=disagreements(record["code"]))
    family = family_of(record["code"], record["name"])
    ancestors = PublicRecord.objects.filter(program__code__in=family.ancestors).in_catalog_order()
    return Surroundings(
        family=family,
        years=years_of(family.codes()),
        ancestors=[public.record for public in ancestors] if family.ancestors else [],
        disagreements=disagreements(record["code"]),
    )


def program_json(request: HttpRequest, code: str) -> JsonResponse:
    """One program of the data contract."""
    public = get_object_or_404(PublicRecord, program__code=code)
    return JsonResponse(public.record, json_dumps_params={"ensure_ascii": False})


def compare(request: HttpRequest) -> HttpResponse:
    """Up to four programs of `?p=code` side by side; what cannot be compared is said, the rest stays."""
    choice = chosen(request.GET.getlist(PARAMETER), MOST_COMPARED)
    records = PublicRecord.objects.records_of(choice.names)
    letters = Source.objects.letters() if records else {}
    compared = comparison(records, letters, timezone.localdate()) if records else None
    context = {
        "choice": choice,
        "most": MOST_COMPARED,
        "pick": choice.names | choice.over if choice.over else {},
        "columns": [(column, choice.without(column.code)) for column in compared.columns] if compared else [],
        "rows": compared.rows if compared else [],
    }
    return render(request, "programs/compare.html", context)


def compare_csv(request: HttpRequest) -> HttpResponseBase:
    """The cells of the comparison, a row a fact; a choice in error is a 400."""
    choice = chosen(request.GET.getlist(PARAMETER), MOST_COMPARED)
    messages = choice.messages or ([] if choice.names else [gettext("比べる施策を p で選んでください。")])
    if messages:
        return refused(messages)
    letters = Source.objects.letters()
    records = PublicRecord.objects.records_of(choice.names)
    root = request.build_absolute_uri("/").rstrip("/")
    rows = compared_facts(comparison(records, letters, timezone.localdate()), root)
    return csv_response("compare", COMPARE_COLUMNS, rows)


def program_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Opening and closing days of one program."""
    public = get_object_or_404(PublicRecord, program__code=code)
    return calendar_response(request, public.record["name"], [public])


def calls_calendar(request: HttpRequest) -> HttpResponse:
    """Opening and closing days of all programs, where a document states them."""
    public = PublicRecord.objects.with_calls().in_catalog_order()
    return calendar_response(request, gettext("支援施策カタログの公募・期限"), public)


def calendar_response(request: HttpRequest, name: str, public: Iterable[PublicRecord]) -> HttpResponse:
    """A 404 without a day: a calendar must hold an event (RFC 5545, 3.6)."""
    letters = Source.objects.letters()
    days = call_days(listed_calls(public, letters), request.build_absolute_uri("/").rstrip("/"))
    if not days:
        raise Http404("日付の書かれた公募はありません。")
    response = HttpResponse(calendar(name, days), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="calls.ics"'
    return response


def office_detail(request: HttpRequest, code: str) -> HttpResponse:
    office = get_object_or_404(Office.objects.of_published_programs(), code=code)
    contacts = EditionOffice.objects.of_office(office)
    context = {"office": office, "gloss": gloss("offices", office.code), "contacts": contacts}
    return render(request, "programs/office_detail.html", context)


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
    letters = Source.objects.letters()
    extracts = [e for e in program_extracts(records, letters) if e.source == document_id]
    page = page_or_404(extracts, PROGRAMS_PER_SOURCE_PAGE, request)
    context = {"source": source, "page_obj": page, "facts": sum(e.count for e in extracts)}
    return render(request, "programs/source_detail.html", context)


def disagreement_list(request: HttpRequest) -> HttpResponse:
    """What documents print differently, and what the catalog shows."""
    letters = Source.objects.letters()
    context = {"disagreements": [disputed(record, letters) for record in disagreements()]}
    return render(request, "programs/disagreement_list.html", context)


def coverage_ledger(request: HttpRequest) -> HttpResponse:
    """Per program and kind of fact: stated, not stated, not applicable, or not read by us."""
    records = list(PublicRecord.objects.in_catalog_order().values_list("record", flat=True))
    letters = Source.objects.letters()
    page = page_or_404(records, PROGRAMS_PER_LEDGER_PAGE, request)
    context = {
        "kinds": [gettext(label) for label in FactKind.labels],
        "states": [gettext(label) for label in FactState.labels],
        "letters": sorted(letters.values()),
        "totals": totals(records, letters),
        "rows": [ledger_row(record, letters) for record in page],
        "page_obj": page,
        "count": len(records),
    }
    return render(request, "programs/coverage.html", context)


def roadmap(request: HttpRequest) -> HttpResponse:
    """The roadmaps that programs publish, with their indicators."""
    letters = Source.objects.letters()
    records = PublicRecord.objects.with_roadmap().values_list("record", flat=True)
    roadmaps = [(record, roadmap_themes(record, letters)) for record in records]
    return render(request, "programs/roadmap.html", {"roadmaps": roadmaps})


def updates(request: HttpRequest) -> HttpResponse:
    """What became new, changed or ended; `?kind=`, and `?program=` for one program."""
    form = UpdatesForm(request.GET)
    page = page_or_404(form.found(), PER_PAGE, request)
    changes = list(page)
    listed = entries(changes, public_codes(changes))
    code = form.cleaned_data.get("program", "")
    context = {
        "kinds": [(value, gettext(str(label))) for value, label in KINDS],
        "chosen": request.GET.getlist("kind"),
        "errors": form.problems(),
        "bare": request.path,
        "program": code,
        "program_name": changes[0].name if code and changes else code,
        "gloss": gloss("programs", code),
        "page_obj": page,
        "entries": listed,
        "opened": RecordChange.objects.opened_count() if any(e.is_opening for e in listed) else 0,
    }
    return render(request, "programs/updates.html", context)


def glossary(request: HttpRequest) -> HttpResponse:
    """Words of the catalog with their readings; no query."""
    return render(request, "programs/glossary.html", {"rows": glossary_rows()})


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

"""Pages that find: parse, ask the filter set, render."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from programs.choices import CallStatus
from programs.models import PublicRecord, Source
from programs.paging import page_or_404
from programs.presentation.cards import program_card

from .filters import SORTS, CaseFilter, ProgramFilter
from .home import entrances, largest_budgets, open_calls
from .models import CaseDocument, ProgramDocument
from .results import case_results, escapes
from .tilemap import tile_map

PER_PAGE = 20


def home(request: HttpRequest) -> HttpResponse:
    filters = ProgramFilter(QueryDict(), ProgramDocument.objects.all())
    letters = dict(Source.objects.values_list("document_id", "letter"))
    records = PublicRecord.objects.in_catalog_order()
    context = {
        "filters": filters,
        "count": len(filters.index.all),
        "entrances": entrances(filters),
        "prefectures": filters.prefecture_options(),
        "open_calls": open_calls(filters),
        **largest_budgets(records, letters),
    }
    return render(request, "search/home.html", context)


def program_list(request: HttpRequest) -> HttpResponse:
    """The list of programs, filtered; a parameter in error shows its message and an empty list."""
    filters = ProgramFilter(request.GET, ProgramDocument.objects.all())
    ids = filters.ordered_ids()
    page = page_or_404(ids, PER_PAGE, request)
    letters = dict(Source.objects.values_list("document_id", "letter"))
    today = timezone.localdate()
    records = PublicRecord.objects.in_order_of(list(page))
    not_stated = filters.programs_by_call_status[CallStatus.NOT_STATED]
    context = {
        "filters": filters,
        "groups": [filters.group(name) for name in filters.groups],
        "chips": filters.chips(),
        "errors": filters.errors(),
        "candidates": filters.place_candidates(),
        "count": len(ids),
        "page_obj": page,
        "cards": [program_card(public.record, letters, today) for public in records],
        "not_stated_count": len(not_stated & frozenset(ids)),
        "escapes": escapes(filters) if not ids else [],
        "sorts": SORTS.items(),
    }
    return render(request, "search/program_list.html", context)


def case_list(request: HttpRequest) -> HttpResponse:
    """The list of cases; its filter set is the programs' one less what cases do not have."""
    filters = CaseFilter(request.GET, CaseDocument.objects.all())
    found = filters.ordered_cases()
    page = page_or_404(found, PER_PAGE, request)
    context = {
        "filters": filters,
        "groups": [filters.group(name) for name in filters.groups],
        "chips": filters.chips(),
        "errors": filters.errors(),
        "candidates": filters.place_candidates(),
        "count": len(found),
        "page_obj": page,
        "cases": case_results(list(page)),
        "map": tile_map(filters),
        "escapes": escapes(filters) if not found else [],
    }
    return render(request, "search/case_list.html", context)

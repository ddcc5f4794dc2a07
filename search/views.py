"""Pages that find: parse, ask the filter set, render."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from programs.choices import CallStatus
from programs.models import PublicRecord
from programs.paging import page_or_404

from .filters import SORTS, CaseFilter, ProgramFilter
from .home import entrances, largest_budgets, open_calls
from .models import CaseDocument, ProgramDocument
from .notices import words_context
from .ranking import explained
from .results import SHOWN_PARTIAL, case_results, escapes, partial_programs, program_results
from .suggest import suggestions
from .tilemap import tile_map

PER_PAGE = 20


def home(request: HttpRequest) -> HttpResponse:
    filters = ProgramFilter(QueryDict(), ProgramDocument.objects.all())
    records = PublicRecord.objects.in_catalog_order()
    context = {
        "filters": filters,
        "count": len(filters.index.all),
        "entrances": entrances(filters),
        "prefectures": filters.prefecture_options(),
        "open_calls": open_calls(filters),
        **largest_budgets(records, filters.snapshot.letters),
    }
    return render(request, "search/home.html", context)


def program_list(request: HttpRequest) -> HttpResponse:
    """The list of programs, filtered; a parameter in error shows its message and an empty list."""
    filters = ProgramFilter(request.GET, ProgramDocument.objects.all())
    hits = filters.ordered()
    page = page_or_404(hits, PER_PAGE, request)
    not_stated = filters.programs_by_call_status[CallStatus.NOT_STATED]
    context = {
        "filters": filters,
        "groups": [filters.group(name) for name in filters.groups],
        "chips": filters.chips(),
        "errors": filters.errors(),
        "candidates": filters.place_candidates(),
        "count": len(hits),
        "page_obj": page,
        "results": program_results(filters, list(page)),
        "partial": partial_programs(filters, shown=len(hits)),
        **words_context(filters, "施策"),
        "not_stated_count": hits.hits.intersection_cardinality(not_stated),
        "escapes": escapes(filters) if not hits else [],
        "sorts": [(value, gettext(label)) for value, label in SORTS.items()],
    }
    return render(request, "search/program_list.html", context)


def search_order(request: HttpRequest) -> HttpResponse:
    """How words are read and in which order hits stand, with the figures in force."""
    return render(request, "search/order.html", {**explained(), "few": SHOWN_PARTIAL})


def case_list(request: HttpRequest) -> HttpResponse:
    """The list of cases; its filter set is the programs' one less what cases do not have."""
    filters = CaseFilter(request.GET, CaseDocument.objects.all())
    found = filters.ordered()
    page = page_or_404(found, PER_PAGE, request)
    context = {
        "filters": filters,
        "groups": [filters.group(name) for name in filters.groups],
        "chips": filters.chips(),
        "errors": filters.errors(),
        "candidates": filters.place_candidates(),
        "count": len(found),
        "page_obj": page,
        "cases": case_results(filters, list(page)),
        **words_context(filters, "事例"),
        "map": tile_map(filters),
        "escapes": escapes(filters) if not found else [],
    }
    return render(request, "search/case_list.html", context)


@require_safe
@cache_control(public=True, max_age=60)
def suggest(request: HttpRequest) -> JsonResponse:
    """What a search box offers for `q`; an odd text gives an empty list, never an error."""
    text = request.GET.get("q", "")
    found = [asdict(suggestion) for suggestion in suggestions(text)]
    # Escaped to ASCII, as is the default: half of a surrogate pair has no UTF-8.
    return JsonResponse({"query": text, "suggestions": found})

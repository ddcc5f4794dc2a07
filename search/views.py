"""Pages that find: parse, ask the filter set, render."""

from collections.abc import Sequence
from dataclasses import asdict
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate as today
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from programs.choices import CallStatus
from programs.chosen import MOST_COMPARED, MOST_LISTED, PARAMETER, chosen
from programs.exports import CASE_COLUMNS, PROGRAM_COLUMNS, CaseRow, ProgramRow, csv_response, refused
from programs.paging import page_or_404

from .feeds import feed_query
from .filters import CaseFilter, ProgramFilter, sort_links
from .home import EXAMPLES, entrances, largest_budgets, newest_changes, open_calls
from .models import CaseDocument, ProgramDocument
from .notices import words_context
from .ranking import explained
from .results import (
    SHOWN_PARTIAL,
    all_case_hits,
    all_program_hits,
    case_results,
    chosen_numbers,
    escapes,
    offered,
    partial_programs,
    program_results,
)
from .snapshot import snapshot
from .suggest import suggestions
from .tilemap import tile_map

PER_PAGE = 20
# Where the buttons below a list lead with the programs that are ticked.
WAYS = {"compare": "programs:compare", "list": "search:list"}


def home(request: HttpRequest) -> HttpResponse:
    filters = ProgramFilter(QueryDict(), ProgramDocument.objects.all())
    context = {
        "count": len(filters.index.all),
        "examples": EXAMPLES,
        "entrances": entrances(filters),
        "open_calls": open_calls(filters),
        "years": filters.group("fiscal_year").options,
        "sources": filters.snapshot.sources,
        "changes": newest_changes(filters.snapshot),
        **largest_budgets(filters.snapshot),
    }
    return render(request, "search/home.html", context)


def program_list(request: HttpRequest) -> HttpResponse:
    """The list of programs, filtered; a parameter in error shows its message and an empty list.

    The boxes of its rows belong to the filter form, so that no tick is lost while conditions change;
    what a reader does with the ticked ones (`go`) has an address of its own.
    """
    if request.GET.get("go") in WAYS:
        ticked = chosen(request.GET.getlist(PARAMETER), MOST_LISTED)
        return redirect(f"{reverse(WAYS[request.GET['go']])}{ticked.query}")
    filters = ProgramFilter(request.GET, ProgramDocument.objects.all())
    hits = filters.ordered()
    page = page_or_404(hits, PER_PAGE, request)
    results = program_results(filters, list(page))
    shown = {result.card.code for result in results}
    choice = chosen(request.GET.getlist(PARAMETER), MOST_LISTED)
    not_stated = filters.programs_by_call_status[CallStatus.NOT_STATED]
    context = {
        "filters": filters,
        "groups": [filters.group(name) for name in filters.groups],
        "chips": filters.chips(),
        "errors": filters.errors(),
        "candidates": filters.place_candidates(),
        "count": len(hits),
        "page_obj": page,
        "results": results,
        "choice": choice,
        "elsewhere": [code for code in choice.names if code not in shown],
        "bare": f"{request.path}{choice.query}",
        "partial": partial_programs(filters, shown=len(hits)),
        **words_context(filters, "施策"),
        "not_stated_count": hits.hits.intersection_cardinality(not_stated),
        "escapes": escapes(filters) if not hits else [],
        "sorts": sort_links(request.GET),
        "feed_query": feed_query(filters),
    }
    return render(request, "search/program_list.html", context)


def program_csv(request: HttpRequest) -> HttpResponseBase:
    """All programs of a list, in its order, by the same parameters; a parameter in error is a 400."""
    filters = ProgramFilter(request.GET, ProgramDocument.objects.all())
    if errors := filters.errors():
        return refused(message for _, message in errors)
    return programs_file("programs", list(filters.ordered()), filters.snapshot.letters, request)


def own_list(request: HttpRequest) -> HttpResponse:
    """The programs of `?p=code`, a list that the address keeps; `q` seeks programs to add to it."""
    choice = chosen(request.GET.getlist(PARAMETER), MOST_LISTED)
    sought = QueryDict(urlencode({"q": request.GET.get("q", "")}))
    filters = ProgramFilter(sought, ProgramDocument.objects.all())
    everything = ProgramFilter(QueryDict(), ProgramDocument.objects.all())
    context = {
        "filters": filters,
        "choice": choice,
        "most": MOST_LISTED,
        "most_compared": MOST_COMPARED,
        "results": program_results(everything, chosen_numbers(choice.names)) if choice else [],
        "removals": {code: f"{request.path}{choice.without(code)}" for code in choice.names},
        "offered": offered(filters, choice),
    }
    return render(request, "search/own_list.html", context)


def own_list_csv(request: HttpRequest) -> HttpResponseBase:
    """The programs of a list in its order, in the columns of every list; a choice in error is a 400."""
    choice = chosen(request.GET.getlist(PARAMETER), MOST_LISTED)
    if choice.messages:
        return refused(choice.messages)
    return programs_file("list", chosen_numbers(choice.names), snapshot().letters, request)


def programs_file(
    name: str, numbers: Sequence[int], letters: dict[str, str], request: HttpRequest
) -> HttpResponseBase:
    on, root = today(), request.build_absolute_uri("/").rstrip("/")
    hits = all_program_hits(numbers)
    rows = (ProgramRow(hit.record, hit.updated_at, letters, on, root) for hit in hits)
    return csv_response(name, PROGRAM_COLUMNS, rows)


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
        "bare": request.path,
        "count": len(found),
        "page_obj": page,
        "cases": case_results(filters, list(page)),
        **words_context(filters, "事例"),
        "map": tile_map(filters),
        "escapes": escapes(filters) if not found else [],
    }
    return render(request, "search/case_list.html", context)


def case_csv(request: HttpRequest) -> HttpResponseBase:
    """All cases of a list, as `program_csv`."""
    filters = CaseFilter(request.GET, CaseDocument.objects.all())
    if errors := filters.errors():
        return refused(message for _, message in errors)
    root = request.build_absolute_uri("/").rstrip("/")
    rows = (
        CaseRow(hit.case, hit.program, filters.snapshot.letters, root)
        for hit in all_case_hits(list(filters.ordered()))
    )
    return csv_response("cases", CASE_COLUMNS, rows)


@require_safe
@cache_control(public=True, max_age=60)
def suggest(request: HttpRequest) -> JsonResponse:
    """What a search box offers for `q`; an odd text gives an empty list, never an error."""
    text = request.GET.get("q", "")
    found = [asdict(suggestion) for suggestion in suggestions(text)]
    # Escaped to ASCII, as is the default: half of a surrogate pair has no UTF-8.
    return JsonResponse({"query": text, "suggestions": found})

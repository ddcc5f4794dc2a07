"""The list of programs the plain way: Django's templates, and one query of the tables for each facet group.

What a list page of this catalog would be without an index: the same HTML, the same rows out of public
records. It knows words and fields only, which is enough to time it.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localdate as today
from django.utils.translation import gettext

from programs.choices import CallStatus, Designation
from programs.chosen import MOST_LISTED, PARAMETER, chosen
from programs.languages import term
from programs.models import Area, Call, Edition, Program, PublicRecord, Source
from programs.paging import page_or_404
from programs.presentation.cards import card_maker
from programs.presentation.writing import fiscal_year_label
from programs.vocabularies import vocabulary
from search.facetfilters import Group, Option
from search.feeds import feed_query
from search.filters import ProgramFilter, sort_links
from search.found import Piece, found_lines
from search.models import ProgramDocument
from search.normalize import fold
from search.notices import words_context
from search.results import ProgramResult
from search.texts import NAME_LABEL
from search.views import PER_PAGE

# Group → the column of the tables that it counts.
COLUMNS = {
    "field": "fields__slug",
    "applicant": "editions__eligibleapplicants__kinds__slug",
    "support_type": "support_type__slug",
    "designation": "editions__targetareas__designation",
    "fiscal_year": "editions__fiscal_year",
}
LABELS = {
    "field": "分野",
    "applicant": "立場",
    "support_type": "支援の種類",
    "designation": "条件不利地域等",
    "call": "公募の状況",
    "fiscal_year": "年度",
}


def program_list(request: HttpRequest) -> HttpResponse:
    # The form, its chips and the words of a query are read by the search's own code, as is what of a
    # row holds them: how conditions are read is not what is compared.
    filters = ProgramFilter(request.GET, ProgramDocument.objects.all())
    data = request.GET
    hits = in_order(admitted(data))
    page = page_or_404(hits.values_list("pk", flat=True), PER_PAGE, request)
    choice = chosen(data.getlist(PARAMETER), MOST_LISTED)
    counted = groups(data)
    statuses = next(group for group in counted if group.name == "call").options
    context = {
        "filters": filters,
        "prefectures": prefecture_options(data),
        "groups": counted,
        "chips": filters.chips(),
        "errors": filters.errors(),
        "candidates": filters.place_candidates(),
        "count": page.paginator.count,
        "page_obj": page,
        "results": results(list(page), filters),
        "choice": choice,
        "elsewhere": [],
        "bare": f"{request.path}{choice.query}",
        "partial": [],
        **words_context(filters, "施策"),
        "not_stated_count": next(o.count for o in statuses if o.value == CallStatus.NOT_STATED),
        "escapes": [],
        "sorts": sort_links(request.GET),
        "feed_query": feed_query(filters),
    }
    return render(request, "plain/list.html", context)


def results(keys: Sequence[int], filters: ProgramFilter) -> list[ProgramResult]:
    """Two queries: the records and, for what words were found in them, the texts."""
    letters = Source.objects.letters()
    records = PublicRecord.objects.in_bulk(keys)
    texts = ProgramDocument.objects.in_bulk(keys) if "q" in filters.cleaned else {}
    to_card, made = card_maker(letters, today()), []
    for key in keys:
        card, found = to_card(records[key].record), []
        if key in texts:
            found = found_lines(texts[key].lines, texts[key].text, filters.answer.terms)
        named = [line.pieces for line in found if line.label == NAME_LABEL]
        name = named[0] if named else [Piece(card.name, False)]
        made.append(ProgramResult(card, name, [line for line in found if line.label != NAME_LABEL]))
    return made


def admitted(data: QueryDict, without: str = "") -> QuerySet[Program]:
    """Published programs that meet every condition but one."""
    programs = Program.objects.published()
    for word in data.get("q", "").split():
        programs = programs.filter(search_document__text__contains=fold(word))
    if data.getlist("field") and without != "field":
        programs = programs.filter(fields__slug__in=data.getlist("field")).distinct()
    return programs


def in_order(programs: QuerySet[Program]) -> QuerySet[Program]:
    """As the list page stands without words: calls open or to come, the newest year, the code."""
    current = Call.objects.with_status_on(today()).filter(
        edition__program=OuterRef("pk"), status__in=[CallStatus.OPEN, CallStatus.UPCOMING]
    )
    return programs.annotate(current=Exists(current), newest=Max("editions__fiscal_year")).order_by(
        "-current", F("newest").desc(nulls_last=True), "code"
    )


def groups(data: QueryDict) -> list[Group]:
    terms = vocabulary()
    choices: dict[str, list[Any]] = {
        **{name: terms[name] for name in ("field", "applicant", "support_type")},
        "designation": list(Designation.choices),
        "call": list(CallStatus.choices),
        "fiscal_year": [(str(year), fiscal_year_label(year)) for year in years()],
    }
    return [
        Group(
            name,
            gettext(LABELS[name]),
            [
                Option(str(value), term(label), counted.get(str(value), 0), value in data.getlist(name))
                for value, label in choices[name]
            ],
            len(data.getlist(name)),
            [],
        )
        for name, counted in ((name, counts(data, name)) for name in LABELS)
    ]


def years() -> list[int]:
    found = Edition.objects.exclude(fiscal_year=None).order_by("-fiscal_year")
    return list(found.values_list("fiscal_year", flat=True).distinct())


def counts(data: QueryDict, name: str) -> dict[str, int]:
    """Value → programs; one query."""
    programs = Program.objects.filter(pk__in=admitted(data, without=name))
    if name == "call":
        calls = Call.objects.filter(edition__program__in=programs).with_status_on(today())
        counted = (
            calls.order_by().values_list("status").annotate(programs=Count("edition__program", distinct=True))
        )
        return dict(counted)
    column = COLUMNS[name]
    counted = programs.order_by().values_list(column).annotate(programs=Count("pk", distinct=True))
    return {str(value): number for value, number in counted}


def prefecture_options(data: QueryDict) -> list[Option]:
    """One query for all: programs that name a prefecture or a place in it, or have a case there."""
    held = dict(
        Program.objects.filter(pk__in=admitted(data))
        .order_by()
        .values_list("cases__places__area__parent__code")
        .annotate(programs=Count("pk", distinct=True))
    )
    return [
        Option(area.code, term(area.full_name), held.get(area.code, 0), False)
        for area in Area.objects.prefectures().with_parents()
    ]

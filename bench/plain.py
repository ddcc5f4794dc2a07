"""The list of programs the plain way: Django's templates, and one query of the tables for each facet group.

What a list page of this catalog would be without an index: the same HTML, the same rows out of public
records. It knows words and fields only, which is enough to time it.
"""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localdate as today

from programs.choices import CallStatus, Designation
from programs.models import Area, Call, Program, PublicRecord, Source
from programs.paging import page_or_404
from programs.presentation.cards import program_card
from programs.vocabularies import vocabulary
from search.facetfilters import Group, Option
from search.filters import SORTS
from search.found import Piece
from search.normalize import fold
from search.results import ProgramResult
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
    data = request.GET
    hits = admitted(data).order_by("position", "code")
    page = page_or_404(hits.values_list("pk", flat=True), PER_PAGE, request)
    letters = Source.objects.letters()
    records = PublicRecord.objects.in_bulk(list(page))
    cards = [program_card(records[pk].record, letters, today()) for pk in page]
    context = {
        "filters": Form(data),
        "groups": groups(data),
        "chips": [],
        "errors": [],
        "candidates": [],
        "count": page.paginator.count,
        "page_obj": page,
        "results": [ProgramResult(card, [Piece(card.name, False)], []) for card in cards],
        "partial": [],
        "notices": None,
        "counted_terms": [],
        "not_stated_count": 0,
        "escapes": [],
        "sorts": SORTS.items(),
    }
    return render(request, "plain/list.html", context)


def admitted(data: QueryDict, without: str = "") -> QuerySet[Program]:
    """Published programs that meet every condition but one."""
    programs = Program.objects.published()
    for word in data.get("q", "").split():
        programs = programs.filter(search_document__text__contains=fold(word))
    if data.getlist("field") and without != "field":
        programs = programs.filter(fields__slug__in=data.getlist("field")).distinct()
    return programs


def groups(data: QueryDict) -> list[Group]:
    terms = vocabulary()
    choices: dict[str, list[Any]] = {
        **{name: terms[name] for name in ("field", "applicant", "support_type")},
        "designation": list(Designation.choices),
        "call": list(CallStatus.choices),
        "fiscal_year": [(str(year), f"{year}年度") for year in range(2024, 2015, -1)],
    }
    return [
        Group(
            name,
            LABELS[name],
            [
                Option(str(value), label, counted.get(str(value), 0), value in data.getlist(name))
                for value, label in choices[name]
            ],
            len(data.getlist(name)),
            [],
        )
        for name, counted in ((name, counts(data, name)) for name in LABELS)
    ]


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


class Form:
    """What the template asks of a filter set."""

    form: dict[str, Any] = {}

    def __init__(self, data: QueryDict):
        self.data = data

    def prefecture_options(self) -> list[Option]:
        """One query for all: programs that name a prefecture or a place in it, or have a case there."""
        programs = admitted(self.data)
        held = dict(
            Program.objects.filter(pk__in=programs)
            .order_by()
            .values_list("cases__places__area__parent__code")
            .annotate(programs=Count("pk", distinct=True))
        )
        return [
            Option(area.code, area.full_name, held.get(area.code, 0), False)
            for area in Area.objects.prefectures().with_parents()
        ]

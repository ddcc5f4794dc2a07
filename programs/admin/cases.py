"""事例: who has done it, where, and with what result."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from programs.display import fiscal_year_label
from programs.models import CaseMention, CaseOrganization, CasePlace, CaseStudy, Outcome

from .base import WHERE_IT_STANDS, WHY, FactInline, RecordAdmin
from .forms import CasePartForm, CaseStudyForm, ProgramPartOutcomeFormSet
from .programs import FiscalYearFilter, ProgramOutcomeInline


class CasePlaceInline(FactInline):
    model = CasePlace
    form = CasePartForm
    folds = False
    verbose_name_plural = "どこで行ったか：場所"
    autocomplete_fields = ["area"]
    reads = ("area",)
    fieldsets = [(None, {"fields": [("name", "area", "position")]})]


class CaseOrganizationInline(FactInline):
    model = CaseOrganization
    form = CasePartForm
    folds = False
    verbose_name_plural = "だれが行ったか：団体・専門家"
    fieldsets = [(None, {"fields": [("name", "role", "is_adviser", "position")]})]


class CaseOutcomeInline(FactInline):
    model = Outcome
    fk_name = "case"
    form = CasePartForm
    formset = ProgramPartOutcomeFormSet
    verbose_name_plural = "どんな成果があったか：実績・成果"
    fieldsets = ProgramOutcomeInline.fieldsets


class CaseMentionInline(FactInline):
    model = CaseMention
    form = CasePartForm
    verbose_name_plural = "どこに書いてあるか：ほかの記載"
    fieldsets = [WHERE_IT_STANDS]


@admin.register(CaseStudy)
class CaseStudyAdmin(RecordAdmin):
    form = CaseStudyForm
    inlines = [CasePlaceInline, CaseOrganizationInline, CaseOutcomeInline, CaseMentionInline]
    autocomplete_fields = ["program"]
    fieldsets = [
        (
            "どんな事例か",
            {
                "fields": [
                    "program",
                    "title",
                    ("fiscal_year", "theme", "award"),
                    ("day", "day_label"),
                    "summary",
                    "problem",
                    "support",
                ]
            },
        ),
        WHERE_IT_STANDS,
        WHY,
    ]

    list_display = ["title", "program", "year", "places", "status"]
    search_fields = ["title", "program__name", "places__name", "organizations__name"]
    search_help_text = "題名・施策名・場所・団体でさがせます"

    class YearFilter(FiscalYearFilter):
        dated = CaseStudy
        through = "pk"

    list_filter = [YearFilter, "program__status", "program__support_type"]

    def every_row(self, request: HttpRequest) -> QuerySet[CaseStudy]:
        return super().every_row(request).select_related("program__draft_of").prefetch_related("places")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # A case and its outcomes are of one program for good.
        return ["program"] if obj else []

    @admin.display(description="年度", ordering="fiscal_year")
    def year(self, case: CaseStudy) -> str:
        return fiscal_year_label(case.fiscal_year)

    @admin.display(description="場所")
    def places(self, case: CaseStudy) -> str:
        return "、".join(place.name for place in case.places.all())

    @admin.display(description="公開状況", ordering="program__status")
    def status(self, case: CaseStudy) -> str:
        return case.program.get_status_display()

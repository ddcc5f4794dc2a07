"""年度版: the facts of one fiscal year, in the order in which a reader asks for them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from programs.display import fiscal_year_label
from programs.models import (
    BudgetLine,
    Call,
    Cap,
    Edition,
    EditionOffice,
    EligibleApplicant,
    EligibleCost,
    Material,
    PrintedLabel,
    ProgramPart,
    ProgramPeriod,
    Requirement,
    SubsidyRate,
    TargetArea,
)

from .base import WHERE_IT_STANDS, WHY, FactInline, RecordAdmin
from .forms import EditionFactForm, EditionForm, SubsidyRateForm
from .programs import FiscalYearFilter


class EditionFactInline(FactInline):
    form = EditionFactForm


class ProgramPartInline(EditionFactInline):
    model = ProgramPart
    verbose_name_plural = "どんな施策か：部分（①②③）"
    fieldsets = [(None, {"fields": [("number", "name"), "summary"]}), WHERE_IT_STANDS]


class PrintedLabelInline(EditionFactInline):
    model = PrintedLabel
    verbose_name_plural = "どんな施策か：印刷された分野など"
    fieldsets = [(None, {"fields": ["kind", "text"]}), WHERE_IT_STANDS]


class EligibleApplicantInline(EditionFactInline):
    model = EligibleApplicant
    verbose_name_plural = "だれが使えるか：補助対象者・対象外・事業主体"
    prefetches = ("kinds",)
    fieldsets = [(None, {"fields": ["role", "name", "kinds", "component"]}), WHERE_IT_STANDS]


class RequirementInline(EditionFactInline):
    model = Requirement
    verbose_name_plural = "だれが使えるか：要件"
    fieldsets = [(None, {"fields": ["text", "component"]}), WHERE_IT_STANDS]


class BudgetLineInline(EditionFactInline):
    model = BudgetLine
    verbose_name_plural = "いくら出るか：予算額"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("fiscal_year", "phase"),
                    ("amount_yen", "part_of_larger"),
                    ("component", "account"),
                    "is_separate_measure",
                ]
            },
        ),
        WHERE_IT_STANDS,
    ]


class SubsidyRateInline(EditionFactInline):
    model = SubsidyRate
    form = SubsidyRateForm
    verbose_name_plural = "いくら出るか：補助率"
    prefetches = ("shares",)
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "rate",
                    "other_shares",
                    ("cap_yen", "cap_of", "has_no_cap"),
                    ("component", "applicant"),
                    ("area", "condition"),
                    "base",
                ]
            },
        ),
        WHERE_IT_STANDS,
    ]


class CapInline(EditionFactInline):
    model = Cap
    verbose_name_plural = "いくら出るか：上限額（補助率の行にないもの）"
    fieldsets = [
        (None, {"fields": [("amount_yen", "of"), ("per", "component")]}),
        WHERE_IT_STANDS,
    ]


class EligibleCostInline(EditionFactInline):
    model = EligibleCost
    verbose_name_plural = "いくら出るか：対象になる費用・ならない費用"
    fieldsets = [(None, {"fields": ["rule", "name", ("limit", "component")]}), WHERE_IT_STANDS]


class TargetAreaInline(EditionFactInline):
    model = TargetArea
    verbose_name_plural = "どこが対象か：対象地域"
    autocomplete_fields = ["area"]
    reads = ("area",)
    fieldsets = [
        (
            None,
            {
                "description": "場所なら地域を、条件不利地域等なら指定を選びます。",
                "fields": ["name", "kind", ("area", "designation"), "component"],
            },
        ),
        WHERE_IT_STANDS,
    ]


class CallInline(EditionFactInline):
    model = Call
    verbose_name_plural = "いつまでか：公募・期限"
    fieldsets = [
        (None, {"fields": ["label", ("opens_on", "closes_on"), "window", "printed_status"]}),
        WHERE_IT_STANDS,
    ]


class ProgramPeriodInline(EditionFactInline):
    model = ProgramPeriod
    verbose_name_plural = "いつまでか：事業期間"
    fieldsets = [
        (None, {"fields": [("from_fiscal_year", "to_fiscal_year"), "component"]}),
        WHERE_IT_STANDS,
    ]


class EditionOfficeInline(EditionFactInline):
    model = EditionOffice
    verbose_name_plural = "だれに聞くか：担当課・室"
    autocomplete_fields = ["office"]
    reads = ("office",)
    fieldsets = [
        (None, {"fields": ["office", ("phone", "fax"), "email", "hours", "address"]}),
        WHERE_IT_STANDS,
    ]


class MaterialInline(EditionFactInline):
    model = Material
    verbose_name_plural = "どこに書いてあるか：資料・様式・法令"
    fieldsets = [(None, {"fields": ["kind", ("name", "dated")]}), WHERE_IT_STANDS]


@admin.register(Edition)
class EditionAdmin(RecordAdmin):
    form = EditionForm
    inlines = [
        ProgramPartInline,
        PrintedLabelInline,
        EligibleApplicantInline,
        RequirementInline,
        BudgetLineInline,
        SubsidyRateInline,
        CapInline,
        EligibleCostInline,
        TargetAreaInline,
        CallInline,
        ProgramPeriodInline,
        EditionOfficeInline,
        MaterialInline,
    ]
    autocomplete_fields = ["program"]
    fieldsets = [("どの施策の、どの年度か", {"fields": ["program", "fiscal_year", "year_note"]}), WHY]

    list_display = ["program", "year", "status", "edited_at", "edited_by"]
    list_display_links = ["program", "year"]
    search_fields = ["program__name", "program__reading", "program__code", "program__aliases__name"]
    search_help_text = "施策名・読み・別の名前でさがせます"

    class YearFilter(FiscalYearFilter):
        through = "pk"

    list_filter = [YearFilter, "program__status", "program__support_type"]

    def every_row(self, request: HttpRequest) -> QuerySet[Edition]:
        return (
            super()
            .every_row(request)
            .select_related("program__edited_by", "program__draft_of", "program__revision")
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # An edition is of one program for good: its facts cite what is printed about that one.
        return ["program"] if obj else []

    @admin.display(description="年度", ordering="fiscal_year")
    def year(self, edition: Edition) -> str:
        return fiscal_year_label(edition.fiscal_year)

    @admin.display(description="公開状況", ordering="program__status")
    def status(self, edition: Edition) -> str:
        return edition.program.get_status_display()

    @admin.display(description="施策の最後の編集", ordering="program__edited_at")
    def edited_at(self, edition: Edition) -> Any:
        return edition.program.edited_at

    @admin.display(description="最後に編集した人")
    def edited_by(self, edition: Edition) -> Any:
        return edition.program.edited_by

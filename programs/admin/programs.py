"""施策・事業: what a reader asks first, and the way to its editions and cases."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from programs import drafting
from programs.choices import PublicationStatus
from programs.display import fiscal_year_label, fiscal_year_short
from programs.models import (
    CaseStudy,
    Edition,
    Link,
    Outcome,
    Program,
    ProgramAlias,
    ProgramRelation,
    Revision,
)
from programs.staff import may_review

from .base import WHERE_IT_STANDS, WHY, FactInline, RecordAdmin
from .forms import CommentForm, ProgramFactForm, ProgramForm, ProgramRelationForm
from .spreadsheets import SpreadsheetPages

NO_YEAR = "none"
SAVE_FIRST = "保存すると、ここから追加できます。"


class FiscalYearFilter(admin.SimpleListFilter):
    """By the year of an edition, in the form that editors read."""

    title = "年度"
    parameter_name = "fiscal_year"
    dated: type[Model] = Edition  # the rows that bear a year
    through = "editions"  # how the listed rows reach them

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        years = self.dated.objects.order_by().values_list("fiscal_year", flat=True).distinct()
        return [
            (str(year or NO_YEAR), fiscal_year_label(year))
            for year in sorted(years, key=lambda year: -(year or 0))
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value() or ""
        if value != NO_YEAR and not value.isdecimal():
            return queryset
        year = None if value == NO_YEAR else int(value)
        dated = self.dated.objects.filter(fiscal_year=year)
        return queryset.filter(**{f"{self.through}__in": dated}).distinct()


class ProgramAliasInline(FactInline):
    model = ProgramAlias
    form = ProgramFactForm
    verbose_name_plural = "どんな施策か：資料の中の名前"
    fieldsets = [(None, {"fields": ["name"]}), WHERE_IT_STANDS]


class ProgramRelationInline(FactInline):
    model = ProgramRelation
    form = ProgramRelationForm
    fk_name = "from_program"
    verbose_name = "関係"
    verbose_name_plural = "どんな施策か：前身・関連する施策"
    autocomplete_fields = ["to_program"]
    reads = ("from_program", "to_program")
    fieldsets = [
        (None, {"fields": ["to_program", "kind"]}),
        (
            "どこに書いてあるか",
            {
                "classes": ["citation"],
                "description": "資料に書いてなければ空けます。「カタログの読み」として示します。",
                "fields": [("source", "first_line", "last_line"), "literal", "note"],
            },
        ),
    ]


class ProgramOutcomeInline(FactInline):
    model = Outcome
    form = ProgramFactForm
    verbose_name_plural = "どんな成果があったか：実績・成果（事例のものは、事例の画面で）"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("table", "subject"),
                    "metric",
                    ("number", "unit", "qualifier"),
                    "text",
                    ("nature", "fiscal_year"),
                ]
            },
        ),
        WHERE_IT_STANDS,
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(case=None, roadmap_item=None)


class LinkInline(FactInline):
    model = Link
    form = ProgramFactForm
    verbose_name_plural = "どこに書いてあるか：リンク"
    fieldsets = [(None, {"fields": ["label", "url"]}), WHERE_IT_STANDS]


@admin.register(Program)
class ProgramAdmin(SpreadsheetPages, RecordAdmin):
    form = ProgramForm
    inlines = [ProgramAliasInline, ProgramOutcomeInline, ProgramRelationInline, LinkInline]
    shared_choices = ("source", "support_type")

    list_display = ["name", "support_type", "status", "change", "fiscal_years", "edited"]
    list_filter = ["status", FiscalYearFilter, "support_type", "fields"]
    search_fields = [
        "name",
        "reading",
        "code",
        "aliases__name",
        "editions__editionoffices__office__name",
    ]
    search_help_text = "施策名・読み・別の名前・担当課でさがせます"
    actions = ["export_chosen"]

    is_of_a_copy = "draft_of"
    known_as = {"code": "public_code"}
    readonly_fields = ["public_code", "status", "edition_list", "case_list", "edited_at", "edited_by"]
    fieldsets = [
        (
            "どんな施策か",
            {
                "fields": [
                    "name",
                    "reading",
                    "code",
                    ("support_type", "is_other_ministry"),
                    "fields",
                    "purpose",
                    "summary",
                ]
            },
        ),
        (
            "だれが使えるか・いくら出るか・どこが対象か・いつまでか・だれに聞くか",
            {
                "description": "年度ごとに違うので、年度版の画面に入力します。",
                "fields": ["edition_list"],
            },
        ),
        ("だれがどう使ったか", {"fields": ["case_list"]}),
        (
            "どこに書いてあるか（施策名）",
            {
                "classes": ["citation"],
                "fields": [("source", "first_line", "last_line"), "literal", "note"],
            },
        ),
        ("公開と編集", {"fields": ["status", "position", ("edited_at", "edited_by")]}),
        WHY,
    ]

    def program_of(self, obj: Program) -> Program:
        return obj

    def every_row(self, request: HttpRequest) -> QuerySet[Program]:
        return (
            super()
            .every_row(request)
            .select_related("support_type", "edited_by", "draft_of", "revision")
            .prefetch_related(
                Prefetch("editions", Edition.objects.only("program", "fiscal_year")),
                Prefetch("revisions", Revision.objects.open(), to_attr="open_revisions"),
            )
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Program | None = None) -> list[str]:
        # The code is the address of a page that readers may have kept.
        was_public = obj is not None and (obj.draft_of_id or obj.status != PublicationStatus.DRAFT)
        return [*self.readonly_fields, *(["code"] if was_public else [])]

    def has_delete_permission(self, request: HttpRequest, obj: Program | None = None) -> bool:
        is_a_copy = obj is not None and obj.draft_of_id is not None  # given up on the page of its change
        return super().has_delete_permission(request, obj) and not is_a_copy

    def delete_model(self, request: HttpRequest, obj: Program) -> None:
        drafting.delete(program=obj, user=request.user)

    @admin.display(description="年度版")
    def fiscal_years(self, program: Program) -> str:
        return "、".join(
            fiscal_year_short(e.fiscal_year) if e.fiscal_year else fiscal_year_label(None)
            for e in program.editions.all()
        )

    @admin.display(description="記号")
    def public_code(self, program: Program) -> str:
        return program.public_code

    @admin.display(description="下書き")
    def change(self, program: Program) -> str:
        """The state of its open change."""
        return "、".join(revision.get_state_display() for revision in program.open_revisions)

    @admin.display(description="最後の編集", ordering="edited_at")
    def edited(self, program: Program) -> str | None:
        if program.edited_at is None:
            return None
        when = timezone.localtime(program.edited_at)
        return format_html(
            "{}<br>{}", f"{when:%Y年%-m月%-d日 %H:%M}", program.edited_by or "データの取り込み"
        )

    @admin.display(description="年度版")
    def edition_list(self, program: Program) -> str:
        if program.pk is None:
            return SAVE_FIRST
        rows = [(e.pk, fiscal_year_label(e.fiscal_year)) for e in program.editions.all()]
        return self._linked_rows(program, Edition, rows, "年度版を追加")

    @admin.display(description="事例")
    def case_list(self, program: Program) -> str:
        if program.pk is None:
            return SAVE_FIRST
        rows = program.cases.values_list("pk", "title")
        return self._linked_rows(program, CaseStudy, rows, "事例を追加")

    def _linked_rows(self, program: Program, model: type[Model], rows: Any, add: str) -> str:
        """Rows of another page as links to edit them, and one to add another to this program."""
        name = f"admin:programs_{model._meta.model_name}"
        listed = format_html_join(
            "",
            '<li><a href="{}">{}</a></li>',
            ((reverse(f"{name}_change", args=[pk]), label) for pk, label in rows),
        )
        return format_html(
            '<ul class="linked-rows">{}<li><a class="addlink" href="{}?program={}">{}</a></li></ul>',
            listed,
            reverse(f"{name}_add"),
            program.pk,
            add,
        )

    # --- Taking it off the public pages ---------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        withdraw = self.admin_site.admin_view(self.withdraw)
        return [path("<int:pk>/withdraw/", withdraw, name="programs_program_withdraw"), *super().get_urls()]

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        program = get_object_or_404(Program, pk=pk)
        if not may_review(request.user):
            raise PermissionDenied
        form = CommentForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            comment = form.cleaned_data["comment"]
            try:
                drafting.withdraw(program=program, user=request.user, comment=comment)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
            else:
                self.log_change(request, program, "公開を終えました。")
                messages.success(request, f"「{program}」の公開を終えました。")
            return redirect("admin:programs_program_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"公開を終える：{program}",
            "opts": self.opts,
            "program": program,
            "program_url": reverse("admin:programs_program_change", args=[pk]),
            "form": form,
        }
        return render(request, "admin/programs/withdraw.html", context)

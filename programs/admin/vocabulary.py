"""Vocabularies, offices, places and documents: what the facts name."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from programs import drafting, services
from programs.drafting.guard import note_kept
from programs.models import (
    ApplicantKind,
    Area,
    AreaDesignation,
    EligibleApplicant,
    Field,
    Office,
    Source,
    SourceReading,
    SupportType,
)

from .base import FactInline, RecordPage
from .forms import RecordForm


class NamedAdmin(RecordPage, admin.ModelAdmin):
    """A page of something that programs show by name: a change reaches them all at once."""

    form = RecordForm
    list_per_page = 100
    # What addresses or citations are made of, for good once it exists.
    lasting: tuple[str, ...] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.lasting) if obj else []

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change:
            services.refresh_public_records(services.programs_showing(form.instance))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What a program shows is not deleted: the program would change behind its history."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not services.programs_showing(obj).exists())

    @drafting.recording()
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        note_kept()  # no program shows it, so none says anything else now

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


class TermAdmin(NamedAdmin):
    list_display = ["name", "slug", "position", "programs"]
    search_fields = ["name", "slug"]
    fields = ["name", "slug", "position"]
    lasting = ("slug",)
    uses: Any = Count("programs", distinct=True)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(uses=self.uses)

    @admin.display(description="施策の数", ordering="uses")
    def programs(self, term: Any) -> int:
        return term.uses


@admin.register(Field, SupportType)
class ProgramTermAdmin(TermAdmin):
    pass


@admin.register(ApplicantKind)
class ApplicantKindAdmin(TermAdmin):
    # Applicants know their kinds, kinds do not know their applicants.
    uses = Coalesce(
        Subquery(
            EligibleApplicant.objects.filter(kinds=OuterRef("pk"))
            .order_by()
            .values("kinds")
            .annotate(uses=Count("edition__program", distinct=True))
            .values("uses")
        ),
        0,
    )


@admin.register(Office)
class OfficeAdmin(NamedAdmin):
    list_display = ["name", "kind", "area", "code"]
    list_filter = ["kind"]
    list_select_related = ["area"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["area"]
    fields = ["name", "code", "kind", "area"]
    lasting = ("code",)


class SourceReadingInline(FactInline):
    """Without a row, an empty field of a program that the document names is 未確認."""

    model = SourceReading
    folds = False
    verbose_name_plural = "通して読んだ項目：ここにある項目だけを「記載なし」と示します"
    fieldsets = [(None, {"fields": ["kind"]})]


@admin.register(Source)
class SourceAdmin(NamedAdmin):
    inlines = [SourceReadingInline]
    list_display = ["letter", "title", "publisher", "published_on", "document_id", "line_count"]
    list_display_links = ["letter", "title"]
    search_fields = ["title", "document_id", "publisher"]
    fieldsets = [
        (
            "どの資料か",
            {
                "fields": [
                    "title",
                    "title_is_printed",
                    "publisher",
                    ("published_on", "published_note"),
                    "fiscal_year",
                ]
            },
        ),
        (
            "本文の控え",
            {
                "description": "出典の行番号はこの本文のものです。取り込みのあとは変えられません。",
                "fields": [("letter", "document_id"), ("line_count", "sha256")],
            },
        ),
    ]
    lasting = ("letter", "document_id", "line_count", "sha256")


@admin.register(Area)
class AreaAdmin(RecordPage, admin.ModelAdmin):
    """Read-mostly: the official code list is loaded, not typed; only the reading can be mended."""

    list_display = ["full_name", "kana", "level", "code"]
    list_filter = ["level"]
    list_per_page = 100
    search_fields = ["full_name", "kana", "=code"]
    search_help_text = "名前・読み・コードでさがせます"
    fields = ["full_name", "kana", "level", "code", "parent"]
    readonly_fields = ["full_name", "level", "code", "parent"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Area | None = None) -> bool:
        return False


@admin.register(AreaDesignation)
class AreaDesignationAdmin(RecordPage, admin.ModelAdmin):
    form = RecordForm
    list_display = ["area", "designation", "extent", "valid_from", "valid_until"]
    list_filter = ["designation", "extent"]
    list_select_related = ["area"]
    search_fields = ["area__full_name", "basis"]
    autocomplete_fields = ["area"]
    fields = ["area", ("designation", "extent"), ("valid_from", "valid_until"), "basis"]

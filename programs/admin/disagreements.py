"""資料の食い違い: the statements that do not agree, and what the catalog shows."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from programs.entries import code_of_entry
from programs.models import Disagreement, DisagreementSide

from .base import WHERE_IT_STANDS, WHY, FactInline, RecordAdmin
from .forms import DisagreementForm, DisagreementSideForm


class DisagreementSideInline(FactInline):
    model = DisagreementSide
    form = DisagreementSideForm
    min_num = 2
    validate_min = True
    verbose_name_plural = "どこに、どう書いてあるか（二つ以上）"
    fieldsets = [(None, {"fields": ["statement"]}), WHERE_IT_STANDS]


@admin.register(Disagreement)
class DisagreementAdmin(RecordAdmin):
    form = DisagreementForm
    inlines = [DisagreementSideInline]
    autocomplete_fields = ["program"]
    fieldsets = [
        (
            "何が食い違うか",
            {"fields": ["program", "slug", ("title", "kind"), "shown", "position"]},
        ),
        WHY,
    ]
    known_as = {"slug": "public_slug"}
    list_display = ["title", "kind", "program"]
    list_filter = ["kind"]
    search_fields = ["title", "program__name"]
    search_help_text = "題名・施策名でさがせます"

    def every_row(self, request: HttpRequest) -> QuerySet[Disagreement]:
        return super().every_row(request).select_related("program__draft_of", "program__revision")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # The slug is the address that a reader may have kept.
        return ["public_slug", "program", "slug"] if obj else ["public_slug"]

    @admin.display(description="記号")
    def public_slug(self, disagreement: Disagreement) -> str:
        return code_of_entry(disagreement.slug)

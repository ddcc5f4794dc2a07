"""ロードマップ: one model with what is planned for it and how it is judged."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from programs.models import Outcome, RoadmapEntry, RoadmapItem

from .base import WHERE_IT_STANDS, WHY, FactInline, RecordAdmin
from .forms import ProgramFactForm, ProgramPartOutcomeFormSet, RoadmapItemForm, RoadmapPartForm
from .programs import ProgramOutcomeInline


class RoadmapEntryInline(FactInline):
    model = RoadmapEntry
    form = RoadmapPartForm
    verbose_name_plural = "何をするか：取組・効果"
    fieldsets = [
        (None, {"fields": ["kind", "text", ("from_fiscal_year", "to_fiscal_year")]}),
        WHERE_IT_STANDS,
    ]


class IndicatorInline(FactInline):
    model = Outcome
    fk_name = "roadmap_item"
    form = ProgramFactForm
    formset = ProgramPartOutcomeFormSet
    verbose_name_plural = "何で測るか：達成すべき指標"
    fieldsets = ProgramOutcomeInline.fieldsets


@admin.register(RoadmapItem)
class RoadmapItemAdmin(RecordAdmin):
    form = RoadmapItemForm
    inlines = [RoadmapEntryInline, IndicatorInline]
    autocomplete_fields = ["program"]
    fieldsets = [
        ("どのモデルか", {"fields": ["program", ("theme", "issue"), "model"]}),
        WHERE_IT_STANDS,
        WHY,
    ]
    list_display = ["model", "theme", "issue", "program"]
    list_filter = ["theme"]
    search_fields = ["model", "theme", "issue", "program__name"]
    search_help_text = "モデル・項目・課題・施策名でさがせます"

    def every_row(self, request: HttpRequest) -> QuerySet[RoadmapItem]:
        return super().every_row(request).select_related("program__draft_of")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["program"] if obj else []

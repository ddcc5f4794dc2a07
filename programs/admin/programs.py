"""施策・事業: what a reader asks first, and the way to its editions and cases."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from programs import services
from programs.choices import PublicationStatus
from programs.display import fiscal_year_label, fiscal_year_short
from programs.models import CaseStudy, Edition, Link, Outcome, Program, ProgramAlias, ProgramRelation

from .base import WHERE_IT_STANDS, FactInline, RecordAdmin
from .forms import ProgramFactForm, ProgramForm, ProgramRelationForm
from .spreadsheets import SpreadsheetPages

PUBLISH = "_publish"
WITHDRAW = "_withdraw"
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

    list_display = ["name", "support_type", "status", "fiscal_years", "edited"]
    list_filter = ["status", FiscalYearFilter, "support_type", "fields"]
    list_select_related = ["support_type", "edited_by"]
    search_fields = [
        "name",
        "reading",
        "code",
        "aliases__name",
        "editions__editionoffices__office__name",
    ]
    search_help_text = "施策名・読み・別の名前・担当課でさがせます"
    actions = ["publish", "withdraw", "export_chosen"]

    readonly_fields = ["status", "edition_list", "case_list", "edited_at", "edited_by"]
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
                    "seen",
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
    ]

    def program_of(self, obj: Program) -> Program:
        return obj

    def get_queryset(self, request: HttpRequest) -> QuerySet[Program]:
        return (
            super()
            .get_queryset(request)
            .prefetch_related(
                Prefetch("editions", Edition.objects.only("program", "fiscal_year")),
            )
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Program | None = None) -> list[str]:
        # The code is the address of a page that readers may have kept.
        was_public = obj is not None and obj.status != PublicationStatus.DRAFT
        return [*self.readonly_fields, *(["code"] if was_public else [])]

    def has_delete_permission(self, request: HttpRequest, obj: Program | None = None) -> bool:
        is_public = obj is not None and obj.status == PublicationStatus.PUBLISHED
        return super().has_delete_permission(request, obj) and not is_public

    def delete_model(self, request: HttpRequest, obj: Program) -> None:
        services.delete_programs([obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Program]) -> None:
        services.delete_programs(queryset)

    @admin.display(description="年度版")
    def fiscal_years(self, program: Program) -> str:
        return "、".join(
            fiscal_year_short(e.fiscal_year) if e.fiscal_year else fiscal_year_label(None)
            for e in program.editions.all()
        )

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

    # --- Publishing ---------------------------------------------------------------------------

    @admin.action(description="公開する", permissions=["change"])
    def publish(self, request: HttpRequest, programs: QuerySet[Program]) -> None:
        self._change_status(request, programs, services.publish, "公開しました。")

    @admin.action(description="公開を終える", permissions=["change"])
    def withdraw(self, request: HttpRequest, programs: QuerySet[Program]) -> None:
        self._change_status(request, programs, services.withdraw, "公開を終えました。")

    def _change_status(self, request: HttpRequest, programs: Any, service: Any, done: str) -> bool:
        """Whether all changed; says of each program that did not what it lacks."""
        changed = []
        for program in programs:
            try:
                service(program=program, user=request.user)
            except ValidationError as error:
                self.message_user(request, f"「{program}」：{' '.join(error.messages)}", messages.ERROR)
            else:
                self.log_change(request, program, done)
                changed.append(program)
        if changed:
            names = "」「".join(str(program) for program in changed)
            self.message_user(request, f"「{names}」を{done}", messages.SUCCESS)
        return len(changed) == len(programs)

    def record_edit(self, request: HttpRequest, program: Program) -> None:
        """A button that publishes records the edit itself, once."""
        if PUBLISH in request.POST:
            done = self._change_status(request, [program], services.publish, "公開しました。")
        elif WITHDRAW in request.POST:
            done = self._change_status(request, [program], services.withdraw, "公開を終えました。")
        else:
            done = False
        if not done:
            super().record_edit(request, program)

    def response_add(
        self, request: HttpRequest, obj: Program, post_url_continue: str | None = None
    ) -> HttpResponse:
        return super().response_add(self._staying(request), obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Program) -> HttpResponse:
        return super().response_change(self._staying(request), obj)

    def _staying(self, request: HttpRequest) -> HttpRequest:
        """After the buttons that publish, the page stays: its editor sees what happened."""
        if PUBLISH in request.POST or WITHDRAW in request.POST:
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return request

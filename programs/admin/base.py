"""What all staff pages of the record share: fields, look-ups, and the record of an edit."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import IntegrityError
from django.db.models import DateField, Field, Model, QuerySet
from django.http import HttpRequest

from programs import services
from programs.choices import PublicationStatus
from programs.models import Program

from .checking import CheckingAdmin
from .fields import (
    DayField,
    FiscalYearField,
    KnowingAutocomplete,
    SharedChoiceField,
    SharedMultipleChoiceField,
    YenField,
)
from .forms import ProgramBoundForm, RecordForm, RecordFormSet

WHERE_IT_STANDS = (
    "どこに書いてあるか",
    {
        "classes": ["citation"],
        "fields": [("source", "first_line", "last_line"), "literal", "note", "position"],
    },
)
LINE_WIDTH = 7
TRADED = (
    "行どうしで値を入れ替えたか、同じ内容の行がほかから加わったため、保存できませんでした。"
    "入れ替えるときは、片方を別の値にして一度保存してから直してください。"
)


class RecordPage:
    """Mixin of pages and inlines: the fields that editors type into."""

    # Foreign keys and many-to-many relations whose few rows are read once a request.
    shared_choices: tuple[str, ...] = ("source",)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any):
        required = not db_field.blank
        if db_field.name in ("amount_yen", "cap_yen"):
            label = str(db_field.verbose_name).removesuffix("（円）")
            return YenField(label=label, required=required)
        if db_field.name.endswith("fiscal_year"):
            label = str(db_field.verbose_name).removesuffix("（西暦）")
            return FiscalYearField(label=label, required=required)
        if type(db_field) is DateField:
            kwargs["form_class"] = DayField
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        inner = getattr(field.widget, "widget", field.widget)
        if isinstance(inner, forms.Textarea):
            inner.attrs.update(rows=3, cols=60)
        if db_field.name in ("first_line", "last_line"):
            inner.attrs.update(size=LINE_WIDTH, min=1)
        if db_field.name == "position":
            field.help_text = "空けると最後"
        if db_field.is_relation and db_field.name != "office":
            self._only_choose(field.widget)
        return field

    def _only_choose(self, widget: Any) -> None:
        """A choice without the icons to add, change or look at what is chosen."""
        for ability in ("add", "change", "delete", "view"):
            if hasattr(widget, f"can_{ability}_related"):
                setattr(widget, f"can_{ability}_related", False)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any):
        if db_field.name in self.shared_choices:
            kwargs["form_class"] = SharedChoiceField
            kwargs["rows"] = shared_rows(request, db_field.remote_field.model)
        elif db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = KnowingAutocomplete(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any):
        return db_field.formfield(
            form_class=SharedMultipleChoiceField,
            rows=shared_rows(request, db_field.remote_field.model),
            widget=forms.CheckboxSelectMultiple,
        )


def shared_rows(request: HttpRequest, model: type[Model]) -> list[Model]:
    """All rows of a small vocabulary, read once a request."""
    cache = request.__dict__.setdefault("_catalog_vocabularies", {})
    if model not in cache:
        cache[model] = list(model._default_manager.all())
    return cache[model]


class FactInline(RecordPage, admin.StackedInline):
    """Facts of one kind. Every fact asks where it stands."""

    form = RecordForm
    formset = RecordFormSet
    template = "admin/programs/edit_inline/fact.html"
    extra = 0
    # A saved row is one line that opens, so that thirty facts can be overlooked.
    folds = True
    # Relations that a row shows, read with the rows.
    reads: tuple[str, ...] = ()
    prefetches: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        if self.reads:
            rows = rows.select_related(*self.reads)
        return rows.prefetch_related(*self.prefetches)


class RecordAdmin(CheckingAdmin, RecordPage, admin.ModelAdmin):
    """A page of the record; what is saved here is stamped with its editor."""

    form = ProgramBoundForm
    list_per_page = 50
    save_as = False

    def program_of(self, obj: Any) -> Program:
        return obj.program

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        form.refused = getattr(request, "refused", "")
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            # Rows checked one by one may still clash as they are written: two that trade unique
            # values, or a second editor's row. Nothing was saved; show the form as it was sent.
            request.refused = TRADED
            return super().changeform_view(request, *args, **kwargs)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if issubclass(inline.form, RecordForm):
            kwargs["form_kwargs"] = {"default_source": self.default_source(request, obj)}
        return kwargs

    def default_source(self, request: HttpRequest, obj: Any) -> int | None:
        """The document that a new fact most likely stands in."""
        if obj.pk:
            return getattr(obj, "source_id", None) or self.program_of(obj).source_id
        program = request.GET.get("program", "")
        if not program.isdecimal():
            return None
        return Program.objects.filter(pk=program).values_list("source", flat=True).first()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.record_edit(request, self.program_of(form.instance))

    def record_edit(self, request: HttpRequest, program: Program) -> None:
        services.record_edit(program=program, user=request.user)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        program = self.program_of(obj)
        super().delete_model(request, obj)
        self.record_edit(request, program)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        programs = {obj.program_id: obj.program for obj in queryset.select_related("program")}
        super().delete_queryset(request, queryset)
        for program in programs.values():
            self.record_edit(request, program)

    def view_on_site(self, obj: Any) -> str | None:
        """Only what readers can see has an address to look at."""
        program = self.program_of(obj)
        published = program.status == PublicationStatus.PUBLISHED
        return program.get_absolute_url() if published else None

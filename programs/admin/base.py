"""What all staff pages of the record share: fields, look-ups, and the record of an edit."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import DateField, Exists, Field, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from programs import drafting, staff
from programs.choices import PublicationStatus
from programs.drafting.edits import is_editable_in, open_change
from programs.models import Program, Revision, Version

from .checking import CheckingAdmin
from .conflicts import conflicts
from .fields import (
    DayField,
    FiscalYearField,
    KnowingAutocomplete,
    SharedChoiceField,
    SharedMultipleChoiceField,
    YenField,
)
from .forms import ProgramBoundForm, RecordForm, RecordFormSet
from .standing import Standing, standing

WHERE_IT_STANDS = (
    "どこに書いてあるか",
    {
        "classes": ["citation"],
        "fields": [("source", "first_line", "last_line"), "literal", "note", "position"],
    },
)
WHY = ("この保存について", {"fields": ["why", "seen"]})
LINE_WIDTH = 7
NOT_THEIRS = "あなたの担当課・室の施策ではないので、編集できません。"
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
        if db_field.name == "program":
            kwargs["queryset"] = Program.objects.editable_by(request.user)
            kwargs["error_messages"] = {"invalid_choice": NOT_THEIRS}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any):
        return db_field.formfield(
            form_class=SharedMultipleChoiceField,
            rows=shared_rows(request, db_field.remote_field.model),
            widget=forms.CheckboxSelectMultiple,
        )


def filled(inline: Any) -> str:
    """The name under which a row says whether an inline of its page has rows."""
    return f"has_{inline.model._meta.model_name}"


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
    """A page of the record. What the public sees is looked at here and edited in its draft alone."""

    form = ProgramBoundForm
    change_form_template = "admin/programs/record.html"
    list_per_page = 50
    save_as = False
    is_of_a_copy = "program__draft_of"  # tells, from a row, whether it is of a draft copy
    # Field → what a draft copy shows in its place: as readers know it.
    known_as: dict[str, str] = {}

    def program_of(self, obj: Any) -> Program:
        return obj.program

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Lists and choices show the programs, not the copies on which editors work."""
        return self.every_row(request).filter(**{self.is_of_a_copy: None})

    def every_row(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        try:
            key = self.opts.pk.to_python(object_id)
        except ValidationError:
            return None
        rows = self.every_row(request).filter(pk=key)
        if request.method == "GET":
            rows = rows.annotate(last_version=self._last_version(), **self._filled_inlines(request))
        return rows.first()

    def _last_version(self) -> Coalesce:
        """The number of the program's last version, read with the row."""
        copied = self.is_of_a_copy
        code = Coalesce(OuterRef(f"{copied}__code"), OuterRef(copied.replace("draft_of", "code")))
        numbers = Version.objects.filter(code=code).order_by("-number").values("number")
        return Coalesce(Subquery(numbers[:1]), 0)

    def _filled_inlines(self, request: HttpRequest) -> dict[str, Exists]:
        """Which inlines have rows, read with the row: of thirteen kinds an edition states few."""
        found = {}
        for inline in self.get_inline_instances(request):
            key = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
            rows = inline.get_queryset(request).filter(**{key.name: OuterRef("pk")})
            found[filled(inline)] = Exists(rows)
        return found

    # --- Who may do what ----------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or self._is_open_to(request, self.program_of(obj)))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or self._is_open_to(request, self.program_of(obj)))

    def _is_open_to(self, request: HttpRequest, program: Program) -> bool:
        """Whether this person may edit this row now; asked many times a page, answered once."""
        known = request.__dict__.setdefault("_open_programs", {})
        if program.pk not in known:
            editable = is_editable_in(program, self._open_change(request, program))
            known[program.pk] = editable and self.may_edit(request, program)
        return known[program.pk]

    def may_edit(self, request: HttpRequest, program: Program) -> bool:
        """`staff.may_edit`, asked once a request of one program."""
        known = request.__dict__.setdefault("_editable_programs", {})
        if program.pk not in known:
            known[program.pk] = staff.may_edit(request.user, program)
        return known[program.pk]

    def _open_change(self, request: HttpRequest, program: Program) -> Revision | None:
        known = request.__dict__.setdefault("_open_changes", {})
        if program.pk not in known:
            known[program.pk] = open_change(program)
        return known[program.pk]

    # --- The form -----------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Who only reads is not asked why."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj and not self.has_change_permission(request, obj):
            fieldsets = [fieldset for fieldset in fieldsets if fieldset != WHY]
        if obj and self.program_of(obj).draft_of_id:
            fieldsets = [
                (title, told | {"fields": [self._known_as(field) for field in told["fields"]]})
                for title, told in fieldsets
            ]
        return fieldsets

    def _known_as(self, field: Any) -> Any:
        return field if isinstance(field, tuple) else self.known_as.get(field, field)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        form.refused = getattr(request, "refused", "")
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any):
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        try:
            with drafting.recording():
                return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            # Rows checked one by one may still clash as they are written: two that trade unique
            # values, or a second editor's row.
            request.refused = TRADED
        except ValidationError as error:  # sent to review in this very moment
            request.refused = " ".join(error.messages)
        # Nothing was saved; show the form as it was sent.
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, obj: Any = None, **kwargs: Any
    ):
        form = context["adminform"].form
        context["standing"] = obj and self._standing(request, obj)
        if getattr(form, "is_stale", False):
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            context["conflicts"] = conflicts(form, formsets)
            code = self.program_of(obj).public_code
            context["last_version"] = Version.objects.last_number(code)
            context["versions_url"] = reverse("admin:programs_version_history", args=[code])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _standing(self, request: HttpRequest, obj: Any) -> Standing:
        program = self.program_of(obj)
        theirs = self.may_edit(request, program)
        return standing(obj, program, request.user, self._open_change(request, program), theirs)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if not getattr(obj, filled(inline), True):
            kwargs["queryset"] = kwargs["queryset"].none()
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

    # --- What is kept of an edit --------------------------------------------------------------

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.record_save(request, self.program_of(form.instance), form.cleaned_data.get("why", ""))

    def record_save(self, request: HttpRequest, program: Program, reason: str) -> None:
        drafting.record_save(program=program, user=request.user, reason=reason)

    @drafting.recording()
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        program = self.program_of(obj)
        told = f"{obj._meta.verbose_name}「{obj}」を削除"
        super().delete_model(request, obj)
        self.record_save(request, program, told)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Rows are deleted one by one, where their editor sees which draft they leave."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The history of the program: every version of all its facts."""
        obj = self.get_object(request, object_id)
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        return redirect("admin:programs_version_history", code=self.program_of(obj).public_code)

    def view_on_site(self, obj: Any) -> str | None:
        """Only what readers can see has an address to look at."""
        program = self.program_of(obj)
        is_public = program.draft_of_id or program.status == PublicationStatus.PUBLISHED
        return program.get_absolute_url() if is_public else None

"""次の年度版 and 名前の変わった施策: two small pages that carry an edition over."""

from collections.abc import Container
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from programs import drafting
from programs.choices import RelationKind
from programs.display import fiscal_year_label
from programs.drafting.cloning import FOLLOWS
from programs.fiscalyears import fiscal_year_of
from programs.models import Edition, Program, Source
from programs.models.sources import LITERAL_MAX_LENGTH
from programs.staff import may_edit

from .fields import FiscalYearField
from .forms import FIELD_OF_CODE, FIELD_OF_CONSTRAINT, violated_constraint

CODE_MAX_LENGTH = 60


def errors_by_field(
    error: ValidationError, fields: Container[str], *models: type[Model]
) -> dict[str | None, list[str]]:
    """Messages of a service by the field that they belong beside; the rest under None.

    `models` are those of whose constraints a message may be.
    """
    found: dict[str | None, list[str]] = {}
    if hasattr(error, "error_dict"):
        named = [(name, each) for name, errors in error.error_dict.items() for each in errors]
    else:
        named = [(NON_FIELD_ERRORS, each) for each in error.error_list]
    for name, each in named:
        constraints = (violated_constraint(model, each.message) for model in models)
        of_constraint = (FIELD_OF_CONSTRAINT.get(rule or "") for rule in constraints)
        possible = (name, FIELD_OF_CODE.get(each.code or "", each.code), *of_constraint)
        field = next((field for field in possible if field and field in fields), None)
        found.setdefault(field, []).extend(each.messages)
    return found


def add_errors(form: forms.Form, error: ValidationError) -> None:
    for field, told in errors_by_field(error, form.fields, Edition, Program).items():
        form.add_error(field, told)


class NextEditionForm(forms.Form):
    fiscal_year = FiscalYearField(label="新しい年度版の年度")


class PlaceFields(forms.Form):
    """Where something is printed."""

    source = forms.ModelChoiceField(Source.objects.all(), label="資料")
    first_line = forms.IntegerField(label="始めの行", min_value=1)
    last_line = forms.IntegerField(
        label="終わりの行", min_value=1, required=False, help_text="空けると始めの行"
    )
    literal = forms.CharField(label="印刷の字句", max_length=LITERAL_MAX_LENGTH)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        source, first = cleaned.get("source"), cleaned.get("first_line")
        if first and not cleaned.get("last_line"):
            cleaned["last_line"] = first
        if source and cleaned.get("last_line") and cleaned["last_line"] > source.line_count:
            self.add_error(
                "last_line", f"この資料は{source.line_count:,}行までです。行番号を確かめてください。"
            )
        return cleaned

    def place(self) -> drafting.Place:
        names = ("source", "first_line", "last_line", "literal")
        return drafting.Place(**{name: self.cleaned_data[name] for name in names})


class RenamedProgramForm(PlaceFields):
    """The new program, and where its name is printed."""

    name = forms.CharField(
        label="新しい施策名（印刷のとおり）",
        max_length=120,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    code = forms.CharField(
        label="新しい記号",
        max_length=CODE_MAX_LENGTH,
        help_text="URLになります。英小文字・数字・ハイフン。例：kodo-musen-kankyo",
    )
    fiscal_year = FiscalYearField(label="どの年度から")
    kind = forms.ChoiceField(
        label="前の施策は、新しい施策の",
        choices=[(kind.value, kind.label) for kind in FOLLOWS],
        help_text="旧名称は、名前だけが変わったとき。前身は、中身も変わったとき。",
    )
    literal = forms.CharField(
        label="印刷の字句", max_length=LITERAL_MAX_LENGTH, required=False, help_text="空けると新しい施策名"
    )
    field_order = ["name", "code", "fiscal_year", "kind", "source", "first_line", "last_line", "literal"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("literal"):
            cleaned["literal"] = cleaned.get("name", "")[:LITERAL_MAX_LENGTH]
        return cleaned


class StatedForm(PlaceFields):
    """Where a document states the tie; left empty, it is the editors' reading."""

    use_required_attribute = False


def edition_to_carry(request: HttpRequest, pk: int) -> Edition:
    edition = get_object_or_404(Edition.objects.select_related("program__draft_of"), pk=pk)
    if not may_edit(request.user, edition.program):
        raise PermissionDenied
    return edition


def next_year(edition: Edition) -> int:
    return edition.fiscal_year + 1 if edition.fiscal_year else fiscal_year_of(timezone.localdate())


def next_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the next edition of a program of this one."""
    edition = edition_to_carry(request, pk)
    form = NextEditionForm(request.POST or None, initial={"fiscal_year": next_year(edition)})
    if request.method == "POST" and form.is_valid():
        try:
            copy = drafting.clone_edition(
                edition=edition, fiscal_year=form.cleaned_data["fiscal_year"], user=request.user
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            year = fiscal_year_label(copy.fiscal_year)
            messages.success(
                request,
                f"{year}版を下書きに作りました。引き継いだ行を新しい資料で確かめ、予算額と公募を入力してください。",
            )
            return redirect(reverse("admin:programs_edition_change", args=[copy.pk]))
    context = page_context(edition, "次の年度版を作る", forms=[(None, form)], carries=True)
    return render(request, "admin/programs/clone.html", admin.site.each_context(request) | context)


def renamed_program(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new program, under a new name, that carries this edition on."""
    edition = edition_to_carry(request, pk)
    data = request.POST or None
    form = RenamedProgramForm(data, initial={"fiscal_year": next_year(edition)})
    stated = StatedForm(data, prefix="stated", empty_permitted=True)
    if request.method == "POST" and all([form.is_valid(), stated.is_valid()]):
        try:
            program = make_renamed(request, edition, form, stated)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request,
                f"「{program}」を下書きに作りました。要約と目的を読み直し、"
                "引き継いだ行を新しい資料で確かめてください。",
            )
            return redirect(reverse("admin:programs_program_change", args=[program.pk]))
    sections = [
        ("新しい名前と、それが印刷されているところ", form),
        ("前の施策との関係が書いてあるところ（なければ空けます。「カタログの読み」として示します）", stated),
    ]
    context = page_context(edition, "名前の変わった施策を作る", forms=sections, carries=False)
    return render(request, "admin/programs/clone.html", admin.site.each_context(request) | context)


def make_renamed(
    request: HttpRequest, edition: Edition, form: RenamedProgramForm, stated: StatedForm
) -> Program:
    chosen = form.cleaned_data
    return drafting.clone_program(
        edition=edition,
        name=chosen["name"],
        code=chosen["code"],
        fiscal_year=chosen["fiscal_year"],
        kind=RelationKind(chosen["kind"]),
        printed_at=form.place(),
        stated_at=stated.place() if stated.has_changed() else None,
        user=request.user,
    )


def page_context(edition: Edition, title: str, **context: Any) -> dict[str, Any]:
    sections = context["forms"]
    return context | {
        "title": title,
        "edition": edition,
        "year": fiscal_year_label(edition.fiscal_year),
        "program": edition.program,
        "has_errors": any(form.errors for _, form in sections),
    }

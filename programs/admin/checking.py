"""Checks while editing (docs/checks.md): errors block a page, warnings ask it for a reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from programs.checks import Finding, Level, fingerprint
from programs.checks.citations import check_citation
from programs.entries import entry_id
from programs.models import AcceptedWarning, LinkCheck, Program, SourceText

from . import rowchecks
from .cited import FIELDS, Cited, cited_by

REASON_MAX_LENGTH = AcceptedWarning._meta.get_field("reason").max_length
NO_TEXT = "資料の本文がないので、出典の字句は確かめられません。資料を見て、行と字句を確かめてください。"


class Unrecorded(forms.CharField):
    """A field about the saving, not about the record: the log of changes does not name it."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


@dataclass(frozen=True)
class Warned:
    """A warning on a page: of which row, beside which box."""

    finding: Finding
    about: str
    anchor: str = ""

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.finding.code, self.about, self.finding.values)

    @property
    def other_program(self) -> str:
        """Address of the page of the program that the finding names, if any."""
        pk = self.finding.program
        return reverse("admin:programs_program_change", args=[pk]) if pk else ""


@dataclass
class Page:
    """What one request sends: the formsets beside the form, and what the checks found."""

    formsets: list[Any] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    unchecked: bool = False
    accepted_as: str = ""


class CheckedForm(forms.ModelForm):
    """Mixin of the form of a page about one program: checks the page when it is sent."""

    page: Page | None = None  # set by the admin for each request
    warning_reason = Unrecorded(
        label="このままで正しい理由",
        required=False,
        max_length=REASON_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text=f"資料のどこで確かめたかなどを、{REASON_MAX_LENGTH}字以内で",
    )
    # The warnings that the editor saw: a reason is no answer to others.
    warned = Unrecorded(required=False, widget=forms.HiddenInput)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.page is not None:
            self._check()

    def _check(self) -> None:
        rows = [form for formset in self.page.formsets for form in _sent_rows(formset)]
        sound = [self, *(form for form in rows if not form.errors)]
        program = self.cleaned_data.get("program") or self._bound_program()
        self._check_citations(sound)
        warnings = []
        for form, finding in rowchecks.findings(program, self, sound):
            if finding.level is Level.ERROR:
                form.add_error(finding.field, finding.message)
            else:
                warnings.append((form, finding))
        self._ask(program, warnings)

    def _bound_program(self) -> Program | None:
        if isinstance(self.instance, Program) or not self.instance._state.adding:
            return self.bound_program()
        return None  # a new row whose program is not chosen yet

    def _check_citations(self, rows: list[Any]) -> None:
        cited = [(form, place) for form in rows if (place := cited_by(form.cleaned_data))]
        documents = SourceText.objects.documents({place.source for _, place in cited})
        for form, place in cited:
            document = documents.get(place.source)
            if document is None:
                self.page.unchecked |= rowchecks.is_new(form, set(FIELDS))
                continue
            for finding in check_citation(document, place.first, place.last, place.literal):
                form.add_error(finding.field, finding.message)

    def _ask(self, program: Program | None, found: list[tuple[Any, Finding]]) -> None:
        """Refuse the page where a warning is neither explained before nor by this saving."""
        asked = [(form, _warned(form, finding, program)) for form, finding in found]
        if program and program.pk and asked:
            known = AcceptedWarning.objects.of_program(program).explained(w.fingerprint for _, w in asked)
            asked = [(form, warned) for form, warned in asked if warned.fingerprint not in known]
        self.page.warnings = [warned for _, warned in asked]
        seen = set(self.cleaned_data.get("warned", "").split())
        reason = self.cleaned_data.get("warning_reason", "").strip()
        new = [warned for _, warned in asked if warned.fingerprint not in seen]
        if reason and not new:
            self.page.accepted_as = reason
        elif asked:
            self.add_error("warning_reason", _please(len(asked), bool(reason)))
        for form, warned in asked:
            _show_beside(form, warned)
        self.data = self.data.copy()
        self.data[self.add_prefix("warned")] = " ".join(w.fingerprint for _, w in asked)


def _please(count: int, is_explained: bool) -> str:
    if is_explained:
        return f"新しい注意があります（全{count}件）。このままで正しければ、もう一度保存してください。"
    return (
        f"注意が{count}件あります。値を確かめ、このままで正しければ理由を書いて、もう一度保存してください。"
    )


def _sent_rows(formset: Any) -> list[Any]:
    """The forms of a formset that will be rows after the saving, each knowing its parent."""
    formset.is_valid()
    rows = [form for form in formset.forms if form.has_changed() or not form.instance._state.adding]
    for form in rows:
        setattr(form.instance, formset.fk.name, formset.instance)
    return [form for form in rows if not form.cleaned_data.get(DELETION_FIELD_NAME)]


def _warned(form: Any, finding: Finding, program: Program | None) -> Warned:
    anchor = form[finding.field].id_for_label if finding.field in form.fields else ""
    return Warned(finding, rowchecks.about(form.instance, program), anchor)


def _show_beside(form: Any, warned: Warned) -> None:
    """As the help of its box, which screen readers read with it."""
    form.findings = [*form.findings, warned]
    if warned.finding.field in form.fields:
        box = form[warned.finding.field]
        box.help_text = format_html(
            '<strong class="check-warning">注意：{}</strong> {}', warned.finding.message, box.help_text
        )


class CheckingAdmin:
    """Mixin of a page of the record: hands its form the rows, keeps the reason, shows the documents."""

    change_form_template = "admin/programs/checked_change_form.html"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.page = request.checked_page = Page()
        return form

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool):
        # Django's only place between making the formsets and asking whether the page is valid.
        formsets, inlines = super()._create_formsets(request, obj, change)
        request.checked_page.formsets = formsets
        return formsets, inlines

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        page = request.checked_page
        program = self.program_of(form.instance)
        AcceptedWarning.objects.bulk_create(
            (
                AcceptedWarning(
                    program_id=entry_id(program),
                    code=warned.finding.code,
                    about=warned.about,
                    values=warned.finding.values,
                    fingerprint=warned.fingerprint,
                    message=warned.finding.message,
                    reason=page.accepted_as,
                    user=request.user,
                    at=timezone.now(),
                )
                for warned in page.warnings
            ),
            ignore_conflicts=True,
        )
        if page.unchecked:
            self.message_user(request, NO_TEXT, messages.WARNING)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any):
        rows = [form for s in context["inline_admin_formsets"] for form in s.formset.forms]
        page_form = context["adminform"].form
        show_documents([page_form, *rows])
        show_link_checks(rows)
        context["page_warnings"] = request.checked_page.warnings
        if list(context["errors"]) == [page_form.errors.get("warning_reason")]:
            # The box above asks for the reason; nothing below is an error to correct.
            context["errors"] = []
        return super().render_change_form(request, context, *args, **kwargs)


def show_documents(shown: Iterable[Any]) -> None:
    """Give every form that cites the lines that it cites; one query for all documents."""
    cited = [(form, place) for form in shown if (place := cited_by(_shown_values(form)))]
    documents = SourceText.objects.documents({place.source for _, place in cited})
    for form, place in cited:
        form.cited = Cited(place, documents.get(place.source))


def _shown_values(form: Any) -> dict[str, Any]:
    if form.is_bound and form.fields.keys() >= set(FIELDS):
        return {name: form[name].value() for name in FIELDS}
    if form.instance._state.adding or not hasattr(form.instance, "literal"):
        return {}
    stored = {name: getattr(form.instance, name) for name in FIELDS if name != "source"}
    return stored | {"source": form.instance.source_id}


def show_link_checks(shown: Iterable[Any]) -> None:
    links = {form: form.instance.url for form in shown if getattr(form.instance, "url", "")}
    checks = LinkCheck.objects.of_urls(set(links.values()))
    for form, url in links.items():
        form.link_check = checks.get(url)

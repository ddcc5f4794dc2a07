"""資料の取り込み: upload a document, look at what it would add, confirm it as drafts."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from programs.importing.confirming import confirm_upload, particulars_of, text_of
from programs.importing.describing import kind_of
from programs.importing.describing import text_of as fact_text
from programs.importing.proposal import ProgramProposal, may_import, propose
from programs.importing.reading import read
from programs.importing.text import MAX_BYTES, Text, UnreadableDocument, decode
from programs.models import DocumentUpload, Program

from .fields import DayField, FiscalYearField

TOO_LARGE = "ファイルが大きすぎます。2MBまでのテキストにしてください。"
NO_PROGRAM = (
    "「施策名：」で始まるページがありませんでした。"
    "「施策名：（名前）」で始まるページのある資料か、確かめてください。"
)


class DocumentUploadForm(forms.ModelForm):
    """A file and the document's particulars; the file becomes text here."""

    file = forms.FileField(
        label="資料のファイル",
        help_text="「施策名：」で始まるページの資料。文字だけのテキスト（UTF-8）、2MBまで",
        error_messages={"required": "ファイルを選んでください。", "empty": "ファイルに文字がありません。"},
    )

    class Meta:
        model = DocumentUpload
        fields = ["title", "title_is_printed", "publisher", "published_on", "fiscal_year"]
        field_classes = {"published_on": DayField}
        widgets = {name: forms.TextInput(attrs={"class": "vTextField"}) for name in ("title", "publisher")}

    def __init__(self, *args: Any, was_too_large: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["fiscal_year"] = FiscalYearField(label="年度")
        self.order_fields(["file", *self.Meta.fields])
        if was_too_large:
            self.fields["file"].error_messages["required"] = TOO_LARGE

    def clean_file(self) -> Text:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(TOO_LARGE)
        try:
            text = decode(file.read())
            if not read(text).entries:
                raise ValidationError(NO_PROGRAM)
        except UnreadableDocument as error:
            raise ValidationError(str(error)) from None
        return text

    def save(self, commit: bool = True) -> DocumentUpload:
        text: Text = self.cleaned_data["file"]
        self.instance.text, self.instance.sha256 = text.content, text.sha256
        return super().save(commit)


@admin.register(DocumentUpload)
class DocumentUploadAdmin(admin.ModelAdmin):
    """Its add page is the upload, its change page the proposal and, once confirmed, the result."""

    list_display = ["title", "publisher", "user", "created_at", "state"]
    list_select_related = ["user"]
    list_per_page = 50
    actions = None

    @admin.display(description="状態")
    def state(self, upload: DocumentUpload) -> str:
        return "下書きにした" if upload.confirmed_at else "案"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).defer("text").current()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_import(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_import(request.user)

    def has_view_permission(self, request: HttpRequest, obj: DocumentUpload | None = None) -> bool:
        return may_import(request.user)

    def has_change_permission(self, request: HttpRequest, obj: DocumentUpload | None = None) -> bool:
        return may_import(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: DocumentUpload | None = None) -> bool:
        return False

    # --- Upload -------------------------------------------------------------------------------

    @method_decorator(csrf_protect)
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not may_import(request.user):
            raise PermissionDenied
        form = DocumentUploadForm()
        if request.method == "POST":
            length = request.META.get("CONTENT_LENGTH") or "0"
            too_large = length.isdecimal() and int(length) > MAX_BYTES and "file" not in request.FILES
            form = DocumentUploadForm(request.POST, request.FILES, was_too_large=too_large)
            form.instance.user = request.user
            if form.is_valid():
                DocumentUpload.objects.expired().delete()
                upload = form.save()
                return HttpResponseRedirect(reverse("admin:programs_documentupload_change", args=[upload.pk]))
        context = self.page(request, title="資料を取り込む", form=form)
        return TemplateResponse(request, "admin/programs/documentupload/upload.html", context)

    # --- Proposal, confirmation, result -----------------------------------------------------------

    @method_decorator(csrf_protect)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not may_import(request.user):
            raise PermissionDenied
        upload = self.get_object(request, object_id)
        if upload is None:
            messages.warning(request, "その取り込みはありません。期限（1日）が過ぎたかもしれません。")
            return HttpResponseRedirect(reverse("admin:programs_documentupload_add"))
        if request.method == "POST":
            try:
                upload = confirm_upload(upload=upload, user=request.user)
            except ValidationError as error:
                messages.error(request, f"{' '.join(error.messages)}何も書き込んでいません。")
            else:
                return HttpResponseRedirect(request.path)
        if upload.confirmed_at:
            return self.result(request, upload)
        proposal = propose(text_of(upload), particulars_of(upload), request.user)
        context = self.page(
            request,
            title=f"取り込みの案：{upload}",
            upload=upload,
            proposal=proposal,
            programs=[shown(proposed, proposal.text) for proposed in proposal.programs],
            front=cited_lines(proposal.text, proposal.front),
        )
        return TemplateResponse(request, "admin/programs/documentupload/proposal.html", context)

    def result(self, request: HttpRequest, upload: DocumentUpload) -> HttpResponse:
        done = upload.summary
        rows = [*done.get("created", []), *done.get("changed", [])]
        left = set(Program.objects.filter(pk__in=[row["pk"] for row in rows]).values_list("pk", flat=True))
        context = self.page(
            request,
            title=f"取り込みました：{upload}",
            upload=upload,
            done=done,
            created=[row | {"is_there": row["pk"] in left} for row in done.get("created", [])],
            changed=[row | {"is_there": row["pk"] in left} for row in done.get("changed", [])],
            confirmed_at=timezone.localtime(upload.confirmed_at),
        )
        return TemplateResponse(request, "admin/programs/documentupload/result.html", context)

    def page(self, request: HttpRequest, **context: Any) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, **context}


def shown(proposed: ProgramProposal, text: Text) -> dict[str, Any]:
    """One program of a proposal as its page lists it."""
    return {
        "proposed": proposed,
        "facts": [
            {
                "kind": kind_of(compared.fact),
                "text": fact_text(compared.fact),
                "cite": compared.fact.cite,
                "note": compared.fact.note,
                "state": compared.state.value,
                "existing": compared.existing,
            }
            for compared in proposed.facts
        ],
        "to_write": [
            {
                "heading": lines.heading,
                "lines": cited_lines(text, range(lines.first, lines.last + 1)),
            }
            for lines in proposed.entry.to_write
        ],
        "unrecognised": cited_lines(text, proposed.entry.unrecognised),
    }


def cited_lines(text: Text, numbers: Any) -> list[tuple[int, str]]:
    """(number, printed line), without the blank ones."""
    lines = ((number, text.lines[number - 1].strip()) for number in numbers)
    return [(number, line) for number, line in lines if line]

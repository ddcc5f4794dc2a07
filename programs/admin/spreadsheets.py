"""表計算: the pages on which staff write programs out, and take them in again."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from programs.models import Office, Program, SpreadsheetUpload
from programs.spreadsheets import importing
from programs.spreadsheets.plan import Plan
from programs.spreadsheets.precheck import MAX_ROWS, Refused, check_size
from programs.spreadsheets.tables import BY_NAME, TABLES
from programs.spreadsheets.writing import chosen_programs, csv_text, workbook_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKBOOK = "xlsx"
# Longer lists of changes and errors would be a page that nobody reads to its end.
SHOWN = 1_000


class ExportForm(forms.Form):
    office = forms.ModelChoiceField(
        Office.objects.all(), label="担当課・室", required=False, empty_label="すべて"
    )
    form = forms.ChoiceField(
        label="形式",
        choices=[
            (WORKBOOK, "Excel（4つの表を1つのファイルに）"),
            *((table.name, f"CSV：{table.name}の表だけ") for table in TABLES),
        ],
    )


class UploadForm(forms.Form):
    file = forms.FileField(
        label="直したファイル",
        help_text="このページから書き出したExcel（.xlsx）かCSV（UTF-8）。2MBまで",
        error_messages={
            "required": "ファイルを選んでください。2MBを超えるファイルは読み込めません。",
            "empty": "ファイルが空です。",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            check_size(file.size)
        except Refused as error:
            raise ValidationError(str(error)) from None
        return file


def download(name: str, kind: str, content: bytes | str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=kind, headers=headers)


class SpreadsheetPages:
    """Mixin of the admin of programs."""

    def get_urls(self) -> list[Any]:
        pages = (
            ("spreadsheet/", self.spreadsheet_page, "spreadsheet"),
            ("spreadsheet/export/", self.export_page, "spreadsheet_export"),
            ("spreadsheet/<int:pk>/", self.dry_run_page, "spreadsheet_upload"),
        )
        own = [
            path(route, self.admin_site.admin_view(view), name=f"programs_program_{name}")
            for route, view, name in pages
        ]
        return [*own, *super().get_urls()]

    @admin.action(description="Excelに書き出す", permissions=["view"])
    def export_chosen(self, request: HttpRequest, programs: QuerySet[Program]) -> HttpResponse:
        return self._workbook(chosen_programs(codes=list(programs.values_list("code", flat=True))))

    def _workbook(self, programs: list[Program]) -> HttpResponse:
        return download(f"施策_{timezone.localdate():%Y%m%d}.xlsx", XLSX, workbook_bytes(programs))

    def export_page(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = ExportForm(request.GET)
        if not form.is_valid():
            return self._spreadsheet_page(request, form, UploadForm())
        programs = chosen_programs(office=form.cleaned_data["office"])
        chosen = form.cleaned_data["form"]
        if chosen == WORKBOOK:
            return self._workbook(programs)
        name = f"{chosen}_{timezone.localdate():%Y%m%d}.csv"
        return download(name, "text/csv; charset=utf-8", csv_text(BY_NAME[chosen], programs))

    def spreadsheet_page(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._spreadsheet_page(request, ExportForm(), UploadForm())
        if not self.has_change_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                upload = importing.keep(file.name, file.read(), request.user)
            except Refused as error:
                form.add_error("file", str(error))
            else:
                return HttpResponseRedirect(
                    reverse("admin:programs_program_spreadsheet_upload", args=[upload.pk])
                )
        return self._spreadsheet_page(request, ExportForm(), form)

    def _spreadsheet_page(
        self, request: HttpRequest, export_form: forms.Form, upload_form: forms.Form
    ) -> HttpResponse:
        failed = export_form.errors or upload_form.errors
        context = {
            **self.admin_site.each_context(request),
            "title": f"{'エラー：' if failed else ''}表計算（Excel・CSV）",
            "opts": self.opts,
            "export_form": export_form,
            "upload_form": upload_form,
            "may_import": self.has_change_permission(request),
            "max_rows": MAX_ROWS,
        }
        return TemplateResponse(request, "admin/programs/program/spreadsheet.html", context)

    def dry_run_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        upload = SpreadsheetUpload.objects.current().filter(pk=pk, user=request.user).first()
        if upload is None:
            raise Http404
        if request.method == "POST":
            return self._confirm(request, upload)
        return self._dry_run_page(request, upload, "")

    def _confirm(self, request: HttpRequest, upload: SpreadsheetUpload) -> HttpResponse:
        try:
            plan = importing.confirm(upload)
        except ValidationError as error:
            upload.refresh_from_db()
            return self._dry_run_page(request, upload, " ".join(error.messages))
        programs = {change.code for change in plan.changes}
        messages.success(
            request,
            f"{len(programs)}件の施策の下書きに、{len(plan.changes)}行を取り込みました。まだ公開していません。",
        )
        return HttpResponseRedirect(reverse("admin:programs_program_changelist"))

    def _dry_run_page(self, request: HttpRequest, upload: SpreadsheetUpload, refused: str) -> HttpResponse:
        plan = Plan.from_json(upload.plan)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{'エラー：' if plan.problems or refused else ''}取り込みの確認",
            "opts": self.opts,
            "upload": upload,
            "plan": plan,
            "refused": refused,
            "changes": plan.changes[:SHOWN],
            "problems": plan.problems[:SHOWN],
            "shown": SHOWN,
        }
        return TemplateResponse(request, "admin/programs/program/spreadsheet_upload.html", context)

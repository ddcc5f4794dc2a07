"""履歴: every version of a program, any two side by side, one brought back as a draft."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from programs import drafting
from programs.models import Program, Version
from programs.paging import page_or_404
from programs.presentation.differences import marked
from programs.staff import may_edit

from .standing import change_url

PER_PAGE = 50


@admin.register(Version)
class VersionAdmin(admin.ModelAdmin):
    """No list of its own: versions are looked at program by program."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Version | None = None) -> bool:
        return request.user.has_perm("programs.view_program")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Version | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Version | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<slug:code>/", view(self.history), name="programs_version_history"),
            path(
                "<slug:code>/<int:number>/restore/",
                view(require_POST(self.restore)),
                name="programs_version_restore",
            ),
        ]

    def history(self, request: HttpRequest, code: str) -> HttpResponse:
        """All versions of one program; `?old=2&new=5` tells what changed from the one to the other."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        program = Program.objects.filter(code=code).first()
        versions = Version.objects.of_program(code).defer("record", "snapshot").select_related("saved_by")
        if program is None and not versions:
            raise Http404
        old, new = (request.GET.get(name, "") for name in ("old", "new"))
        context = {
            **self.admin_site.each_context(request),
            "title": f"履歴：{program or code}",
            "opts": Program._meta,
            "program": program,
            "program_url": change_url(program) if program else "",
            "page": page_or_404(versions, PER_PAGE, request),
            "old": old,
            "new": new,
            "differences": None,
            "may_restore": program is not None and may_edit(request.user, program),
        }
        if old or new:
            context |= self._compared(Version.objects.of_program(code), old, new)
        return render(request, "admin/programs/history.html", context)

    def _compared(self, versions: QuerySet[Version], old: str, new: str) -> dict[str, Any]:
        chosen = {
            str(v.number): v for v in versions.filter(number__in=[n for n in (old, new) if n.isdecimal()])
        }
        if old not in chosen or new not in chosen:
            return {"message": "くらべる版を、前とあとの一つずつ選んでください。"}
        before, after = chosen[old], chosen[new]
        return {"differences": marked(drafting.differences(before.record, after.record))}

    def restore(self, request: HttpRequest, code: str, number: int) -> HttpResponse:
        version = get_object_or_404(Version, code=code, number=number)
        program = get_object_or_404(Program, code=code)
        if not may_edit(request.user, program):
            raise PermissionDenied
        try:
            draft = drafting.restore(version=version, program=program, user=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("admin:programs_version_history", code=code)
        messages.success(request, f"第{number}版の内容を下書きにしました。確かめて、確認に出してください。")
        return redirect(change_url(draft))

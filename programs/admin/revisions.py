"""下書きと確認: the difference to the public page, the way to review, the decision."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from programs import drafting
from programs.checks.printed import amounts_apart
from programs.choices import RevisionState
from programs.drafting.review import preview
from programs.drafting.tree import MEMBERS
from programs.drafting.versions import public_record_of, record_of
from programs.models import AcceptedWarning, Program, Revision, Version
from programs.presentation.differences import marked
from programs.services import missing_for_publication
from programs.staff import may_edit, may_review
from programs.views import program_page

from .fields import DayField
from .forms import CommentForm
from .standing import change_url, counterpart


class DecisionForm(CommentForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    publish_on = DayField(label="公開する日", required=False)
    publish_time = forms.TimeField(
        label="公開する時刻", required=False, help_text="例：9:00。日を空けると、承認してすぐに公開します"
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, time = cleaned.get("publish_on"), cleaned.get("publish_time")
        if time and not day:
            self.add_error("publish_on", "公開する日も入力してください。")
        if day:
            moment = datetime.combine(day, time or datetime.min.time(), timezone.get_current_timezone())
            if moment <= timezone.now():
                self.add_error("publish_on", "過ぎた日時です。これからの日時を入力してください。")
            cleaned["publish_at"] = moment
        return cleaned


DONE = {
    "submit": "確認に出しました。承認者が確かめるまで、直せません。",
    "recall": "取り下げました。続けて直せます。",
    "return": "差し戻しました。",
    "approve": "承認しました。",
    "discard": "下書きを取りやめました。",
}


@admin.register(Revision)
class RevisionAdmin(admin.ModelAdmin):
    list_display = ["name", "state", "opened_at", "publish_at"]
    list_filter = ["state"]
    search_fields = ["name", "code", "authors__username"]
    search_help_text = "施策名・記号・直した人でさがせます"
    list_per_page = 50

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("programs.view_program")

    def has_view_permission(self, request: HttpRequest, obj: Revision | None = None) -> bool:
        return request.user.has_perm("programs.view_program")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Revision | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Revision | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                "begin/<str:model>/<int:pk>/",
                self.admin_site.admin_view(require_POST(self.begin)),
                name="programs_revision_begin",
            ),
            path(
                "<int:pk>/preview/",
                self.admin_site.admin_view(self.preview),
                name="programs_revision_preview",
            ),
        ]
        return own + super().get_urls()

    # --- Making a draft -----------------------------------------------------------------------

    def begin(self, request: HttpRequest, model: str, pk: int) -> HttpResponse:
        """Make a draft of the program of a row, and go on to the same row in it."""
        kind = apps.get_model("programs", model) if model in NAMES else None
        if kind is None:
            raise Http404
        row = get_object_or_404(kind, pk=pk)
        program = row if isinstance(row, Program) else row.program
        if not may_edit(request.user, program):
            raise PermissionDenied
        try:
            draft = drafting.begin(program=program, user=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(change_url(row))
        messages.success(request, f"「{program}」の下書きを作りました。ここで直します。")
        return redirect(change_url(counterpart(row, draft) or draft))

    # --- The page of one change ---------------------------------------------------------------

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        revision = self._revision(object_id)
        last = Version.objects.last_number(revision.code)
        form = DecisionForm(request.POST or None, initial={"version": last})
        if request.method == "POST" and form.is_valid() and self._did(request, revision, form):
            return redirect(request.path)
        # Read anew: what refused this decision may have closed the change.
        context = self._context(request, self._revision(object_id), form)
        return render(request, "admin/programs/revision.html", context)

    def _revision(self, object_id: str) -> Revision:
        found = Revision.objects.select_related("program", "draft__draft_of")
        return get_object_or_404(found, pk=object_id if object_id.isdecimal() else 0)

    def _did(self, request: HttpRequest, revision: Revision, form: DecisionForm) -> bool:
        """Whether what the pressed button says was done; if not, the form says why."""
        action = request.POST.get("do", "")
        given = {"revision": revision, "user": request.user, "comment": form.cleaned_data["comment"]}
        services: dict[str, Callable[..., Any]] = {
            "submit": drafting.submit,
            "recall": drafting.recall,
            "discard": drafting.discard,
            "return": drafting.return_to_editors,
        }
        if action in ("submit", "recall", "discard") and not self._is_of(request, revision):
            raise PermissionDenied
        try:
            if action == "approve":
                drafting.approve(
                    **given,
                    version=form.cleaned_data["version"],
                    publish_at=form.cleaned_data.get("publish_at"),
                )
            elif action in services:
                services[action](**given)
            else:
                raise ValidationError("押したボタンが分かりません。もう一度どうぞ。")
        except ValidationError as error:
            form.add_error(None, error)
            return False
        revision.refresh_from_db()
        done = "承認し、公開しました。" if revision.state == RevisionState.PUBLISHED else DONE[action]
        messages.success(request, f"「{revision.name}」：{done}")
        return True

    def _is_of(self, request: HttpRequest, revision: Revision) -> bool:
        """Whether the person works on this change, or could."""
        draft = revision.draft
        return draft is not None and may_edit(request.user, draft)

    def _context(self, request: HttpRequest, revision: Revision, form: DecisionForm) -> dict[str, Any]:
        draft = revision.draft
        public = public_record_of(revision.program) if revision.program else None
        record = record_of(draft) if draft else None
        changes = drafting.differences(public, record) if record else []
        is_author = revision.authors.filter(pk=request.user.pk).exists()
        is_submitted = revision.state == RevisionState.SUBMITTED
        return {
            **self.admin_site.each_context(request),
            "title": f"下書きと確認：{revision.name}",
            "opts": self.opts,
            "revision": revision,
            "is_new": public is None,
            "differences": marked(changes),
            "missing": missing_for_publication(draft) if draft else [],
            "apart": list(amounts_apart(record, public)) if record else [],
            "explained": self._explained(revision),
            "steps": revision.steps.select_related("user"),
            "authors": revision.authors.all(),
            "draft_url": change_url(draft) if draft else "",
            "form": form,
            "may_submit": revision.state == RevisionState.EDITING and self._is_of(request, revision),
            "may_recall": revision.state in (RevisionState.SUBMITTED, RevisionState.APPROVED)
            and self._is_of(request, revision),
            "may_decide": is_submitted and may_review(request.user) and not is_author,
            "is_own": is_submitted and may_review(request.user) and is_author,
        }

    def _explained(self, revision: Revision) -> QuerySet[AcceptedWarning]:
        """The warnings that editors saved over while this change was open, with their reasons."""
        if revision.program is None:
            return AcceptedWarning.objects.none()
        return AcceptedWarning.objects.of_program(revision.program).filter(at__gte=revision.opened_at)

    # --- As the public will see it --------------------------------------------------------------

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The very page that publication would make: it is published, shown, and taken back."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        revision = get_object_or_404(Revision.objects.open().select_related("program", "draft"), pk=pk)
        with drafting.recording():
            try:
                program = preview(revision)
                return program_page(request, program.code, preview=revision)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
                return redirect(reverse("admin:programs_revision_change", args=[pk]))
            finally:
                transaction.set_rollback(True)


NAMES = {"program", *(model._meta.model_name for model in MEMBERS if hasattr(model, "program"))}

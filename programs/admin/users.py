"""利用者: who may sign in, in which role and for which offices; for 管理者, who are no superusers."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from programs import staff
from programs.models import OfficeMember

from .base import RecordPage
from .permissions import EDITORS, MANAGERS, REVIEWERS, ROLES

# What code decides (roles), what nobody may read (secrets of second factors), what is not used (e-mail).
for model in (User, Group, Authenticator, EmailAddress):
    admin.site.unregister(model)

MEANING = {
    EDITORS: "所属する課・室の施策を編集する",
    REVIEWERS: "変更を確認し、公開する",
    MANAGERS: "すべての施策、用語、職員を扱う",
}
SECOND_FACTOR = "auth_user_second_factor"
KINDS = {
    Authenticator.Type.TOTP: "認証アプリ",
    Authenticator.Type.WEBAUTHN: "パスキー",
    Authenticator.Type.RECOVERY_CODES: "回復コード",
}


class StaffCreationForm(UserCreationForm):
    """Whoever has an account here is staff: the public has none."""

    def save(self, commit: bool = True) -> User:
        self.instance.is_staff = True
        return super().save(commit)


class RolesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, group: Group) -> str:
        return f"{group.name}（{MEANING[group.name]}）"


class OfficeMemberInline(RecordPage, admin.TabularInline):
    model = OfficeMember
    extra = 0
    autocomplete_fields = ["office"]
    verbose_name_plural = "所属する担当課・室（編集者は、ここにある課・室の施策だけを編集できます）"


@admin.register(User)
class StaffUserAdmin(UserAdmin):
    add_form = StaffCreationForm
    add_fieldsets = [(None, {"classes": ["wide"], "fields": ["username", "password1", "password2"]})]
    inlines = [OfficeMemberInline]
    readonly_fields = ["password_page", "second_factors", "last_login", "date_joined"]
    fieldsets = [
        ("だれか", {"fields": ["username", "last_name", "first_name"]}),
        ("役割", {"fields": ["groups"]}),
        (
            "ログイン",
            {"fields": ["password_page", "second_factors", "is_active", "last_login", "date_joined"]},
        ),
    ]
    for_superusers = ("特別な権限", {"fields": ["is_staff", "is_superuser"]})
    filter_horizontal = []
    list_display = [
        "username",
        "full_name",
        "roles",
        "offices",
        "has_second_factor",
        "is_active",
        "last_day",
    ]
    list_filter = ["is_active", "groups"]
    search_fields = ["username", "last_name", "first_name"]
    search_help_text = "ユーザー名・氏名でさがせます"

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        factors = Authenticator.objects.filter(user=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .annotate(enrolled=Exists(factors))
            .prefetch_related("groups", "office_memberships__office")
        )

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets, self.for_superusers] if obj and request.user.is_superuser else fieldsets

    def get_inlines(self, request: HttpRequest, obj: User | None) -> list[Any]:
        return self.inlines if obj else []

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return RolesField(
            queryset=Group.objects.filter(name__in=ROLES),
            label="役割",
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    # --- A superuser is nobody's to change but another's ---------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may_touch(request, obj)

    def _may_touch(self, request: HttpRequest, obj: User | None) -> bool:
        return obj is None or not obj.is_superuser or request.user.is_superuser

    # --- What is shown --------------------------------------------------------------------------

    @admin.display(description="氏名")
    def full_name(self, user: User) -> str:
        return f"{user.last_name} {user.first_name}".strip()

    @admin.display(description="役割")
    def roles(self, user: User) -> str:
        return "、".join(group.name for group in user.groups.all())

    @admin.display(description="担当課・室")
    def offices(self, user: User) -> str:
        return "、".join(str(membership.office) for membership in user.office_memberships.all())

    @admin.display(description="二段階認証", boolean=True, ordering="enrolled")
    def has_second_factor(self, user: User) -> bool:
        return user.enrolled

    @admin.display(description="最後のログイン", ordering="last_login")
    def last_day(self, user: User) -> str | None:
        return f"{timezone.localtime(user.last_login):%Y年%-m月%-d日}" if user.last_login else None

    @admin.display(description="パスワード")
    def password_page(self, user: User) -> str:
        address = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('<a href="{}">新しいパスワードを決める</a>', address)

    @admin.display(description="二段階認証")
    def second_factors(self, user: User) -> str:
        kinds = list(user.authenticator_set.order_by("type").values_list("type", flat=True))
        if not kinds:
            return "登録していません。次のログインのときに、本人が登録します。"
        said = "、".join(KINDS[kind] for kind in dict.fromkeys(kinds))
        address = reverse(f"admin:{SECOND_FACTOR}", args=[user.pk])
        return format_html('{}　<a href="{}">登録を消して、本人に登録し直してもらう</a>', said, address)

    # --- Second factor ----------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.reset_second_factor)
        return [path("<int:pk>/second-factor/", view, name=SECOND_FACTOR), *super().get_urls()]

    def reset_second_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks first: until the person enrols anew, the password alone protects the account."""
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if user == request.user:  # there, who signed in proves it first
            return redirect("mfa_index")
        if request.method == "POST":
            staff.reset_second_factor(user=user, by=request.user)
            self.log_change(request, user, "二段階認証の登録を消しました。")
            self.message_user(request, f"「{user}」の二段階認証の登録を消しました。", messages.SUCCESS)
            return redirect("admin:auth_user_change", pk)
        context = {**self.admin_site.each_context(request), "title": "二段階認証の登録を消す", "person": user}
        return TemplateResponse(request, "admin/auth/user/second_factor.html", context)

"""Everything below ADMIN_PATH, and nothing else: public pages read no session and set no cookie."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from . import audit, sessions

# What somebody may do who has yet to enrol, or to show, a second factor.
OPEN_VIEWS = {
    "account_login",
    "account_inactive",
    "account_reauthenticate",
    "account_set_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_login_webauthn",
    "admin:login",
    "admin:logout",
}
DAY_IS_OVER = "ログインから12時間たったので、ログアウトしました。もう一度ログインしてください。"


class StaffMiddleware:
    """Ends sessions, asks for the second factor, lets no staff page be stored, logs what is refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_staff_address(request):
            return self.get_response(request)
        if request.user.is_authenticated:
            if sessions.is_over(request):
                logout(request)
                messages.warning(request, DAY_IS_OVER)
            else:
                sessions.keep_alive(request)
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        if response.status_code == 403:
            audit.denied(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not settings.STAFF_MFA_REQUIRED or not is_staff_address(request):
            return None
        match = request.resolver_match
        if not request.user.is_authenticated or (match and match.view_name in OPEN_VIEWS):
            return None
        if not is_mfa_enabled(request.user, sessions.SECOND_FACTORS):
            return HttpResponseRedirect(reverse("mfa_index"))
        if sessions.has_shown_second_factor(request):
            return None
        # Signed in with the password before the second factor was enrolled elsewhere.
        following = {"next": request.get_full_path() if request.method == "GET" else reverse("admin:index")}
        return HttpResponseRedirect(f"{second_factor_address(request)}?{urlencode(following)}")


def is_staff_address(request: HttpRequest) -> bool:
    return request.path_info.startswith(f"/{settings.ADMIN_PATH}")


def second_factor_address(request: HttpRequest) -> str:
    """Where somebody signed in shows the factor that they have."""
    by_app = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
    return reverse("mfa_reauthenticate" if by_app else "mfa_reauthenticate_webauthn")

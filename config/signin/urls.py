"""Sign-in below ADMIN_PATH: what staff need of allauth, and no more (no sign-up, no e-mail)."""

from allauth.account import views
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST


@require_POST
def typing(request: HttpRequest) -> HttpResponse:
    """Somebody types: the middleware keeps the session, so that a long form is not lost half an hour on."""
    return HttpResponse(status=204 if request.user.is_authenticated else 401)


urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("typing/", typing, name="staff_typing"),
    path("2fa/", include("allauth.mfa.urls")),
]

"""Response headers that Django does not set, what holds for the whole API, a database away."""

import logging
from collections.abc import Callable

from csp.constants import HEADER as CONTENT_SECURITY_POLICY
from csp.utils import build_policy
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation

from search.api.parameters import error

logger = logging.getLogger(__name__)

# Seconds. A restarted server is back within about five; a reader should not hammer at it.
RETRY_AFTER = 30

# Everything a page of text could be tricked into asking for. WebAuthn is left out: staff may
# sign in with it one day.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
)


class ContentSecurityPolicyMiddleware:
    """The policy of the settings on every answer, as django-csp writes it; no page has one of its own.

    django-csp's middleware, which also obeys its decorators, puts the same text together twice for each
    answer: a twentieth of an answer of the API.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Django's page of an error, for developers, has styles and scripts inside.
        if not (settings.DEBUG and response.status_code in (404, 500)):
            response.headers[CONTENT_SECURITY_POLICY] = self.policy
        return response


class PermissionsPolicyMiddleware:
    """Refuses every browser capability that the site does not use, which is all of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        return response


class LanguageByAddressMiddleware:
    """The first part of the path decides the language (/en/…), nothing else: no header, no cookie.

    Not Django's LocaleMiddleware, which adds `Vary: Accept-Language` to what is without a prefix.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefixed = {code for code, _ in settings.LANGUAGES} - {settings.LANGUAGE_CODE}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first = request.path_info.split("/", 2)[1:2]
        language = first[0] if first and first[0] in self.prefixed else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers["Content-Language"] = language
        return response


class PublicApiMiddleware:
    """Every answer under /api/ may be read by scripts of any site; nothing there can be written.

    Here and not in the views, so that redirects and wrong addresses answer alike.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        if request.method in ("GET", "HEAD"):
            response = self.get_response(request)
        else:
            message = f"{request.method} は使えません。GET か HEAD で読んでください。"
            response = JsonResponse(
                {"errors": [error(None, message)]},
                status=405,
                headers={"Allow": "GET, HEAD"},
                json_dumps_params={"ensure_ascii": False},
            )
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response


class DatabaseAwayMiddleware:
    """A database that is away, full or too slow is a 503 that says when to ask again, not a 500.

    A cache in front may then go on serving what it has. The page needs no database. Last of the list, so
    that the headers of the others are set on it too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        logger.error("Database away: %s", request.path, exc_info=exception)
        headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
        if request.path_info.startswith("/api/"):
            message = "いまデータを読み出せません。少し待ってから、もう一度お試しください。"
            return JsonResponse(
                {"errors": [error(None, message)]},
                status=503,
                headers=headers,
                json_dumps_params={"ensure_ascii": False},
            )
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)

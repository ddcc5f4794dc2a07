"""What a staff session remembers: since when it is, when it was last used, that a second factor was shown."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_used
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

SIGNED_IN_AT = "staff_signed_in_at"
SEEN_AT = "staff_seen_at"
# Holds the number of the person who showed it: a session that changes hands proves nothing.
SECOND_FACTOR_OF = "staff_second_factor_of"

# Recovery codes alone are no second factor: they go with the last one.
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Seconds. A session is written at most so often, not on every request.
SEEN_EVERY = 60


def is_over(request: HttpRequest) -> bool:
    """Whether a signed-in session is older than a working day, however much it is used."""
    since = request.session.setdefault(SIGNED_IN_AT, int(time.time()))
    return time.time() - since >= settings.STAFF_SESSION_SECONDS


def keep_alive(request: HttpRequest) -> None:
    """Writing a session is what puts off its end (SESSION_COOKIE_AGE)."""
    now = int(time.time())
    if now - request.session.get(SEEN_AT, 0) >= SEEN_EVERY:
        request.session[SEEN_AT] = now


def has_shown_second_factor(request: HttpRequest) -> bool:
    return request.session.get(SECOND_FACTOR_OF) == request.user.pk


def _begin(request: HttpRequest, **kwargs: Any) -> None:
    request.session[SIGNED_IN_AT] = int(time.time())


def _second_factor_shown(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    request.session[SECOND_FACTOR_OF] = user.pk


def connect() -> None:
    user_logged_in.connect(_begin, dispatch_uid="staff session begins")
    authenticator_added.connect(_second_factor_shown, dispatch_uid="second factor added in a session")
    authenticator_used.connect(_second_factor_shown, dispatch_uid="second factor used in a session")

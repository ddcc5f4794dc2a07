"""Logger `staff`: who signed in, failed, was locked out, changed a second factor, was refused.

Lines name a user by number alone: no user name, no address, no query. What was typed as a user name is
never logged (people type passwords there), only the number of the account it names, or `unknown`.
"""

import logging
from typing import Any

from allauth.account.internal.userkit import get_user_by_username
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.http import HttpRequest

logger = logging.getLogger("staff")


def account_named(username: str) -> object:
    """Number of the account that a sign-in is tried for, or `unknown`."""
    user = get_user_by_username(username) if username else None
    return user.pk if user else "unknown"


def locked(username: str) -> None:
    """A sign-in was refused unread: too many have failed."""
    logger.warning("sign-in locked user=%s", account_named(username))


def denied(request: HttpRequest) -> None:
    """A signed-in person asked for what they may not do. The view is named, not the address."""
    match = request.resolver_match
    view = match.view_name if match else "unknown"
    logger.warning("permission denied user=%s %s %s", request.user.pk or "none", request.method, view)


def _signed_in(user: Any, **kwargs: Any) -> None:
    logger.info("sign-in ok user=%s", user.pk)


def _failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    logger.warning("sign-in failed user=%s", account_named(str(credentials.get("username") or "")))


def _second_factor_failed(user: Any, authenticator: Any, **kwargs: Any) -> None:
    logger.warning("second factor failed user=%s type=%s", user.pk, authenticator.type)


def _second_factor_added(user: Any, authenticator: Any, **kwargs: Any) -> None:
    logger.info("second factor added user=%s type=%s", user.pk, authenticator.type)


def _second_factor_removed(user: Any, authenticator: Any, **kwargs: Any) -> None:
    logger.info("second factor removed user=%s type=%s", user.pk, authenticator.type)


def _second_factor_renewed(user: Any, authenticator: Any, **kwargs: Any) -> None:
    logger.info("second factor renewed user=%s type=%s", user.pk, authenticator.type)


def connect() -> None:
    for signal, receiver in (
        (user_logged_in, _signed_in),
        (user_login_failed, _failed),
        (mfa.authentication_failed, _second_factor_failed),
        (mfa.authenticator_added, _second_factor_added),
        (mfa.authenticator_removed, _second_factor_removed),
        (mfa.authenticator_reset, _second_factor_renewed),
    ):
        signal.connect(receiver, dispatch_uid=f"staff audit {receiver.__name__}")

"""What allauth asks of a site: texts in Japanese, how failures are counted, how codes are drawn."""

import time
from typing import Any

import segno
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from . import audit

TOO_MANY = (
    f"{settings.SIGN_IN_PAUSE_MINUTES}分のあいだに{settings.SIGN_IN_FAILURES}回まちがえたので、"
    f"しばらく受け付けません。{settings.SIGN_IN_PAUSE_MINUTES}分たってから、もう一度お試しください。"
)
WRONG_CODE = "コードが違います。いま表示されているコードを入力してください。一度使ったコードは使えません。"
# By the name of allauth's text; the others say what the page itself shows.
DONE = {
    "mfa/messages/totp_activated.txt": "認証アプリを登録しました。",
    "mfa/messages/totp_deactivated.txt": "認証アプリの登録を消しました。",
    "mfa/messages/webauthn_added.txt": "パスキーを登録しました。",
    "mfa/messages/webauthn_removed.txt": "パスキーの登録を消しました。",
    "mfa/messages/recovery_codes_generated.txt": "回復コードを作りました。",
    "account/messages/password_set.txt": "パスワードを決めました。",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "ユーザー名かパスワードが違います。",
        "incorrect_password": "パスワードが違います。",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failures count for one account from one address: nobody can lock an account for its owner, who
        is elsewhere, nor a colleague's behind the same address."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}@{get_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            audit.locked(str(credentials.get("username") or ""))
            raise

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Signing in counts: who just did is not asked for the password again to enrol a second factor."""
        records = get_authentication_records(context.request, context.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        text = message or DONE.get(message_template or "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": "回復コードは、認証アプリかパスキーを登録してから作れます。",
    }

    def build_totp_svg(self, url: str) -> str:
        """Drawn in the page itself: a picture from a data: address would need a hole in the policy."""
        return str(segno.make(url).svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=True))

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        number = user.authenticator_set.filter(type=type).count() + 1  # type: ignore[attr-defined]
        return f"パスキー{number}"

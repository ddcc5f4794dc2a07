"""The test suite: fast, strict about templates, on the engine that DATABASE_URL names."""

import sys
from types import FrameType

from django.template.base import Node

from .base import *  # noqa: F403
from .base import BASE_DIR, DATABASES, TEMPLATES

SECRET_KEY = "django-insecure-for-tests-only"
HISTORY_GUARD = False  # factories make facts out of nothing; the `guarded` fixture turns it on
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["NAME"] = ":memory:"

# No collectstatic before a test run: names stay unhashed, files come from where they are written.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True


class UndefinedTemplateVariable(Exception):
    """One of our templates prints a variable that its view did not give."""


class FailIfInvalid(str):
    """`string_if_invalid` that fails for our own templates; Django's rely on the silence."""

    def __contains__(self, item: object) -> bool:
        return item == "%s"  # makes Django hand us the variable

    def __mod__(self, variable: object) -> str:
        name = self._template_being_rendered()
        if name.startswith(str(BASE_DIR / "templates")):
            raise UndefinedTemplateVariable(f"{{{{ {variable} }}}} in {name}")
        return ""

    def _template_being_rendered(self) -> str:
        """Origin of the innermost node on the call stack."""
        frame: FrameType | None = sys._getframe()
        while frame:
            node = frame.f_locals.get("self")
            if isinstance(node, Node) and getattr(node, "origin", None):
                return str(node.origin.name)
            frame = frame.f_back
        return ""


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = FailIfInvalid("undefined")

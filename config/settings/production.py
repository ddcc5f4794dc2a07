"""Deployment: base.py as it is, and no start without what only the operator can give."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, SECRET_KEY

_missing = [
    name for name, value in (("SECRET_KEY", SECRET_KEY), ("ALLOWED_HOSTS", ALLOWED_HOSTS)) if not value
]
if _missing:
    raise ImproperlyConfigured(f"Set the environment variables {', '.join(_missing)}.")

"""Development on one's own machine: debug pages, plain HTTP, a key that protects nothing."""

from .base import *  # noqa: F403

DEBUG = True
SECRET_KEY = "django-insecure-for-development-only"

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False

# For trying out: no second factor is asked for, but may be enrolled (passkeys: at localhost, not 127.0.0.1).
STAFF_MFA_REQUIRED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

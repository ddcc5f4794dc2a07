"""Development on one's own machine: debug pages, plain HTTP, a key that protects nothing."""

from .base import *  # noqa: F403

DEBUG = True
SECRET_KEY = "django-insecure-for-development-only"

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False

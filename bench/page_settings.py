"""The site as production serves it, over plain HTTP on this machine: for what measures pages in a browser."""

from config.settings.base import *  # noqa: F403
from config.settings.base import env

SECRET_KEY = "django-insecure-for-measuring-only"
ALLOWED_HOSTS = ["127.0.0.1"]
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
DATABASES = {"default": env.db_url("BENCH_SQLITE")}
STATIC_ROOT = env.str("BENCH_STATIC")

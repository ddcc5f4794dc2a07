"""Two databases side by side: `default` is the SQLite file, `postgresql` the same catalog on a server."""

from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR, SQLITE_OPTIONS, TEMPLATES, env

SECRET_KEY = "django-insecure-for-measuring-only"
ALLOWED_HOSTS = ["127.0.0.1"]
SECURE_SSL_REDIRECT = False

HISTORY_GUARD = False  # the measured catalogs have no history

DATABASES = {"default": env.db_url("BENCH_SQLITE")}
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
if env.str("BENCH_POSTGRESQL", default=""):
    DATABASES["postgresql"] = env.db_url("BENCH_POSTGRESQL")
    DATABASES["postgresql"]["CONN_MAX_AGE"] = None
    DATABASE_ROUTERS = ["bench.databases.Chosen"]

# The plain way to make a list page, to be compared (bench/plain.py).
ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"].append(BASE_DIR / "bench" / "templates")

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING = {"version": 1, "root": {"level": "ERROR"}}

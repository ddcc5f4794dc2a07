"""Settings fit for production; dev.py and test.py relax them, production.py insists on them.

The only reader of environment variables. Every variable is listed in README.md.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()

# No default that works: Django refuses an empty key, and production.py says so by name.
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
DEBUG = False

# The documents the records were transcribed from; a checkout without them still serves.
SOURCES_DIR = Path(env.str("CATALOG_SOURCES", default=str(BASE_DIR.parent / "shared" / "sources")))
# Sign-in of the demo editor, who exists only where DEBUG is on.
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="kasumigaseki-demo")
# Whom readers write to about the site itself; left empty, the pages say 記載なし.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
# Facts are written only where a version is kept of them (programs/drafting/guard.py).
HISTORY_GUARD = True
# A year's edition with all its facts is one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FORM_RENDERER = "config.widgets.QuickWidgets"
# What is uploaded stays in memory: no page needs a file system that can be written to.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
ADMIN_PATH = env.str("ADMIN_PATH", default="staff/").strip("/") + "/"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "config.signin",
    "programs",
    "search",
]

# The header middleware stands before WhiteNoise so that static files carry the headers too.
# No LocaleMiddleware: the address alone decides, and no `Vary: Accept-Language` splits caches.
# Sessions, CSRF and messages are lazy: an anonymous reader gets no cookie.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.LanguageByAddressMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "config.middleware.PermissionsPolicyMiddleware",
    "config.middleware.PublicApiMiddleware",
    # Pages hold no secret but CSRF tokens, which Django masks anew in each answer.
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.signin.middleware.StaffMiddleware",
    "config.middleware.DatabaseAwayMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["config.compact.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.about.head.canonical",
            ],
            # Every page is in two languages.
            "builtins": ["django.templatetags.i18n", "programs.templatetags.languages"],
        },
    },
    {
        # The inside of long loops only: see programs/templatetags/loops.py.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja"],
        "NAME": "jinja2",
        "OPTIONS": {"environment": "config.jinja.environment"},
    },
]

# --- Database: SQLite unless DATABASE_URL names a PostgreSQL server ---------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}"),
}
# Readers go on while an editor saves; IMMEDIATE makes a second writer wait, not fail.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
_database = DATABASES["default"]
_database.setdefault("OPTIONS", {})
if _database["ENGINE"] == "django.db.backends.postgresql":
    # A page fails within seconds, never hangs, while the server is away or a query runs wild.
    # Milliseconds; 0 lifts the limit for a long migration.
    _statement_timeout = env.int("DATABASE_STATEMENT_TIMEOUT", default=3000)
    _database["OPTIONS"] = {
        "connect_timeout": 2,
        # Compiling a query that joins ten tables takes longer than answering it.
        "options": f"-c statement_timeout={_statement_timeout} -c jit=off",
        "pool": {"min_size": 1, "max_size": 8, "timeout": 3},
        **_database["OPTIONS"],
    }
    # A pooled connection is tried before use, so a restarted server costs no failed page.
    _database["CONN_HEALTH_CHECKS"] = True
else:
    _database["OPTIONS"] = {**SQLITE_OPTIONS, **_database["OPTIONS"]}
    # To open the file anew takes as long as a search. Seconds, so that a file that was put back is read.
    _database["CONN_MAX_AGE"] = 60
# A name of its own for each test run, so that two runs on one server do not collide.
_database["TEST"] = {"NAME": env.str("TEST_DATABASE_NAME", default=None)}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

# --- Static files -----------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Sign-in (ministry staff only) ------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = LOGIN_URL
# A person without a second factor is led to enrol one and may do nothing else.
STAFF_MFA_REQUIRED = True

# A session ends after half an hour without a staff page, and after a working day in any case.
SESSION_COOKIE_AGE = 30 * 60
STAFF_SESSION_SECONDS = 12 * 60 * 60
ACCOUNT_SESSION_REMEMBER = False  # the cookie goes with the browser

ACCOUNT_ADAPTER = "config.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Failures of one account from one address (passwords), or of one account (codes of the second factor).
SIGN_IN_FAILURES, SIGN_IN_PAUSE_MINUTES = 5, 15
ACCOUNT_RATE_LIMITS = {"login_failed": f"{SIGN_IN_FAILURES}/{SIGN_IN_PAUSE_MINUTES}m/key"}

MFA_ADAPTER = "config.signin.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # no address is ever verified: nothing is mailed
MFA_TOTP_ISSUER = "支援施策カタログ"
MFA_RECOVERY_CODES_SHOW_ONCE = True
# A passkey that its device lets a person use by PIN, finger or face is two factors: it signs in alone.
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"

# Shared by all processes, since failed sign-ins are counted in it. Public pages do not use it.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "signin_cache"},
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- What the browser is told -----------------------------------------------------------------

# Nothing inline, nothing from elsewhere; the stock admin works under it.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# The preload list binds the whole registered domain: its owner's decision, not this site's.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Only behind a proxy that sets or strips this header; else a client could forge it.
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # The last address of X-Forwarded-For is the one that this proxy saw; the others anybody may write.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

# A link typed without a scheme is https; Django 6 makes this the only behaviour.
FORMS_URLFIELD_ASSUME_HTTPS = True

# --- Logs: plain lines on standard error, no personal data, no query text ---------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_query": {"()": "config.log.WithoutQuery"}},
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["without_query"],
            "formatter": "plain",
        },
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Django's own handlers would mail tracebacks with request data, or print whole request lines.
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
    },
}

"""A real browser against a live server with the real catalog."""

import os
import shutil
import sqlite3
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import connection

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args():
    path = os.environ.get("CHROME_PATH") or next(filter(None, map(shutil.which, BROWSERS)), None)
    return {"executable_path": path, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args():
    # axe is injected into the page, which the content security policy forbids to everybody else.
    return {"locale": "ja-JP", "bypass_csp": True, "viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def loaded():
    """A copy of the loaded SQLite database, made by the first test that needs it."""
    return sqlite3.connect(":memory:", check_same_thread=False)


@pytest.fixture
def site(transactional_db, live_server, loaded):
    """Address of a server that holds the whole committed catalog; each test has it unchanged."""
    if loaded.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        loaded.backup(connection.connection)
    else:
        call_command("load_catalog", stdout=StringIO())
        connection.connection.backup(loaded)
    return live_server.url


@pytest.fixture
def outside_requests(page, site):
    """Addresses outside the site that the page asked for; must stay empty."""
    asked = []
    host = urlsplit(site).netloc
    page.on("request", lambda request: asked.append(request.url) if host not in request.url else None)
    return asked

"""A real browser against a live server with the real catalog."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command

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


@pytest.fixture
def site(transactional_db, live_server):
    """Address of a server that holds the whole committed catalog."""
    call_command("load_catalog", verbosity=0)
    return live_server.url


@pytest.fixture
def outside_requests(page, site):
    """Addresses outside the site that the page asked for; must stay empty."""
    asked = []
    host = urlsplit(site).netloc
    page.on("request", lambda request: asked.append(request.url) if host not in request.url else None)
    return asked

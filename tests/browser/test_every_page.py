"""What holds for every page: no sideways scroll, large text, wide spacing, weight, what a tool can see."""

import gzip
from urllib.parse import urlsplit

import pytest

from .faults import faults
from .pages import PAGES

pytestmark = pytest.mark.browser

# WCAG 2.2, 1.4.12 Text Spacing; 1.4.4 Resize Text.
SPACED = "* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"
SPACED += "p {margin-bottom: 2em !important}"
LARGE = "html {font-size: 200% !important}"

KIB = 1024
HTML, LIST_HTML, STYLE, SCRIPT, TOTAL, REQUESTS = 12 * KIB, 20 * KIB, 12 * KIB, 3 * KIB, 35 * KIB, 5
LISTS = ("/programs/", "/cases/", "/places/", "/updates/", "/budget/", "/sources/", "/glossary/", "/compare/")
LISTS += ("/programs/chiiki-johoka-adviser/cases/",)


def overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_nothing_scrolls_sideways(page, site, width):
    page.set_viewport_size({"width": width, "height": 780})
    wide = {}
    for path in PAGES:
        page.goto(f"{site}{path}")
        if (over := overflow(page)) > 0:
            wide[path] = over
    assert not wide


@pytest.mark.parametrize(("style", "width"), [(LARGE, 1280), (LARGE, 640), (SPACED, 320)])
def test_large_and_widely_spaced_text_fits(page, site, style, width):
    page.set_viewport_size({"width": width, "height": 780})
    wide = {}
    for path in PAGES:
        page.goto(f"{site}{path}")
        page.add_style_tag(content=style)
        if (over := overflow(page)) > 0:
            wide[path] = over
    assert not wide


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "light"), (1280, "dark")])
def test_no_page_has_an_accessibility_fault_that_a_tool_can_see(page, site, width, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    found = {}
    for path in PAGES:
        page.goto(f"{site}{path}")
        if wrong := faults(page):
            found[path] = wrong
    assert not found


def test_every_page_is_within_its_budget(page, site):
    """Bytes are those of gzip, which production's answers are under; Brotli is less."""
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    heavy = {}
    for path in PAGES:
        answers.clear()
        page.goto(f"{site}{path}")
        page.wait_for_load_state("networkidle")
        sizes = [(answer.request.resource_type, weight(answer)) for answer in answers]
        most = {"document": LIST_HTML if is_list(path) else HTML, "stylesheet": STYLE, "script": SCRIPT}
        over = {kind: size for kind, size in sizes if size > most.get(kind, TOTAL)}
        if over or len(sizes) > REQUESTS or sum(size for _, size in sizes) > TOTAL:
            heavy[path] = (sizes, over)
    assert not heavy


def weight(answer) -> int:
    """Bytes of an answer; one that leads elsewhere has no body."""
    return 0 if 300 <= answer.status < 400 else len(gzip.compress(answer.body()))


def is_list(path: str) -> bool:
    return urlsplit(path).path.removeprefix("/en") in LISTS


def test_no_page_sets_a_cookie_or_asks_another_site(page, site):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        page.goto(f"{site}{path}")
    assert page.context.cookies() == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(site).netloc}

"""What holds for every page: no sideways scroll, large text, wide spacing, weight, what a tool can see."""

import gzip
from urllib.parse import urlsplit

import pytest

from .faults import faults_in_every_look
from .pages import PAGES, overflow, resize

pytestmark = pytest.mark.browser

# WCAG 2.2, 1.4.12 Text Spacing; 1.4.4 Resize Text.
SPACED = "* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"
SPACED += "p {margin-bottom: 2em !important}"
LARGE = "html {font-size: 200% !important}"

KIB = 1024
HTML, LIST_HTML, STYLE, SCRIPT, TOTAL, REQUESTS = 12 * KIB, 20 * KIB, 12 * KIB, 3 * KIB, 35 * KIB, 5
LISTS = ("/programs/", "/cases/", "/places/", "/updates/", "/budget/", "/sources/", "/glossary/", "/compare/")
LISTS += ("/programs/chiiki-johoka-adviser/cases/",)


# Two halves, for two processes.
in_halves = pytest.mark.parametrize("paths", [PAGES[::2], PAGES[1::2]], ids=["even", "odd"])


@in_halves
def test_nothing_scrolls_sideways_nor_does_large_or_widely_spaced_text(page, site, paths):
    wide = {}
    for path in paths:
        page.goto(f"{site}{path}")
        for width in (1280, 390, 320):
            resize(page, width, 780)
            if (over := overflow(page)) > 0:
                wide[path, width] = over
        for style, width in ((LARGE, 1280), (LARGE, 640), (SPACED, 320)):
            resize(page, width, 780)
            added = page.add_style_tag(content=style)
            if (over := overflow(page)) > 0:
                wide[path, style, width] = over
            added.evaluate("style => style.remove()")
    assert not wide


@in_halves
def test_no_page_has_an_accessibility_fault_that_a_tool_can_see(page, site, paths):
    found = {}
    for path in paths:
        page.goto(f"{site}{path}")
        if seen := faults_in_every_look(page):
            found[path] = seen
    assert not found


@in_halves
def test_every_page_is_within_its_budget_sets_no_cookie_and_asks_no_other_site(page, site, paths):
    """Bytes are those of gzip, which production's answers are under; Brotli is less."""
    answers, asked = [], []
    page.on("response", lambda answer: answers.append(answer))
    page.on("request", lambda request: asked.append(request.url))
    heavy = {}
    for path in paths:
        answers.clear()
        page.goto(f"{site}{path}")
        page.wait_for_load_state("networkidle")
        sizes = [(answer.request.resource_type, weight(answer)) for answer in answers]
        most = {"document": LIST_HTML if is_list(path) else HTML, "stylesheet": STYLE, "script": SCRIPT}
        over = {kind: size for kind, size in sizes if size > most.get(kind, TOTAL)}
        if over or len(sizes) > REQUESTS or sum(size for _, size in sizes) > TOTAL:
            heavy[path] = (sizes, over)
    assert not heavy
    assert page.context.cookies() == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(site).netloc}


def weight(answer) -> int:
    """Bytes of an answer; one that leads elsewhere has no body."""
    return 0 if 300 <= answer.status < 400 else len(gzip.compress(answer.body()))


def is_list(path: str) -> bool:
    return urlsplit(path).path.removeprefix("/en") in LISTS

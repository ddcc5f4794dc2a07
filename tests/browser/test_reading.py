"""Reading: words by keyboard, a program on paper, feeds and calendars as a reader fetches them."""

import re
import xml.etree.ElementTree as ET

import pytest
from playwright.sync_api import expect

from .faults import faults_in_every_look
from .pages import overflow, resize

pytestmark = pytest.mark.browser

# Beside those of `pages`.
PAGES = ["/updates/?kind=nosuch", "/updates/?program=kodo-musen-kankyo"]
PROGRAMS = ["kodo-musen-kankyo", "iot-manabi"]
# Those that fill most paper.
LONG = [
    *("chiiki-iot-kyodo-sogo", "chiiki-johoka-adviser", "telework-days", "mynapoint-kakuju"),
    *("local-5g-jissho", "ict-chiiki-taisho", "telework-fukyu-tenkai", "ilas", "soumu-juten-2020"),
]


def test_a_word_of_a_program_is_found_in_the_glossary_by_keyboard(page, site):
    page.goto(f"{site}/programs/kodo-musen-kankyo/")
    page.locator("#rates ~ .terms").get_by_role("link", name="補助率").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("用語集")
    expect(page).to_have_url(re.compile("#subsidy-rate$"))
    term = page.locator("#subsidy-rate")
    expect(term).to_be_in_viewport()
    expect(term.locator("rt")).to_have_text("ほじょりつ")
    # The next stop of the keyboard is within the word that was asked for.
    page.keyboard.press("Tab")
    expect(term.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#fixed-amount$"))


def test_the_rows_of_the_glossary_are_reached_by_keyboard(page, site):
    page.goto(f"{site}/glossary/")
    page.get_by_role("navigation", name="五十音の行").get_by_role("link", name="さ行").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="さ行")).to_be_in_viewport()


def test_the_pages_have_no_fault_that_a_tool_can_see_and_do_not_scroll_sideways(page, site):
    for path in PAGES:
        page.goto(f"{site}{path}")
        assert faults_in_every_look(page) == {}, path
        for width in (1280, 360, 320):
            resize(page, width)
            assert overflow(page) <= 0, (path, width)


@pytest.mark.parametrize("code", PROGRAMS)
def test_a_program_on_paper_has_a_way_back_and_stays_within_two_sheets(page, site, code):
    page.goto(f"{site}/programs/{code}/")
    printed = page.locator(".qr")
    expect(printed).to_be_hidden()
    page.emulate_media(media="print")
    expect(printed).to_be_visible()
    expect(printed).to_contain_text(f"{site}/programs/{code}/")
    box = printed.locator("svg").bounding_box()
    assert box["width"] == pytest.approx(box["height"], abs=1)
    assert 70 <= box["width"] <= 100  # about 22 mm: what a phone reads at arm's length
    assert 1 <= sheets_of(page) <= 2


def sheets_of(page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_longest_programs_stay_within_two_sheets_in_both_languages(page, site, language):
    found = {}
    for code in LONG:
        page.goto(f"{site}{language}/programs/{code}/")
        found[code] = sheets_of(page)
    assert {code: sheets for code, sheets in found.items() if sheets > 2} == {}


def test_feeds_and_calendars_that_pages_name_can_be_read(page, site):
    named = set()
    for path in ("/updates/", "/programs/?field=broadband", "/programs/iot-manabi/"):
        page.goto(f"{site}{path}")
        links = page.locator('link[type="application/atom+xml"], a[href$=".ics"]')
        named |= {link.evaluate("link => link.href") for link in links.all()}
    assert len(named) == 5
    for address in sorted(named):
        response = page.request.get(address)
        assert response.ok, address
        if address.endswith(".ics"):
            assert response.text().startswith("BEGIN:VCALENDAR\r\n")
        else:
            assert ET.fromstring(response.body()).tag == "{http://www.w3.org/2005/Atom}feed"

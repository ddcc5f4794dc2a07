"""The calculator: by mouse, by keyboard, without script, on a small screen, on paper."""

import re

import pytest
from playwright.sync_api import expect

from .faults import faults_in_every_look
from .pages import overflow

pytestmark = pytest.mark.browser

FIBRE = "/programs/kodo-musen-kankyo/calc/"
PHONES = "/programs/keitai-area-seibi/calc/"
PAGES = [
    FIBRE,
    f"{FIBRE}?cost=1億2千万円",
    f"{FIBRE}?cost=たくさん&rate=nosuch",
    f"{PHONES}?cost=99,999,999,999,999円",
    "/programs/chiiki-iot-jisso/calc/?cost=5000万",
    "/programs/furusato-telework/calc/?cost=5000万",
    "/programs/otameshi-satellite-office/calc/?cost=99,999,999,999,999円&rounding=thousand",
    "/programs/iot-service/calc/",
]


def calculate(page, site):
    """From the program to an answer; the same steps with and without script."""
    page.goto(f"{site}/programs/kodo-musen-kankyo/")
    page.get_by_role("link", name="負担額を試算する").click()
    page.get_by_label("費用").fill("１億２千万円")
    page.get_by_role("radio", name=re.compile("^自治体 ／ その他の条件不利地域 1.2$")).check()
    page.get_by_role("button", name="試算する").click()


def expect_halves(page):
    expect(page.get_by_role("heading", name="試算の結果")).to_be_visible()
    expect(page.locator(".glance > div")).to_have_text(
        [re.compile("国 1/2.*60,000,000円", re.DOTALL), re.compile("自治体 1/2.*60,000,000円", re.DOTALL)]
    )


def sheets(page):
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_an_official_calculates_and_shares_the_answer(page, site, outside_requests):
    calculate(page, site)
    expect_halves(page)
    expect(page).to_have_url(re.compile("#result$"))
    expect(page.get_by_label("費用")).to_have_value("１億２千万円")
    page.goto(page.url)
    expect_halves(page)
    page.get_by_role("link", name="自治体 ／ 離島", exact=True).click()
    expect(page.locator(".glance > div").first).to_contain_text("80,000,000円")
    page.locator(".glance").get_by_role("link", name=re.compile("2.3")).click()
    expect(page.locator("#A55")).to_be_in_viewport()
    assert not outside_requests


def test_the_calculator_works_without_script(browser, browser_context_args, site):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    calculate(page, site)
    expect_halves(page)
    context.close()


def test_the_keyboard_alone_reaches_the_answer(page, site):
    page.goto(f"{site}{FIBRE}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    cost = page.get_by_label("費用")
    for _ in range(6):
        page.keyboard.press("Tab")
        if cost.evaluate("box => box === document.activeElement"):
            break
    expect(cost).to_be_focused()
    page.keyboard.type("1億2千万円")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=re.compile("^自治体 ／ その他の条件不利地域 1.2$"))).to_be_checked()
    page.keyboard.press("Enter")
    expect_halves(page)
    expect(page.locator("#result")).to_be_focused()


def test_an_error_leads_to_its_field_and_keeps_what_was_typed(page, site):
    page.goto(f"{site}{FIBRE}")
    page.get_by_label("費用").fill("たくさん")
    page.get_by_role("button", name="試算する").click()
    expect(page).to_have_title(re.compile("^エラー：負担額の試算"))
    box = page.get_by_label("費用")
    expect(box).to_have_value("たくさん")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_accessible_description(re.compile("金額を読み取れません"))
    page.get_by_role("alert").get_by_role("link", name=re.compile("金額を読み取れません")).click()
    expect(box).to_be_focused()


def test_nothing_scrolls_sideways_on_a_small_screen(page, site):
    page.set_viewport_size({"width": 320, "height": 780})
    for path in PAGES:
        page.goto(f"{site}{path}")
        assert overflow(page) <= 0, path


def test_no_calculator_has_an_accessibility_fault_that_a_tool_can_see(page, site):
    found = {}
    for path in PAGES:
        page.goto(f"{site}{path}")
        if seen := faults_in_every_look(page):
            found[path] = seen
    assert not found


def test_every_answer_prints_on_one_sheet_without_the_form(page, site):
    calculate(page, site)
    answers = [page.url, *(f"{site}{path}" for path in PAGES)]
    page.goto(f"{site}{PHONES}?cost=33,333,333")
    rows = page.locator('tbody a[href^="?"]').all()
    assert len(rows) == 10
    answers += [f"{site}{PHONES}{row.get_attribute('href')}" for row in rows]
    for address in answers:
        page.goto(address)
        assert sheets(page) == 1, address
    page.goto(answers[0])
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="試算する")).to_be_hidden()
    expect(page.locator("#result")).to_be_visible()

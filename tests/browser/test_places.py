"""An official looks the town up: by typing, by keyboard alone, without script, on a phone."""

import re

import pytest
from playwright.sync_api import expect

from .faults import faults_in_every_look
from .pages import overflow

pytestmark = pytest.mark.browser

# Beside those of `pages`.
PAGES = [
    "/places/?town=神山長",
    "/places/431001/",
    "/places/360007/",
    "/places/363421/?applicant=nosuch",
    "/places/011002/?group=check",
    "/programs/?town=神山町",
]


def look_up_kamiyama(page, site):
    page.goto(f"{site}/places/")
    page.get_by_label("市区町村か都道府県の名前").fill("神山町")
    page.get_by_role("button", name="調べる").click()


def test_a_town_is_found_by_its_name_and_a_condition_leads_to_its_proof(page, site, outside_requests):
    look_up_kamiyama(page, site)
    expect(page).to_have_url(f"{site}/places/363421/")
    expect(page.get_by_role("heading", level=1)).to_have_text("徳島県名西郡神山町で使える支援")
    row = page.locator(".row").filter(
        has=page.get_by_role("link", name="高度無線環境整備推進事業", exact=True)
    )
    expect(row.locator(".why")).to_contain_text("次のどれかに当たるか")
    row.get_by_role("link", name=re.compile("^過疎地")).click()
    note = page.locator("#A49")
    expect(note).to_be_in_viewport()
    expect(note).to_contain_text("過疎地")
    assert not outside_requests


def test_a_name_of_several_towns_is_asked_about(page, site):
    page.goto(f"{site}/places/")
    page.get_by_label("市区町村か都道府県の名前").fill("池田町")
    page.get_by_role("button", name="調べる").click()
    page.get_by_role("link", name="福井県今立郡池田町", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("福井県今立郡池田町で使える支援")


def test_the_keyboard_alone_reaches_the_town_and_the_company_view(page, site):
    page.goto(f"{site}/places/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="本文へ")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("市区町村か都道府県の名前")).to_be_focused()
    page.keyboard.type("神山町")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/places/363421/")
    before = page.locator(".counts").inner_text()
    choice = page.get_by_role("navigation", name="立場を選ぶ").get_by_role("link", name="会社・事業者")
    for _ in range(30):
        if choice.evaluate("link => link === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("applicant=company"))
    assert page.locator(".counts").inner_text() != before


def test_the_same_works_without_script(browser, browser_context_args, site):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    look_up_kamiyama(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text("徳島県名西郡神山町で使える支援")
    page.get_by_role("navigation", name="現在位置").get_by_role("link", name="徳島県").click()
    page.get_by_role("link", name=re.compile("^神山町")).click()
    expect(page).to_have_url(f"{site}/places/363421/")
    context.close()


def test_nothing_scrolls_sideways_on_a_phone(page, site):
    page.set_viewport_size({"width": 320, "height": 780})
    for path in PAGES:
        page.goto(f"{site}{path}")
        assert overflow(page) <= 0, path


def test_no_page_has_an_accessibility_fault_that_a_tool_can_see(page, site):
    found = {}
    for path in PAGES:
        page.goto(f"{site}{path}")
        if seen := faults_in_every_look(page):
            found[path] = seen
    assert not found

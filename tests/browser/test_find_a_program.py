"""Journeys of a municipal official: by link, by keyboard, without script, on a phone, on paper."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def open_the_fibre_program(page, site):
    page.goto(site)
    page.get_by_role("link", name=re.compile("^光ファイバ・5G")).click()
    page.get_by_label(re.compile("^市町村")).first.check()
    page.get_by_role("button", name="この条件でさがす").click()
    page.get_by_role("link", name="高度無線環境整備推進事業", exact=True).click()


def test_an_official_finds_the_program_and_its_proof(page, site, outside_requests):
    open_the_fibre_program(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text("高度無線環境整備推進事業")
    page.locator(".glance").get_by_role("link", name=re.compile("3,682")).click()
    expect(page).to_have_url(re.compile("#A24$"))
    note = page.locator("#A24")
    expect(note).to_be_in_viewport()
    expect(note).to_contain_text("3,682百万円")
    assert not outside_requests


def test_the_same_journey_works_without_script(browser, browser_context_args, site):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    open_the_fibre_program(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text("高度無線環境整備推進事業")
    context.close()


def test_the_keyboard_alone_reaches_a_result(page, site):
    page.goto(site)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="本文へ")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="ことばでさがす")).to_be_focused()
    page.keyboard.type("テレワーク")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("施策をさがす")
    expect(page.get_by_role("link", name="テレワーク普及展開推進事業", exact=True)).to_be_visible()


def test_a_new_condition_starts_on_page_one_and_a_chip_removes_it(page, site):
    page.goto(f"{site}/programs/?page=2")
    everything = page.locator("#n").inner_text()
    page.get_by_label(re.compile("^市町村")).first.check()
    page.get_by_role("button", name="この条件でさがす").click()
    expect(page).not_to_have_url(re.compile("page="))
    before = page.locator("#n").inner_text()
    page.get_by_role("link", name="条件「立場：市町村」を外す").click()
    assert page.locator("#n").inner_text() != before
    expect(page.locator("#n")).to_have_text(everything)


def test_on_a_phone_the_filter_opens_without_script(page, site):
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(f"{site}/programs/")
    expect(page.get_by_role("button", name="この条件でさがす")).to_be_hidden()
    page.get_by_role("link", name=re.compile("条件で絞り込む")).click()
    expect(page.get_by_role("button", name="この条件でさがす")).to_be_visible()


@pytest.mark.parametrize(
    "code",
    [
        "kodo-musen-kankyo",
        "chiiki-johoka-adviser",
        "ilas",
        "telework-days",
        "ict-chiiki-taisho",
        "chiiki-iot-kyodo-sogo",
    ],
)
def test_a_program_prints_on_two_sheets(page, site, code):
    """The one that is read most, and those that would fill the most sheets."""
    page.goto(f"{site}/programs/{code}/")
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
    assert 1 <= sheets <= 2


def test_paper_says_how_many_more_there_are_and_where(page, site):
    page.goto(f"{site}/programs/telework-fukyu-tenkai/")
    cases = page.locator("section:has(#cases)")
    listed = cases.locator(".rows > .row")
    expect(listed.last).to_be_visible()
    expect(cases.locator(".rest").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(listed.last).to_be_hidden()
    printed = sum(line.is_visible() for line in listed.all())
    number = int(re.search(r"事例（(\d+)件）", cases.inner_text())[1])
    expect(cases.locator(".flow > .rest").first).to_have_text(f"ほか{number - printed}件")
    expect(page.locator(".qr")).to_contain_text("「ほか…件」としたものもここに")

"""The journeys of an official in a depopulated town and of a company for an island: whole, in three ways."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WIDTHS = (1280, 390, 320)
MOST_TABS = 150


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def reader(request, browser, browser_context_args):
    """A page of a browser with and without JavaScript."""
    context = browser.new_context(**browser_context_args, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def sheets_of(page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def open_filter(page) -> None:
    """On a narrow screen the conditions stand behind a link."""
    link = page.get_by_role("link", name=re.compile("^条件で絞り込む"))
    if link.is_visible():
        link.click()


def tick(page, *, group: str, choice: str) -> None:
    """Tick a choice of a group, which may be folded."""
    summary = page.locator("summary", has_text=group)
    if summary.count():
        summary.click()
    page.get_by_role("group", name=group).get_by_label(re.compile(f"^{choice}")).check()


@pytest.mark.parametrize("width", WIDTHS)
def test_an_official_of_a_depopulated_town_seeks_money_for_disasters(reader, site, width):
    page = reader
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site)
    page.get_by_role("link", name=re.compile("^防災・災害対応")).click()
    open_filter(page)
    tick(page, group="立場", choice="市町村")
    tick(page, group="条件不利地域等", choice="過疎")
    page.get_by_role("button", name="この条件でさがす").click()
    page.get_by_role("link", name=re.compile("ケーブルテレビ光化による耐災害性強化事業")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("耐災害性強化事業")
    expect(page.get_by_text("の資料による内容です")).to_be_visible()
    glance = page.locator(".glance")
    for question in ("国の補助率", "予算額", "いつまで", "使える人", "対象になる地域", "問い合わせ"):
        expect(glance).to_contain_text(question)
    expect(glance).to_contain_text("市町村")
    expect(page.get_by_role("heading", name="対象になる地域・人・費用")).to_be_visible()
    expect(page.get_by_text("更新日").first).to_be_visible()
    assert 1 <= sheets_of(page) <= 2
    page.get_by_role("link", name="負担額を試算する").first.click()
    page.get_by_label(re.compile("^(事業費|かかる費用|費用)")).fill("１億２，０００万円")
    page.get_by_role("button", name="試算する").click()
    expect(page.get_by_text("120,000,000").first).to_be_visible()
    assert sheets_of(page) == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_a_company_seeks_a_program_for_an_island(reader, site, width):
    page = reader
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site)
    page.get_by_role("link", name=re.compile("^会社・事業者")).click()
    open_filter(page)
    tick(page, group="分野", choice="光ファイバ・5G")
    tick(page, group="条件不利地域等", choice="離島")
    page.get_by_role("button", name="この条件でさがす").click()
    page.get_by_role("link", name="高度無線環境整備推進事業", exact=True).click()
    rates = page.locator("table.rates")
    expect(rates).to_contain_text("第3セクター・民間事業者")
    expect(rates).to_contain_text("3セク・民間 1/2")
    expect(page.locator(".glance").get_by_role("link", name="03-5253-5866")).to_be_visible()


def walk_to(page, target) -> None:
    """Press Tab until the focus stands on the target, as a reader without a mouse does."""
    expect(target).to_be_visible()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached by {MOST_TABS} tabs")


def test_the_keyboard_alone_makes_the_whole_journey(page, site):
    page.goto(site)
    walk_to(page, page.get_by_role("link", name=re.compile("^防災・災害対応")))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("施策をさがす")
    walk_to(page, page.get_by_role("group", name="立場").get_by_label(re.compile("^市町村")))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="条件「立場：市町村」を外す")).to_be_visible()
    walk_to(page, page.get_by_role("link", name=re.compile("ケーブルテレビ光化による耐災害性強化事業")).first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("耐災害性強化事業")
    walk_to(page, page.get_by_role("link", name="負担額を試算する").first)
    page.keyboard.press("Enter")
    walk_to(page, page.get_by_label(re.compile("^(事業費|かかる費用|費用)")))
    page.keyboard.type("5000万")
    page.keyboard.press("Enter")
    expect(page.get_by_text("50,000,000").first).to_be_visible()


def test_a_search_on_a_narrow_screen_leads_to_its_results(reader, site):
    """Not back to the conditions, which stand in their place while they are open."""
    reader.set_viewport_size({"width": 360, "height": 900})
    for path in ("/programs/", "/cases/"):
        reader.goto(f"{site}{path}")
        open_filter(reader)
        expect(reader).to_have_url(re.compile("#filter$"))
        box = reader.locator("#filter input[name=q]")
        box.fill("防災")
        box.press("Enter")
        expect(reader).to_have_url(re.compile(r"\?q=[^#]*$"))
        expect(box).to_be_hidden()
        expect(reader.get_by_role("heading", level=2).first).to_be_in_viewport()

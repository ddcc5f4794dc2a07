"""The yearly round in a browser: twenty amounts with two touches each, with and without scripts."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from programs.models import BudgetLine, Revision
from tests import factories
from tests.programs.staff_pages import make_editor

from .faults import faults

pytestmark = pytest.mark.browser

PROGRAMS = 20
# What is done once, however many programs there are: opening the table (office, button), the document, the
# lines that hold for all, going to the first amount, checking, saving.
ONCE = 10


@pytest.fixture
def twenty_programs(site):
    """Published programs of one office, each with an amount of 令和3年度; a document of 令和4年度."""
    office = factories.OfficeFactory(code="test-office", name="試験の担当課")
    for number in range(PROGRAMS):
        program = factories.ProgramFactory(code=f"yearly-{number:02}", name=f"年次の施策{number:02}")
        edition = factories.EditionFactory(program=program)
        factories.EditionOfficeFactory(edition=edition, office=office)
        factories.BudgetLineFactory(edition=edition, amount_yen=(number + 1) * 10_000_000)
        program.status = "published"
        program.save()
    factories.SourceFactory(
        document_id="902_r4", letter="Y", title="令和4年度の予算", fiscal_year=2022, line_count=900
    )


class Touches:
    """Does what an editor does, and counts: a box filled, a key pressed, a button clicked, a choice made."""

    def __init__(self, page):
        self.page = page
        self.count = 0

    def type(self, text):
        """Into the box that has the focus, as one fill."""
        self.count += 1
        self.page.keyboard.insert_text(text)

    def press(self, key):
        self.count += 1
        self.page.keyboard.press(key)

    def do(self, action, *args):
        self.count += 1
        action(*args)


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def staff_page(request, browser, browser_context_args, site, settings, twenty_programs):
    make_editor(get_user_model())
    context = browser.new_context(**browser_context_args, java_script_enabled=request.param)
    page = context.new_page()
    page.goto(f"{site}/{settings.ADMIN_PATH}")
    page.get_by_label("ユーザー名").fill("editor")
    page.get_by_label("パスワード").fill("pw")
    page.get_by_role("button", name="ログイン").click()
    page.scripts = request.param
    yield page
    context.close()


def open_table(page, touches):
    page.get_by_role("link", name="予算額の更新").click()
    page.get_by_label("入力する年度").fill("令和4年度")
    touches.do(page.get_by_label("担当課・室").select_option, "test-office")
    touches.do(page.get_by_role("button", name="表を開く").click)


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label') || ''")


def test_twenty_programs_are_updated_with_two_touches_each(staff_page, site):
    page, touches = staff_page, Touches(staff_page)
    open_table(page, touches)
    amounts = page.locator(".budget-amount")
    expect(amounts).to_have_count(PROGRAMS)
    touches.do(page.locator("#id_lines").fill, "120-131")
    touches.do(amounts.first.focus)
    before = touches.count
    for number in range(PROGRAMS):
        touches.type(f"{number + 11}百万円")
        if number < PROGRAMS - 1:
            touches.press("Enter" if page.scripts and number % 2 else "Tab")
            if page.scripts:
                assert f"年次の施策{number + 1:02}" in focused(page)
    assert touches.count - before <= 2 * PROGRAMS
    touches.do(page.get_by_role("button", name="確かめる").click)
    expect(page.get_by_text("予算額20件を下書きに保存します。")).to_be_visible()
    expect(page.get_by_text("＋1百万円（＋10.0％）")).to_be_visible()
    saved = BudgetLine.objects.filter(fiscal_year=2022, source__letter="Y")
    assert not saved.exists()
    touches.do(page.get_by_role("button", name="この内容で下書きに保存する").click)
    expect(page.locator(".success")).to_contain_text("20件（20施策）を下書きに保存しました。")
    assert touches.count <= 2 * PROGRAMS + ONCE

    in_order = saved.order_by("edition__program__code")
    assert [line.amount_yen for line in in_order] == [(n + 11) * 1_000_000 for n in range(PROGRAMS)]
    page.get_by_label("承認する人へのことば").fill("令和4年度の予算です")
    page.get_by_role("button", name="まとめて確認に出す").click()
    expect(page.locator(".success")).to_contain_text("20施策の下書きを確認に出しました。")
    assert Revision.objects.filter(state="submitted").count() == PROGRAMS


def test_an_error_leads_to_its_box_and_keeps_what_was_typed(staff_page):
    page = staff_page
    open_table(page, Touches(page))
    amounts = page.locator(".budget-amount")
    amounts.nth(2).fill("三十億 24")
    amounts.nth(3).fill("7百万円 24")
    page.get_by_role("button", name="確かめる").click()
    page.get_by_role("alert").get_by_role("link", name="金額として読めません").click()
    assert page.evaluate("location.hash") == f"#{amounts.nth(2).get_attribute('id')}"
    expect(amounts.nth(2)).to_have_value("三十億 24")
    expect(amounts.nth(3)).to_have_value("7百万円 24")
    assert not Revision.objects.exists()


@pytest.mark.parametrize("staff_page", [True], indirect=True)
def test_no_page_of_the_round_has_a_fault_that_a_tool_can_see_or_scrolls_sideways(staff_page, site, settings):
    page, refused = staff_page, []
    kinds = ("document", "script", "stylesheet")  # what axe itself asks for is of another kind
    page.on(
        "response",
        lambda r: refused.append(r.url) if r.status >= 400 and r.request.resource_type in kinds else None,
    )
    page.on("console", lambda m: refused.append(m.text) if "Content Security Policy" in m.text else None)
    found = {}

    def look(name):
        if told := faults(page):
            found[name] = told
        if page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 0:
            found[f"{name}, width"] = True

    look("first page")
    for key in ("stale", "citations", "disagreements", "my-drafts", "calls"):
        page.goto(f"{site}/{settings.ADMIN_PATH}programs/worklists/{key}/")
        look(key)
    page.goto(f"{site}/{settings.ADMIN_PATH}")
    open_table(page, Touches(page))
    page.locator("summary", has_text="区分・内数").click()
    look("table")
    page.locator(".budget-amount").first.fill("abc")
    page.get_by_role("button", name="確かめる").click()
    look("table with an error")
    page.locator(".budget-amount").first.fill("7百万円 24")
    page.get_by_role("button", name="確かめる").click()
    look("confirmation")
    page.get_by_role("button", name="この内容で下書きに保存する").click()
    look("table with drafts")
    edition = Revision.objects.get().program.editions.get()
    for way in ("next", "renamed"):
        page.goto(f"{site}/{settings.ADMIN_PATH}programs/edition/{edition.pk}/{way}/")
        look(way)
    assert found == {}
    assert refused == []

"""An editor slips 千円 for 百万円, is warned, gives the reason; without JavaScript, and readable by all."""

import re

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from programs import drafting
from programs.models import AcceptedWarning, Edition, Program
from tests.programs.staff_pages import make_editor, url

from .faults import faults

pytestmark = pytest.mark.browser

AMOUNT = re.compile("^金額")
# The frame around the form is the stock admin's.
FORM = "#content"


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request):
    return request.param


@pytest.fixture
def page(script, browser, browser_context_args):
    context = browser.new_context(**browser_context_args, java_script_enabled=script)
    yield context.new_page()
    context.close()


@pytest.fixture
def edition(site) -> Edition:
    """Of the draft of a public program."""
    program = Program.objects.get(code="kodo-musen-kankyo")
    draft = drafting.begin(program=program, user=make_editor(get_user_model()))
    return draft.editions.get(fiscal_year=2021)


@pytest.fixture
def signed_in(page, site, settings, edition):
    page.goto(f"{site}/{settings.ADMIN_PATH}")
    page.get_by_label("ユーザー名").fill("editor")
    page.get_by_label("パスワード").fill("pw")
    page.get_by_role("button", name="ログイン").click()
    page.goto(f"{site}{url('edition', 'change', edition.pk)}")
    return page


def type_amount(page, amount):
    row = page.locator("#budgetlines-0")
    row.locator("summary", has_text="内容と出典を直す").click()
    row.get_by_label(AMOUNT).fill(amount)
    page.get_by_role("button", name="保存", exact=True).click()


def test_a_slipped_unit_asks_for_a_reason_and_keeps_it(signed_in, edition, script):
    page = signed_in
    type_amount(page, "3,682千円")

    summary = page.get_by_role("region", name="保存する前に確かめてください（注意 1件）")
    expect(summary).to_contain_text("令和3年度（当初）の3,682,000円は1,000倍ほど少ないです。")
    row = page.locator("#budgetlines-0")
    expect(row.locator(".check-warning")).to_contain_text("単位（円・千円・万円・百万円）を確かめて")
    expect(row.get_by_label(AMOUNT)).to_have_value("3,682千円")
    expect(row.get_by_label(AMOUNT)).to_have_accessible_description(re.compile("注意：令和2年度"))
    if script:  # axe is one
        assert faults(page, FORM) == []

    summary.get_by_label("このままで正しい理由").fill("要求の後に対象が絞られました。")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".success")).to_be_visible()
    kept = AcceptedWarning.objects.get(program=edition.program.draft_of)
    assert (kept.code, kept.reason) == ("unit_slip", "要求の後に対象が絞られました。")
    assert edition.budgetlines.get(phase="initial").amount_yen == 3_682_000


def test_the_unit_put_right_needs_no_reason(signed_in, edition):
    page = signed_in
    type_amount(page, "3,682千円")
    page.locator("#budgetlines-0").get_by_label(AMOUNT).fill("3,682百万円")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".success")).to_be_visible()
    assert not AcceptedWarning.objects.exists()


def test_the_cited_lines_stand_beside_the_form(signed_in, script):
    page = signed_in
    row = page.locator("#budgetlines-0")
    row.locator("summary", has_text="内容と出典を直す").click()
    row.locator("summary", has_text="引いた行を見る").click()
    if row.get_by_text("本文がないので確かめられません").is_visible():
        pytest.skip("the source documents are not here")
    expect(row.locator("mark")).to_have_text("3,682百万円")
    if script:
        assert faults(page, FORM) == []
    with page.context.expect_page() as opened:
        row.get_by_role("link", name=re.compile("資料の本文を見る")).click()
    text = opened.value
    expect(text.locator("#line-24.cited-line mark")).to_have_text("3,682百万円")
    if script:
        assert faults(text, FORM) == []
        text.set_viewport_size({"width": 320, "height": 780})
        assert text.evaluate("document.documentElement.scrollWidth") <= 320

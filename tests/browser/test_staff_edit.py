"""The journey of an editor: sign in, correct a figure, see what readers see."""

import re

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from tests.programs.staff_pages import make_editor

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(site):
    return make_editor(get_user_model())


@pytest.fixture
def signed_in(page, site, editor, settings):
    page.goto(f"{site}/{settings.ADMIN_PATH}")
    page.get_by_label("ユーザー名").fill("editor")
    page.get_by_label("パスワード").fill("pw")
    page.get_by_role("button", name="ログイン").click()
    return page


def open_the_edition(page, program):
    page.get_by_role("link", name="施策・事業", exact=True).click()
    page.get_by_role("searchbox").fill(program)
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name=program).click()
    page.get_by_role("link", name="令和3年度（2021年度）").click()


def test_a_corrected_figure_is_public_at_once(signed_in, site):
    page = signed_in
    open_the_edition(page, "携帯電話等エリア整備事業")
    row = page.locator("#budgetlines-0")
    row.locator("summary").first.click()
    row.get_by_label(re.compile("^金額")).fill("１，５１５百万円")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".success")).to_be_visible()
    page.goto(f"{site}/programs/keitai-area-seibi/")
    expect(page.locator(".glance")).to_contain_text("1,515百万円")


def test_a_wrong_figure_is_told_beside_its_field_and_stays_typed(signed_in, site):
    page = signed_in
    open_the_edition(page, "高度無線環境整備推進事業")
    row = page.locator("#budgetlines-0")
    row.locator("summary").first.click()
    row.get_by_label(re.compile("^金額")).fill("三十億")
    page.get_by_role("button", name="保存", exact=True).click()
    row = page.locator("#budgetlines-0")
    expect(row).to_contain_text("金額として読めません")
    expect(row.get_by_label(re.compile("^金額"))).to_have_value("三十億")
    page.goto(f"{site}/programs/kodo-musen-kankyo/")
    expect(page.locator(".glance")).to_contain_text("3,682百万円")

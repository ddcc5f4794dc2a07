"""Staff in a browser: an editor corrects a figure, an approver reads the difference, readers see it; two
editors at once lose nothing.
"""

import re

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from tests.programs.staff_pages import make_approver, make_editor

from .faults import faults

pytestmark = pytest.mark.browser

EDITION = "令和3年度（2021年度）"


@pytest.fixture
def people(site):
    users = get_user_model()
    return make_editor(users), make_editor(users, "colleague"), make_approver(users)


@pytest.fixture
def sign_in(browser, browser_context_args, site, people, settings):
    """A window of its own for each person."""
    contexts = []

    def open_window(username, **options):
        context = browser.new_context(**browser_context_args | options)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{site}/{settings.ADMIN_PATH}")
        page.get_by_label("ユーザー名").fill(username)
        page.get_by_label("パスワード").fill("pw")
        page.get_by_role("button", name="ログイン").click()
        expect(page.get_by_role("button", name="ログアウト")).to_be_visible()
        return page

    yield open_window
    for context in contexts:
        context.close()


def open_program(page, site, settings, name):
    page.goto(f"{site}/{settings.ADMIN_PATH}programs/program/")
    box = page.locator("#searchbar")
    box.fill(name)
    box.press("Enter")
    page.get_by_role("link", name=name).click()


def begin_edition(page, site, settings, name):
    open_program(page, site, settings, name)
    page.get_by_role("link", name=EDITION).click()
    page.get_by_role("button", name="下書きを作って直す").click()


def type_amount(page, amount):
    row = page.locator("#budgetlines-0")
    if not row.get_by_label(re.compile("^金額")).is_visible():
        row.locator("summary").first.click()
    row.get_by_label(re.compile("^金額")).fill(amount)


def save(page):
    page.get_by_role("button", name="保存", exact=True).click()


def state(page):
    return page.locator(".standing .state")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_figure_reaches_readers_when_another_person_approved_it(
    sign_in, site, settings, javascript, outside_requests
):
    editor = sign_in("editor", java_script_enabled=javascript)
    begin_edition(editor, site, settings, "携帯電話等エリア整備事業")
    type_amount(editor, "１，６１５百万円")
    editor.get_by_label("なぜ直したか").fill("予算の成立")
    editor.get_by_role("button", name="保存して編集を続ける").click()
    editor.get_by_role("link", name="違いと確認の画面").click()
    expect(editor.locator(".differences .figures mark")).to_have_text(["1,615"])
    editor.get_by_role("link", name="読者に見えるとおりに下見する").click()
    expect(editor.locator(".glance")).to_contain_text("1,615百万円")
    editor.get_by_role("link", name="確認の画面に戻る").click()
    editor.get_by_label("ことば").fill("予算が成立しました。")
    editor.get_by_role("button", name="確認に出す").click()
    expect(state(editor)).to_have_text("確認待ち")
    reader = sign_in("colleague")
    reader.goto(f"{site}/programs/keitai-area-seibi/")
    expect(reader.locator(".glance")).not_to_contain_text("1,615百万円")

    approver = sign_in("approver", java_script_enabled=javascript)
    approver.goto(f"{site}/{settings.ADMIN_PATH}programs/revision/")
    approver.get_by_role("link", name="携帯電話等エリア整備事業").click()
    expect(approver.locator(".steps")).to_contain_text("予算が成立しました。")
    approver.get_by_role("button", name="承認して公開する").click()
    expect(state(approver)).to_have_text("公開済み")
    reader.reload()
    expect(reader.locator(".glance")).to_contain_text("1,615百万円")
    reader.goto(f"{site}/updates/")
    expect(reader.locator("main")).to_contain_text("1,615百万円")


def test_two_editors_see_both_values_and_lose_nothing(sign_in, site, settings):
    first, second = sign_in("editor"), sign_in("colleague")
    begin_edition(first, site, settings, "高度無線環境整備推進事業")
    second.goto(first.url)
    type_amount(first, "3,700百万円")
    type_amount(second, "3,800百万円")
    save(first)
    expect(first.locator(".success")).to_be_visible()
    save(second)
    conflicts = second.locator(".conflicts")
    expect(conflicts.get_by_role("row").last).to_contain_text("3,800百万円")
    expect(conflicts.get_by_role("row").last).to_contain_text("3,700,000,000")
    type_amount(second, "3,750百万円")
    save(second)
    expect(conflicts).to_be_visible()
    second.get_by_label("違いを確かめました").check()
    save(second)
    expect(second.locator(".success")).to_be_visible()
    open_program(first, site, settings, "高度無線環境整備推進事業")
    first.get_by_role("link", name="履歴").first.click()
    first.get_by_label("第2版を前にする").check()
    first.get_by_label("第3版をあとにする").check()
    first.get_by_role("button", name="選んだ二つの版をくらべる").click()
    expect(first.locator(".differences mark")).to_have_text(["3,750"])


def test_a_returned_change_comes_back_with_words(sign_in, site, settings):
    editor, approver = sign_in("editor"), sign_in("approver")
    begin_edition(editor, site, settings, "高度無線環境整備推進事業")
    type_amount(editor, "3,700百万円")
    editor.get_by_role("button", name="保存して編集を続ける").click()
    editor.get_by_role("link", name="違いと確認の画面").click()
    editor.get_by_role("button", name="確認に出す").click()
    approver.goto(editor.url)
    approver.get_by_role("button", name="差し戻す").click()
    expect(approver.locator(".errorlist")).to_contain_text("理由")
    approver.get_by_label("ことば").fill("24行目は3,682百万円です。")
    approver.get_by_role("button", name="差し戻す").click()
    editor.reload()
    expect(state(editor)).to_have_text("編集中")
    expect(editor.locator(".steps")).to_contain_text("24行目は3,682百万円です。")


def test_a_wrong_figure_is_told_beside_its_field_and_stays_typed(sign_in, site, settings):
    page = sign_in("editor")
    begin_edition(page, site, settings, "高度無線環境整備推進事業")
    type_amount(page, "三十億")
    save(page)
    row = page.locator("#budgetlines-0")
    expect(row).to_contain_text("金額として読めません")
    expect(row.get_by_label(re.compile("^金額"))).to_have_value("三十億")
    page.goto(f"{site}/programs/kodo-musen-kankyo/")
    expect(page.locator(".glance")).to_contain_text("3,682百万円")


def test_staff_pages_have_no_violation_of_accessibility_or_policy(sign_in, site, settings):
    """axe needs a window that lets it in; the policy is watched in one that does not."""
    page, strict = sign_in("editor"), sign_in("editor", bypass_csp=False)
    refused = []
    strict.on("console", lambda told: refused.append(told.text) if "Content Security" in told.text else None)
    begin_edition(page, site, settings, "高度無線環境整備推進事業")
    edition = page.url
    type_amount(page, "3,700百万円")
    save(page)
    admin = f"{site}/{settings.ADMIN_PATH}"
    page.goto(edition)
    page.get_by_role("link", name="違いと確認の画面").click()
    addresses = [
        admin,
        f"{admin}programs/program/",
        f"{admin}programs/revision/",
        f"{admin}programs/version/kodo-musen-kankyo/?old=1&new=2",
        edition,
        page.url,
    ]
    found = {}
    for address in addresses:
        page.goto(address)
        if wrong := faults(page):
            found[address] = wrong
        strict.goto(address)
    assert found == {}
    assert refused == []

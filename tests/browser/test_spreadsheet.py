"""The journey of an editor with Excel: download, change, upload, read what would change, confirm."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from tests.programs.spreadsheet_files import edited, set_cells
from tests.programs.staff_pages import make_editor

from .faults import faults

pytestmark = pytest.mark.browser


@pytest.fixture
def signed_in(page, site, settings):
    make_editor(get_user_model())
    page.goto(f"{site}/{settings.ADMIN_PATH}")
    page.get_by_label("ユーザー名").fill("editor")
    page.get_by_label("パスワード").fill("pw")
    page.get_by_role("button", name="ログイン").click()
    page.get_by_role("link", name="施策・事業", exact=True).click()
    page.get_by_role("link", name="表計算（Excel・CSV）").click()
    return page


@pytest.fixture
def browser_context_args(browser_context_args):
    # The policy stands: axe is put into the page by the test's own hand, not by a <script>.
    return {**browser_context_args, "bypass_csp": False, "accept_downloads": True}


@pytest.fixture
def refused_by_policy(page):
    """What the browser reports that the content security policy forbids."""
    found = []

    def keep(message):
        if "Security Policy" in message.text:
            found.append(message.text)

    page.on("console", keep)
    return found


def check_page(page, refused_by_policy):
    """Nothing that the policy forbids, nothing that axe finds."""
    assert refused_by_policy == []
    assert faults(page) == []
    refused_by_policy.clear()  # styles of axe itself


def change(path, **values):
    path.write_bytes(edited(lambda book: set_cells(book["予算額"], 2, **values), path.read_bytes()))


def upload(page, path):
    page.get_by_label("直したファイル").set_input_files(path)
    page.get_by_role("button", name="変わるところを確かめる").click()


def test_an_amount_is_changed_in_a_spreadsheet(signed_in, refused_by_policy, tmp_path):
    page = signed_in
    check_page(page, refused_by_policy)
    with page.expect_download() as download:
        page.get_by_role("button", name="書き出す").click()
    path = tmp_path / "施策.xlsx"
    download.value.save_as(path)
    change(path, 金額="三十億", 終わりの行=99_999)
    upload(page, path)
    expect(page).to_have_title("エラー：取り込みの確認 | 支援施策カタログ 編集")
    problems = page.get_by_role("table", name="誤り")
    expect(problems.get_by_role("row")).to_have_count(3)
    expect(problems).to_contain_text("H列 金額（円）")
    expect(page.get_by_role("button", name="取り込む")).to_have_count(0)
    check_page(page, refused_by_policy)

    change(path, 金額="３，７００百万円", 終わりの行=24)
    page.get_by_role("link", name="表計算のページに戻る").click()
    upload(page, path)
    changes = page.get_by_role("table", name="変わるところ")
    expect(changes.get_by_role("row")).to_have_count(2)
    expect(changes).to_contain_text("3,682,000,000円（3,682百万円） → 3,700,000,000円（3,700百万円）")
    check_page(page, refused_by_policy)
    page.get_by_role("button", name="取り込む").click()
    expect(page.locator(".success")).to_contain_text("1件の施策の下書きに、1行を取り込みました。")
    assert refused_by_policy == []

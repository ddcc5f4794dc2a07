"""The journey of an editor with a new document: choose it, look at what it adds, make the drafts."""

import re

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from tests.programs.invented_document import TEXT
from tests.programs.staff_pages import make_editor

from .faults import faults

pytestmark = pytest.mark.browser


def test_a_document_becomes_drafts_by_keyboard(page, site, settings, tmp_path, outside_requests):
    make_editor(get_user_model())
    file = tmp_path / "document.txt"
    file.write_text(TEXT, encoding="utf-8")
    page.goto(f"{site}/{settings.ADMIN_PATH}")
    page.get_by_label("ユーザー名").fill("editor")
    page.get_by_label("パスワード").fill("pw")
    page.get_by_role("button", name="ログイン").click()
    page.locator("#content-main").get_by_role("link", name="資料の取り込み", exact=True).click()
    page.get_by_role("link", name=re.compile("資料の取り込み.?を追加")).click()
    assert faults(page) == []

    # What is wrong stands beside its field, and what was typed stays.
    page.get_by_label("題名", exact=True).fill("試験施策集")
    page.get_by_role("button", name="読み取って案を見る").press("Enter")
    expect(page.locator(".errorlist").first).to_have_text("ファイルを選んでください。")
    expect(page.get_by_label("題名", exact=True)).to_have_value("試験施策集")
    assert faults(page) == []

    page.get_by_label("資料のファイル").set_input_files(file)
    page.get_by_label("発行", exact=True).fill("試験省")
    page.get_by_label("年度").fill("令和4年度")
    page.get_by_role("button", name="読み取って案を見る").press("Enter")
    expect(page.get_by_role("heading", name="山あいの光回線みらい整備事業")).to_be_visible()
    page.locator("summary", has_text="読み取れなかった行").first.press("Enter")
    expect(page.locator("details[open]").get_by_text("本年度は約3億円を見込む。")).to_be_visible()
    assert faults(page) == []

    page.get_by_role("button", name="この案で下書きを作る").press("Enter")
    expect(page.get_by_text("公開はしていません。")).to_be_visible()
    assert faults(page) == []
    page.locator("#content").get_by_role("link", name="山あいの光回線みらい整備事業").press("Enter")
    expect(page.get_by_label("施策名（印刷のとおり）")).to_have_value("山あいの光回線みらい整備事業")
    assert outside_requests == []

"""Signing in as staff do it, under the policy as it is: an authenticator app, a passkey, a recovery code."""

import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import expect

from config.signin import sessions

from .faults import faults_in_every_look
from .pages import overflow, resize

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "correct-horse-battery"
WIDTHS = (1280, 360)
# A device that has asked for a finger and was satisfied.
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def staff(live_server, settings):
    """Address of the staff pages, which ask everybody for a second factor."""
    settings.STAFF_MFA_REQUIRED = True
    cache.clear()
    get_user_model().objects.create_superuser("clerk", password=PASSWORD)
    return f"{live_server.url}/{settings.ADMIN_PATH}"


@pytest.fixture
def strict(browser):
    """A page that the content security policy holds for; what it refuses fails the test."""
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    refused = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    page.on("pageerror", lambda error: refused.append(str(error)))
    yield page
    context.close()
    assert refused == []


@pytest.fixture
def device(strict):
    """The DevTools session of the page and the number of its passkey device."""
    session = strict.context.new_cdp_session(strict)
    session.send("WebAuthn.enable")
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return session, added["authenticatorId"]


def type_password(page, staff):
    page.goto(staff)
    page.get_by_label("ユーザー名").fill("clerk")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()


def log_out(page):
    page.get_by_role("button", name="ログアウト").click()
    expect(page.get_by_role("heading", name="ログイン")).to_be_visible()


def code(secret):
    """The code of now, with time enough to send it."""
    left = 30 - time.time() % 30
    if left < 5:
        time.sleep(left)
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def enrol_app(page):
    """The secret and the recovery codes of somebody who reads the key and types the code."""
    page.get_by_role("link", name="認証アプリを登録する").click()
    box = page.get_by_role("img", name="認証アプリで読み取る図").bounding_box()
    assert box["width"] > 150
    assert box["height"] > 150
    secret = page.locator(".secret").inner_text()
    page.get_by_label("コード", exact=True).fill(code(secret))
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_role("heading", name="回復コード")).to_be_visible()
    return secret, page.locator(".codes li").all_inner_texts()


def enrol_passkey(page):
    page.get_by_role("link", name="パスキーを登録する").click()
    page.get_by_label("名前").fill("職場のパソコン")
    page.get_by_role("button", name="パスキーを登録する").click()


def expect_inside(page):
    expect(page.get_by_role("heading", name="何を編集しますか")).to_be_visible()


def test_an_app_and_a_recovery_code(strict, staff):
    page = strict
    type_password(page, staff)
    expect(page.get_by_role("heading", name="二段階認証", exact=True)).to_be_visible()
    secret, codes = enrol_app(page)
    assert len(set(codes)) == 10
    page.get_by_role("link", name="編集の画面へ").click()
    expect_inside(page)
    log_out(page)

    type_password(page, staff)
    page.get_by_label("コード", exact=True).fill("000000")
    page.get_by_role("button", name="確かめて入る").click()
    expect(page.get_by_role("alert")).to_contain_text("コードが違います")
    page.get_by_label("コード", exact=True).fill(code(secret))
    page.get_by_role("button", name="確かめて入る").click()
    expect_inside(page)
    log_out(page)

    type_password(page, staff)
    page.get_by_label("コード", exact=True).fill(codes[3])
    page.get_by_role("button", name="確かめて入る").click()
    expect_inside(page)


def test_a_passkey_signs_in_alone_and_as_the_second_step(strict, staff, device):
    page = strict
    type_password(page, staff)
    enrol_passkey(page)
    expect(page.get_by_role("heading", name="回復コード")).to_be_visible()
    page.get_by_role("link", name="編集の画面へ").click()
    expect_inside(page)
    log_out(page)

    page.get_by_role("button", name="パスキーで入る").click()
    expect_inside(page)
    log_out(page)

    type_password(page, staff)
    page.get_by_role("button", name="パスキーで確かめる").click()
    expect_inside(page)
    page.get_by_role("link", name="二段階認証").click()
    page.get_by_role("link", name="「職場のパソコン」を消す").click()
    page.get_by_role("button", name="消す").click()
    expect(page.get_by_text("パスキーの登録を消しました")).to_be_visible()
    page.goto(staff)
    expect(page.get_by_role("link", name="認証アプリを登録する")).to_be_visible()


def test_a_passkey_proves_who_it_is_before_factors_change(strict, staff, device, settings):
    page = strict
    type_password(page, staff)
    enrol_passkey(page)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 2
    time.sleep(2)
    page.goto(f"{staff}account/2fa/totp/activate/")
    page.get_by_role("link", name="パスキーで確かめる").click()
    page.get_by_role("button", name="パスキーで確かめる").click()
    expect(page.get_by_role("heading", name="認証アプリを登録する")).to_be_visible()


def test_a_device_that_refuses_is_told_of_in_japanese(strict, staff, device):
    page, (session, number) = strict, device
    type_password(page, staff)
    enrol_passkey(page)
    page.get_by_role("link", name="編集の画面へ").click()
    log_out(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})
    page.get_by_role("button", name="パスキーで入る").click()
    expect(page.get_by_role("alert")).to_contain_text("パスキーを確かめられませんでした")
    assert not page.evaluate("document.cookie.includes('sessionid')")
    page.goto(staff)
    expect(page.get_by_role("heading", name="ログイン")).to_be_visible()


def test_without_scripts_an_app_is_enough(browser, staff):
    context = browser.new_context(locale="ja-JP", java_script_enabled=False)
    page = context.new_page()
    type_password(page, staff)
    page.get_by_role("link", name="パスキーを登録する").click()
    expect(page.get_by_text("いまパスキーを使えません")).to_be_visible()
    expect(page.get_by_role("button", name="パスキーを登録する")).to_be_hidden()
    page.get_by_role("link", name="登録しないで戻る").click()
    secret, _ = enrol_app(page)
    page.get_by_role("button", name="ログアウト").click()
    expect(page.get_by_role("button", name="パスキーで入る")).to_be_hidden()
    type_password(page, staff)
    page.get_by_label("コード", exact=True).fill(code(secret))
    page.get_by_role("button", name="確かめて入る").click()
    expect_inside(page)
    context.close()


def test_typing_keeps_the_session(strict, staff, settings):
    page = strict
    settings.STAFF_MFA_REQUIRED = False
    type_password(page, staff)
    page.clock.install()
    page.goto(f"{staff}auth/user/add/")
    key = Session.objects.get().session_key
    session = SessionStore(key)
    session[sessions.SEEN_AT] = 0  # long ago
    session.save()
    page.get_by_label("ユーザー名").fill("a")
    page.clock.fast_forward("06:00")
    with page.expect_response("**/account/typing/") as answer:
        page.get_by_label("ユーザー名").fill("ab")
    assert answer.value.status == 204
    assert SessionStore(key)[sessions.SEEN_AT] > 0


def look(page, what):
    """No fault that axe finds and nothing wider than the screen, in both widths and both colour schemes."""
    assert faults_in_every_look(page) == {}, what
    for width in WIDTHS:
        resize(page, width)
        assert overflow(page) <= 0, (what, width)


def test_the_pages_are_accessible(page, staff):
    page.goto(staff)
    look(page, "sign-in")
    page.get_by_label("ユーザー名").fill("clerk")
    page.get_by_label("パスワード").fill("wrong")
    page.get_by_role("button", name="ログイン").click()
    expect(page.get_by_role("alert")).to_contain_text("ユーザー名かパスワードが違います")
    look(page, "sign-in refused")
    type_password(page, staff)
    look(page, "enrolment")
    page.get_by_role("link", name="パスキーを登録する").click()
    look(page, "passkey")
    page.go_back()
    page.get_by_role("link", name="認証アプリを登録する").click()
    look(page, "app")
    page.go_back()
    enrol_app(page)
    look(page, "recovery codes")
    for address in ("", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/", "webauthn/"):
        page.goto(f"{staff}account/2fa/{address}")
        look(page, address)
    page.goto(f"{staff}account/reauthenticate/")
    look(page, "once more")
    log_out(page)
    type_password(page, staff)
    look(page, "second step")

"""Signing in: the second step, who is let in without it, how many tries there are, what the log says."""

import logging
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

pytestmark = pytest.mark.django_db
# An enrolment is announced when its transaction ends, which a test's own would keep open.
committed = pytest.mark.django_db(transaction=True)

LOGIN = "/staff/account/login/"
SECOND_STEP = "/staff/account/2fa/authenticate/"
ENROL = "/staff/account/2fa/"
ADMIN = "/staff/"
PASSWORD = "correct-horse-battery"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def no_failures_yet():
    cache.clear()


@pytest.fixture
def required(settings):
    settings.STAFF_MFA_REQUIRED = True


@pytest.fixture
def clerk():
    return make("clerk")


def make(name):
    return get_user_model().objects.create_superuser(name, password=PASSWORD)


def enrol(user):
    """A second factor that was enrolled before."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": SECRET})


def code(secret=SECRET):
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def wrong_code():
    return f"{(int(code()) + 1) % 1_000_000:06}"


def sign_in(client, name="clerk", password=PASSWORD, address="192.0.2.1", **more):
    return client.post(LOGIN, {"login": name, "password": password, **more}, REMOTE_ADDR=address)


def is_inside(client):
    return client.get(ADMIN).status_code == 200


def test_the_admin_sends_to_the_sign_in_and_back_again(client, clerk):
    response = client.get("/staff/programs/program/", follow=True)
    assert response.redirect_chain[-1][0].startswith(LOGIN)
    assert response.context["form"]
    response = sign_in(client, next="/staff/programs/program/")
    assert response.url == "/staff/programs/program/"
    assert is_inside(client)


def test_the_form_of_the_admin_itself_lets_nobody_in(client, clerk):
    response = client.post("/staff/login/", {"username": "clerk", "password": PASSWORD})
    assert response.status_code == 302
    assert response.url.startswith(LOGIN)
    assert not is_inside(client)


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_email", "account_change_password"]
)
def test_nobody_signs_up_or_is_mailed(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_everything_of_it_stands_below_the_staff_path(settings):
    for name in ("account_login", "account_reauthenticate", "mfa_index", "mfa_add_webauthn"):
        assert reverse(name).startswith(f"/{settings.ADMIN_PATH}account/")


# --- The second step ------------------------------------------------------------------------------


def test_the_password_alone_lets_nobody_in_who_has_a_second_factor(client, clerk):
    enrol(clerk)
    assert sign_in(client).url == SECOND_STEP
    assert not is_inside(client)
    assert client.get("/staff/programs/program/add/").status_code == 302
    response = client.post(SECOND_STEP, {"code": wrong_code()})
    assert "コードが違います" in response.text
    assert not is_inside(client)
    assert client.post(SECOND_STEP, {"code": code()}).url == ADMIN
    assert is_inside(client)


def test_a_code_is_good_once(client, clerk):
    enrol(clerk)
    used = code()
    sign_in(client)
    client.post(SECOND_STEP, {"code": used})
    client.post("/staff/logout/")
    sign_in(client)
    assert "コードが違います" in client.post(SECOND_STEP, {"code": used}).text
    assert not is_inside(client)


def test_without_a_second_factor_there_is_nothing_but_enrolment(client, clerk, required):
    assert sign_in(client).url == ADMIN
    for address in (ADMIN, "/staff/programs/program/", "/staff/password_change/", "/staff/auth/user/"):
        assert client.get(address).url == ENROL
    assert client.post("/staff/programs/program/add/", {"name": "施策"}).url == ENROL
    assert client.get(ENROL).status_code == 200
    assert client.get("/staff/account/2fa/totp/activate/").status_code == 200
    assert client.get("/staff/account/2fa/webauthn/add/").status_code == 200
    assert client.post("/staff/logout/").url == LOGIN


@committed
def test_enrolling_an_app_opens_the_admin_and_shows_recovery_codes_once(client, clerk, required):
    sign_in(client)
    page = client.get("/staff/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert secret in page.text
    assert "<svg" in page.text
    assert "data:" not in re.sub(r"<script.*?</script>", "", page.text, flags=re.DOTALL)
    assert "コードが違います" in client.post(page.request["PATH_INFO"], {"code": "000000"}).text
    secret = client.get(page.request["PATH_INFO"]).context["form"].secret
    response = client.post(page.request["PATH_INFO"], {"code": code(secret)}, follow=True)
    codes = response.context["unused_codes"]
    assert len(codes) == 10
    assert all(each in response.text for each in codes)
    assert is_inside(client)
    again = client.get("/staff/account/2fa/recovery-codes/").text
    assert not any(each in again for each in codes)

    client.post("/staff/logout/")
    sign_in(client)
    assert client.post(SECOND_STEP, {"code": codes[0]}).url == ADMIN
    assert is_inside(client)
    client.post("/staff/logout/")
    sign_in(client)
    assert "コードが違います" in client.post(SECOND_STEP, {"code": codes[0]}).text


def test_a_session_from_before_the_enrolment_must_show_it_too(client, clerk, required):
    """Who knows only the password and got in first is not let in by what its owner enrols."""
    sign_in(client)
    enrol(clerk)
    response = client.get("/staff/programs/program/")
    assert response.url.startswith("/staff/account/2fa/reauthenticate/?next=")
    assert client.get("/staff/account/2fa/webauthn/").status_code == 302
    assert client.post(response.url, {"code": code(), "next": ADMIN}).status_code == 302
    assert is_inside(client)


def test_removing_the_last_factor_leads_back_to_enrolment(client, clerk, required):
    enrol(clerk)
    sign_in(client)
    client.post(SECOND_STEP, {"code": code()})
    assert client.post("/staff/account/2fa/totp/deactivate/").url == ENROL
    assert not Authenticator.objects.exists()
    assert client.get(ADMIN).url == ENROL


def test_changing_factors_asks_for_proof_again_after_a_while(client, clerk, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    sign_in(client)
    response = client.get("/staff/account/2fa/totp/activate/")
    assert response.url.startswith("/staff/account/reauthenticate/")
    assert client.get(response.url).status_code == 200
    assert "パスワードが違います" in client.post(response.url, {"password": "wrong"}).text


def test_where_it_is_not_required_the_password_is_enough(client, clerk):
    sign_in(client)
    assert is_inside(client)


# --- Tries ------------------------------------------------------------------------------------------


def fail(client, name="clerk", times=5, address="192.0.2.1"):
    for _ in range(times):
        response = sign_in(client, name, "wrong", address)
        assert "ユーザー名かパスワードが違います" in response.text


def test_five_failures_close_one_account_from_one_address(client, clerk):
    make("colleague")
    fail(client)
    response = sign_in(client)
    assert "15分たってから、もう一度" in response.text
    assert not is_inside(client)
    # The same person elsewhere, and somebody else at the same address.
    sign_in(client, address="192.0.2.2")
    assert is_inside(client)
    client.post("/staff/logout/")
    sign_in(client, "colleague")
    assert is_inside(client)


def test_after_a_quarter_of_an_hour_it_is_open_again(client, clerk, monkeypatch):
    fail(client)
    now = time.time()
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: now + 14 * 60)
    sign_in(client)
    assert not is_inside(client)
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: now + 16 * 60)
    sign_in(client)
    assert client.session.get("_auth_user_id") == str(clerk.pk)


def test_an_account_that_is_not_there_answers_alike(client, clerk):
    fail(client, "nobody")
    assert "15分たってから" in sign_in(client, "nobody").text


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(client, clerk, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def try_from(address, written, password="wrong"):
        headers = {"X-Forwarded-For": f"{written}, {address}"}
        return client.post(LOGIN, {"login": "clerk", "password": password}, headers=headers)

    for n in range(5):
        # What a client wrote into the header itself gives it no further tries.
        try_from("192.0.2.1", f"203.0.113.{n}")
    assert "15分たってから" in try_from("192.0.2.1", "203.0.113.9", PASSWORD).text
    assert try_from("192.0.2.2", "203.0.113.9", PASSWORD).status_code == 302


def test_codes_cannot_be_guessed_either(client, clerk):
    enrol(clerk)
    sign_in(client)
    for _ in range(5):
        assert "コードが違います" in client.post(SECOND_STEP, {"code": wrong_code()}).text
    assert "15分たってから" in client.post(SECOND_STEP, {"code": code()}).text
    # From another address too: whoever is there knows the password.
    client.cookies.clear()
    sign_in(client, address="192.0.2.2")
    assert "15分たってから" in client.post(SECOND_STEP, {"code": code()}, REMOTE_ADDR="192.0.2.2").text
    assert not is_inside(client)


def test_a_flood_from_one_address_is_put_off_in_japanese(client, clerk, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    sign_in(client, "a", "wrong")
    sign_in(client, "b", "wrong")
    response = sign_in(client, "c", "wrong")
    assert response.status_code == 429
    assert "1分ほど待ってから" in response.text


# --- What the log says ------------------------------------------------------------------------------


def said(caplog):
    return [record.getMessage() for record in caplog.records if record.name == "staff"]


def test_the_log_names_numbers_and_never_names(client, clerk, caplog):
    caplog.set_level(logging.INFO, logger="staff")
    enrol(clerk)
    fail(client)
    sign_in(client)
    sign_in(client, "unknown-person", "wrong")
    sign_in(client, address="192.0.2.9")
    client.post(SECOND_STEP, {"code": wrong_code()})
    client.post(SECOND_STEP, {"code": code()})
    client.post("/staff/account/2fa/totp/deactivate/")
    assert said(caplog) == [
        *[f"sign-in failed user={clerk.pk}"] * 5,
        f"sign-in locked user={clerk.pk}",
        "sign-in failed user=unknown",
        f"second factor failed user={clerk.pk} type=totp",
        f"sign-in ok user={clerk.pk}",
        f"second factor removed user={clerk.pk} type=totp",
    ]
    for secret in ("clerk", "unknown-person", "192.0.2", PASSWORD):
        assert secret not in " ".join(said(caplog))


@committed
def test_the_log_tells_of_enrolment_and_of_what_is_refused(client, caplog):
    caplog.set_level(logging.INFO, logger="staff")
    user = get_user_model().objects.create_user("helper", password=PASSWORD, is_staff=True)
    sign_in(client, "helper")
    secret = client.get("/staff/account/2fa/totp/activate/").context["form"].secret
    client.post("/staff/account/2fa/totp/activate/", {"code": code(secret)})
    assert client.get("/staff/programs/program/?q=private").status_code == 403
    assert said(caplog) == [
        f"sign-in ok user={user.pk}",
        f"second factor added user={user.pk} type=totp",
        f"second factor added user={user.pk} type=recovery_codes",
        f"permission denied user={user.pk} GET admin:programs_program_changelist",
    ]


def test_an_account_that_was_switched_off_is_told_so_and_stays_out(client, clerk):
    get_user_model().objects.update(is_active=False)
    response = client.post(LOGIN, {"login": "clerk", "password": PASSWORD}, follow=True)
    assert "いまは使えません" in response.text
    assert not is_inside(client)

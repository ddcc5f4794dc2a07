"""How long a staff session lasts, what ends it, and that nobody else has one."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from config.signin import sessions
from tests import factories

pytestmark = pytest.mark.django_db

ADMIN = "/staff/"
PASSWORD = "correct-horse-battery"


@pytest.fixture
def clerk(client):
    user = get_user_model().objects.create_superuser("clerk", password=PASSWORD)
    client.force_login(user)
    return user


def is_inside(client):
    return client.get(ADMIN).status_code == 200


@pytest.fixture
def later(monkeypatch):
    """`later(minutes=5)`: the clock, so much after the test began."""
    began = timezone.now()

    def set_clock(**span):
        now = began + timedelta(**span)
        monkeypatch.setattr(timezone, "now", lambda: now)
        monkeypatch.setattr(sessions.time, "time", lambda: now.timestamp())

    return set_clock


def test_half_an_hour_without_a_staff_page_ends_it(client, clerk, later):
    assert is_inside(client)
    later(minutes=29)
    assert is_inside(client)
    later(minutes=29 + 29)  # counts from the last page
    assert is_inside(client)
    later(minutes=29 + 29 + 31)
    assert not is_inside(client)


def test_a_public_page_does_not_prolong_it(client, clerk):
    client.get(ADMIN)
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
    client.get("/about/terms/")
    assert Session.objects.get().expire_date < timezone.now() + timedelta(minutes=6)


def test_after_twelve_hours_it_ends_however_busy(client, clerk, later):
    for hour in range(0, 12 * 3):
        later(minutes=20 * hour)
        assert is_inside(client)
    later(hours=12, seconds=1)
    response = client.get(ADMIN, follow=True)
    assert response.redirect_chain[-1][0].startswith("/staff/account/login/")
    assert "12時間たったので" in response.text
    assert "_auth_user_id" not in client.session


def test_a_session_is_not_written_on_every_request(client, clerk, count_queries):
    client.get(ADMIN)
    seen = client.session[sessions.SEEN_AT]
    quiet = count_queries(client.get, ADMIN)
    session = client.session
    session[sessions.SEEN_AT] = int(time.time()) - sessions.SEEN_EVERY
    session.save()
    assert count_queries(client.get, ADMIN) > quiet
    assert client.session[sessions.SEEN_AT] >= seen


def test_a_new_password_ends_the_other_sessions(client, clerk):
    elsewhere = Client()
    elsewhere.force_login(clerk)
    assert is_inside(elsewhere)
    response = client.post(
        "/staff/password_change/",
        {
            "old_password": PASSWORD,
            "new_password1": "another-horse-battery",
            "new_password2": "another-horse-battery",
        },
    )
    assert response.status_code == 302
    assert is_inside(client)
    assert not is_inside(elsewhere)


def test_switching_an_account_off_ends_its_sessions(client, clerk):
    assert is_inside(client)
    get_user_model().objects.update(is_active=False)
    assert not is_inside(client)


def test_the_cookie_goes_with_the_browser_and_scripts_cannot_read_it(client, settings):
    get_user_model().objects.create_superuser("clerk", password=PASSWORD)
    client.post("/staff/account/login/", {"login": "clerk", "password": PASSWORD})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
    assert not cookie["expires"]


def test_no_staff_page_is_stored(client):
    addresses = [ADMIN, "/staff/account/login/", "/staff/account/inactive/", "/staff/nothing-here/"]
    for address in addresses:
        assert "no-store" in client.get(address)["Cache-Control"], address
    client.force_login(get_user_model().objects.create_superuser("clerk"))
    program = factories.ProgramFactory()
    for address in (ADMIN, "/staff/jsi18n/", f"/staff/programs/program/{program.pk}/change/"):
        response = client.get(address)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"], address


@pytest.mark.parametrize("address", ["/", "/programs/", "/about/terms/", "/nothing-here/"])
def test_public_pages_know_no_session(client, clerk, count_queries, address):
    """Even of somebody who has one: the answer is everybody's."""
    factories.ProgramFactory(published=True)
    mine, anyone = client.get(address), Client().get(address)
    assert "Cookie" not in mine.get("Vary", "")
    assert not mine.cookies
    assert not anyone.cookies
    assert count_queries(client.get, address) == count_queries(Client().get, address)

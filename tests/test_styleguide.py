"""The page of components is for staff: the public never meets its made-up figures."""

import pytest
from django.contrib.auth.models import User

pytestmark = pytest.mark.django_db


def test_the_public_does_not_see_it(client):
    assert client.get("/styleguide/").status_code == 404


def test_somebody_without_staff_rights_does_not(client):
    client.force_login(User.objects.create_user("somebody"))
    assert client.get("/styleguide/").status_code == 404


def test_staff_see_every_component(client):
    client.force_login(User.objects.create_user("staff", is_staff=True))
    text = client.get("/styleguide/").text
    for part in ('class="fig"', 'class="src"', "st-open", "errbox", "chip", 'class="row"', "btn-2", "pairs"):
        assert part in text, part


def test_it_is_there_in_debug(client, settings):
    settings.DEBUG = True
    assert client.get("/styleguide/").status_code == 200

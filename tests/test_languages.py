"""Which language an address is in: that of its first part, whatever the reader's browser asks for."""

import pytest
from django.urls import reverse
from django.utils import translation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalog")]


def test_the_address_alone_decides_the_language(client):
    for address in ("/programs/", "/en/programs/"):
        plain = client.get(address)
        asked = client.get(
            address, headers={"accept-language": "en, de;q=0.5", "cookie": "django_language=en"}
        )
        assert asked.content == plain.content
        assert "Accept-Language" not in plain.get("Vary", "")
        assert plain["Content-Language"] == ("en" if address.startswith("/en/") else "ja")
    assert client.get("/ja/programs/").status_code == 404
    assert client.get("/de/programs/").status_code == 404
    assert client.get("/EN/programs/").status_code == 404
    assert client.get("/english/").status_code == 404
    assert client.get("/en")["Location"] == "/en/"
    assert client.get("/en/programs")["Location"] == "/en/programs/"


@pytest.mark.parametrize(
    "name",
    ["search:programs-csv", "search:api", "search:v1:programs", "programs:catalog-json", "admin:index"],
)
def test_data_and_staff_pages_have_one_address(client, name):
    with translation.override("en"):
        address = reverse(name)
    assert address == reverse(name)
    assert client.get(f"/en{address}").status_code == 404


def test_data_and_staff_pages_stay_japanese(client):
    for address in ("/programs/data.csv?q=光", reverse("account_login"), "/api/v1/"):
        page = client.get(address, headers={"accept-language": "en"})
        assert page.headers["Content-Language"] == "ja", address
    assert '<html lang="ja"' in client.get(reverse("account_login")).text
    facets = client.get("/api/v1/programs/?page_size=1").json()["facets"]
    assert facets["field"][0]["label"] == "光ファイバ・5G"

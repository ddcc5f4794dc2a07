"""sitemap.xml and robots.txt."""

import re

import pytest
from django.conf import settings
from django.utils.timezone import localdate

from programs.choices import PublicationStatus
from programs.models import PublicRecord
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_published_program_is_listed_with_the_day_of_its_last_change(client):
    program = make.ProgramFactory(published=True, code="whole")
    make.ProgramFactory(code="draft")
    changed = PublicRecord.objects.get(program=program).updated_at
    text = client.get("/sitemap.xml").text
    [(address, day)] = re.findall(
        r"<loc>http://testserver(/programs/[\w-]+/)</loc><lastmod>([\d-]+)</lastmod>", text
    )
    assert (address, day) == ("/programs/whole/", f"{localdate(changed):%Y-%m-%d}")
    assert "draft" not in text
    assert "<loc>http://testserver/offices/office-one/</loc>" in text
    assert "<loc>http://testserver/sources/900_testdocument/</loc>" in text


def test_a_page_is_listed_in_each_language_and_what_has_none_once(client):
    make.ProgramFactory(published=True, code="whole")
    text = client.get("/sitemap.xml").text
    [entry] = re.findall(r"<url><loc>http://testserver/en/programs/whole/</loc>.*?</url>", text)
    for code, address in (("ja", "/programs/whole/"), ("en", "/en/programs/whole/")):
        assert f'rel="alternate" hreflang="{code}" href="http://testserver{address}"' in entry
    assert text.count("<loc>http://testserver/api/v1/</loc>") == 1
    assert "/en/api/" not in text


def test_a_withdrawn_program_and_its_office_are_left_out(client):
    program = make.ProgramFactory(published=True)
    type(program).objects.update(status=PublicationStatus.WITHDRAWN)
    PublicRecord.objects.all().delete()
    text = client.get("/sitemap.xml").text
    assert "office-one" not in text
    assert program.code not in text


def test_queries_do_not_grow_with_programs(client, count_queries):
    make.ProgramFactory(published=True)
    few = count_queries(client.get, "/sitemap.xml")
    make.ProgramFactory.create_batch(5, published=True)
    assert count_queries(client.get, "/sitemap.xml") == few <= 6
    assert count_queries(client.get, "/sitemap/") <= 4
    assert count_queries(client.get, "/contact/") == 1


def test_robots_are_led_to_the_sitemap_and_not_told_where_staff_work(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert settings.ADMIN_PATH.strip("/") not in response.text
    assert client.post("/robots.txt").status_code == 405


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("/programs/", True),
        ("/programs/whole/", True),
        ("/programs/?field=broadband", True),
        ("/programs/?page=2", True),
        ("/programs/?field=broadband&sort=name", False),
        ("/cases/?area=1&field=2", False),
        ("/en/programs/?field=broadband", True),
        ("/en/programs/?field=broadband&sort=name", False),
        ("/programs/whole/?year=2020", True),
        ("/opendata/catalog.json", True),
    ],
)
def test_of_lists_only_several_conditions_at_once_are_left_out(client, address, is_open):
    """Matched as RFC 9309 says: from the start of the path, * for anything."""
    rules = re.findall(r"^Disallow: (.+)$", client.get("/robots.txt").text, re.MULTILINE)
    patterns = [re.escape(rule).replace(r"\*", ".*") for rule in rules]
    assert (not any(re.match(pattern, address) for pattern in patterns)) is is_open

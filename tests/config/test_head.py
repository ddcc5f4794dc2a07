"""What the head of a page says: one address for one content, and what robots should leave out."""

import re

import pytest
from django.template import Context, Template, TemplateSyntaxError

from tests import factories as make

pytestmark = pytest.mark.django_db

ROBOTS = '<meta name="robots" content="noindex">'


def canonical(client, address: str) -> str:
    [found] = re.findall(r'<link rel="canonical" href="http://testserver([^"]*)">', client.get(address).text)
    return found.replace("&amp;", "&")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("/programs/", "/programs/"),
        ("/programs/?utm_source=mail&fbclid=1", "/programs/"),
        ("/programs/?page=1", "/programs/"),
        ("/programs/?q=&field=", "/programs/"),
        ("/programs/?sort=name&x=1&q=光", "/programs/?q=%E5%85%89&sort=name"),
        ("/programs/?field=b&field=a&field=b", "/programs/?field=a&field=b"),
        ("/cases/?program=x&sort=name&field=a", "/cases/?field=a&program=x"),
        ("/sources/coverage/?page=1&x=2", "/sources/coverage/"),
        ("/guide/?ref=x", "/guide/"),
        ("/programs/?q=%00", "/programs/?q=%00"),
        ('/programs/?q="><script>', "/programs/?q=%22%3E%3Cscript%3E"),
    ],
)
def test_the_canonical_address_holds_what_the_page_reads_in_one_order(client, asked, told):
    assert canonical(client, asked) == told


def test_pages_of_a_list_are_their_own(client):
    make.ProgramFactory.create_batch(21, published=True)
    assert canonical(client, "/programs/?x=1&page=2") == "/programs/?page=2"


def test_every_edition_but_the_one_shown_first_has_its_own_address(client):
    program = make.ProgramFactory(published=True, code="two")
    make.EditionOfficeFactory(edition=make.EditionFactory(program=program, fiscal_year=2019))
    make.refresh_public_record(program)
    assert canonical(client, "/programs/two/") == "/programs/two/"
    assert canonical(client, "/programs/two/?year=2021&x=1") == "/programs/two/"
    assert canonical(client, "/programs/two/?year=2019") == "/programs/two/?year=2019"


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("/programs/", True),
        ("/programs/?field=broadband", True),
        ("/programs/?field=broadband&q=まち", False),
        ("/programs/?field=nosuch", False),
        ("/cases/", False),
        ("/nosuch/", False),
        ("/guide/", True),
    ],
)
def test_errors_empty_lists_and_words_of_a_reader_stay_out_of_the_index(client, address, is_kept):
    make.ProgramFactory(published=True)
    assert (ROBOTS in client.get(address).text) is not is_kept


def test_a_page_that_is_not_there_claims_no_address(client):
    text = client.get("/nosuch/").text
    assert "canonical" not in text
    assert "og:url" not in text


def test_what_is_captured_is_not_printed_and_stays_escaped():
    source = "{% load head %}{% capture name %} <b>{{ value }}</b> {% endcapture %}[{{ name }}|{{ name }}]"
    assert Template(source).render(Context({"value": "<&"})) == "[<b>&lt;&amp;</b>|<b>&lt;&amp;</b>]"
    with pytest.raises(TemplateSyntaxError):
        Template("{% load head %}{% capture %}{% endcapture %}")

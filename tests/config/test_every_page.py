"""The committed catalog, every page of it: valid, titled, without a dead link, safe, alike in its frame."""

import json
import re
from collections import Counter
from itertools import pairwise
from urllib.parse import unquote, urldefrag

import pytest
from django.urls import reverse
from django.utils.html import escape

from config.about.pages import SECTIONS
from programs.editions import telling_edition
from programs.models import PublicRecord

from .crawl import (
    ENGLISH,
    FAR_MARK,
    HOST,
    MOST_BYTES,
    MOST_BYTES_OF_A_LIST,
    Crawl,
    Page,
    crawl,
    is_static,
    kind,
    static_is_there,
    text_of,
    weight,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalog")]

SITE = {"ja": "支援施策カタログ", "en": "MIC Support Catalog"}
# What the page of the API shows as an example of an error.
WRONG_ON_PURPOSE = {"/api/v1/programs/?field=nosuch&page_size=0": 400}
HEADINGS = ("h1", "h2", "h3", "h4")
UNNAMED_INPUTS = {"hidden", "submit"}


@pytest.fixture(scope="module")
def site(catalog: None) -> Crawl:
    return crawl()


def named(page: Page, tag: str, **wanted: str) -> list[str]:
    """`content` or `href` of the elements of the head that carry these attributes."""
    return [
        element.get("content", element.get("href", ""))
        for element in page.all(tag)
        if all(element.get(name) == value for name, value in wanted.items())
    ]


def language_of(page: Page) -> str:
    return "en" if page.address.startswith(ENGLISH) else "ja"


def test_every_address_of_the_sitemap_opens(site):
    assert len(site.listed) == len(set(site.listed)) > 300
    assert {page.address for page in site.of_sitemap() if page.response.status_code != 200} == set()
    assert {
        f"/programs/{code}/" for code in PublicRecord.objects.values_list("program__code", flat=True)
    } < set(site.listed)
    assert {address.removeprefix("/en") for address in site.english} == set(site.listed) - {"/api/v1/"}


def test_no_link_is_dead(site):
    dead = {
        (page.address, page.found_on): page.response.status_code
        for page in site.pages.values()
        if page.response.status_code != WRONG_ON_PURPOSE.get(page.address, 200)
    }
    assert dead == {}
    visited = {kind(address) for address in site.pages}
    checked = 0
    for page, link in site.links:
        bare, fragment = urldefrag(link)
        if not bare.startswith(HOST):
            assert bare.startswith(("https://", "http://", "mailto:", "tel:")), (page, link)
        elif is_static(bare):
            assert static_is_there(bare), (page, link)
        else:
            assert kind(bare) in visited
            target = site.pages.get(bare.removeprefix(HOST))
            if fragment and target:
                assert unquote(fragment) in target.ids, (page, link)
                checked += 1
    assert checked > 5000


def test_every_program_proves_its_own_figures(site):
    proved = 0
    for code in PublicRecord.objects.values_list("program__code", flat=True):
        page = site.pages[f"/programs/{code}/"]
        assert page.response.status_code == 200, code
        found = set(page.ids)
        marks = set(re.findall(r'class="fig" href="#(\w+)"', page.response.text))
        assert marks <= found, code
        backs = set(re.findall(r'<a href="#(f\w+)">', page.response.text))
        assert backs <= found, (code, backs - found)
        proved += len(marks)
    assert proved > 1000


def test_marks_on_lists_lead_to_notes_that_are_there(client, site):
    paths = ["/", "/roadmap/", *(f"/cases/?page={page}" for page in range(1, 11))]
    paths += [f"/programs/?page={page}" for page in range(1, 15)]
    seen = 0
    for path in paths:
        response = client.get(path)
        assert response.status_code in (200, 404), path
        for address, note in FAR_MARK.findall(response.text):
            assert note in site.pages[address].ids, (path, address, note)
            seen += 1
    assert seen > 500


def test_every_case_is_proved_on_the_page_of_its_programs_cases(client, site):
    seen = 0
    for record in PublicRecord.objects.values_list("record", flat=True):
        address = f"{record['url']}cases/"
        response = site.pages[address].response if address in site.pages else client.get(address)
        assert response.status_code == (200 if record["cases"] else 404), record["code"]
        for case in record["cases"]:
            for fact in (case, *case["outcomes"], *case["mentions"]):
                assert f">{escape(fact['citation']['literal'])}</q>" in response.text, case["title"]
                seen += 1
    assert seen > 400


def test_the_pages_of_a_program_are_light_whatever_its_documents_tell(site):
    most = dict.fromkeys(PublicRecord.objects.values_list("record__url", flat=True), MOST_BYTES)
    most |= {f"{url}cases/": MOST_BYTES_OF_A_LIST for url in most if f"{url}cases/" in site.pages}
    sizes = {address: weight(site.pages[address].response) for address in most}
    assert {address: size for address, size in sizes.items() if size > most[address]} == {}


def test_every_edition_opens_and_is_light(client, site):
    for record in PublicRecord.objects.values_list("record", flat=True):
        for edition in record["editions"]:
            if edition["fiscal_year"] and len(record["editions"]) > 1:
                address = f"{record['url']}?year={edition['fiscal_year']}"
                visited = site.pages.get(address)  # links name the one shown first without its year
                response = visited.response if visited else client.get(address)
                assert response.status_code == 200, address
                assert weight(response) <= MOST_BYTES, address


def test_the_program_leads_to_the_calculator_only_where_a_rate_is_stated(site):
    for record in PublicRecord.objects.values_list("record", flat=True):
        edition = telling_edition(record)
        link = f'href="{record["url"]}calc/?year={edition["fiscal_year"]}"'
        leads = link in site.pages[record["url"]].response.text
        assert leads == bool(edition["rates"]), record["code"]


def test_html_is_without_error(site):
    assert {page.address: page.faults for page in site.html() if page.faults} == {}
    assert {page.address for page in site.html() if len(page.ids) != len(set(page.ids))} == set()


def test_a_page_has_its_language_title_description_and_one_main_heading(site):
    for page in site.html():
        language, name = language_of(page), SITE[language_of(page)]
        assert page.tree.get("lang") == language, page.address
        title = text_of(page.one("title"))
        assert title == name if page.address in ("/", "/en/") else title.endswith(f"｜{name}"), page.address
        assert text_of(page.one("h1")), page.address
        [description] = named(page, "meta", name="description")
        assert len(description) > 20, page.address
        assert named(page, "meta", property="og:title") == [title]
        assert named(page, "meta", property="og:description") == [description]
    listed = site.of_sitemap()
    for values in (
        [text_of(page.one("title")) for page in listed],
        [named(page, "meta", name="description")[0] for page in listed],
    ):
        assert [value for value, times in Counter(values).items() if times > 1] == []


def test_headings_tables_and_forms_are_marked_up(site):
    for page in site.html():
        levels = [int(e.tag[1]) for e in page.tree.iter() if e.tag in HEADINGS]
        assert levels[0] == 1, page.address
        assert all(next_ - level <= 1 for level, next_ in pairwise(levels)), page.address
        assert all(text_of(element) for tag in HEADINGS for element in page.all(tag)), page.address
        for table in page.all("table"):
            assert text_of(table.find("caption")), page.address
            assert all(cell.get("scope") for cell in table.iter("th") if text_of(cell)), page.address
        labels = {label.get("for") for label in page.all("label") if text_of(label)}
        wrapped = {
            field for label in page.all("label") for tag in ("input", "select") for field in label.iter(tag)
        }
        for field in (*page.all("input"), *page.all("select"), *page.all("textarea")):
            if field.get("type") not in UNNAMED_INPUTS:
                assert field.get("id") in labels or field in wrapped, (page.address, field.attrib)
        for form in page.all("form"):
            assert [b for b in form.iter("button") if b.get("type") == "submit"], page.address
        assert [e for e in page.tree.iter() if int(e.get("tabindex", 0)) > 0] == [], page.address


def test_menus_are_the_same_everywhere(site):
    """The way past them too, and whom to ask."""
    frames = set()
    for page in site.html():
        skip = page.one("body").find("a")
        assert (skip.get("class"), skip.get("href")) == ("skip", "#main"), page.address
        links = [
            (link.get("href"), text_of(link))
            for tag in ("header", "footer")
            for link in page.one(tag).iter("a")
            if link.get("class") != "lang"
        ]
        frames.add((language_of(page), tuple(links)))
    assert len(frames) == len(SITE)


def test_answers_carry_the_security_headers_and_no_cookie(site):
    policies = set()
    for page in site.pages.values():
        headers = page.response.headers
        assert not page.response.cookies, page.address
        assert "Set-Cookie" not in headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "geolocation=()" in headers["Permissions-Policy"]
        policies.add(headers["Content-Security-Policy"])
    assert len(policies) == 1
    assert "unsafe" not in policies.pop()


def test_the_canonical_address_is_one_that_opens_and_names_itself(site):
    for page in site.html():
        [canonical] = named(page, "link", rel="canonical")
        assert named(page, "meta", property="og:url") == [canonical]
        if page.address in site.listed:
            assert canonical == HOST + page.address


def test_data_for_search_engines_is_json_that_names_its_type(site):
    types = Counter()
    for page in site.html():
        for script in page.all("script"):
            if script.get("type") == "application/ld+json":
                data = json.loads(script.text)
                assert data["@context"] == "https://schema.org"
                types[data["@type"]] += 1
            else:
                assert script.get("src"), page.address
    assert set(types) == {"WebSite", "GovernmentService", "BreadcrumbList", "Dataset"}
    assert types["GovernmentService"] > 300
    assert types["WebSite"] == types["Dataset"] == len(SITE)


def test_the_site_map_for_people_names_every_page_that_is_not_a_programs(site):
    page = site.pages[reverse("about:sitemap")]
    named_here = {link.removeprefix(HOST) for link in page.links()}
    assert {a for a in site.listed if not a.startswith("/programs/")} | {"/programs/"} <= named_here
    titles = [str(title) for _, pages in SECTIONS for title in (each.title for each in pages)]
    assert len(titles) == len(set(titles))

"""The English pages: every page type opens, and what is Japanese on it says that it is."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings

from programs.languages import glosses
from programs.models import Office, PublicRecord, Source
from tests.config.crawl import MOST_BYTES, weight

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalog")]

# Kana and kanji; a stray full-width bracket harms no reader.
JAPANESE = re.compile("[\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff々〆]")
SPOKEN = ("title", "aria-label", "alt", "placeholder", "content")
VOID = {"meta", "link", "input", "br", "hr", "img"}

# Every type of page, with the states of it that say something of their own.
PAGES = [
    "/en/",
    "/en/programs/",
    "/en/programs/?p=mynapoint&p=no-such-program",
    "/en/programs/?q=光ファイバ&area=360007&field=broadband&call=not-stated",
    "/en/programs/?q=テレワーク&page=2",
    "/en/programs/?q=ひかりファイバー&nationwide=exclude",
    "/en/programs/?q=補助額の上限 令和3年度",
    "/en/programs/?q=smart city",
    "/en/programs/?q=光ファイバ 無い言葉",
    "/en/programs/?q=教育クラウド",
    "/en/programs/?q=光ファイバ&field=tourism&support_type=tax",
    "/en/programs/?town=池田町",
    "/en/programs/?town=無い町&area=010006",
    "/en/programs/?town=無い町",
    "/en/programs/?area=nosuch&field=nosuch",
    f"/en/programs/?q={'長' * 200}",
    "/en/programs/?q=%00",
    "/en/programs/?sort=budget&designation=remote-island&fiscal_year=2021",
    "/en/programs/kodo-musen-kankyo/",
    "/en/programs/kodo-musen-kankyo/?year=2020",
    "/en/programs/chiiki-johoka-adviser/",
    "/en/programs/chiiki-johoka-adviser/cases/",
    "/en/programs/mynapoint/",
    "/en/programs/iot-service/",
    "/en/cases/",
    "/en/cases/?q=テレワーク&area=360007&page=1",
    "/en/cases/?town=徳島県神山町",
    "/en/cases/?q=無い言葉&field=health",
    "/en/search/order/",
    "/en/roadmap/",
    "/en/sources/",
    "/en/sources/001_2babdfa40bdae4a2/",
    "/en/sources/disagreements/",
    "/en/sources/coverage/",
    "/en/sources/coverage/?page=2",
    "/en/opendata/",
    "/en/offices/broadband-seibi/",
    "/en/offices/mynumber-free-dial/",
    "/en/programs/kodo-musen-kankyo/calc/",
    "/en/programs/kodo-musen-kankyo/calc/?cost=120000001",
    "/en/programs/kodo-musen-kankyo/calc/?cost=千万円くらい&rate=nosuch&rounding=nosuch",
    "/en/programs/mynapoint/calc/?cost=1000",
    "/en/compare/",
    "/en/compare/?p=kodo-musen-kankyo&p=chiiki-johoka-adviser",
    "/en/compare/?p=mynapoint&p=a&p=b&p=c&p=d",
    "/en/list/",
    "/en/list/?p=kodo-musen-kankyo&p=chiiki-johoka-adviser&q=テレワーク",
    "/en/places/",
    "/en/places/?town=池田町",
    "/en/places/?town=",
    "/en/places/360007/",
    "/en/places/363421/",
    "/en/places/363421/?group=check&applicant=company",
    "/en/places/363421/?group=nosuch",
    "/en/budget/",
    "/en/budget/?fiscal_year=2021&field=broadband",
    "/en/budget/?fiscal_year=1&field=nosuch",
    "/en/updates/",
    "/en/updates/?program=kodo-musen-kankyo",
    "/en/updates/?kind=nosuch&program=no-such-program",
    "/en/glossary/",
    "/en/guide/",
    "/en/contact/",
    "/en/sitemap/",
    "/en/about/terms/",
    "/en/about/privacy/",
    "/en/about/licenses/",
    "/en/about/accessibility/",
    "/en/about/accessibility/results/",
]


class Reader(HTMLParser):
    """Collects Japanese that no element marks as such."""

    def __init__(self) -> None:
        super().__init__()
        self.languages: list[tuple[str, str | None]] = []
        self.unmarked: list[str] = []
        self.links: list[str] = []
        self.language_of_page: str | None = None

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "html":
            self.language_of_page = found.get("lang")
        language = found.get("lang") or (self.languages[-1][1] if self.languages else None)
        for name in SPOKEN:
            if found.get(name):
                self.see(found[name], language)
        if tag == "a":
            self.links.append(found["href"])
        if tag not in VOID:
            self.languages.append((tag, language))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        while self.languages and self.languages.pop()[0] != tag:
            pass

    def handle_data(self, data):
        # Data for search engines: nobody hears it.
        if not self.languages or self.languages[-1][0] != "script":
            self.see(data, self.languages[-1][1] if self.languages else None)

    def see(self, text, language):
        if language != "ja" and JAPANESE.search(text):
            self.unmarked.append(text.strip())


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


def check(response) -> Reader:
    page = read(response.text)
    assert page.language_of_page == "en"
    assert page.unmarked == []
    assert response["Content-Language"] == "en"
    assert "Accept-Language" not in response.get("Vary", "")
    assert not response.cookies
    return page


@pytest.mark.parametrize("address", PAGES)
def test_what_is_japanese_on_an_english_page_says_so(client, address):
    response = client.get(address)
    assert response.status_code == 200
    check(response)


def test_every_program_office_and_document_has_an_english_page(client):
    for code in PublicRecord.objects.values_list("program__code", flat=True):
        response = client.get(f"/en/programs/{code}/")
        check(response)
        assert weight(response) <= MOST_BYTES, code
    for office in Office.objects.of_published_programs():
        check(client.get(f"/en/offices/{office.code}/"))
    for source in Source.objects.all():
        check(client.get(f"/en/sources/{source.document_id}/"))


def test_an_english_page_says_what_is_ours_in_english(client):
    text = client.get("/en/programs/", {"q": "高度無線環境整備推進事業"}).text
    assert "Advanced wireless environment development program" in text
    assert "(unofficial English gloss)" in text
    assert '<span lang="ja">離島や過疎地など' in text
    assert ">3,682<small> million yen</small>" in text
    assert "Budget (FY2021, Initial)" in text
    assert ">Optical fibre and 5G<" in text
    assert "(source: document A, line 24)" in text


@pytest.mark.parametrize(
    "address",
    [
        "/en/",
        "/en/programs/",
        "/en/cases/",
        "/en/programs/mynapoint/",
        "/en/programs/kodo-musen-kankyo/calc/?cost=1000000",
        "/en/compare/?p=kodo-musen-kankyo&p=chiiki-johoka-adviser",
        "/en/list/?p=kodo-musen-kankyo&p=chiiki-johoka-adviser&q=テレワーク",
        "/en/places/363421/",
        "/en/budget/",
        "/en/updates/",
        "/en/roadmap/",
        "/en/sitemap/",
    ],
)
def test_links_on_an_english_page_stay_in_english(client, address):
    for link in read(client.get(address).text).links:
        path = link.partition("#")[0].partition("?")[0]
        if path.startswith("/"):
            stays = path.startswith("/en/") or path.endswith((".json", ".csv", ".atom", ".ics"))
            same = address.removeprefix("/en").partition("?")[0]
            assert stays or path in (same, "/api/v1/"), link


def test_marks_of_an_english_list_lead_to_english_pages(client):
    marks = re.findall(r'class="fig" href="([^"#]*)#', client.get("/en/programs/?sort=budget").text)
    assert marks
    assert all(mark.startswith("/en/programs/") for mark in marks)


def test_what_is_kept_between_requests_is_of_no_language(client):
    for address in ("/en/", "/", "/en/"):
        page = client.get(address)
        prefix = "/en" if address == "/en/" else ""
        assert f'href="{prefix}/programs/mynapoint' in page.text
        assert ("Catalog opened" in page.text) is (address == "/en/")


def test_data_for_search_engines_names_pages_of_the_language(client):
    text = client.get("/en/programs/mynapoint/").text
    assert '"url":"http://testserver/en/programs/mynapoint/"' in text
    assert '"item":"http://testserver/en/"' in text
    assert '"inLanguage":"en"' in client.get("/en/").text
    assert '"inLanguage":"ja"' in client.get("/en/opendata/").text


def test_the_head_of_an_english_page_names_its_own_address_and_language(client):
    page = client.get("/en/programs/kodo-musen-kankyo/?year=2021").text
    assert '<link rel="canonical" href="http://testserver/en/programs/kodo-musen-kankyo/">' in page
    assert '<meta property="og:locale" content="en_US">' in page
    assert '<meta property="og:site_name" content="MIC Support Catalog">' in page


def test_a_text_of_the_record_stays_japanese_on_a_japanese_page(client):
    text = client.get("/programs/kodo-musen-kankyo/").text
    assert '<html lang="ja">' in text
    assert 'class="gloss"' not in text
    assert '<span lang="ja">' not in text
    assert "3,682<small>百万円</small>" in text


@pytest.mark.parametrize(
    ("here", "other", "language"),
    [
        ("/programs/?q=%E5%85%89&page=2", "/en/programs/?q=%E5%85%89&amp;page=2", "en"),
        ("/en/programs/kodo-musen-kankyo/?year=2020", "/programs/kodo-musen-kankyo/?year=2020", "ja"),
        ("/en/sources/", "/sources/", "ja"),
    ],
)
def test_the_switch_leads_to_the_same_page_with_its_query(client, here, other, language):
    text = client.get(here).text
    assert f'href="{other}" hreflang="{language}" lang="{language}"' in text
    assert f'<link rel="alternate" hreflang="{language}" href="http://testserver{other}">' in text
    assert text.count('<link rel="alternate" hreflang=') == len(settings.LANGUAGES)


@pytest.mark.parametrize("address", ["/api/v1/", "/nosuch/", "/en/nosuch/"])
def test_a_page_that_has_no_other_language_offers_none(client, address):
    assert "hreflang" not in client.get(address).text


def test_errors_are_english_below_en(client):
    page = client.get("/en/programs/no-such-program/")
    assert page.status_code == 404
    assert "Page not found" in page.text
    assert check(page).links.count("/en/programs/") >= 1
    query = "&".join(f"x{number}=1" for number in range(6000))
    bad = client.get(f"/en/programs/?{query}")
    assert bad.status_code == 400
    check(bad)


def test_a_fault_is_told_in_english_below_en(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("search.views.explained", lambda: 1 / 0)
    fault = client.get("/en/search/order/")
    assert fault.status_code == 500
    check(fault)
    assert "ただいま表示できません" in client.get("/search/order/").text


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/",
            "/programs/?q=光",
            "/cases/",
            "/programs/mynapoint/",
            "/sources/",
            "/budget/",
            "/places/363421/",
        ),
        "/compare/?p=mynapoint&p=kodo-musen-kankyo",
    ],
)
def test_english_costs_no_query_more(client, count_queries, address):
    for prefix in ("", "/en"):
        client.get(prefix + address)
    assert count_queries(client.get, "/en" + address) == count_queries(client.get, address)


def test_a_program_without_a_gloss_shows_its_japanese_name(client, monkeypatch):
    monkeypatch.delitem(glosses()["programs"], "mynapoint")
    page = client.get("/en/programs/mynapoint/")
    assert 'class="gloss"' not in page.text
    assert '<h1><span lang="ja">マイナポイント</span></h1>' in page.text

"""「まちで調べる」: names, one place's page, bad input, constant queries."""

import gzip
import re
from datetime import date

import pytest
from django.conf import settings
from django.core.cache import cache

from programs.models import Program
from programs.services import refresh_public_record
from tests import factories as make

pytestmark = pytest.mark.django_db

TOWN = "/places/363421/"


@pytest.fixture(autouse=True)
def _cold_cache():
    cache.clear()


@pytest.fixture
def another_kamiyama(small_catalog):
    return make.MunicipalityFactory(
        code="016446",
        name="神山町",
        county_name="別郡神山町",
        short_name="北海道神山町",
        full_name="北海道別郡神山町",
        kana="カミヤマチョウ",
        parent=make.PrefectureFactory(code="010006"),
    )


def groups(response):
    """Group → names of the programs shown."""
    return {group.slug: [row.card.name for row in group.rows] for group in response.context["groups"]}


def signs(text: str, name: str) -> list[str]:
    """The conditions of one program as read out, marks left out."""
    row = text.split(f">{name}</a></h3>")[1].split("</ul>")[0]
    lines = re.findall(r"<li>(.*?)</li>", row, re.S)
    return [re.sub(r"<sup>.*?</sup>|<[^>]+>", "", line) for line in lines]


@pytest.mark.parametrize(
    "query",
    [
        {"town": "神山町"},
        {"town": " 徳島県 神山町　"},
        {"town": "徳島県名西郡神山町"},
        {"town": "名西郡神山町"},
        {"town": "363421"},
        {"area": "363421"},
    ],
)
def test_a_name_that_means_one_place_leads_to_its_page(client, small_catalog, query):
    response = client.get("/places/", query)
    assert response.status_code == 302
    assert response["Location"] == TOWN


def test_who_asks_is_kept_on_the_way(client, small_catalog):
    response = client.get("/places/", {"town": "神山町", "applicant": "a&b"})
    assert response["Location"] == f"{TOWN}?applicant=a%26b"


def test_a_name_of_several_places_offers_them_with_prefecture_and_county(client, another_kamiyama):
    response = client.get("/places/", {"town": "神山町", "applicant": "company"})
    assert response.status_code == 200
    assert "2か所あります" in response.text
    assert 'value="神山町"' in response.text
    assert '<a class="tall" href="/places/016446/?applicant=company">北海道別郡神山町</a>' in response.text
    assert '<a class="tall" href="/places/363421/?applicant=company">徳島県名西郡神山町</a>' in response.text


@pytest.mark.parametrize("typed", ["神山", "神山市", "かみやまちよ"])
def test_a_name_that_is_nearly_one_offers_it(client, another_kamiyama, typed):
    response = client.get("/places/", {"town": typed})
    assert response.context["candidates"][0].code == "016446"
    assert f"「{typed}」という名前の市区町村・都道府県はありません" in response.text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("town=", "名前を入れてください"),
        ("town=%E3%80%80", "名前を入れてください"),
        ("town=%00", "使えない文字（NUL）"),
        ("area=%00", "使えない文字（NUL）"),
        (f"town={'町' * 10_000}", "100 文字以下"),
        ("town=無い町", "「無い町」という名前の"),
        ("town=999999", "地域のコード「999999」はありません"),
        ("area=jp", "地域のコード「jp」はありません"),
        ("area=district-shikoku", "地域のコード「district-shikoku」はありません"),
        ("town=%F0%9F%98%80", "という名前の"),
        ("town=<b>x", "地域のコード「&lt;b&gt;x」"),
        ("town=神山町&town=無い町", "「無い町」という名前の"),
        ("town=%ED%A0%80", "という名前の"),
    ],
)
def test_an_odd_name_gets_a_message_and_loses_nothing(client, small_catalog, query, message):
    response = client.get(f"/places/?{query}")
    assert response.status_code == 200
    assert message in response.text
    assert "<title>エラー：" in response.text
    assert "<b>x" not in response.text


def test_the_entrance_leads_to_every_prefecture(client, small_catalog):
    text = client.get("/places/").text
    assert "エラー" not in text
    assert "errmsg" not in text
    assert re.findall(r'href="(/places/\d{6}/)"', text) == ["/places/010006/", "/places/360007/"]
    assert re.search(r'href="/places/360007/">徳島 <b>1<span class="vh">市区町村', text)


@pytest.mark.parametrize("code", ["999999", "000000", "36342", "3634210", "３６３４２１", "%00", "jp"])
def test_what_is_no_place_is_a_404(client, small_catalog, code):
    assert client.get(f"/places/{code}/").status_code == 404


def test_a_town_has_its_programs_in_three_groups(client, small_catalog):
    response = client.get(f"{TOWN}?applicant=municipality")
    assert groups(response) == {
        "fits": [],
        "check": ["神山町だけの事業", "光ファイバ整備事業", "テレワーク事業"],
        "cannot": ["北海道だけの事業"],
    }
    assert [group.count for group in response.context["groups"]] == [0, 4, 1]
    assert "4件すべてを理由つきで見る" in response.text
    assert signs(response.text, "光ファイバ整備事業") == [
        "？未確認：次の地域に当たるか：離島",
        "○合う：申請できる人：地方公共団体",
    ]
    assert signs(response.text, "北海道だけの事業")[0] == "×合わない：対象はほかの地域：北海道"
    assert 'href="/programs/fibre/#Z24"><span>離島</span>' in response.text


def test_who_asks_changes_what_fits(client, small_catalog):
    make.ApplicantKindFactory(slug="company")
    fibre = client.get(f"{TOWN}?applicant=company&group=cannot").text
    assert (
        signs(fibre, "光ファイバ整備事業")[1] == "×合わない：申請できる人に立場 companyがない：地方公共団体"
    )
    assert '<strong aria-current="true">立場 company</strong>' in fibre


def test_a_confirmed_designation_is_shown_with_its_basis(client, small_catalog):
    make.AreaDesignationFactory(designation="remote-island", valid_from=date(2021, 4, 1))
    response = client.get(TOWN)
    assert "光ファイバ整備事業" in groups(response)["fits"]
    assert re.search(r"<dt>離島</dt><dd>○ 全部<br>試験用の告示</dd>", response.text)
    assert re.search(r"<dt>過疎</dt><dd>？ 未確認</dd>", response.text)


def test_a_designation_that_was_lifted_is_not_confirmed(client, small_catalog):
    make.AreaDesignationFactory(designation="remote-island", valid_until=date(2022, 4, 1))
    assert re.search(r"<dt>離島</dt><dd>？ 未確認</dd>", client.get(TOWN).text)


def test_only_the_telling_edition_counts_and_its_year_is_said(client, small_catalog):
    program = make.ProgramFactory(published=True, name="広がった事業")
    make.TargetAreaFactory(
        edition=make.EditionFactory(program=program, fiscal_year=2019),
        kind="prefecture",
        name="北海道",
        designation="",
        area=make.PrefectureFactory(code="010006"),
    )
    make.EligibleApplicantFactory(edition=program.editions.get(fiscal_year=2021))
    refresh_public_record(program)
    response = client.get(f"{TOWN}?group=fits")
    assert signs(response.text, "広がった事業")[0] == "○合う：地域の限定は記載なし"
    assert "令和3年度（2021年度）版" in response.text


@pytest.mark.parametrize(
    "query", ["applicant=nosuch", "group=nosuch", "applicant=%00", "group=%00&applicant=%00"]
)
def test_a_bad_value_shows_its_error_and_no_program(client, small_catalog, query):
    response = client.get(f"{TOWN}?{query}")
    assert response.status_code == 200
    assert "条件を読み取れません" in response.text
    assert 'class="row"' not in response.text
    assert "<title>エラー：" in response.text
    for name, _ in response.context["errors"]:
        assert f'id="in-{name}"' in response.text


def test_a_value_of_ten_thousand_letters_is_no_error_of_ours(client, small_catalog):
    assert client.get(TOWN, {"applicant": "x" * 10_000}).status_code == 200


@pytest.mark.parametrize("page", ["0", "2", "abc", "9" * 10_000])
def test_a_page_of_a_group_that_is_not_there_is_a_404(client, small_catalog, page):
    assert client.get(TOWN, {"group": "check", "page": page}).status_code == 404


def test_the_bureau_has_the_phone_that_a_document_prints_with_its_mark(client, small_catalog):
    assert "電話：登録した資料に記載なし" in client.get(TOWN).text
    office = make.OfficeFactory(
        code="shikoku", name="四国総合通信局 試験課", kind="bureau", area=make.DistrictFactory()
    )
    edition = make.EditionFactory(program=Program.objects.get(code="fibre"), fiscal_year=2021)
    make.EditionOfficeFactory(
        edition=edition, office=office, phone="089-000-0000", first_line=30, last_line=30
    )
    draft = make.EditionFactory(program=Program.objects.get(code="draft"))
    make.EditionOfficeFactory(edition=draft, office=office, phone="089-999-9999")
    text = client.get(TOWN).text
    assert 'href="/programs/fibre/?year=2021#Z30"><span>089-000-0000</span>' in text
    assert "089-999-9999" not in text
    assert "記載なし</p>" not in text.split('id="bureau"')[1].split("</section>")[0]


def test_the_page_of_a_prefecture_lists_its_municipalities(client, small_catalog):
    response = client.get("/places/360007/")
    assert re.search(r"<h3>名西郡 .*?href=\"/places/363421/\">神山町<small>", response.text, re.S)
    assert "未確認</dd>" not in response.text
    assert signs(response.text, "神山町だけの事業")[0] == "？未確認：対象はこの中の一部：徳島県神山町"


def test_cases_are_counted_as_their_lists_count_them(client, small_catalog):
    response = client.get(TOWN)
    scopes = response.context["case_scopes"]
    assert [(scope.name, scope.count, len(scope.cases)) for scope in scopes] == [
        ("神山町", 1, 1),
        ("徳島県", 1, 0),
        ("四国総合通信局の管内", 1, 0),
    ]
    for scope in scopes:
        assert client.get(scope.url).context["count"] == scope.count


@pytest.mark.parametrize(
    ("url", "most"),
    [("/places/", 1), (TOWN, 5), ("/places/360007/", 5), (f"{TOWN}?group=check", 3), (f"{TOWN}?group=x", 3)],
)
def test_queries_are_few_and_do_not_grow_with_rows(client, small_catalog, count_queries, url, most):
    client.get(url)
    assert count_queries(client.get, url) <= most
    for program in make.ProgramFactory.create_batch(6, published=True):
        make.TargetAreaFactory(edition=program.editions.get())
        make.EligibleApplicantFactory(edition=program.editions.get(), role="excluded")
        make.CasePlaceFactory(case__program=program)
        refresh_public_record(program)
    client.get(url)
    assert count_queries(client.get, url) <= most


def test_the_stylesheet_stays_within_its_budget():
    sheet = settings.BASE_DIR / "config" / "static" / "css" / "site.css"
    assert len(gzip.compress(sheet.read_bytes())) <= 12 * 1024


def test_names_are_escaped(client, small_catalog):
    program = make.ProgramFactory(published=True, name="<b>太字</b>の事業")
    make.TargetAreaFactory(edition=program.editions.get(), name="<i>離島</i>")
    refresh_public_record(program)
    text = client.get(TOWN).text
    assert "&lt;i&gt;離島&lt;/i&gt;" in text
    assert "<b>太字" not in text
    assert "<i>離島" not in text

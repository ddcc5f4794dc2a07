"""Pages of the record: what is shown, what is not stated, and who may see it."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.choices import CapOf, PublicationStatus
from programs.models import Program
from programs.services import record_edit, refresh_public_record
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    """A program with one of everything."""
    program = make.ProgramFactory(published=True, code="whole", name="何でもある事業")
    edition = program.editions.get()
    make.BudgetLineFactory(edition=edition, first_line=30, last_line=30)
    make.BudgetLineFactory(
        edition=edition, fiscal_year=2020, phase="supplementary-3", amount_yen=500, part_of_larger=True
    )
    rate = make.SubsidyRateFactory(edition=edition, area="離島", first_line=57, last_line=58)
    make.CostShareFactory(rate=rate)
    make.SubsidyRateFactory(
        edition=edition,
        area="離島",
        condition="財政力指数0.5以上",
        numerator=1,
        denominator=3,
        first_line=63,
        last_line=63,
        note="※は上の行にだけ掛かる",
    )
    make.CapFactory(edition=edition, of=CapOf.ELIGIBLE_COST, per="1団体当たり", amount_yen=10_000_000)
    for factory in (
        make.EligibleApplicantFactory,
        make.EligibleCostFactory,
        make.TargetAreaFactory,
        make.RequirementFactory,
        make.CallFactory,
        make.ProgramPartFactory,
        make.ProgramPeriodFactory,
        make.PrintedLabelFactory,
    ):
        factory(edition=edition)
    make.ProgramAliasFactory(program=program)
    make.OutcomeFactory(program=program)
    case = make.CaseStudyFactory(program=program)
    make.CasePlaceFactory(case=case)
    make.CaseOrganizationFactory(case=case)
    make.OutcomeFactory(
        program=program, case=case, metric="見守りカメラ", number=1500, unit="台", qualifier="about"
    )
    make.LinkFactory(program=program)
    other = make.ProgramFactory(published=True, name="となりの事業")
    make.ProgramRelationFactory(from_program=program, to_program=other)
    refresh_public_record(program)
    refresh_public_record(other)
    return program


def page(client, program) -> str:
    response = client.get(program.get_absolute_url())
    assert response.status_code == 200
    return response.text


def test_every_figure_leads_to_a_note_on_the_page(client, program):
    import re

    text = page(client, program)
    targets = set(re.findall(r'class="fig" href="#(\w+)"', text))
    notes = set(re.findall(r'<li id="(\w+)"', text))
    assert targets
    assert targets <= notes


def test_ids_are_unique(client, program):
    import re

    ids = re.findall(r'\sid="([^"]+)"', page(client, program))
    assert len(ids) == len(set(ids))


def test_a_note_leads_back_to_its_figure(client, program):
    import re

    text = page(client, program)
    for back in re.findall(r'<a href="#(f\w+)">', text):
        assert f'id="{back}"' in text


def test_rates_stand_with_their_conditions_and_printed_shares_only(client, program):
    text = page(client, program)
    assert "離島 財政力指数0.5以上" in text
    assert "市町村 1/3" in text
    assert text.count("記載なし") > 0


def test_a_part_of_a_larger_sum_says_so(client, program):
    assert "の内数" in page(client, program)


def test_a_cap_says_what_it_caps(client, program):
    text = page(client, program)
    assert "1団体当たり 対象経費の上限" in text
    assert "1,000" in text


def test_a_plan_is_not_shown_as_a_result(client, program):
    make.OutcomeFactory(program=program, metric="講習会", number=1000, unit="箇所", nature="plan")
    refresh_public_record(program)
    text = page(client, program)
    assert '<span class="tag plan">予定</span>' in text


def test_a_program_with_nothing_printed_says_not_stated_everywhere(client):
    bare = make.ProgramFactory(published=True)
    text = page(client, bare)
    for sentence in (
        "補助率は、登録した資料に記載がありません",
        "予算額は、登録した資料に記載がありません",
        "地域の限定は、資料に記載がありません",
        "公募の期間や期限は、登録した資料に記載がありません",
        "この施策の事例は、登録した資料に記載がありません",
    ):
        assert sentence in text
    assert "0円" not in text


@pytest.mark.parametrize("status", [PublicationStatus.DRAFT, PublicationStatus.WITHDRAWN])
def test_what_is_not_published_is_not_there(client, program, status, django_user_model):
    program.status = status
    program.save()
    record_edit(program=program, user=django_user_model.objects.create(username="editor"))
    assert client.get(program.get_absolute_url()).status_code == 404
    assert client.get(reverse("programs:json", args=[program.code])).status_code == 404
    assert program.name not in client.get("/programs/").text
    assert program.name not in json.dumps(client.get("/opendata/catalog.json").json(), ensure_ascii=False)


def test_another_year_is_another_edition_and_an_unknown_year_a_404(client, program):
    make.BudgetLineFactory(
        edition=make.EditionFactory(program=program, fiscal_year=2019), fiscal_year=2019, amount_yen=7_000_000
    )
    refresh_public_record(program)
    assert "令和元年度（2019年度）版" in client.get(program.get_absolute_url(), {"year": "2019"}).text
    for year in ("1999", "x", "", "%00", "9" * 5000):
        assert client.get(f"{program.get_absolute_url()}?year={year}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/programs/nosuch/", "/offices/nosuch/", "/sources/nosuch/", "/programs/x/data.json", "/nosuch/"]
)
def test_an_unknown_address_is_a_404_that_helps(client, path, program):
    response = client.get(path)
    assert response.status_code == 404
    assert "施策をさがす" in response.text


def test_an_office_page_lists_its_programs_with_the_printed_numbers(client, program):
    text = client.get(reverse("programs:office", args=["office-one"])).text
    assert program.name in text
    assert "03-0000-0000" in text
    assert "test@soumu.go.jp" in text


def test_an_office_of_no_published_program_is_a_404(client, program):
    make.OfficeFactory(code="idle")
    assert client.get(reverse("programs:office", args=["idle"])).status_code == 404


def test_a_source_page_shows_what_was_taken_from_which_lines(client, program):
    text = client.get("/sources/900_testdocument/").text
    assert program.name in text
    assert 'href="/programs/whole/#Z57"' in text
    assert "Z57" in client.get(program.get_absolute_url()).text


def test_what_only_an_older_edition_cites_leads_to_the_page_of_that_edition(client, program):
    older = make.EditionFactory(program=program, fiscal_year=2018)
    make.EligibleCostFactory(edition=older, name="昔の費用", first_line=77, last_line=77)
    refresh_public_record(program)
    text = client.get("/sources/900_testdocument/").text
    assert 'href="/programs/whole/?year=2018#Z77"' in text
    assert 'id="Z77"' in client.get("/programs/whole/?year=2018").text
    assert 'href="/programs/whole/#Z57"' in text


def test_source_pages_page_and_refuse_pages_that_are_not_there(client, program):
    make.ProgramFactory.create_batch(10, published=True)
    assert client.get("/sources/900_testdocument/?page=2").status_code == 200
    assert client.get("/sources/900_testdocument/?page=3").status_code == 404


def test_open_data_and_its_schema_are_served_to_other_systems(client, program):
    catalog = client.get("/opendata/catalog.json")
    assert catalog["Access-Control-Allow-Origin"] == "*"
    assert catalog.json()["programs"][0]["url"].startswith("http://testserver/programs/")
    assert client.get("/opendata/schema.json").json()["title"] == "支援施策カタログ"
    assert client.get(reverse("programs:json", args=["whole"])).json()["code"] == "whole"


@pytest.mark.parametrize(
    "path",
    ["/programs/whole/", "/offices/office-one/", "/sources/", "/sources/900_testdocument/", "/opendata/"],
)
def test_pages_of_the_record_take_few_queries_however_much_there_is(client, program, path):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    few = count()
    assert few <= 12
    edition = program.editions.get()
    for number in range(5):
        make.EligibleCostFactory(edition=edition, name=f"費用{number}")
        make.CasePlaceFactory(case__program=program)
        make.EditionOfficeFactory(
            edition=make.EditionFactory(program=make.ProgramFactory(published=True)), phone=str(number)
        )
    for each in Program.objects.all():
        refresh_public_record(each)
    assert count() <= few


def test_public_pages_set_no_cookie_and_carry_the_security_headers(client, program):
    for path in ("/", "/programs/", "/programs/whole/", "/cases/", "/opendata/catalog.json", "/nosuch/"):
        response = client.get(path)
        assert not response.cookies, path
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"


def test_a_page_asks_nothing_of_other_sites(client, program):
    import re

    text = page(client, program)
    # The page's own addresses, and the printed link, followed by readers alone.
    own = program.get_absolute_url()
    known = {f"http://testserver{own}", f"http://testserver/en{own}", "https://www.soumu.go.jp/"}
    assert set(re.findall(r'(?:src|href|action)="(https?://[^"]+)"', text)) <= known
    assert "<script" not in text.replace('<script type="application/ld+json">', "")
    assert "style=" not in text


def test_pages_are_sent_compressed_to_readers_who_take_it(client, program):
    response = client.get("/programs/whole/", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"


def test_an_address_that_cannot_be_read_gets_a_japanese_page(client, program):
    query = "&".join(f"x{number}=1" for number in range(6000))
    response = client.get(f"/programs/?{query}")
    assert response.status_code == 400
    assert "読み取れないところがあります" in response.text


def test_a_program_whose_last_edition_is_deleted_leaves_the_public_pages(client, program):
    program.editions.all().delete()
    refresh_public_record(program)
    assert client.get(program.get_absolute_url()).status_code == 404
    assert program.name not in client.get("/programs/").text


def test_a_rate_of_one_part_alone_does_not_pass_for_the_programs_own(client):
    program = make.ProgramFactory(published=True)
    make.SubsidyRateFactory(edition=program.editions.get(), component="特別交付税措置")
    refresh_public_record(program)
    assert "<small>特別交付税措置</small>" in page(client, program)
    assert "<small>特別交付税措置</small>" in client.get("/programs/").text

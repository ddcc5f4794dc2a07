"""The public API: what it answers, to whom, and at what cost."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from programs.models import Program, PublicRecord
from programs.services import refresh_public_record
from search.filters import CaseFilter, ProgramFilter
from search.models import CaseDocument, ProgramDocument
from tests import factories as make

pytestmark = pytest.mark.django_db

PROGRAMS = "/api/v1/programs/"
CASES = "/api/v1/cases/"
QUERIES = [
    "",
    "field=talent",
    "field=talent&field=broadband",
    "support_type=expert",
    "applicant=municipality",
    "designation=remote-island&designation=peninsula",
    "designation=peninsula",
    "fiscal_year=2020",
    "call=open",
    "call=not-stated&sort=budget",
    "q=光ﾌｧｲﾊﾞ+整備",
    "town=神山町",
    "area=363421&nationwide=exclude",
    "area=010006&field=talent",
    "sort=name",
    "sort=budget",
    "sort=updated",
    "q=&area=&town=&sort=",
]


def json_of(client, address: str, status: int = 200):
    response = client.get(address)
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"].split(";")[0] == "application/json"
    return response.json()


class TestPrograms:
    @pytest.mark.parametrize("query", QUERIES)
    def test_a_query_gives_what_the_page_lists_in_the_same_order(self, client, small_catalog, query):
        answer = json_of(client, f"{PROGRAMS}?{query}")
        page = client.get(f"/programs/?{query}")
        listed = [result.card.url for result in page.context["results"]]
        assert [result["url"] for result in answer["results"]] == listed
        assert answer["count"] == page.context["count"] == len(listed)

    @pytest.mark.parametrize("query", QUERIES)
    def test_facets_are_the_counts_of_the_page(self, client, small_catalog, query):
        groups = client.get(f"/programs/?{query}").context["groups"]
        expected = {
            group.name: [{"value": o.value, "label": o.label, "count": o.count} for o in group.options]
            for group in groups
        }
        assert all(expected.values())
        assert json_of(client, f"{PROGRAMS}?{query}")["facets"] == expected

    def test_a_result_says_what_the_record_says(self, client, small_catalog):
        program = make.ProgramFactory(published=True, code="named", name="名前の変わった事業")
        make.ProgramAliasFactory(program=program, name="前の名前")
        refresh_public_record(program)
        [result] = json_of(client, f"{PROGRAMS}?q=前の名前")["results"]
        public = PublicRecord.objects.get(program=program)
        updated_at = result.pop("updated_at")
        assert updated_at == public.updated_at.isoformat().replace("+00:00", "Z")
        assert result == {
            "code": "named",
            "name": "名前の変わった事業",
            "url": "/programs/named/",
            "aliases": ["前の名前"],
            "summary": public.record["summary"],
            "support_type": "種類 subsidy",
            "fields": ["分野 broadband"],
            "fiscal_years": [2021],
            "other_ministry": False,
            "record_url": "http://testserver/api/v1/programs/named/",
        }

    def test_a_draft_is_nowhere(self, client, small_catalog):
        assert "draft" not in [result["code"] for result in json_of(client, PROGRAMS)["results"]]
        json_of(client, f"{PROGRAMS}draft/", 404)


class TestOneProgram:
    def test_is_the_record_as_it_is_stored(self, client, small_catalog):
        answer = json_of(client, f"{PROGRAMS}fibre/")
        assert answer == PublicRecord.objects.get(program__code="fibre").record
        assert client.get(f"{PROGRAMS}fibre/").content == client.get("/programs/fibre/data.json").content

    def test_is_where_the_list_says(self, client, small_catalog):
        for result in json_of(client, PROGRAMS)["results"]:
            assert json_of(client, result["record_url"])["code"] == result["code"]

    @pytest.mark.parametrize("code", ["nosuch", "FIBRE", "x" * 10_000])
    def test_an_unknown_code_is_a_404_in_japanese(self, client, small_catalog, code):
        [error] = json_of(client, f"{PROGRAMS}{code}/", 404)["errors"]
        assert error["parameter"] == "code"
        assert error["message"] == f"「{code}」というコードの施策はありません。"

    def test_takes_no_parameter(self, client, small_catalog):
        [error] = json_of(client, f"{PROGRAMS}fibre/?year=2021", 400)["errors"]
        assert (error["parameter"], error["allowed"]) == ("year", [])


class TestCases:
    def test_a_result_is_the_case_of_the_record_with_its_program(self, client, small_catalog):
        [result] = json_of(client, CASES)["results"]
        record = PublicRecord.objects.get(program__code="with-case").record
        program = result.pop("program")
        assert program == {"code": "with-case", "name": "テレワーク事業", "url": "/programs/with-case/"}
        assert [result] == record["cases"]

    @pytest.mark.parametrize(
        "query", ["", "area=360007", "area=010006", "program=with-case", "fiscal_year=2020", "q=札幌"]
    )
    def test_a_query_gives_what_the_page_lists_and_counts(self, client, small_catalog, query):
        answer = json_of(client, f"{CASES}?{query}")
        page = client.get(f"/cases/?{query}")
        titles = [case.item.title.text for case in page.context["cases"]]
        assert [result["title"] for result in answer["results"]] == titles
        assert answer["count"] == page.context["count"]
        for group in page.context["groups"]:
            counts = [(option.value, option.count) for option in group.options]
            assert [(f["value"], f["count"]) for f in answer["facets"][group.name]] == counts


class TestPaging:
    @pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
    def test_next_leads_through_everything_once_and_previous_back(self, client, small_catalog, size):
        address = f"http://testserver{PROGRAMS}?call=not-stated&call=open&page_size={size}&sort=name"
        everything = [result["code"] for result in json_of(client, f"{PROGRAMS}?sort=name")["results"]]
        codes, addresses = [], []
        while address:
            addresses.append(address)
            answer = json_of(client, address)
            assert answer["count"] == 5
            assert len(answer["results"]) <= size
            codes += [result["code"] for result in answer["results"]]
            address = answer["next"]
        assert codes == everything
        assert len(addresses) == -(-5 // size)
        back = [answer["previous"]]
        while back[-1]:
            back.append(json_of(client, back[-1])["previous"])
        assert [QueryDict(one.split("?")[1])["page"] for one in back[:-1]] == [
            str(number) for number in range(len(addresses) - 1, 0, -1)
        ]

    def test_a_link_keeps_every_condition_and_goes_by_the_host_that_was_asked(self, client, small_catalog):
        answer = client.get(
            f"{PROGRAMS}?q=事業&field=broadband&field=talent&page_size=2", headers={"host": "testserver:8000"}
        ).json()
        address, query = answer["next"].split("?")
        assert address == f"http://testserver:8000{PROGRAMS}"
        expected = QueryDict("q=事業&field=broadband&field=talent&page_size=2&page=2")
        assert QueryDict(query) == expected

    def test_twenty_a_page_unless_asked_otherwise(self, client, small_catalog):
        make.ProgramFactory.create_batch(19, published=True)
        answer = json_of(client, PROGRAMS)
        assert (answer["count"], len(answer["results"])) == (24, 20)
        assert len(json_of(client, answer["next"])["results"]) == 4
        assert len(json_of(client, f"{PROGRAMS}?page_size=100")["results"]) == 24

    def test_nothing_found_is_one_empty_page(self, client, small_catalog):
        answer = json_of(client, f"{PROGRAMS}?q=無い")
        assert (answer["count"], answer["next"], answer["previous"], answer["results"]) == (0, None, None, [])
        json_of(client, f"{PROGRAMS}?q=無い&page=2", 404)

    @pytest.mark.parametrize("address", [PROGRAMS, CASES])
    @pytest.mark.parametrize("page", ["99", "999999", "1000000", "9" * 10_000])
    def test_a_page_past_the_end_is_a_404(self, client, small_catalog, address, page):
        [error] = json_of(client, f"{address}?page={page}", 404)["errors"]
        assert error["parameter"] == "page"
        assert error["message"] == "そのページはありません。1ページまであります。"


class TestWhoMayRead:
    ADDRESSES = [PROGRAMS, CASES, f"{PROGRAMS}fibre/"]

    @pytest.mark.parametrize(
        "address", [*ADDRESSES, f"{PROGRAMS}nosuch/", f"{PROGRAMS}?x=1", "/api/v1/programs"]
    )
    def test_a_script_of_any_site_and_without_a_cookie(self, client, small_catalog, address):
        response = client.get(address, headers={"origin": "https://other.example"})
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")

    def test_pages_are_not_opened_to_other_sites(self, client, small_catalog):
        assert "Access-Control-Allow-Origin" not in client.get("/programs/").headers

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_head_is_get_without_the_body(self, client, small_catalog, address):
        head, get = client.head(address), client.get(address)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["Content-Type"] == get.headers["Content-Type"]

    @pytest.mark.parametrize("address", ADDRESSES)
    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
    def test_nothing_else_is_answered(self, client, small_catalog, address, method):
        response = getattr(client, method)(address)
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD"
        assert "GET か HEAD" in response.json()["errors"][0]["message"]

    def test_an_answer_is_cached_as_the_page_is(self, client, small_catalog):
        for name in ("Cache-Control", "Expires", "ETag", "Last-Modified", "Vary"):
            page, answer = client.get("/programs/"), client.get(PROGRAMS)
            assert answer.headers.get(name) == page.headers.get(name), name


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        (PROGRAMS, 3),
        (f"{PROGRAMS}?q=光&area=360007&town=神山町&field=broadband&sort=budget&page_size=100", 4),
        (f"{PROGRAMS}fibre/", 1),
        (CASES, 3),
        (f"{CASES}?q=光&area=360007&town=神山町&field=broadband", 4),
    ],
)
def test_queries_are_few_and_do_not_grow_with_rows(client, small_catalog, count_queries, address, queries):
    client.get(address)
    assert count_queries(client.get, address) <= queries
    for program in make.ProgramFactory.create_batch(6, published=True):
        for case in make.CaseStudyFactory.create_batch(2, program=program):
            make.CasePlaceFactory(case=case)
        refresh_public_record(program)
    client.get(address)
    assert count_queries(client.get, address) <= queries


def test_every_parameter_of_the_filter_sets_is_taken(client, small_catalog):
    """One declared tomorrow is taken tomorrow."""
    for name, filter_class, document in (
        ("programs", ProgramFilter, ProgramDocument),
        ("cases", CaseFilter, CaseDocument),
    ):
        taken = json_of(client, f"{reverse(f'search:v1:{name}')}?nosuch=1", 400)["errors"][0]["allowed"]
        declared = filter_class(QueryDict(), document.objects.all()).filters
        assert taken == [*declared, "page", "page_size"]


def test_what_was_searched_instead_of_a_word_is_said(client, small_catalog):
    program = Program.objects.get(code="fibre")
    program.summary = "ハナビラタケを育てます。"
    program.save()
    refresh_public_record(program)
    answer = client.get(PROGRAMS, {"q": "ハナビラケ"}).json()
    assert [result["code"] for result in answer["results"]] == ["fibre"]
    assert answer["notices"] == ["「ハナビラケ」を含む施策はないため、「ハナビラタケ」で探しました。"]
    typed = client.get(PROGRAMS, {"q": "ハナビラケ", "spelling": "as-typed"}).json()
    assert (typed["count"], typed["notices"]) == (0, [])

"""Pages that hold documents against each other: disagreements, coverage, roadmap."""

import pytest
from django.urls import reverse

from programs.models import Program
from programs.services import refresh_public_records
from tests import factories as make

pytestmark = pytest.mark.django_db


def get(client, name: str, query: str = "") -> str:
    refresh_public_records(Program.objects.all())
    response = client.get(reverse(f"programs:{name}") + query)
    assert response.status_code == 200
    return response.text


class TestDisagreements:
    def test_both_sides_stand_with_their_lines(self, client):
        make.DisagreementFactory(program__name="学びの事業", slug="closing-day")
        text = get(client, "disagreements")
        assert "資料の食い違い（1件）" in text
        assert text.count('class="fig" href="/sources/900_testdocument/"') == 2
        assert "（出典 資料Z 30行）" in text
        assert "どちらが正しいかは資料から分からない" in text
        assert 'id="closing-day"' in text

    def test_the_program_s_page_tells_of_it(self, client):
        disagreement = make.DisagreementFactory(slug="closing-day")
        get(client, "disagreements")
        text = client.get(disagreement.program.get_absolute_url()).text
        assert 'href="/sources/disagreements/#closing-day"' in text

    def test_those_of_drafts_are_not_shown(self, client):
        make.DisagreementFactory(program=make.ProgramFactory(name="下書きの事業"))
        text = get(client, "disagreements")
        assert "下書きの事業" not in text
        assert "見つかっていません" in text

    def test_they_leave_with_the_open_data(self, client):
        make.DisagreementFactory(slug="closing-day")
        get(client, "disagreements")
        [exported] = client.get("/opendata/catalog.json").json()["disagreements"]
        assert exported["slug"] == "closing-day"
        assert [side["citation"]["lines"] for side in exported["sides"]] == [[24, 24], [30, 30]]

    def test_queries_do_not_grow_with_them(self, client, count_queries):
        make.DisagreementFactory.create_batch(2)
        few = count_queries(client.get, reverse("programs:disagreements"))
        make.DisagreementFactory.create_batch(5)
        assert count_queries(client.get, reverse("programs:disagreements")) == few <= 4


class TestCoverage:
    def test_says_what_is_stated_and_by_which_document(self, client):
        program = make.ProgramFactory(published=True, name="学びの事業")
        make.BudgetLineFactory(edition=program.editions.get())
        text = get(client, "coverage")
        assert "学びの事業" in text
        assert '<span class="vh">記載あり</span>1<small class="mute">Z</small>' in text
        assert '<span class="vh">記載なし</span>' in text

    def test_has_pages_and_no_page_beyond(self, client):
        make.ProgramFactory.create_batch(51, published=True)
        assert "51～51件目" in get(client, "coverage", "?page=2")
        assert client.get(reverse("programs:coverage") + "?page=3").status_code == 404

    def test_queries_do_not_grow_with_programs(self, client, count_queries):
        make.ProgramFactory.create_batch(2, published=True)
        few = count_queries(client.get, reverse("programs:coverage"))
        make.ProgramFactory.create_batch(5, published=True)
        assert count_queries(client.get, reverse("programs:coverage")) == few <= 4


class TestRoadmap:
    @pytest.fixture
    def item(self):
        program = make.ProgramFactory(published=True, code="road", name="道のり")
        item = make.RoadmapItemFactory(program=program, theme="観光", issue="集客", model="観光クラウド")
        make.RoadmapEntryFactory(item=item, text="優良事例の創出", from_fiscal_year=2016, to_fiscal_year=2017)
        make.RoadmapEntryFactory(item=item, kind="effect", text="観光消費増加")
        make.OutcomeFactory(
            program=program,
            roadmap_item=item,
            metric="実装団体数",
            number=150,
            unit="団体",
            nature="target",
            fiscal_year=2020,
            first_line=108,
            last_line=108,
        )
        return item

    def test_shows_models_with_their_indicators_as_targets(self, client, item):
        text = get(client, "roadmap")
        for shown in (
            "観光",
            "集客",
            "観光クラウド",
            "優良事例の創出",
            "平成28年度～平成29年度",
            "観光消費増加",
        ):
            assert shown in text
        assert 'href="/programs/road/#Z108"' in text
        assert '<span class="tag plan">目標</span>' in text

    def test_its_marks_lead_to_notes_that_are_there(self, client, item):
        get(client, "roadmap")
        assert 'id="Z108"' in client.get("/programs/road/").text

    def test_indicators_are_outcomes_of_the_program_too(self, client, item):
        get(client, "roadmap")
        record = client.get("/programs/road/data.json").json()
        assert record["roadmap"][0]["indicators"] == record["outcomes"]

    def test_without_one_it_says_so(self, client):
        assert "ロードマップはありません" in get(client, "roadmap")

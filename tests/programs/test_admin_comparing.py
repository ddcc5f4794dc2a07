"""Staff pages of what several documents say: references, roadmaps, disagreements, readings, lineage."""

import pytest

from programs.models import (
    CaseStudy,
    Disagreement,
    Outcome,
    ProgramRelation,
    PublicRecord,
    RoadmapItem,
    SourceReading,
)
from tests import factories
from tests.programs.staff_pages import add_row, approve, begin, cited, errors, shown, url

pytestmark = pytest.mark.django_db


def record_of(program) -> dict:
    return PublicRecord.objects.get(program=program).record


def test_a_guide_and_how_the_year_is_known_reach_the_readers(client, editor):
    program = factories.ProgramFactory(published=True)
    address = url("edition", "change", begin(client, program.editions.get()).pk)
    data = shown(client.get(address)) | {"year_note": "題名によります。"}
    add_row(data, "materials", **cited(kind="guide", name="利用ガイド", dated="令和6年4月版"))
    assert client.post(address, data).status_code == 302
    approve(program, editor)
    [edition] = record_of(program)["editions"]
    assert edition["year_note"] == "題名によります。"
    assert edition["materials"][0]["name"] == "利用ガイド"


def test_a_case_s_day_and_its_second_line_reach_the_readers(client, editor):
    case = factories.CaseStudyFactory(program=factories.ProgramFactory(published=True))
    address = url("casestudy", "change", begin(client, case).pk)
    data = shown(client.get(address)) | {"day": "平成29年7月21日"}
    add_row(data, "mentions", **cited(first_line=90, last_line=91))
    assert errors(client.post(address, data)) == {
        "day_label": ["日付と、何の日付かは、一緒に入力してください。"]
    }
    assert client.post(address, data | {"day_label": "開催日"}).status_code == 302
    approve(case.program, editor)
    [shown_case] = record_of(case.program)["cases"]
    assert (shown_case["day"], shown_case["day_label"]) == ("2017-07-21", "開催日")
    assert [m["citation"]["lines"] for m in shown_case["mentions"]] == [[90, 91]]


def test_two_cases_of_one_title_differ_in_theme_or_year(client, editor):
    case = factories.CaseStudyFactory(title="日本電気株式会社", theme="全国5G", fiscal_year=None)
    address = f"{url('casestudy', 'add')}?program={case.program.pk}"
    data = shown(client.get(address)) | cited(
        program=case.program.pk, title="日本電気株式会社", theme="全国5G", summary="認定された計画です。"
    )
    assert errors(client.post(address, data)) == {
        "title": ["同じ題名・主題の事例が、この施策にもうあります。"]
    }
    assert client.post(address, data | {"theme": "ローカル5G"}).status_code == 302
    assert CaseStudy.objects.count() == 2


def test_a_roadmap_s_model_is_made_with_its_plans_and_indicators(client, editor):
    program = factories.ProgramFactory(published=True)
    draft = begin(client, program)
    address = url("roadmapitem", "add")
    data = shown(client.get(address)) | cited(program=draft.pk, theme="観光", model="観光クラウド")
    add_row(data, "entries", **cited(kind="activity", text="普及", from_fiscal_year="平成28年度"))
    add_row(data, "indicators", **cited(metric="団体数", number="150", unit="団体", nature="target"))
    assert "年度は、始めと終わりを順に両方入力するか、両方空けてください。" in str(
        errors(client.post(address, data))
    )
    assert client.post(address, data | {"entries-0-to_fiscal_year": "H29"}).status_code == 302
    item = RoadmapItem.objects.get()
    assert item.entries.get().to_fiscal_year == 2017
    assert Outcome.objects.get().program == draft
    approve(program, editor)
    [shown_item] = record_of(program)["roadmap"]
    assert shown_item["indicators"][0]["value"] == 150


def test_a_disagreement_has_two_sides_at_least(client, editor):
    program = factories.ProgramFactory(published=True)
    address = url("disagreement", "add")
    data = shown(client.get(address)) | {
        "program": begin(client, program).pk,
        "slug": "closing-day",
        "title": "締切の日",
        "kind": "call",
        "shown": "どちらも示します。",
    }
    add_one = {f"sides-0-{name}": value for name, value in cited(statement="5月14日").items()}
    add_other = {
        f"sides-1-{name}": value
        for name, value in cited(statement="5月18日", first_line=30, last_line=30).items()
    }
    assert client.post(address, data | add_one).status_code == 200
    assert not Disagreement.objects.exists()
    assert client.post(address, data | add_one | add_other).status_code == 302
    assert [side.statement for side in Disagreement.objects.get().sides.all()] == ["5月14日", "5月18日"]
    assert "5月18日" not in client.get("/sources/disagreements/").text
    approve(program, editor)
    assert "5月18日" in client.get("/sources/disagreements/").text


def test_taking_back_a_reading_makes_empty_fields_unconfirmed(client, editor):
    program = factories.ProgramFactory(published=True)
    source = factories.SourceFactory()
    assert record_of(program)["coverage"]["budget"]["state"] == "not_stated"
    address = url("source", "change", source.pk)
    data = shown(client.get(address))
    [row] = [
        name.removesuffix("-kind")
        for name, value in data.items()
        if name.endswith("-kind") and value == "budget"
    ]
    assert client.post(address, data | {f"{row}-DELETE": "on"}).status_code == 302
    assert not SourceReading.objects.filter(kind="budget").exists()
    assert record_of(program)["coverage"]["budget"]["state"] == "not_read"


def test_a_tie_that_closes_a_circle_is_refused_and_nothing_typed_is_lost(client, editor):
    old, new = factories.ProgramFactory(name="古い事業"), factories.ProgramFactory(name="新しい事業")
    factories.ProgramRelationFactory(from_program=new, kind="predecessor", to_program=old)
    address = url("program", "change", old.pk)
    data = shown(client.get(address)) | {"purpose": "書きかけの目的です。"}
    row = add_row(data, "relations", to_program=new.pk, kind="part_of")
    response = client.post(address, data)
    assert errors(response) == {
        f"{row}-to_program": ["「新しい事業」をたどるとこの施策に戻るため、前身や上位の施策にできません。"]
    }
    assert "書きかけの目的です。" in response.text
    assert ProgramRelation.objects.count() == 1
    assert client.post(address, data | {f"{row}-kind": "related"}).status_code == 302


@pytest.mark.parametrize("model", ["roadmapitem", "disagreement"])
def test_list_queries_do_not_grow_with_rows(client, editor, count_queries, model):
    make = {"roadmapitem": factories.RoadmapItemFactory, "disagreement": factories.DisagreementFactory}[model]
    make.create_batch(2)
    client.get(url(model, "changelist"))
    few = count_queries(client.get, url(model, "changelist"))
    make.create_batch(5)
    assert count_queries(client.get, url(model, "changelist")) == few

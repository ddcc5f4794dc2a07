"""Judged queries on the committed catalog, and texts that no reader means well with."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.models import CaseDocument, ProgramDocument
from search.texts import LINE_BREAK, ZONE_BREAK, Zone

QUERIES = Path(__file__).with_name("queries.jsonl")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalog")]


@pytest.fixture(autouse=True)
def synonyms(catalog):
    call_command("load_synonyms", stdout=StringIO())


def measured(path: Path) -> dict[str, float]:
    out = StringIO()
    call_command("search_quality", str(path), stdout=out)
    last = out.getvalue().splitlines()[-1]
    found = re.search(r"検索 (\d+)件：nDCG@10 ([\d.]+)、hit@3 ([\d.]+)%、結果なし (\d+)件", last)
    assert found, last
    return dict(zip(("queries", "ndcg", "hit", "empty"), map(float, found.groups()), strict=True))


def test_judged_queries_find_their_programs_in_the_first_three():
    figures = measured(QUERIES)
    assert figures["queries"] == 60
    assert figures["ndcg"] >= 0.95
    assert figures["hit"] >= 98
    assert figures["empty"] == 0


def test_the_measure_tells_a_good_answer_from_a_bad_one(tmp_path):
    path = tmp_path / "queries.jsonl"
    path.write_text(
        '{"q": "携帯電話等エリア整備事業", "relevant": [{"name": "携帯電話等エリア整備事業", "grade": 3}]}\n'
        '{"q": "携帯電話等エリア整備事業", "relevant": [{"name": "消防団", "grade": 3}]}\n',
        encoding="utf-8",
    )
    figures = measured(path)
    assert figures["hit"] == 50
    assert figures["ndcg"] == 0.5


@pytest.mark.parametrize("text", ['{"q": "a"}', "[1]", "{", ""])
def test_a_wrong_file_is_named_with_its_line(tmp_path, text):
    path = tmp_path / "queries.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=re.escape(str(path))):
        call_command("search_quality", str(path), stdout=StringIO())


def test_every_document_has_all_zones_and_no_unfolded_text():
    documents = [*ProgramDocument.objects.values_list("text"), *CaseDocument.objects.values_list("text")]
    assert len(documents) > 400
    for (text,) in documents:
        zones = text.split(ZONE_BREAK)
        assert len(zones) == len(Zone)
        assert zones[Zone.NAME]
        for line in text.replace(ZONE_BREAK, LINE_BREAK).split(LINE_BREAK):
            assert not re.search(r"[ぁ-ゖA-Zａ-ｚＡ-Ｚ０-９ｦ-ﾟ]", line)


HOSTILE = [
    "a" * 10_000,
    " ".join(f"語{n}" for n in range(200)),
    "\u202e\u2066テレワーク\u202c",
    "' OR 1=1 --",
    "(.*)+$[",
    "%_\\",
    "<script>alert(1)</script>",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "ー",
    "・",
    "-",
    "　",
    "第" + "一" * 90,
    "9" * 99 + "円",
]


@pytest.mark.parametrize("path", ["search:programs", "search:cases"])
@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_words_give_a_page(client, path, query):
    response = client.get(reverse(path), {"q": query})
    assert response.status_code == 200
    assert "<script>alert" not in response.text


@pytest.mark.parametrize("query", ["\u200b", "☃", "\u202e"])
def test_signs_that_stand_nowhere_never_widen_the_list(client, query):
    assert "0件の施策" in client.get(reverse("search:programs"), {"q": query}).text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=100))
def test_any_words_give_a_page(client, query):
    address = reverse("search:programs")
    assert client.get(address, {"q": query.encode("utf-8", "replace").decode()}).status_code == 200

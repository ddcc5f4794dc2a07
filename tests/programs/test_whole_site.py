"""The committed catalog as a reader meets it: documents lead to programs, suggestions to what they count."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from programs.models import PublicRecord, RecordChange, Source
from search.suggest import suggestions
from tests.config.crawl import FAR_MARK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalog")]


def test_what_is_taken_from_a_document_leads_to_the_programs(client):
    codes = PublicRecord.objects.values_list("program__code", flat=True)
    addresses = {f"/programs/{code}/{part}" for code in codes for part in ("", "cases/")}
    for source in Source.objects.all():
        first = client.get(source.get_absolute_url())
        pages = int((re.search(r"1 / (\d+) ページ", first.text) or [0, "1"])[1])
        for page in range(1, pages + 1):
            text = client.get(f"{source.get_absolute_url()}?page={page}").text
            found = set(FAR_MARK.findall(text))
            assert found
            assert {note[0] for _, note in found} == {source.letter}
            assert {address for address, _ in found} <= addresses


@pytest.mark.parametrize(
    "text", ["北海道", "神山", "町", "池田町", "ふくおか", "九州", "光", "IoT", "総務省"]
)
def test_the_count_of_a_suggestion_is_what_its_page_shows(client, text):
    found = suggestions(text)
    assert found
    for each in found:
        page = client.get(each.url)
        assert page.status_code == 200, each
        if each.count is not None:
            shown = re.search(r">(?:担当する施策（)?(\d+)件(?:の施策|）)</h2>", page.text)
            assert shown, each
            assert int(shown[1]) == each.count, each


def test_a_ceiling_of_which_no_document_says_what_it_limits_claims_nothing(client):
    text = client.get("/programs/iot-service/").text
    assert "上限額（何の上限かの記載なし）" in text
    assert "書かれているのは上限額だけです" in text
    assert "補助率は、この年度版には記載がありません（ほかの年度版にはあります）" not in text
    assert "対象経費の上限" not in text
    assert "補助額の上限" not in text
    [found] = client.get("/programs/", {"q": "上限6000万円"}).context["results"]
    assert found.card.url == "/programs/iot-service/"


def test_the_history_opens_with_all_programs_as_one_entry(client):
    count = PublicRecord.objects.count()
    assert RecordChange.objects.opened_count() == RecordChange.objects.count() == count
    response = client.get("/updates/")
    assert f"カタログを公開（{count}件）" in response.text
    assert len(response.context["entries"]) == 1
    call_command("rebuild_search_index", stdout=StringIO())
    assert RecordChange.objects.count() == count

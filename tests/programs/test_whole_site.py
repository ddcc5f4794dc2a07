"""The committed catalog as a reader meets it: every page opens, every proof is where its mark says."""

import gzip
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.html import escape

from programs.models import PublicRecord, RecordChange, Source
from search.suggest import suggestions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalog")]

FAR_MARK = re.compile(r'class="fig" href="(/programs/[\w-]+/(?:cases/)?)#(\w+)"')
MOST_BYTES = 12 * 1024  # of an answer under gzip
MOST_BYTES_OF_A_LIST = 20 * 1024


def ids_of(text: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', text)


def test_every_program_page_opens_and_proves_its_own_figures(client):
    for code in PublicRecord.objects.values_list("program__code", flat=True):
        response = client.get(f"/programs/{code}/")
        assert response.status_code == 200, code
        found = ids_of(response.text)
        assert len(found) == len(set(found)), code
        marks = set(re.findall(r'class="fig" href="#(\w+)"', response.text))
        assert marks <= set(found), code
        backs = set(re.findall(r'<a href="#(f\w+)">', response.text))
        assert backs <= set(found), (code, backs - set(found))


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_program_page_is_light_whatever_its_documents_tell(client, language):
    heavy = {}
    for record in PublicRecord.objects.values_list("record", flat=True):
        address = f"{language}{record['url']}"
        years = [edition["fiscal_year"] for edition in record["editions"] if edition["fiscal_year"]]
        older = [f"{address}?year={year}" for year in years if len(record["editions"]) > 1]
        most = dict.fromkeys([address, *older], MOST_BYTES)
        if record["cases"]:
            most[f"{address}cases/"] = MOST_BYTES_OF_A_LIST
        sizes = {page: len(gzip.compress(client.get(page).content)) for page in most}
        heavy |= {page: size for page, size in sizes.items() if size > most[page]}
    assert heavy == {}


def test_every_case_is_proved_on_the_page_of_its_programs_cases(client):
    seen = 0
    for record in PublicRecord.objects.values_list("record", flat=True):
        response = client.get(f"{record['url']}cases/")
        assert response.status_code == (200 if record["cases"] else 404), record["code"]
        for case in record["cases"]:
            facts = [case, *case["outcomes"], *case["mentions"]]
            for fact in facts:
                assert f">{escape(fact['citation']['literal'])}</q>" in response.text, case["title"]
                seen += 1
    assert seen > 400


def test_marks_on_lists_lead_to_notes_that_are_there(client):
    notes: dict[str, set[str]] = {}
    paths = ["/", "/roadmap/", *(f"/cases/?page={page}" for page in range(1, 11))]
    paths += [f"/programs/?page={page}" for page in range(1, 15)]
    paths += ["/places/363421/", "/programs/telework-fukyu-tenkai/", "/programs/chiiki-iot-kyodo/"]
    seen = 0
    for path in paths:
        response = client.get(path)
        assert response.status_code in (200, 404), path
        for address, note in FAR_MARK.findall(response.text):
            if address not in notes:
                notes[address] = set(ids_of(client.get(address).text))
            assert note in notes[address], (path, address, note)
            seen += 1
    assert seen > 500


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


def test_every_edition_opens(client):
    for record in PublicRecord.objects.values_list("record", flat=True):
        for edition in record["editions"]:
            if edition["fiscal_year"] and len(record["editions"]) > 1:
                address = f"{record['url']}?year={edition['fiscal_year']}"
                assert client.get(address).status_code == 200, address


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

"""The committed catalog at places of all kinds: every program judged once, and never worse than the lists."""

import gzip
import random
import re

import pytest
from django.http import QueryDict

from programs.models import Area, PublicRecord
from programs.placefit import Outcome, area_conditions, verdict
from search.filters import ProgramFilter
from search.models import ProgramDocument
from search.places.conditions import fitted, place_of
from search.places.views import PER_PAGE
from search.snapshot import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalog")]

# A designated city, Kitami that a program names, a ward of Tokyo, an island, Kumamoto of the bureau.
ALWAYS = ["011002", "012084", "131016", "134015", "363421", "431001", "010006", "470007", "360007"]
FAR_MARK = re.compile(r'class="fig" href="(/programs/[\w-]+/(?:\?year=\d+)?)#(\w+)"')


def drawn(number: int) -> list[str]:
    codes = list(Area.objects.municipalities().order_by("code").values_list("code", flat=True))
    return sorted({*ALWAYS, *random.Random(20261124).sample(codes, number)})


def areas(number: int) -> list[Area]:
    found = {area.code: area for area in snapshot().places}
    return [found[code] for code in drawn(number)]


@pytest.mark.parametrize("applicant", ["municipality", "prefecture", "company", "resident"])
def test_every_program_is_in_exactly_one_group(applicant):
    now = snapshot()
    everything = sorted(now.corpora[ProgramDocument].facets.all)
    assert len(everything) == PublicRecord.objects.count()
    for area in areas(40):
        groups = fitted(now.conditions, place_of(area, now.places, ()), applicant)
        assert sorted(one.number for group in groups.values() for one in group) == everything


def test_no_program_that_the_list_gives_for_a_place_fails_for_its_area():
    now = snapshot()
    failing = set()
    for area in areas(40):
        listed = ProgramFilter(QueryDict(f"area={area.code}"), ProgramDocument.objects.all()).selection.hits
        place = place_of(area, now.places, ())
        fails = {
            number
            for number, edition in now.conditions.items()
            if verdict(area_conditions(edition["target_areas"], place)) is Outcome.FAILS
        }
        assert not fails & set(listed), area
        failing |= fails
    assert failing


def test_what_needs_a_designation_or_a_condition_in_words_never_fails_for_its_area():
    now = snapshot()
    asked = {
        number
        for number, edition in now.conditions.items()
        if any(target["kind"] in ("designation", "criterion") for target in edition["target_areas"])
    }
    assert len(asked) > 10
    for area in areas(40):
        place = place_of(area, now.places, ())
        for number in asked:
            outcome = verdict(area_conditions(now.conditions[number]["target_areas"], place))
            assert outcome is Outcome.OPEN, (area, number)


def test_every_page_opens_within_its_budget_and_says_how_many(client):
    total = PublicRecord.objects.count()
    for code in drawn(40):
        response = client.get(f"/places/{code}/")
        assert response.status_code == 200, code
        assert len(gzip.compress(response.content)) <= 12 * 1024, code
        assert sum(group.count for group in response.context["groups"]) == total
        ids = re.findall(r'\sid="([^"]+)"', response.text)
        assert len(ids) == len(set(ids)), code


def test_counts_by_field_are_what_their_lists_give(client):
    for row in client.get("/places/363421/").context["fields"]:
        for count, url in ((row.count, row.url), (row.applicant_count, row.applicant_url)):
            assert client.get(url).context["count"] == count, url


def test_a_group_lists_all_its_programs_page_by_page(client):
    [group] = [g for g in client.get("/places/363421/").context["groups"] if g.slug == "check"]
    names = []
    for page in range(1, -(-group.count // PER_PAGE) + 1):
        names += [
            row.card.name for row in client.get(f"/places/363421/?{group.query}&page={page}").context["rows"]
        ]
    assert len(names) == len(set(names)) == group.count


def test_marks_lead_to_notes_that_are_there(client):
    notes: dict[str, set[str]] = {}
    paths = [f"/places/{code}/" for code in ALWAYS]
    paths += [
        f"/places/363421/?group={group}&page={n}" for group in ("fits", "check", "cannot") for n in (1, 2)
    ]
    seen = 0
    for path in paths:
        for address, note in FAR_MARK.findall(client.get(path).text):
            if address not in notes:
                notes[address] = set(re.findall(r'\sid="([^"]+)"', client.get(address).text))
            assert note in notes[address], (path, address, note)
            seen += 1
    assert seen > 300


def test_kumamoto_is_told_the_phones_of_its_bureau_and_kitami_its_seminar(client):
    text = client.get("/places/431001/").text
    assert "九州総合通信局 情報通信部 情報通信連携推進課" in text
    assert "<span>096-326-7316</span>" in text
    assert "対象の地域：" in client.get("/places/012084/").text


@pytest.mark.parametrize(("name", "count"), [("池田町", 4), ("府中市", 2), ("いけだちょう", 3)])
def test_towns_of_one_name_are_offered(client, name, count):
    response = client.get("/places/", {"town": name})
    assert response.status_code == 200
    assert len(response.context["candidates"]) == count
    assert all(area.full_name in response.text for area in response.context["candidates"])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("岩見沢市", "012106"),
        ("かみやまちょう", "363421"),
        ("カミヤマチョウ", "363421"),
        ("北海道池田町", "016446"),
        ("東京都千代田区", "131016"),
        ("梼原町", "394050"),
        ("龍ケ崎市", "082082"),
        ("龍ヶ崎市", "082082"),
        ("徳島県", "360007"),
    ],
)
def test_a_town_is_found_however_it_is_spelt(client, typed, code):
    response = client.get("/places/", {"town": typed})
    assert response.status_code == 302, typed
    assert response["Location"] == f"/places/{code}/"


def test_every_municipality_is_reached_from_its_prefecture(client):
    linked = set()
    for code in Area.objects.prefectures().values_list("code", flat=True):
        response = client.get(f"/places/{code}/")
        linked |= {area.code for section in response.context["sections"] for area in section.areas}
    assert len(linked) == Area.objects.municipalities().count() == 1741

"""The prefecture tiles of /cases/: every count is what its link gives."""

import re

import pytest

from programs.services import refresh_public_record
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases():
    program = make.ProgramFactory(published=True, name="地域の事業")
    town = make.MunicipalityFactory()
    for number in range(2):
        make.CasePlaceFactory(case__program=program, case__fiscal_year=2019 + number, area=town)
    hokkaido = make.PrefectureFactory(
        code="010006",
        name="北海道",
        full_name="北海道",
        parent=make.DistrictFactory(code="district-hokkaido", name="北海道総合通信局の管内"),
    )
    make.CasePlaceFactory(case__program=program, name="北海道", area=hokkaido)
    make.CasePlaceFactory(case__program=program, name="池田町", area=None)
    refresh_public_record(program)


def tiles(text: str) -> dict[str, int]:
    found = re.findall(r'<li class="p\d+ t\d">.*?(\w+) <b>(\d+)<span', text)
    return {name: int(count) for name, count in found}


def test_every_prefecture_has_its_count_and_link(client, cases):
    text = client.get("/cases/").text
    assert tiles(text) == {"北海道": 1, "徳島": 2}
    links = re.findall(r'<li class="p(\d+) t\d"><a href="\?([^"#]+)#results"', text)
    for _, query in links:
        listed = client.get(f"/cases/?{query.replace('&amp;', '&')}").text
        assert re.search(r'<h2 id="n">(\d+)件', listed)[1] in ("1", "2")
    assert [number for number, _ in links] == ["1", "36"]


def test_counts_follow_the_other_conditions_not_the_place(client, cases):
    assert tiles(client.get("/cases/?fiscal_year=2019").text) == {"北海道": 0, "徳島": 1}
    assert tiles(client.get("/cases/?area=360007").text) == {"北海道": 1, "徳島": 2}
    assert 'aria-current="true">徳島' in client.get("/cases/?area=360007").text


def test_bureaus_are_summed_and_what_has_no_place_is_said(client, cases):
    text = client.get("/cases/").text
    assert re.search(r"北海道総合通信局</a> <b>1<", text)
    assert "場所のコードが決まらない事例が1件あり" in text


def test_a_condition_in_error_makes_an_empty_map(client, cases):
    assert set(tiles(client.get("/cases/?fiscal_year=nosuch").text).values()) == {0}

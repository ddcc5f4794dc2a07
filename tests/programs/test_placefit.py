"""Which condition of an edition holds at a place, fails there, or has to be asked about."""

import json
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from programs.areacodes import CityClass, city_class
from programs.choices import AreaLevel, Designation, DesignationExtent, TargetAreaKind
from programs.placefit import (
    Kind,
    Outcome,
    Place,
    area_conditions,
    edition_fit,
    verdict,
)

KAMIYAMA = Place("363421", frozenset({"363421", "360007", "district-shikoku", "jp"}))
TOKUSHIMA = Place("360007", frozenset({"360007", "district-shikoku", "jp"}), frozenset({"363421"}))
SAPPORO = Place("011002", frozenset({"011002", "010006", "district-hokkaido", "jp"}))
IWAMIZAWA = Place("012106", frozenset({"012106", "010006", "district-hokkaido", "jp"}))
CHIYODA = Place("131016", frozenset({"131016", "130001", "district-kanto", "jp"}))
PLACES = (KAMIYAMA, TOKUSHIMA, SAPPORO, IWAMIZAWA, CHIYODA)


def target(kind, code, name="名前", component=None):
    return {"kind": kind, "code": code, "name": name, "component": component}


def applicant(name, *kinds, component=None):
    return {"name": name, "kinds": list(kinds), "component": component}


def edition(areas=(), applicants=(), excluded=()):
    return {
        "target_areas": list(areas),
        "applicants": list(applicants),
        "excluded_applicants": list(excluded),
    }


NATION = target("nation", "jp")
SHIKOKU = target("district", "district-shikoku")
HOKKAIDO = target("prefecture", "010006")
TOWN = target("municipality", "363421")
ISLAND = target("designation", "remote-island", "離島")
DEPOPULATED = target("designation", "depopulated", "過疎地")
DISADVANTAGED = target("designation", "disadvantaged", "条件不利地域")
CRITERION = target("criterion", None, "整備率の低い地域")
OF_PART = target("prefecture", "010006", component="調査")

TOWNS = applicant("市町村", "municipality")


@pytest.mark.parametrize(
    ("areas", "place", "kinds", "expected"),
    [
        ([], KAMIYAMA, [Kind.UNLIMITED], Outcome.HOLDS),
        ([NATION], KAMIYAMA, [Kind.HERE], Outcome.HOLDS),
        ([SHIKOKU], KAMIYAMA, [Kind.HERE], Outcome.HOLDS),
        ([TOWN], KAMIYAMA, [Kind.HERE], Outcome.HOLDS),
        ([HOKKAIDO, TOWN], KAMIYAMA, [Kind.HERE], Outcome.HOLDS),
        ([HOKKAIDO], KAMIYAMA, [Kind.ELSEWHERE], Outcome.FAILS),
        ([TOWN], TOKUSHIMA, [Kind.WITHIN], Outcome.OPEN),
        ([TOWN], SAPPORO, [Kind.ELSEWHERE], Outcome.FAILS),
        ([ISLAND], KAMIYAMA, [Kind.DESIGNATION], Outcome.OPEN),
        ([DISADVANTAGED], KAMIYAMA, [Kind.DESIGNATION], Outcome.OPEN),
        ([CRITERION], KAMIYAMA, [Kind.CRITERION], Outcome.OPEN),
        ([NATION, CRITERION], KAMIYAMA, [Kind.HERE, Kind.CRITERION], Outcome.OPEN),
        # Joined by "or", perhaps: what the document does not say is not held against the reader.
        ([HOKKAIDO, ISLAND], KAMIYAMA, [Kind.ELSEWHERE, Kind.DESIGNATION], Outcome.OPEN),
        # Only one part of the program is limited to Hokkaido.
        ([OF_PART], KAMIYAMA, [Kind.ELSEWHERE], Outcome.OPEN),
        ([OF_PART], SAPPORO, [Kind.HERE], Outcome.HOLDS),
        ([OF_PART, NATION], KAMIYAMA, [Kind.HERE, Kind.ELSEWHERE], Outcome.OPEN),
        ([OF_PART, SHIKOKU], SAPPORO, [Kind.ELSEWHERE, Kind.HERE], Outcome.FAILS),
    ],
)
def test_a_place_meets_what_a_document_prints_of_places(areas, place, kinds, expected):
    conditions = list(area_conditions(areas, place))
    assert [condition.kind for condition in conditions] == kinds
    assert verdict(conditions) is expected


def test_the_designations_that_are_needed_are_told_without_the_word_for_all_of_them():
    [condition] = area_conditions([DISADVANTAGED, DEPOPULATED, ISLAND], KAMIYAMA)
    assert condition.outcome is Outcome.OPEN
    assert condition.facts == (DEPOPULATED, ISLAND)


@pytest.mark.parametrize(
    ("areas", "extent", "expected"),
    [
        ([DEPOPULATED], DesignationExtent.WHOLE, Outcome.HOLDS),
        ([ISLAND, DEPOPULATED], DesignationExtent.WHOLE, Outcome.HOLDS),
        ([DEPOPULATED], DesignationExtent.PART, Outcome.OPEN),
        ([ISLAND], DesignationExtent.WHOLE, Outcome.OPEN),
        ([DISADVANTAGED], DesignationExtent.WHOLE, Outcome.OPEN),
    ],
)
def test_only_a_confirmed_designation_of_the_whole_place_holds(areas, extent, expected):
    place = Place(KAMIYAMA.code, KAMIYAMA.above, designations={"depopulated": extent})
    assert verdict(area_conditions(areas, place)) is expected


@pytest.mark.parametrize(
    ("applicants", "kind", "expected"),
    [
        ([TOWNS], "municipality", Outcome.HOLDS),
        ([TOWNS], "company", Outcome.FAILS),
        ([applicant("会社", "company"), TOWNS], "municipality", Outcome.HOLDS),
        ([applicant("市町村", "municipality", component="調査")], "municipality", Outcome.HOLDS),
        ([], "municipality", Outcome.OPEN),
        ([applicant("事務局")], "municipality", Outcome.OPEN),
        ([applicant("会社", "company"), applicant("事務局")], "municipality", Outcome.OPEN),
        ([applicant("民間事業者等", "company")], "municipality", Outcome.OPEN),
        ([applicant("高校など", "academia")], "municipality", Outcome.OPEN),
        ([applicant("高等学校", "academia")], "municipality", Outcome.FAILS),
        # Who may apply for the other parts is not stated.
        ([applicant("会社", "company", component="調査")], "municipality", Outcome.OPEN),
    ],
)
def test_who_may_apply_fails_only_in_closed_words(applicants, kind, expected):
    assert edition_fit(edition(applicants=applicants), KAMIYAMA, kind).verdict is expected


@pytest.mark.parametrize("word", ["指定都市", "中核市", "特別区"])
@pytest.mark.parametrize("as_name", [True, False])
def test_cities_that_are_left_out(word, as_name):
    """By the name of who may apply, or by a line of its own; which cities are 中核市 is in no list."""
    if as_name:
        stated = edition(applicants=[applicant(f"市町村（{word}を除く）", "municipality")])
    else:
        stated = edition(applicants=[TOWNS], excluded=[applicant(word, "municipality")])
    found = {place.code: edition_fit(stated, place, "municipality").verdict for place in PLACES}
    left_out = {"指定都市": SAPPORO, "特別区": CHIYODA}.get(word)
    expected = dict.fromkeys(found, Outcome.HOLDS)
    if left_out:
        expected[left_out.code] = Outcome.FAILS
    else:
        expected[IWAMIZAWA.code] = Outcome.OPEN
    expected[TOKUSHIMA.code] = Outcome.OPEN  # which of its municipalities is not said
    assert found == expected


@pytest.mark.parametrize(
    ("excluded", "kind", "expected"),
    [
        (applicant("都道府県", "prefecture"), "prefecture", Outcome.FAILS),
        (applicant("都道府県", "prefecture"), "municipality", Outcome.HOLDS),
        (applicant("指定都市"), "municipality", Outcome.FAILS),
        (applicant("指定都市"), "prefecture", Outcome.HOLDS),
        (applicant("指定都市", "municipality", component="調査"), "municipality", Outcome.OPEN),
        (applicant("財政の豊かな団体", "municipality"), "municipality", Outcome.OPEN),
        (applicant("市町村", "municipality"), "municipality", Outcome.FAILS),
    ],
)
def test_who_may_not_apply(excluded, kind, expected):
    everybody = applicant("地方公共団体", "municipality", "prefecture")
    fit = edition_fit(edition(applicants=[everybody], excluded=[excluded]), SAPPORO, kind)
    assert fit.verdict is expected


def test_what_asks_for_a_place():
    asks = [[SHIKOKU], [HOKKAIDO], [ISLAND], [CRITERION], [NATION, CRITERION]]
    assert all(edition_fit(edition(areas), KAMIYAMA, "company").asks_for_place for areas in asks)
    assert not any(edition_fit(edition(a), KAMIYAMA, "company").asks_for_place for a in ([], [NATION]))


codes = st.sampled_from(["jp", "district-shikoku", "360007", "363421", "010006", "011002", "131016"])
areas = st.lists(
    st.one_of(
        st.builds(
            target,
            st.sampled_from(["district", "prefecture", "municipality"]),
            codes,
            component=st.sampled_from([None, "調査"]),
        ),
        st.builds(target, st.just("designation"), st.sampled_from(Designation.values)),
        st.just(CRITERION),
        st.just(NATION),
    ),
    max_size=4,
)
designations = st.dictionaries(
    st.sampled_from(Designation.values), st.sampled_from(DesignationExtent.values), max_size=3
)


@given(areas, st.sampled_from(PLACES), designations)
def test_an_area_fails_only_where_all_that_is_named_lies_elsewhere(stated, place, confirmed):
    place = Place(place.code, place.above, place.inside, confirmed)
    found = verdict(area_conditions(stated, place))
    whole = [one for one in stated if not one["component"]]
    named_elsewhere = [
        one["kind"] in ("district", "prefecture", "municipality")
        and one["code"] not in place.above | place.inside
        for one in whole
    ]
    assert (found is Outcome.FAILS) == (bool(whole) and all(named_elsewhere))


@given(areas, st.sampled_from(PLACES), designations)
def test_to_confirm_a_designation_never_turns_a_verdict_for_the_worse(stated, place, confirmed):
    rank = {Outcome.FAILS: 0, Outcome.OPEN: 1, Outcome.HOLDS: 2}
    known = Place(place.code, place.above, place.inside, confirmed)
    before, after = verdict(area_conditions(stated, place)), verdict(area_conditions(stated, known))
    assert rank[after] >= rank[before]


@given(areas, st.sampled_from(PLACES))
def test_every_printed_area_is_in_some_condition_or_beside_one_that_holds(stated, place):
    conditions = list(area_conditions(stated, place))
    told = [fact for condition in conditions for fact in condition.facts]
    for one in stated:
        beside = [c for c in conditions if c.component == (one["component"] or "")]
        umbrella = one["code"] == Designation.DISADVANTAGED
        assert (
            one in told
            or umbrella
            or any(c.kind in (Kind.HERE, Kind.WITHIN, Kind.DESIGNATION) for c in beside)
        )


def test_the_code_tells_the_kind_of_a_municipality():
    rows = json.loads((Path(settings.BASE_DIR) / "fixtures" / "areas.json").read_text(encoding="utf-8"))
    found = Counter()
    for row in rows:
        area = row["fields"]
        if area["level"] == AreaLevel.PREFECTURE:
            assert city_class(area["code"]) is None
        if area["level"] == AreaLevel.MUNICIPALITY:
            found[city_class(area["code"]), area["name"][-1]] += 1
    assert found == {
        (CityClass.DESIGNATED, "市"): 20,
        (CityClass.SPECIAL_WARD, "区"): 23,
        (CityClass.CITY, "市"): 772,
        (CityClass.TOWN_OR_VILLAGE, "町"): 743,
        (CityClass.TOWN_OR_VILLAGE, "村"): 183,
    }


def test_every_kind_of_target_area_has_its_rule():
    for kind in TargetAreaKind.values:
        assert list(area_conditions([target(kind, "none")], KAMIYAMA))

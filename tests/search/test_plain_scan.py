"""Whatever is asked: the same documents, order, totals and counts as a plain scan finds.

The catalog is the committed one, with its synonyms; queries are drawn, words cut out of any document,
by the same seed on both engines.
"""

from io import StringIO

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from programs.choices import CallStatus
from search.filters import ProgramFilter
from search.models import ProgramDocument
from tests.search.plain_scan import GROUPS, PlainScan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalog")]

VALUES = {
    "field": ["broadband", "talent", "disaster"],
    "applicant": ["municipality", "company"],
    "support_type": ["subsidy", "expert"],
    "designation": ["depopulated", "remote-island"],
    "call": CallStatus.values,
    "fiscal_year": ["2021", "2022", "2024"],
}
AREAS = ["", "", "010006", "363421", "360007", "130001", "district-shikoku"]
LIKE_A_READER = [
    "テレワーク",
    "光回線",
    "防災 Wi-Fi",
    "令和3年度",
    "1/2",
    "過疎地域",
    "まちづくり",
    "情報通信",
    "5G",
]


@pytest.fixture(scope="module")
def scan(catalog, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("load_synonyms", stdout=StringIO())
        return PlainScan(timezone.localdate())


@st.composite
def queries(draw, scan):
    query = QueryDict(mutable=True)
    words = []
    for _ in range(draw(st.integers(0, 3))):
        if draw(st.integers(0, 3)) == 0:
            words.append(draw(st.sampled_from(LIKE_A_READER)))
            continue
        zones = [zone for zone in draw(st.sampled_from(scan.documents)).zones if zone]
        line = draw(st.sampled_from(draw(st.sampled_from(zones)).split("\n")))
        start = draw(st.integers(0, len(line) - 1))
        words.append(line[start : start + draw(st.integers(1, 9))])
    query["q"], query["spelling"] = " ".join(words)[:100], "as-typed"
    for name in draw(st.sets(st.sampled_from(GROUPS), max_size=2)):
        query.setlist(name, draw(st.lists(st.sampled_from(VALUES[name]), unique=True, max_size=2)))
    query["area"] = draw(st.sampled_from(AREAS))
    query["nationwide"] = draw(st.sampled_from(["", "exclude"]))
    query["sort"] = draw(st.sampled_from(["", "", "", "name", "budget", "updated"]))
    return query


@seed(20261124)
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_search_is_what_a_plain_scan_finds(scan, data):
    query = data.draw(queries(scan))
    filters = ProgramFilter(query, ProgramDocument.objects.all())
    assert filters.form.is_valid(), filters.errors()
    expected = scan.ordered(query)
    found = filters.ordered()
    assert (len(found), list(found)) == (len(expected), expected)
    assert found[:20] == expected[:20]
    for name in GROUPS:
        options = filters.group(name).options
        assert {o.value: o.count for o in options} == scan.counts(query, name, [o.value for o in options])
    prefectures = {option.value: option.count for option in filters.prefecture_options() if option.value[2:]}
    assert prefectures.items() >= scan.prefecture_counts(query).items()

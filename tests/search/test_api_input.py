"""What the API says to input that it cannot take: 400, in Japanese, with the right values; never a 500."""

from urllib.parse import quote

import pytest
from django.http import QueryDict

from search.filters import CaseFilter, ProgramFilter

pytestmark = pytest.mark.django_db

PROGRAMS = "/api/v1/programs/"
CASES = "/api/v1/cases/"
HOSTILE = [
    "%00",
    "a%00b",
    "%ED%A0%80",  # a lone surrogate
    "%FF%FE",
    "%F0%9F%98%80",
    "%E2%80%AE",
    "%",
    "<script>",
    "' OR 1=1 --",
    "-1",
    "1e3",
    "１",
    "²",
    "٣",
    " 1",
    "+1",
    "1_0",
    "x" * 10_000,
    quote("長") * 10_000,
    "9" * 10_000,
]


def errors_of(client, address: str, status: int = 400):
    response = client.get(address)
    assert response.status_code == status, response.text
    errors = response.json()["errors"]
    assert errors
    assert all(set(error) == {"parameter", "message", "allowed"} for error in errors)
    return errors


@pytest.mark.parametrize(
    ("query", "parameter", "message", "allowed"),
    [
        ("field=nosuch", "field", "nosuch は候補にありません", ["broadband", "talent"]),
        ("field=talent&field=nosuch", "field", "nosuch は候補にありません", ["broadband", "talent"]),
        ("call=maybe", "call", "maybe は候補にありません", ["open", "upcoming", "closed", "not-stated"]),
        ("fiscal_year=9999999999", "fiscal_year", "候補にありません", ["2021", "2020"]),
        ("sort=price", "sort", "候補にありません", ["name", "budget", "updated"]),
        ("nationwide=yes", "nationwide", "候補にありません", ["exclude"]),
        ("sort=name&sort=name", "sort", "一つだけ", ["name", "budget", "updated"]),
        ("q=a&q=b", "q", "一つだけ", None),
        ("page=1&page=2", "page", "一つだけ", None),
        ("page_size=1&page_size=2", "page_size", "一つだけ", None),
        ("area=999999", "area", "6けたのコード", None),
        ("town=無い町", "town", "「無い町」という名前の市区町村", None),
        ("q=%00", "q", "使えない文字（NUL）", None),
        (f"q={'あ' * 101}", "q", "100 文字以下", None),
        ("page=0", "page", "1以上の整数", None),
        ("page=", "page", "1以上の整数", None),
        ("page=000", "page", "1以上の整数", None),
        ("page_size=0", "page_size", "1～100の整数", None),
        ("page_size=101", "page_size", "1～100の整数", None),
        ("page_size=", "page_size", "1～100の整数", None),
        (f"page_size={'9' * 10_000}", "page_size", "1～100の整数", None),
    ],
)
def test_a_bad_value_is_a_400_that_says_what_is_right(
    client, small_catalog, query, parameter, message, allowed
):
    [error] = errors_of(client, f"{PROGRAMS}?{query}")
    assert error["parameter"] == parameter
    assert message in error["message"]
    assert error["allowed"] == allowed


@pytest.mark.parametrize("address", [PROGRAMS, CASES])
@pytest.mark.parametrize("name", ["utm_source", "Field", "page%20size", "%00", "x" * 10_000])
def test_an_unknown_parameter_is_a_400_that_lists_those_there_are(client, small_catalog, address, name):
    [error] = errors_of(client, f"{address}?{name}=1")
    assert error["parameter"] == next(iter(QueryDict(f"{name}=1")))
    for right in ("q", "field", "area", "page_size"):
        assert right in error["allowed"]
        assert right in error["message"]


def test_cases_know_their_own_parameters(client, small_catalog):
    [error] = errors_of(client, f"{CASES}?support_type=subsidy")
    assert "support_type" not in error["allowed"]
    [error] = errors_of(client, f"{CASES}?program=nosuch")
    assert error["allowed"] == ["with-case"]


def test_every_error_is_told_at_once(client, small_catalog):
    errors = errors_of(
        client, f"{PROGRAMS}?field=nosuch&page=x&page_size=500&foo=1&q=%00&sort=name&sort=name"
    )
    assert [error["parameter"] for error in errors] == ["foo", "sort", "page", "page_size", "q", "field"]


def test_a_town_of_several_places_gets_their_full_names_and_they_are_taken(client, small_catalog):
    from tests.factories import MunicipalityFactory, PrefectureFactory

    hokkaido = PrefectureFactory(code="010006")
    MunicipalityFactory(
        code="016446", name="神山町", short_name="北海道神山町", full_name="北海道神山町", parent=hokkaido
    )
    [error] = errors_of(client, f"{PROGRAMS}?town=神山町")
    assert error["allowed"] == ["北海道神山町", "徳島県名西郡神山町"]
    for name in error["allowed"]:
        assert client.get(PROGRAMS, {"town": name}).status_code == 200


def test_several_values_of_one_filter_mean_or(client, small_catalog):
    counts = [
        client.get(f"{PROGRAMS}?{query}").json()["count"]
        for query in (
            "support_type=expert",
            "support_type=subsidy",
            "support_type=expert&support_type=subsidy",
        )
    ]
    assert counts == [1, 4, 5]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: value[:12])
@pytest.mark.parametrize(("address", "filters"), [(PROGRAMS, ProgramFilter), (CASES, CaseFilter)])
def test_hostile_input_is_answered_in_json_and_never_widens_the_list(
    client, small_catalog, address, filters, value
):
    everything = client.get(address).json()["count"]
    for name in [*filters.base_filters, "page", "page_size"]:
        response = client.get(f"{address}?{name}={value}")
        assert response.status_code in (200, 400, 404), name
        answer = response.json()
        if response.status_code == 200:
            assert name in ("q", "town", "area", "page_size"), name
            assert answer["count"] <= everything
        else:
            assert answer["errors"][0]["parameter"] == name


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: value[:12])
def test_a_hostile_code_is_a_404(client, small_catalog, value):
    assert client.get(f"{PROGRAMS}{quote(value, safe='%')}/").status_code == 404

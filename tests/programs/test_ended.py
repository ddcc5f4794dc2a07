"""An entry of an ended year says so at its top, and points to what came after it."""

from datetime import date

import pytest

from programs.fiscalyears import fiscal_year_of
from programs.models import Program
from programs.presentation.ended import ended
from programs.services import refresh_public_records
from tests import factories as make

ON = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 3, 31), 2025),
        (date(2026, 4, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
        (date(2019, 4, 30), 2019),
    ],
)
def test_a_fiscal_year_begins_on_the_first_of_april(day, year):
    assert fiscal_year_of(day) == year


def record_of(*years: int | None, relations=()):
    editions = [{"fiscal_year": year, "budgets": [], "calls": []} for year in years]
    return {"editions": editions, "relations": list(relations)}


def told(*years, shown=0, relations=()):
    record = record_of(*years, relations=relations)
    return ended(record, record["editions"][shown], ON)


def test_an_edition_of_this_year_or_a_later_one_has_not_ended():
    assert told(2026) is None
    assert told(2027) is None


def test_an_earlier_edition_has_and_names_both_years():
    notice = told(2025)
    assert (notice.year, notice.current) == ("令和7年度（2025年度）", "令和8年度（2026年度）")
    assert not notice.has_current


def test_an_edition_of_no_stated_year_claims_none():
    assert told(None).year == ""


def test_an_old_edition_beside_one_of_this_year_is_not_the_last_word():
    assert told(2026, 2021, shown=1).has_current


@pytest.mark.parametrize(
    ("opens", "closes", "silent"),
    [
        ("2026-11-01", "2026-12-01", False),
        ("2027-01-05", None, False),
        ("2021-04-01", "2021-05-01", True),
        (None, None, True),
    ],
)
def test_a_call_that_is_open_or_to_come_is_not_denied(opens, closes, silent):
    record = record_of(2021)
    record["editions"][0]["calls"] = [{"opens_on": opens, "closes_on": closes}]
    assert ended(record, record["editions"][0], ON).is_silent is silent


@pytest.mark.parametrize(("year", "silent"), [(2025, True), (2026, False), (2027, False)])
def test_a_budget_of_this_year_is_not_denied(year, silent):
    record = record_of(2025)
    record["editions"][0]["budgets"] = [{"fiscal_year": year}]
    assert ended(record, record["editions"][0], ON).is_silent is silent


def test_only_what_came_later_is_pointed_to():
    ties = [{"kind": kind, "program": kind} for kind in ("predecessor", "successor", "renamed_to", "related")]
    assert [tie["program"] for tie in told(2021, relations=ties).successors] == ["successor", "renamed_to"]


@pytest.mark.django_db
def test_the_page_says_it_above_everything_else(client):
    old = make.ProgramFactory(published=True, name="前の事業")
    new = make.ProgramFactory(published=True, name="次の事業")
    make.ProgramRelationFactory(from_program=new, to_program=old, kind="predecessor")
    refresh_public_records(Program.objects.all())
    text = client.get(old.get_absolute_url()).text
    notice = text[text.index("の資料による内容です") : text.index('class="glance"')]
    assert "登録した資料にありません" in notice
    assert f'<a href="{new.get_absolute_url()}">次の事業</a>' in notice

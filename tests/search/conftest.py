"""A small catalog whose every program answers to one filter."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from programs.services import refresh_public_record
from tests import factories as make


@pytest.fixture(scope="module")
def small_catalog(django_db_setup, django_db_blocker):
    """Five published programs and a draft, made once a module; a test's own changes are rolled back.

    A test that asks for it needs the `django_db` mark too.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        make_small_catalog(timezone.localdate())
        yield
        transaction.set_rollback(True)


def make_small_catalog(today: date) -> None:
    shikoku_town = make.MunicipalityFactory()
    north = make.DistrictFactory(code="district-hokkaido", name="北海道の管内", full_name="北海道の管内")
    hokkaido = make.PrefectureFactory(code="010006", name="北海道", full_name="北海道", parent=north)
    fibre = make.ProgramFactory(published=True, code="fibre", name="光ファイバ整備事業")
    edition = fibre.editions.get()
    make.BudgetLineFactory(edition=edition)
    rate = make.SubsidyRateFactory(edition=edition)
    make.CostShareFactory(rate=rate)
    make.TargetAreaFactory(edition=edition)
    make.EligibleApplicantFactory(edition=edition)
    town = make.ProgramFactory(
        published=True, code="town-only", name="神山町だけの事業", fields=[make.FieldFactory(slug="talent")]
    )
    make.TargetAreaFactory(edition=town.editions.get(), placed=True)
    north_only = make.ProgramFactory(published=True, code="north-only", name="北海道だけの事業")
    make.TargetAreaFactory(
        edition=north_only.editions.get(),
        kind="prefecture",
        name="北海道",
        designation="",
        area=hokkaido,
    )
    with_case = make.ProgramFactory(
        published=True,
        code="with-case",
        name="テレワーク事業",
        support_type=make.SupportTypeFactory(slug="expert"),
    )
    make.CasePlaceFactory(case__program=with_case, area=shikoku_town)
    make.BudgetLineFactory(edition=with_case.editions.get(), amount_yen=9_000_000_000)
    is_open = make.ProgramFactory(published=True, code="is-open", name="公募中の事業")
    make.EditionFactory(program=is_open, fiscal_year=2020)
    make.CallFactory(
        edition=is_open.editions.get(fiscal_year=2021),
        opens_on=today - timedelta(days=3),
        closes_on=today + timedelta(days=3),
    )
    make.ProgramFactory(code="draft", name="光ファイバの下書き")
    for program in (fibre, town, north_only, with_case, is_open):
        refresh_public_record(program)

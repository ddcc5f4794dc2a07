"""受付状況 on one Tokyo day: the rule in SQL and the rule in Python are one rule."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.calls import most_useful, status_on
from programs.choices import CallStatus
from programs.models import Call
from programs.services import withdraw
from tests.factories import CallFactory, ProgramFactory

PAST, TODAY, FUTURE = date(2021, 5, 30), date(2021, 5, 31), date(2021, 6, 1)
DAYS = {"never": None, "yesterday": PAST, "today": TODAY, "tomorrow": FUTURE}
NOT_STATED, UPCOMING = CallStatus.NOT_STATED, CallStatus.UPCOMING
OPEN, CLOSED = CallStatus.OPEN, CallStatus.CLOSED
IMPOSSIBLE = None

#               closes: never       yesterday   today       tomorrow
TABLE = {
    "never":     (NOT_STATED, CLOSED,     NOT_STATED, NOT_STATED),
    "yesterday": (NOT_STATED, CLOSED,     OPEN,       OPEN),
    "today":     (NOT_STATED, IMPOSSIBLE, OPEN,       OPEN),
    "tomorrow":  (UPCOMING,   IMPOSSIBLE, IMPOSSIBLE, UPCOMING),
}  # fmt: skip
WINDOWS = [
    pytest.param(DAYS[opens], DAYS[closes], status, id=f"opens {opens}, closes {closes}")
    for opens, row in TABLE.items()
    for closes, status in zip(DAYS, row, strict=True)
]
POSSIBLE = [window for window in WINDOWS if window.values[2] is not IMPOSSIBLE]


@pytest.mark.django_db
@pytest.mark.parametrize(("opens_on", "closes_on", "expected"), POSSIBLE)
def test_sql_and_python_agree(opens_on, closes_on, expected):
    call = CallFactory(opens_on=opens_on, closes_on=closes_on)
    in_sql = Call.objects.with_status_on(TODAY).get(pk=call.pk).status
    assert (in_sql, call.status_on(TODAY)) == (expected, expected)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("opens_on", "closes_on"),
    [pytest.param(*w.values[:2], id=w.id) for w in WINDOWS if w.values[2] is IMPOSSIBLE],
)
def test_a_window_that_closes_before_it_opens_is_never_stored(opens_on, closes_on):
    with pytest.raises(IntegrityError), transaction.atomic():
        CallFactory(opens_on=opens_on, closes_on=closes_on)


@pytest.mark.parametrize(("opens_on", "closes_on", "expected"), POSSIBLE)
def test_a_missing_day_never_means_open(opens_on, closes_on, expected):
    assert status_on(opens_on, closes_on, TODAY) == expected
    if opens_on is None or closes_on is None:
        assert expected != OPEN


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2021, 5, 31, 14, 59, tzinfo=UTC), OPEN),
        (datetime(2021, 5, 31, 15, 0, tzinfo=UTC), CLOSED),
        (datetime(2021, 3, 31, 14, 59, tzinfo=UTC), UPCOMING),
        (datetime(2021, 3, 31, 15, 0, tzinfo=UTC), OPEN),
    ],
    ids=["last minute", "after midnight in Tokyo", "minute before", "first minute"],
)
def test_days_begin_and_end_at_midnight_in_tokyo(monkeypatch, now, expected):
    call = CallFactory(opens_on=date(2021, 4, 1), closes_on=date(2021, 5, 31))
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert Call.objects.with_status_on().get().status == expected
    assert call.status_on() == expected


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([], NOT_STATED),
        ([NOT_STATED, CLOSED], CLOSED),
        ([CLOSED, UPCOMING], UPCOMING),
        ([NOT_STATED, UPCOMING, CLOSED, OPEN], OPEN),
    ],
)
def test_a_program_is_said_to_be_the_most_useful_of_its_calls(statuses, expected):
    assert most_useful(statuses) == expected


@pytest.mark.django_db
def test_calls_of_the_public_are_those_of_published_programs(admin_user):
    published, withdrawn = ProgramFactory.create_batch(2, published=True)
    shown = CallFactory(edition=published.editions.get())
    CallFactory(edition=withdrawn.editions.get())
    CallFactory()
    withdraw(program=withdrawn, user=admin_user)
    assert list(Call.objects.of_published_programs()) == [shown]

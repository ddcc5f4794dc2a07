"""Editors at the same time, on a database that has more than one writer."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from programs.models import Program, PublicRecord
from programs.services import record_edit, refresh_public_records
from search.models import ProgramDocument
from tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer"),
]


def edit(program, user, *, before_commit=lambda: None, **values):
    try:
        with transaction.atomic():
            Program.objects.filter(pk=program.pk).update(**values)
            record_edit(program=Program.objects.get(pk=program.pk), user=user)
            before_commit()
    finally:
        connection.close()


def add_alias(program, user, name):
    try:
        with transaction.atomic():
            factories.ProgramAliasFactory(program=program, name=name)
            record_edit(program=Program.objects.get(pk=program.pk), user=user)
    finally:
        connection.close()


def is_anyone_waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        return cursor.fetchone()[0] > 0


def test_editors_of_tied_programs_lose_nothing_of_each_other(django_user_model):
    """One renames a program that the other's program shows; the other's record must have both."""
    user = django_user_model.objects.create(username="editor")
    named, showing = (factories.ProgramFactory(published=True) for _ in range(2))
    factories.ProgramRelationFactory(from_program=showing, to_program=named)
    refresh_public_records([named, showing])
    written, go_on = Event(), Event()

    def hold():
        written.set()
        assert go_on.wait(10)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(edit, named, user, before_commit=hold, name="珊瑚の事業")
        assert written.wait(10)
        second = pool.submit(add_alias, showing, user, "昆布")
        for _ in range(100):
            if second.done() or is_anyone_waiting():
                break
            time.sleep(0.05)
        go_on.set()
        first.result(10)
        second.result(10)
    record = PublicRecord.objects.get(program=showing).record
    assert record["aliases"] == ["昆布"]
    assert [relation["name"] for relation in record["relations"]] == ["珊瑚の事業"]
    text = ProgramDocument.objects.get(program=showing).text
    assert "珊瑚ノ事業" in text
    assert "昆布" in text


def test_many_editors_at_once_leave_the_index_right(django_user_model):
    user = django_user_model.objects.create(username="editor")
    programs = [factories.ProgramFactory(published=True) for _ in range(3)]
    with ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(add_alias, programs[n % 3], user, f"別名その{n}") for n in range(24)]
        for job in jobs:
            job.result(60)
    for n in range(24):
        program = programs[n % 3]
        assert f"別名その{n}" in PublicRecord.objects.get(program=program).record["aliases"]
        assert f"別名ソノ{n}" in ProgramDocument.objects.get(program=program).text.splitlines()

"""Many editors at once: the index is what the last of them left, with nothing of any lost."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.http import QueryDict

from programs.models import Program
from programs.services import record_edit, refresh_public_records, withdraw
from search.consistency import differences
from search.filters import ProgramFilter
from search.models import ProgramDocument
from tests import factories as make

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer"),
]

WORDS = ("海底ケーブル", "珊瑚礁", "昆布養殖", "深海探査")


def edit(pk, word, user):
    """One editor's transaction, in a thread and with a connection of its own."""
    try:
        with transaction.atomic():
            program = Program.objects.get(pk=pk)
            program.summary = f"{word}を支えます。"
            program.save()
            record_edit(program=program, user=user)
    finally:
        connection.close()


def found(word):
    filters = ProgramFilter(QueryDict(f"spelling=as-typed&q={word}"), ProgramDocument.objects.all())
    numbers = list(filters.ordered())
    return set(ProgramDocument.objects.filter(number__in=numbers).values_list("program_id", flat=True))


def test_edits_in_many_threads_leave_the_index_as_a_rebuild_would_write_it(django_user_model):
    user = django_user_model.objects.create(username="editor")
    programs = [make.ProgramFactory(published=True) for _ in range(4)]
    refresh_public_records(programs)
    with ThreadPoolExecutor(4) as pool:
        edits = [
            pool.submit(edit, program.pk, WORDS[(n + turn) % 4], user)
            for turn in range(3)
            for n, program in enumerate(programs)
        ]
        for one in edits:
            one.result(30)
    assert list(differences()) == []
    for word in WORDS:
        held = Program.objects.filter(summary__startswith=word).values_list("pk", flat=True)
        assert found(word) == set(held)
    withdraw(program=programs[0], user=user)
    assert list(differences()) == []


def test_a_reader_sees_an_edit_when_it_commits_and_never_before(django_user_model):
    user = django_user_model.objects.create(username="editor")
    program = make.ProgramFactory(published=True)
    refresh_public_records([program])
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        program.summary = "海底ケーブルを支えます。"
        program.save()
        record_edit(program=program, user=user)
        assert found("海底ケーブル") == {program.pk}
        assert pool.submit(in_another_connection, "海底ケーブル").result(10) == set()
    assert found("海底ケーブル") == {program.pk}
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(in_another_connection, "海底ケーブル").result(10) == {program.pk}


def in_another_connection(word):
    try:
        return found(word)
    finally:
        connection.close()


def rename_field(field, program, waiting):
    """An editor who changes a term first, and then the programs that show it."""
    try:
        with transaction.atomic():
            field.name = "海底の分野"
            field.save()
            waiting()
            refresh_public_records([program])
    finally:
        connection.close()


def test_an_editor_of_a_term_and_one_of_a_program_do_not_wait_for_each_other(django_user_model):
    user = django_user_model.objects.create(username="editor")
    field = make.FieldFactory()
    named, other = (make.ProgramFactory(published=True, fields=[field]) for _ in range(2))
    refresh_public_records([named, other])
    second = None

    def begin_the_other_and_let_it_wait():
        nonlocal second
        second = pool.submit(edit, other.pk, "珊瑚礁", user)
        for _ in range(100):
            if second.done() or is_anyone_waiting():
                break
            time.sleep(0.02)

    with ThreadPoolExecutor(2) as pool:
        pool.submit(rename_field, field, named, begin_the_other_and_let_it_wait).result(30)
        second.result(30)
    assert found("海底の分野") >= {named.pk}
    assert found("珊瑚礁") == {other.pk}
    assert list(differences()) == []


def is_anyone_waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        return cursor.fetchone()[0] > 0

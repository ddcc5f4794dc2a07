"""The stamp of the index: what a process keeps in memory is right as long as it is the same."""

from uuid import uuid4

from django.db import connections, router, transaction

from programs.services import wait_for_other_writers

from .models import IndexState


@transaction.atomic
def renew_stamp() -> None:
    """In the transaction of the change: others see the new stamp when they can see the change.

    Writers wait for each other before any of them holds this row: one that had the row and waited for
    the records, and one that had the records and waited for the row, would wait for ever.
    """
    wait_for_other_writers()
    IndexState.objects.update_or_create(pk=1, defaults={"stamp": uuid4().hex})


def stamp() -> str | None:
    """The present stamp; None before anything was written. One query."""
    # Asked by every request: the ORM would take three times as long to put it together.
    with connections[router.db_for_read(IndexState)].cursor() as cursor:
        cursor.execute(f"SELECT stamp FROM {IndexState._meta.db_table}")
        row = cursor.fetchone()
    return row[0] if row else None

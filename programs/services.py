"""Writes that span models: publishing, withdrawing, recording an edit.

The public record is rewritten here alone, inside the caller's transaction: readers see a change
when it commits, never before and never in part.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from .carriedover import carried_over
from .choices import PublicationStatus, RevisionState
from .contract import program_records
from .history import opens_the_catalog, write_history
from .lineage import DIRECTED
from .models import (
    ApplicantKind,
    CostShare,
    EditionOffice,
    Field,
    Office,
    Program,
    ProgramRelation,
    PublicRecord,
    Revision,
    Source,
    SubsidyRate,
    SupportType,
)

Record = dict[str, Any]

# Called with programs after their public records changed or went; search registers its index here
# (programs must not know search).
after_refresh: list[Callable[[list[Program]], None]] = []

# Begins the code of a program that was imported: its name does not tell the address of its page.
PROVISIONAL_CODE = "kari-"
BATCH = 200
# Any number that no other advisory lock of the database uses.
RECORDS_LOCK = 5_130_214


@transaction.atomic
def refresh_public_records(
    programs: Iterable[Program], *, deleted: Mapping[str, PublicRecord] | None = None
) -> None:
    """Make the public records of these programs equal their tables, drop those not published, and write
    the public history (更新履歴) of what changed by that.

    A program whose last edition was deleted has nothing to show: it leaves the public pages too.
    `deleted` are the records, by code, of programs whose rows this transaction deleted
    (`take_public_records`): what is here again is compared with them, what is not has ended.
    The number of queries does not grow with the programs of a batch.
    """
    everything, before = list(programs), dict(deleted or {})
    wait_for_other_writers()
    now = timezone.now()
    opens = not before and opens_the_catalog()
    for start in range(0, len(everything), BATCH):
        ids = [program.pk for program in everything[start : start + BATCH]]
        current = PublicRecord.objects.in_bulk(ids)
        records = _write_public_records(current, ids, before, now)
        known = {public.record["code"]: public.record for public in current.values()}
        known |= {code: before.pop(code).record for code in records.keys() & before.keys()}
        write_history(known, records, now, opens=opens)
    write_history({code: public.record for code, public in before.items()}, {}, now)
    for listener in after_refresh:
        listener(everything)


def take_public_records(programs: Iterable[Program]) -> dict[str, PublicRecord]:
    """The public records of programs that are about to be deleted, by code."""
    wait_for_other_writers()
    found = PublicRecord.objects.filter(program__in=programs)
    return {public.record["code"]: public for public in found}


def wait_for_other_writers(*, seconds: int = 0) -> None:
    """One writer of records at a time, until its transaction ends.

    Two editors of one program would else each write a record without the other's facts. SQLite has
    one writer anyway. `seconds`: how long to wait where that may take longer than the statement of a page
    (DATABASE_STATEMENT_TIMEOUT); it holds for the rest of the transaction.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            if seconds:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{seconds}s"])
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RECORDS_LOCK])


def _write_public_records(
    current: Mapping[int, PublicRecord], ids: list[int], before: Mapping[str, PublicRecord], now: datetime
) -> dict[str, Record]:
    """Writes the records of one batch, of which `current` are stored; returns them by code.

    A record that is as it was `before` keeps its time of change.
    """
    public = Program.objects.filter(pk__in=ids).published()
    key_of = dict(public.values_list("code", "pk"))
    records = {key_of[r["code"]]: r for r in program_records(public) if r["editions"]}
    PublicRecord.objects.filter(pk__in=current.keys() - records.keys()).delete()

    def changed_at(record: Record) -> datetime:
        earlier = before.get(record["code"])
        return earlier.updated_at if earlier and earlier.record == record else now

    PublicRecord.objects.bulk_create(
        PublicRecord(program_id=pk, record=record, updated_at=changed_at(record))
        for pk, record in records.items()
        if pk not in current
    )
    changed = [
        current[pk] for pk, record in records.items() if pk in current and current[pk].record != record
    ]
    PublicRecord.objects.bulk_update(
        [PublicRecord(pk=stored.pk, record=records[stored.pk], updated_at=now) for stored in changed],
        ["record", "updated_at"],
        batch_size=BATCH,
    )
    return {record["code"]: record for record in records.values()}


def refresh_public_record(program: Program) -> None:
    refresh_public_records([program])


@transaction.atomic
def record_edit(*, program: Program, user: User | None) -> None:
    """Stamp who edited a program and when, and bring what the public reads up to date.

    Editors work on drafts (`programs.drafting`); this is how a draft reaches the public in the end.

    Programs tied to it by a relation are refreshed too: they show its name.
    """
    program.edited_by = user
    program.edited_at = timezone.now()
    program.save(update_fields=["edited_by", "edited_at"])
    refresh_public_records([program, *Program.objects.related_to(program)])


def missing_for_publication(program: Program) -> list[str]:
    """What a program lacks before the public may see it, as sentences for its editor."""
    checks = (
        (program.code.startswith(PROVISIONAL_CODE), "記号（URL）が仮のままです。公開の前に決めます。"),
        (program.summary.strip() == "", "要約が空です。"),
        (program.purpose.strip() == "", "目的が空です。"),
        (program.cases.filter(summary="").exists(), "内容が空の事例があります。"),
        (not program.fields.exists(), "分野が選ばれていません。"),
        (not program.editions.exists(), "年度版がありません。"),
        (
            not EditionOffice.objects.filter(edition__program=program).exists(),
            "問い合わせ先（担当課・室）がどの年度版にもありません。",
        ),
        (
            Program.objects.entries()
            .filter(name=program.name)
            .exclude(pk=program.draft_of_id or program.pk)
            .exists(),
            f"「{program.name}」という施策は、もうあります。",
        ),
    )
    return [*(sentence for is_missing, sentence in checks if is_missing), *carried_over(program)]


@transaction.atomic
def withdraw(*, program: Program, user: User) -> None:
    """Take a published program off the public pages; the record stays for its editors."""
    if program.status != PublicationStatus.PUBLISHED:
        raise ValidationError("公開中ではありません。")
    program.status = PublicationStatus.WITHDRAWN
    program.save(update_fields=["status"])
    record_edit(program=program, user=user)


@transaction.atomic
def delete_programs(programs: Iterable[Program]) -> None:
    """Delete programs with all their facts; programs tied to them stop showing their names."""
    doomed = list(programs)
    deleted = take_public_records(doomed)
    neighbours = {
        neighbour.pk: neighbour for program in doomed for neighbour in Program.objects.related_to(program)
    }
    given_up = Revision.objects.open().filter(Q(program__in=doomed) | Q(draft__in=doomed))
    given_up.update(state=RevisionState.DISCARDED, publish_at=None)
    for program in doomed:
        neighbours.pop(program.pk, None)
        program.delete()
    refresh_public_records(neighbours.values(), deleted=deleted)


def closes_a_circle(relation: ProgramRelation, end: Program, kind: str) -> bool:
    """Whether a tie from the relation's program to `end` would make a program its own ancestor.

    The relation's own stored row does not count: it is what is being changed.
    """
    if kind not in DIRECTED:
        return False
    others = ProgramRelation.objects.filter(kind__in=DIRECTED, from_program__draft_of=None)
    others = others.exclude(pk=relation.pk)
    start = relation.from_program.draft_of_id or relation.from_program_id
    frontier, seen = {end.pk}, set()
    while frontier:
        if start in frontier:
            return True
        seen |= frontier
        following = others.filter(from_program__in=frontier).values_list("to_program", flat=True)
        frontier = set(following) - seen
    return False


def programs_showing(term: Model) -> QuerySet[Program]:
    """Programs whose public record shows a term of a vocabulary, an office or a document."""
    match term:
        case Field():
            shown = Q(fields=term)
        case SupportType():
            shown = Q(support_type=term)
        case ApplicantKind():
            shown = Q(editions__eligibleapplicants__kinds=term)
        case Office():
            shown = Q(editions__editionoffices__office=term)
        case Source():
            shown = Q()  # any fact may cite it
        case _:
            raise TypeError(f"{term!r} is not a term that programs show")
    return Program.objects.filter(shown).distinct()


@transaction.atomic
def replace_cost_shares(*, rate: SubsidyRate, shares: list[tuple[str, int, int]]) -> None:
    """Make (payer, numerator, denominator) the shares of the payers other than the State."""
    rate.shares.all().delete()
    CostShare.objects.bulk_create(
        CostShare(rate=rate, payer=payer, numerator=numerator, denominator=denominator, position=i)
        for i, (payer, numerator, denominator) in enumerate(shares)
    )

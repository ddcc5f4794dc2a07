"""Writes that span models: publishing, withdrawing, recording an edit.

The public record is rewritten here alone, inside the caller's transaction: readers see a change
when it commits, never before and never in part.
"""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from .choices import PublicationStatus
from .contract import program_records
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
    Source,
    SubsidyRate,
    SupportType,
)
from .querysets import ProgramQuerySet

# Called with programs after their public records changed or went; search registers its index here
# (programs must not know search).
after_refresh: list[Callable[[list[Program]], None]] = []

BATCH = 200
# Any number that no other advisory lock of the database uses.
RECORDS_LOCK = 5_130_214


@transaction.atomic
def refresh_public_records(programs: Iterable[Program]) -> None:
    """Make the public records of these programs equal their tables; drop those not published.

    A program whose last edition was deleted has nothing to show: it leaves the public pages too.
    The number of queries does not grow with the programs of a batch.
    """
    everything = list(programs)
    wait_for_other_writers()
    for start in range(0, len(everything), BATCH):
        batch = everything[start : start + BATCH]
        ids = [program.pk for program in batch]
        _write_public_records(Program.objects.filter(pk__in=ids), ids)
    for listener in after_refresh:
        listener(everything)


def wait_for_other_writers() -> None:
    """One writer of records at a time, until its transaction ends.

    Two editors of one program would else each write a record without the other's facts. SQLite has
    one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RECORDS_LOCK])


def _write_public_records(programs: ProgramQuerySet, ids: list[int]) -> None:
    now = timezone.now()
    public = programs.published()
    key_of = dict(public.values_list("code", "pk"))
    records = {key_of[r["code"]]: r for r in program_records(public) if r["editions"]}
    current = PublicRecord.objects.in_bulk(ids)
    PublicRecord.objects.filter(pk__in=current.keys() - records.keys()).delete()
    PublicRecord.objects.bulk_create(
        PublicRecord(program_id=pk, record=record, updated_at=now)
        for pk, record in records.items()
        if pk not in current
    )
    changed = [
        current[pk] for pk, record in records.items() if pk in current and current[pk].record != record
    ]
    for stored in changed:
        stored.record, stored.updated_at = records[stored.pk], now
    PublicRecord.objects.bulk_update(changed, ["record", "updated_at"], batch_size=BATCH)


def refresh_public_record(program: Program) -> None:
    refresh_public_records([program])


@transaction.atomic
def record_edit(*, program: Program, user: User) -> None:
    """Stamp who edited a program and when, and bring what the public reads up to date.

    Programs tied to it by a relation are refreshed too: they show its name.
    """
    program.edited_by = user
    program.edited_at = timezone.now()
    program.save(update_fields=["edited_by", "edited_at"])
    refresh_public_records([program, *Program.objects.related_to(program)])


def missing_for_publication(program: Program) -> list[str]:
    """What a program lacks before the public may see it, as sentences for its editor."""
    checks = (
        (program.summary.strip() == "", "要約が空です。"),
        (not program.fields.exists(), "分野が選ばれていません。"),
        (not program.editions.exists(), "年度版がありません。"),
        (
            not EditionOffice.objects.filter(edition__program=program).exists(),
            "問い合わせ先（担当課・室）がどの年度版にもありません。",
        ),
    )
    return [sentence for is_missing, sentence in checks if is_missing]


@transaction.atomic
def publish(*, program: Program, user: User) -> None:
    """Show a program to the public; raises `ValidationError` with all that is missing."""
    missing = missing_for_publication(program)
    if missing:
        raise ValidationError(missing)
    program.status = PublicationStatus.PUBLISHED
    program.save(update_fields=["status"])
    record_edit(program=program, user=user)


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
    deleted = list(programs)
    neighbours = {
        neighbour.pk: neighbour for program in deleted for neighbour in Program.objects.related_to(program)
    }
    for program in deleted:
        neighbours.pop(program.pk, None)
        program.delete()
    refresh_public_records(neighbours.values())


def closes_a_circle(relation: ProgramRelation, end: Program, kind: str) -> bool:
    """Whether a tie from the relation's program to `end` would make a program its own ancestor.

    The relation's own stored row does not count: it is what is being changed.
    """
    if kind not in DIRECTED:
        return False
    others = ProgramRelation.objects.filter(kind__in=DIRECTED).exclude(pk=relation.pk)
    frontier, seen = {end.pk}, set()
    while frontier:
        if relation.from_program_id in frontier:
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

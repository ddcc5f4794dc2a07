"""Writes that span models: publishing, withdrawing, recording an edit.

The public record is rewritten here alone, inside the caller's transaction: readers see a change
when it commits, never before and never in part.
"""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from .choices import PublicationStatus
from .contract import program_records
from .models import (
    ApplicantKind,
    CostShare,
    EditionOffice,
    Field,
    Office,
    Program,
    PublicRecord,
    Source,
    SubsidyRate,
    SupportType,
)

# Called with the program after its public record changed or went; search registers its index here
# (programs must not know search).
after_refresh: list[Callable[[Program], None]] = []


@transaction.atomic
def refresh_public_record(program: Program) -> None:
    """Make the public record of one program equal its tables; drop it unless published.

    A program whose last edition was deleted has nothing to show: it leaves the public pages too.
    """
    [record] = program_records(Program.objects.filter(pk=program.pk))
    if program.status == PublicationStatus.PUBLISHED and record["editions"]:
        current = PublicRecord.objects.filter(program=program).first()
        if current is None:
            PublicRecord.objects.create(program=program, record=record, updated_at=timezone.now())
        elif current.record != record:
            current.record = record
            current.updated_at = timezone.now()
            current.save()
    else:
        PublicRecord.objects.filter(program=program).delete()
    for listener in after_refresh:
        listener(program)


@transaction.atomic
def record_edit(*, program: Program, user: User) -> None:
    """Stamp who edited a program and when, and bring what the public reads up to date.

    Programs tied to it by a relation are refreshed too: they show its name.
    """
    program.edited_by = user
    program.edited_at = timezone.now()
    program.save(update_fields=["edited_by", "edited_at"])
    refresh_public_record(program)
    for neighbour in Program.objects.related_to(program):
        refresh_public_record(neighbour)


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
    for neighbour in neighbours.values():
        refresh_public_record(neighbour)


@transaction.atomic
def refresh_programs(programs: Iterable[Program]) -> None:
    """Bring the public records of many programs up to date, as after a name they show changed."""
    for program in programs:
        refresh_public_record(program)


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

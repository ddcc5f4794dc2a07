"""What waits for somebody to do it: the queries behind the lists on the first page of the staff.

`editable` are the programs, and copies of them, that the person who asks may edit.
"""

from calendar import monthrange
from datetime import date, datetime, time

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from .carriedover import programs_with_facts_carried_over
from .choices import PublicationStatus
from .fiscalyears import first_day_of, fiscal_year_of
from .models import Call, Confirmation, Disagreement, Link, LinkCheck, Program
from .querysets import CallQuerySet, DisagreementQuerySet, ProgramQuerySet


def not_confirmed(editable: ProgramQuerySet, today: date) -> ProgramQuerySet:
    """Published programs that nobody edited, published or confirmed since the fiscal year began in Tokyo."""
    year = fiscal_year_of(today)
    begun = datetime.combine(first_day_of(year), time.min, timezone.get_default_timezone())
    confirmed = Confirmation.objects.in_year(year).filter(code=OuterRef("code"))
    return editable.published().not_edited_since(begun).exclude(Exists(confirmed))


@transaction.atomic
def confirm(*, program: Program, user: User, today: date) -> Confirmation:
    """今年度もこの内容で正しい: writes no fact. Saying so twice is saying so once.

    Raises ValidationError for what is not public: of a draft there is nothing to confirm.
    """
    if program.status != PublicationStatus.PUBLISHED:
        raise ValidationError("公開中の施策だけを確かめられます。")
    found, _ = Confirmation.objects.get_or_create(
        code=program.code, fiscal_year=fiscal_year_of(today), defaults={"confirmed_by": user}
    )
    return found


def without_citation(editable: ProgramQuerySet) -> ProgramQuerySet:
    """Programs that hold something no document states, or none yet.

    No fact is stored without a citation. What can lack one is a tie between programs (`uncited_ties`), and a
    fact carried over from last year's edition (`has_carried_over`), whose citation is of the year before.
    """
    carried = programs_with_facts_carried_over().order_by()
    uncited = Program.objects.entries().with_uncited_relations().order_by()
    found = editable.filter(Q(pk__in=carried.values("pk")) | Q(pk__in=uncited.values("pk")))
    return found.annotate(
        has_carried_over=Exists(carried.filter(pk=OuterRef("pk"))),
        uncited_ties=Count("relations", filter=Q(relations__source=None)),
    ).order_by("position", "code")


def calls_closing_this_month(editable: ProgramQuerySet, today: date) -> CallQuerySet:
    """Calls of published programs whose last day is in the calendar month of a Tokyo day."""
    last = today.replace(day=monthrange(today.year, today.month)[1])
    calls = Call.objects.of_published_programs().filter(edition__program__in=editable.order_by())
    return calls.closing_within(today.replace(day=1), last).select_related("edition__program")


def dead_links(editable: ProgramQuerySet) -> QuerySet[Link]:
    """Links of the programs themselves that are dead (`LinkCheckQuerySet.dead`), with when that was seen."""
    dead = LinkCheck.objects.dead().filter(url=OuterRef("url"))
    found = Link.objects.filter(program__in=editable.entries().order_by())
    found = found.annotate(checked_at=Subquery(dead.values("checked_at")[:1]))
    return found.exclude(checked_at=None).select_related("program")


def disagreements(editable: ProgramQuerySet) -> DisagreementQuerySet:
    """Of the programs themselves, without those of their copies."""
    found = Disagreement.objects.filter(program__in=editable.entries().order_by())
    return found.select_related("program")

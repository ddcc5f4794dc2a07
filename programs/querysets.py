"""Named queries of the record: rules about many rows, beside the rules about one."""

import operator
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from functools import reduce
from typing import Any, Self

from django.db import models
from django.db.models import Case, CharField, Exists, F, Max, OuterRef, Q, Value, When
from django.utils import timezone

from .choices import (
    EDIT_ANY_PROGRAM,
    EDIT_PROGRAM,
    ApplicantRole,
    CallStatus,
    ChangeKind,
    OfficeKind,
    PublicationStatus,
    RelationKind,
    RevisionState,
    RevisionStepKind,
)
from .entries import entry_id

# Ways from a program to the rows that are one program to its editors: itself, what it is a copy of, its copy.
ONE_PROGRAM = ("", "draft_of__", "draft__")
# A link that fails twice within a day may be one bad day of its server.
DAY_BETWEEN_FAILURES = timedelta(days=1)


class ProgramQuerySet(models.QuerySet):
    def published(self) -> Self:
        """What the public may see (公開中)."""
        return self.filter(status=PublicationStatus.PUBLISHED)

    def entries(self) -> Self:
        """The programs themselves, without the copies on which editors work."""
        return self.filter(draft_of=None)

    def editable_by(self, user: Any) -> Self:
        """What `user` may change: everything (管理者, superusers); of others, who need the permission to
        edit, programs of which any edition names one of their offices, and programs that name no office:
        nine of ten of the first catalog, which would else be nobody's. Review stands behind each change.
        """
        if not user.has_perm(EDIT_PROGRAM):
            return self.none()
        if user.has_perm(EDIT_ANY_PROGRAM):
            return self
        offices = [f"{way}editions__editionoffices" for way in ONE_PROGRAM]
        theirs = reduce(operator.or_, (Q(**{f"{way}__office__members__user": user}) for way in offices))
        unnamed = reduce(operator.and_, (~Q(**{f"{way}__isnull": False}) for way in offices))
        found = self.model._default_manager.filter(theirs | unnamed)
        return self.filter(pk__in=found.order_by().values("pk"))

    def not_edited_since(self, start: datetime) -> Self:
        """Neither edited nor published since then: publication stamps the program too."""
        return self.filter(Q(edited_at=None) | Q(edited_at__lt=start))

    def with_uncited_relations(self) -> Self:
        """Programs that a tie without a citation starts from: the editors' reading."""
        return self.filter(relations__isnull=False, relations__source=None).distinct()

    def related_to(self, program: models.Model) -> Self:
        """Programs that a relation ties to `program`, in either direction."""
        return self.filter(
            Q(relations__to_program=program) | Q(inverse_relations__from_program=program)
        ).distinct()

    def for_contract(self) -> Self:
        """With every fact of the data contract, in a fixed number of queries."""
        edition_facts = (
            "printedlabels",
            "editionoffices__office",
            "programparts",
            "programperiods",
            "budgetlines",
            "subsidyrates__shares",
            "caps",
            "eligibleapplicants__kinds",
            "eligiblecosts",
            "targetareas__area",
            "requirements",
            "calls",
            "materials",
        )
        return self.select_related("support_type").prefetch_related(
            "fields",
            "aliases",
            *(f"editions__{fact}" for fact in edition_facts),
            "cases__places__area__parent",
            "cases__organizations",
            "cases__outcomes",
            "cases__mentions",
            "outcomes",
            "roadmap__entries",
            "roadmap__indicators",
            "relations__to_program",
            "inverse_relations__from_program",
            "links",
        )


class OfficeQuerySet(models.QuerySet):
    def of_published_programs(self) -> Self:
        """Offices that at least one published program names."""
        return self.filter(edition_offices__edition__program__status=PublicationStatus.PUBLISHED).distinct()


class CallQuerySet(models.QuerySet):
    def of_published_programs(self) -> Self:
        return self.filter(edition__program__status=PublicationStatus.PUBLISHED)

    def with_status_on(self, on: date | None = None) -> Self:
        """Annotates 受付状況 on one Tokyo day; twin of `Call.status_on`. NULL never means open."""
        on = on or timezone.localdate()
        return self.annotate(
            status=Case(
                When(closes_on__lt=on, then=Value(CallStatus.CLOSED)),
                When(opens_on__gt=on, then=Value(CallStatus.UPCOMING)),
                When(Q(opens_on__lte=on, closes_on__gte=on), then=Value(CallStatus.OPEN)),
                default=Value(CallStatus.NOT_STATED),
                output_field=CharField(max_length=10),
            )
        )

    def closing_within(self, first: date, last: date) -> Self:
        """Those whose last day is one of these Tokyo days, both included; the earliest first."""
        return self.filter(closes_on__range=(first, last)).order_by("closes_on", "pk")

    def program_statuses_on(self, on: date) -> list[tuple[int, str]]:
        """(program id, 受付状況) of every call on one Tokyo day."""
        return list(self.with_status_on(on).values_list("edition__program_id", "status"))


class DisagreementQuerySet(models.QuerySet):
    def of_published_programs(self) -> Self:
        return self.filter(program__status=PublicationStatus.PUBLISHED).with_sides()

    def with_sides(self) -> Self:
        """With their programs and all their sides, in two queries."""
        return self.select_related("program").prefetch_related("sides")


class EditionOfficeQuerySet(models.QuerySet):
    def of_office(self, office: models.Model) -> Self:
        """Contacts of one office in published programs, newest edition first."""
        return (
            self.filter(office=office, edition__program__status=PublicationStatus.PUBLISHED)
            .select_related("edition__program__support_type", "source")
            .order_by("edition__program__position", "-edition__fiscal_year", "position")
        )

    def of_bureau(self, district: models.Model) -> Self:
        """Phones of the regional bureau of a district, newest edition first."""
        return (
            self.filter(
                office__kind=OfficeKind.BUREAU,
                office__area=district,
                edition__program__status=PublicationStatus.PUBLISHED,
            )
            .exclude(phone="")
            .select_related("office", "edition__program", "source")
            .order_by(
                "office__code", F("edition__fiscal_year").desc(nulls_last=True), "edition__program__position"
            )
        )


class ProgramRelationQuerySet(models.QuerySet):
    def directed_between_published(self) -> Self:
        """前身, 旧名称 and 上位: the ties that order programs. 関連 orders nothing."""
        return self.exclude(kind=RelationKind.RELATED).filter(
            from_program__status=PublicationStatus.PUBLISHED, to_program__status=PublicationStatus.PUBLISHED
        )

    def starting_at(self, codes: Collection[str]) -> Self:
        return self.filter(from_program__code__in=codes)

    def ending_at(self, codes: Collection[str]) -> Self:
        return self.filter(to_program__code__in=codes)


class PublicRecordQuerySet(models.QuerySet):
    def in_catalog_order(self) -> Self:
        return self.order_by("program__position", "program__code")

    def with_calls(self) -> Self:
        """Of programs for which a document states a window of time, whether by days or in words."""
        return self.filter(program__editions__calls__isnull=False).distinct()

    def with_roadmap(self) -> Self:
        return self.filter(program__roadmap__isnull=False).distinct().in_catalog_order()

    def with_exclusions(self) -> Self:
        """Records of programs that say who may not apply, in some edition."""
        excluded = Q(program__editions__eligibleapplicants__role=ApplicantRole.EXCLUDED)
        return self.filter(excluded).distinct().in_catalog_order()

    def with_budget(self) -> Self:
        """Programs that any budget line is of."""
        return self.filter(program__editions__budgetlines__isnull=False).distinct().in_catalog_order()

    def names_of(self, codes: Collection[str]) -> dict[str, str]:
        """Code → name of the published programs among the codes, in one query; none without codes."""
        if not codes:
            return {}
        found = self.filter(program__code__in=codes)
        return dict(found.values_list("program__code", "program__name"))

    def records_of(self, codes: Collection[str]) -> list[Any]:
        """Contract records in the order of the codes; what is not published is left out. One query."""
        if not codes:
            return []
        rows = self.filter(program__code__in=codes).values_list("program__code", "record")
        found = dict(rows)
        return [found[code] for code in codes if code in found]


class RecordChangeQuerySet(models.QuerySet):
    def entries(self) -> Self:
        """Newest first; of the programs that were there when the catalog opened, one for all."""
        opened = self.filter(kind=ChangeKind.OPENED).order_by("pk")
        return self.filter(~Q(kind=ChangeKind.OPENED) | Q(pk=opened.values("pk")[:1])).order_by(
            "-happened_at", "-pk"
        )

    def of_kinds(self, kinds: Collection[str]) -> Self:
        """The opening of the catalog counts as new."""
        opened = [ChangeKind.OPENED] if ChangeKind.ADDED in kinds else []
        return self.filter(kind__in=[*kinds, *opened])

    def of_program(self, code: str) -> Self:
        return self.filter(code=code).order_by("-version")

    def opened_count(self) -> int:
        """How many programs the catalog opened with."""
        return self.filter(kind=ChangeKind.OPENED).count()

    def last_versions(self, codes: Collection[str]) -> dict[str, int]:
        """Code → the number of its last change; a program without changes is left out."""
        last = self.filter(code__in=codes).order_by().values("code").annotate(last=Max("version"))
        return dict(last.values_list("code", "last"))


class RevisionQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state__in=RevisionState.open_ones())

    def edited_by(self, user: Any) -> Self:
        """Changes in the works that a person began or worked on, the newest first."""
        began = Q(steps__kind=RevisionStepKind.BEGUN, steps__user=user)
        return self.filter(state=RevisionState.EDITING).filter(began | Q(authors=user)).distinct()

    def to_review(self, user: Any) -> Self:
        """Changes that wait for review, the oldest first; `is_own` where another person has to do it."""
        own = self.model._default_manager.filter(pk=OuterRef("pk"), authors=user)
        waiting = self.filter(state=RevisionState.SUBMITTED)
        return waiting.annotate(is_own=Exists(own)).order_by("opened_at", "pk")

    def to_publish(self) -> Self:
        """Approved changes that wait for their time, the earliest first."""
        return self.filter(state=RevisionState.APPROVED).order_by("publish_at", "pk")

    def due(self, now: datetime) -> Self:
        """Approved ones whose time has come, the earliest first."""
        return self.filter(state=RevisionState.APPROVED, publish_at__lte=now).order_by("publish_at", "pk")


class VersionQuerySet(models.QuerySet):
    def of_program(self, code: str) -> Self:
        """Newest first."""
        return self.filter(code=code).order_by("-number")

    def last_number(self, code: str) -> int:
        """0 where nothing was kept yet."""
        return self.filter(code=code).aggregate(last=Max("number"))["last"] or 0


class AcceptedWarningQuerySet(models.QuerySet):
    def of_program(self, program: models.Model) -> Self:
        """The reasons given for one program, newest first; those of its draft copy are its own."""
        return self.filter(program=entry_id(program)).select_related("user")

    def explained(self, fingerprints: Iterable[str]) -> set[str]:
        """Those of the fingerprints that have a reason."""
        return set(
            self.filter(fingerprint__in=set(fingerprints)).order_by().values_list("fingerprint", flat=True)
        )


class LinkCheckQuerySet(models.QuerySet):
    def of_urls(self, urls: Collection[str]) -> dict[str, Any]:
        """URL → its `LinkCheck`, of those ever checked; one query, none without addresses."""
        return self.in_bulk(list(urls), field_name="url") if urls else {}

    def dead(self) -> Self:
        """Links that failed at two checks a day apart or more, and at every check between; twin of
        `LinkCheck.is_dead`.
        """
        return self.filter(
            ok=False, failures__gte=2, checked_at__gte=F("first_failed_at") + DAY_BETWEEN_FAILURES
        )


class ConfirmationQuerySet(models.QuerySet):
    def in_year(self, fiscal_year: int) -> Self:
        return self.filter(fiscal_year=fiscal_year)

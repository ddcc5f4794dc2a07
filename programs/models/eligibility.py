"""Who may apply, what is paid for, where, and on which conditions."""

from django.db import models
from django.db.models import Q

from programs.choices import ApplicantRole, CostRule, Designation, TargetAreaKind

from .areas import Area
from .editions import EditionFact
from .sources import Cited
from .vocabulary import ApplicantKind


class EligibleApplicant(EditionFact):
    """補助対象者, 対象外 or 事業主体 as printed; `kinds` are the 立場 that it covers."""

    role = models.CharField("区分", max_length=12, choices=ApplicantRole, default=ApplicantRole.ELIGIBLE)
    name = models.CharField("だれ（印刷のとおり）", max_length=120)
    component = models.CharField("どの部分の", max_length=120, blank=True)
    kinds = models.ManyToManyField(ApplicantKind, related_name="+", blank=True, verbose_name="立場")

    natural_key_lookups = (
        "edition__program__code",
        "edition__fiscal_year",
        "role",
        "name",
        "component",
    )

    class Meta(EditionFact.Meta):
        verbose_name = verbose_name_plural = "申請できる人"
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "role", "name", "component"],
                name="eligibleapplicant_once",
                violation_error_code="name",
                violation_error_message="同じ人が、この年度版にもうあります。",
            ),
        ]

    def __str__(self):
        return self.name


class EligibleCost(EditionFact):
    """補助対象経費 (or what is excluded, or what the local share may be paid from) as printed."""

    rule = models.CharField("区分", max_length=8, choices=CostRule, default=CostRule.ELIGIBLE)
    name = models.CharField("費用（印刷のとおり）", max_length=120)
    limit = models.CharField("限度（印刷のとおり）", max_length=120, blank=True)
    component = models.CharField("どの部分の", max_length=120, blank=True)

    natural_key_lookups = (
        "edition__program__code",
        "edition__fiscal_year",
        "rule",
        "name",
        "component",
    )

    class Meta(EditionFact.Meta):
        verbose_name = verbose_name_plural = "対象になる費用"
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "rule", "name", "component"],
                name="eligiblecost_once",
                violation_error_code="name",
                violation_error_message="同じ費用が、この年度版にもうあります。",
            ),
        ]

    def __str__(self):
        return self.name


class TargetArea(EditionFact):
    """対象地域: a place, a designation of places, or a condition in the document's words."""

    kind = models.CharField("種別", max_length=12, choices=TargetAreaKind)
    name = models.CharField("地域（印刷のとおり）", max_length=200)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="target_areas", verbose_name="地域"
    )
    designation = models.CharField("条件不利地域等", max_length=20, choices=Designation, blank=True)
    component = models.CharField("どの部分の", max_length=120, blank=True)

    natural_key_lookups = ("edition__program__code", "edition__fiscal_year", "name", "component")

    class Meta(EditionFact.Meta):
        verbose_name = verbose_name_plural = "対象地域"
        constraints = [
            *Cited.Meta.constraints,
            models.CheckConstraint(
                name="targetarea_kind_and_column",
                condition=Q(kind=TargetAreaKind.DESIGNATION, area__isnull=True) & ~Q(designation="")
                | Q(kind=TargetAreaKind.CRITERION, area__isnull=True, designation="")
                | ~Q(kind__in=[TargetAreaKind.DESIGNATION, TargetAreaKind.CRITERION])
                & Q(area__isnull=False, designation=""),
                violation_error_code="kind",
                violation_error_message="種別に合わせて、地域か条件不利地域等のどちらか一つを選んでください。"
                "「その他の条件」はどちらも選びません。",
            ),
            models.UniqueConstraint(
                fields=["edition", "name", "component"],
                name="targetarea_once",
                violation_error_code="name",
                violation_error_message="同じ地域が、この年度版にもうあります。",
            ),
        ]

    def __str__(self):
        return self.name


class Requirement(EditionFact):
    """要件: a condition to be met, in our short words; its literal is the printed key phrase."""

    text = models.CharField("要件（私たちの言葉で）", max_length=300)
    component = models.CharField("どの部分の", max_length=120, blank=True)

    natural_key_lookups = ("edition__program__code", "edition__fiscal_year", "text")

    class Meta(EditionFact.Meta):
        verbose_name = verbose_name_plural = "要件"
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "text"],
                name="requirement_once",
                violation_error_code="text",
                violation_error_message="同じ要件が、この年度版にもうあります。",
            ),
        ]

    def __str__(self):
        return self.text

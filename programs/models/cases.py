"""事例 and 実績・成果: who has done it, where, and with what result."""

from django.db import models
from django.db.models import Q

from programs.choices import Nature, Qualifier

from .areas import Area
from .natural_keys import NaturallyKeyed
from .programs import Program
from .sources import Cited


class CaseStudy(Cited):
    """事例 of a program; title as printed, the texts are ours."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="cases", verbose_name="施策")
    title = models.CharField("題名（印刷のとおり）", max_length=200)
    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）", null=True, blank=True)
    theme = models.CharField("主題（印刷のとおり）", max_length=120, blank=True)
    award = models.CharField("受賞（印刷のとおり）", max_length=120, blank=True)
    summary = models.TextField("内容（私たちの言葉で）", max_length=400)
    problem = models.TextField("困っていたこと（私たちの言葉で）", max_length=300, blank=True)
    support = models.TextField("受けた支援（私たちの言葉で）", max_length=300, blank=True)

    natural_key_lookups = ("program__code", "title")

    class Meta(Cited.Meta):
        verbose_name = verbose_name_plural = "事例"
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["program", "title"],
                name="casestudy_once",
                violation_error_code="title",
                violation_error_message="同じ題名の事例が、この施策にもうあります。",
            ),
        ]

    def __str__(self):
        return self.title


class CasePlace(NaturallyKeyed):
    """A place of a case as printed, and the area it is, where that is certain."""

    case = models.ForeignKey(CaseStudy, models.CASCADE, related_name="places", verbose_name="事例")
    name = models.CharField("場所（印刷のとおり）", max_length=120)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="地域"
    )
    position = models.PositiveSmallIntegerField("並び順", default=0)

    natural_key_lookups = ("case__program__code", "case__title", "name")

    class Meta:
        verbose_name = verbose_name_plural = "事例の場所"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "name"],
                name="caseplace_once",
                violation_error_message="同じ場所が、もうあります。",
            ),
        ]

    def __str__(self):
        return self.name


class CaseOrganization(NaturallyKeyed):
    """An organisation or a dispatched expert of a case, as printed."""

    case = models.ForeignKey(CaseStudy, models.CASCADE, related_name="organizations", verbose_name="事例")
    name = models.CharField("団体・人（印刷のとおり）", max_length=120)
    role = models.CharField("役割（印刷のとおり）", max_length=60, blank=True)
    is_adviser = models.BooleanField("派遣された専門家", default=False)
    position = models.PositiveSmallIntegerField("並び順", default=0)

    natural_key_lookups = ("case__program__code", "case__title", "name", "role")

    class Meta:
        verbose_name = verbose_name_plural = "事例の団体・専門家"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "name", "role"],
                name="caseorganization_once",
                violation_error_message="同じ団体が、もうあります。",
            ),
        ]

    def __str__(self):
        return self.name


class Outcome(Cited):
    """実績・成果: one figure of a program or of one of its cases, with its nature."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="outcomes", verbose_name="施策")
    case = models.ForeignKey(
        CaseStudy, models.CASCADE, null=True, blank=True, related_name="outcomes", verbose_name="事例"
    )
    metric = models.CharField("何の数字か（私たちの言葉で）", max_length=120)
    number = models.DecimalField("数値", max_digits=20, decimal_places=4, null=True, blank=True)
    text = models.CharField("数値でない成果", max_length=120, blank=True)
    unit = models.CharField("単位", max_length=30, blank=True)
    qualifier = models.CharField("以上・以下など", max_length=8, choices=Qualifier, blank=True)
    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）", null=True, blank=True)
    nature = models.CharField("性質", max_length=8, choices=Nature)

    natural_key_lookups = (
        "program__code",
        "case__title",
        "metric",
        "fiscal_year",
        "nature",
        "number",
        "text",
    )

    class Meta(Cited.Meta):
        verbose_name = verbose_name_plural = "実績・成果"
        constraints = [
            *Cited.Meta.constraints,
            models.CheckConstraint(
                name="outcome_number_or_text",
                condition=Q(number__isnull=False, text="") | Q(number__isnull=True) & ~Q(text=""),
                violation_error_code="number",
                violation_error_message="数値か、数値でない成果の、どちらか一つを入力してください。",
            ),
        ]

    def __str__(self):
        return f"{self.metric} {self.text or self.number}{self.unit}"

"""事例 and 実績・成果: who has done it, where, and with what result."""

from django.db import models
from django.db.models import Q

from programs.choices import Nature, Qualifier

from .areas import Area
from .natural_keys import NaturallyKeyed
from .programs import Program
from .roadmap import RoadmapItem
from .sources import Cited


class CaseStudy(Cited):
    """事例 of a program; title as printed, the texts are ours."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="cases", verbose_name="施策")
    title = models.CharField("題名（印刷のとおり）", max_length=200)
    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）", null=True, blank=True)
    theme = models.CharField("主題（印刷のとおり）", max_length=120, blank=True)
    day = models.DateField("日付", null=True, blank=True)
    day_label = models.CharField("何の日付か", max_length=20, blank=True, help_text="例：開催日、変更")
    award = models.CharField("受賞（印刷のとおり）", max_length=120, blank=True)
    summary = models.TextField("内容（私たちの言葉で）", max_length=400)
    problem = models.TextField("困っていたこと（私たちの言葉で）", max_length=300, blank=True)
    support = models.TextField("受けた支援（私たちの言葉で）", max_length=300, blank=True)

    natural_key_lookups = ("program__code", "title", "theme", "fiscal_year")

    class Meta(Cited.Meta):
        verbose_name = verbose_name_plural = "事例"
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["program", "title", "theme", "fiscal_year"],
                name="casestudy_once",
                violation_error_code="title",
                violation_error_message="同じ題名・主題・年度の事例が、この施策にもうあります。",
            ),
            # SQL takes two NULLs for two different years.
            models.UniqueConstraint(
                fields=["program", "title", "theme"],
                condition=Q(fiscal_year__isnull=True),
                name="casestudy_once_without_year",
                violation_error_code="title",
                violation_error_message="同じ題名・主題の事例が、この施策にもうあります。",
            ),
            models.CheckConstraint(
                name="casestudy_day_says_of_what",
                condition=Q(day__isnull=True, day_label="") | Q(day__isnull=False) & ~Q(day_label=""),
                violation_error_code="day_label",
                violation_error_message="日付と、何の日付かは、一緒に入力してください。",
            ),
        ]

    def __str__(self):
        return self.title


CASE_KEY = ("case__program__code", "case__title", "case__theme", "case__fiscal_year")


class CaseMention(Cited):
    """Another place where the case, or something of it, is printed: two rows of one dispatch are one case."""

    case = models.ForeignKey(CaseStudy, models.CASCADE, related_name="mentions", verbose_name="事例")

    natural_key_lookups = (*CASE_KEY, "source__document_id", "first_line")

    class Meta(Cited.Meta):
        verbose_name = verbose_name_plural = "ほかの記載"
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "source", "first_line"],
                name="casemention_once",
                violation_error_code="first_line",
                violation_error_message="同じ行が、もうあります。",
            ),
        ]

    def __str__(self):
        return self.literal


class CasePlace(NaturallyKeyed):
    """A place of a case as printed, and the area it is, where that is certain."""

    case = models.ForeignKey(CaseStudy, models.CASCADE, related_name="places", verbose_name="事例")
    name = models.CharField("場所（印刷のとおり）", max_length=120)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="地域"
    )
    position = models.PositiveSmallIntegerField("並び順", default=0)

    natural_key_lookups = (*CASE_KEY, "name")

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

    natural_key_lookups = (*CASE_KEY, "name", "role")

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
    table = models.CharField("表の題名", max_length=120, blank=True, help_text="表から取った数字だけ")
    subject = models.CharField("行の見出し（印刷のとおり）", max_length=120, blank=True)
    metric = models.CharField("何の数字か（私たちの言葉で）", max_length=120)
    number = models.DecimalField("数値", max_digits=20, decimal_places=4, null=True, blank=True)
    text = models.CharField("数値でない成果", max_length=120, blank=True)
    unit = models.CharField("単位", max_length=30, blank=True)
    roadmap_item = models.ForeignKey(
        RoadmapItem,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name="ロードマップの項目",
    )
    qualifier = models.CharField("以上・以下など", max_length=8, choices=Qualifier, blank=True)
    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）", null=True, blank=True)
    nature = models.CharField("性質", max_length=8, choices=Nature)

    natural_key_lookups = (
        "program__code",
        *CASE_KEY,
        "table",
        "subject",
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

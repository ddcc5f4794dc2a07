"""ロードマップ: what a program plans for one model after another, and by which figure it is judged."""

from django.db import models
from django.db.models import F, Q

from programs.choices import RoadmapEntryKind

from .programs import Program
from .sources import Cited


class RoadmapItem(Cited):
    """One model (分野別モデル) by theme (項目) and issue (課題). Its indicators are `Outcome` rows."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="roadmap", verbose_name="施策")
    theme = models.CharField("項目（印刷のとおり）", max_length=60)
    issue = models.CharField("課題（印刷のとおり）", max_length=60, blank=True)
    model = models.CharField("分野別モデル（印刷のとおり）", max_length=120)

    natural_key_lookups = ("program__code", "model")

    class Meta(Cited.Meta):
        verbose_name = verbose_name_plural = "ロードマップの項目"
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["program", "model"],
                name="roadmapitem_once",
                violation_error_code="model",
                violation_error_message="同じモデルが、この施策にもうあります。",
            ),
        ]

    def __str__(self):
        return self.model


class RoadmapEntry(Cited):
    """取組 or 効果 of one model. Years only where the text still tells them: merged cells are lost."""

    item = models.ForeignKey(
        RoadmapItem, models.CASCADE, related_name="entries", verbose_name="ロードマップの項目"
    )
    kind = models.CharField("区分", max_length=8, choices=RoadmapEntryKind)
    text = models.CharField("内容（印刷のとおり）", max_length=200)
    from_fiscal_year = models.PositiveSmallIntegerField("始めの年度（西暦）", null=True, blank=True)
    to_fiscal_year = models.PositiveSmallIntegerField("終わりの年度（西暦）", null=True, blank=True)

    natural_key_lookups = ("item__program__code", "item__model", "kind", "text", "from_fiscal_year")

    class Meta(Cited.Meta):
        verbose_name = verbose_name_plural = "ロードマップの取組・効果"
        constraints = [
            *Cited.Meta.constraints,
            models.CheckConstraint(
                name="roadmapentry_years_in_order",
                condition=Q(from_fiscal_year__isnull=True, to_fiscal_year__isnull=True)
                | Q(
                    from_fiscal_year__isnull=False,
                    to_fiscal_year__isnull=False,
                    to_fiscal_year__gte=F("from_fiscal_year"),
                ),
                violation_error_code="to_fiscal_year",
                violation_error_message="年度は、始めと終わりを順に両方入力するか、両方空けてください。",
            ),
        ]

    def __str__(self):
        return self.text

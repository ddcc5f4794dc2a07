"""地域: the nation, 11 districts of the regional bureaus, 47 prefectures, 1,741 municipalities."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from programs.areacodes import check_digit
from programs.choices import AreaLevel, Designation, DesignationExtent

from .natural_keys import NaturalKeyManager, NaturallyKeyed


class AreaQuerySet(models.QuerySet):
    def municipalities(self):
        return self.filter(level=AreaLevel.MUNICIPALITY)

    def prefectures(self):
        return self.filter(level=AreaLevel.PREFECTURE)

    def with_parents(self):
        return self.select_related("parent__parent__parent")


class Area(NaturallyKeyed):
    """One place, by its 6-digit 全国地方公共団体コード (districts and the nation: codes of ours)."""

    level = models.CharField("段階", max_length=12, choices=AreaLevel)
    code = models.CharField("コード", max_length=20, unique=True)
    name = models.CharField("名前", max_length=40)
    kana = models.CharField("読み", max_length=60, blank=True)
    county_name = models.CharField("郡からの名前", max_length=40, blank=True)
    short_name = models.CharField("都道府県からの名前", max_length=40, blank=True)
    full_name = models.CharField("都道府県・郡からの名前", max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上位"
    )

    natural_key_lookups = ("code",)
    objects = NaturalKeyManager.from_queryset(AreaQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "地域"
        ordering = ["code"]
        indexes = [models.Index(fields=["name"], name="area_name")]
        constraints = [
            models.CheckConstraint(
                name="area_parent_unless_nation",
                condition=Q(level=AreaLevel.NATION, parent__isnull=True)
                | (~Q(level=AreaLevel.NATION) & Q(parent__isnull=False)),
                violation_error_message="全国のほかの地域には、上位の地域が要ります。",
            ),
        ]

    def __str__(self):
        return self.full_name

    def clean(self):
        if self.level in (AreaLevel.PREFECTURE, AreaLevel.MUNICIPALITY) and (
            len(self.code) != 6 or not self.code.isdigit() or check_digit(self.code[:5]) != self.code[5]
        ):
            raise ValidationError(
                {"code": "全国地方公共団体コード（6けた）ではありません。検査数字が合いません。"}
            )

    @property
    def names(self) -> set[str]:
        """What it may be called by: its code and every form of its name."""
        return {self.code, self.full_name, self.name, self.county_name, self.short_name} - {""}

    def is_called(self, text: str) -> bool:
        return text in self.names

    @property
    def lineage(self) -> list["Area"]:
        """This area and all that contain it, smallest first."""
        chain, area = [], self
        while area is not None:
            chain.append(area)
            area = area.parent
        return chain


class AreaDesignationQuerySet(models.QuerySet):
    def of(self, area, on):
        """Of one area, in force on one day: from the day it begins to the day before it is lifted."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_until__isnull=True) | Q(valid_until__gt=on),
            area=area,
        )


class AreaDesignation(NaturallyKeyed):
    """One municipality under one designation (過疎 …) for some time.

    A municipality without a row is "not confirmed", never "not designated": the official lists
    are loaded by staff, kind by kind.
    """

    area = models.ForeignKey(Area, models.CASCADE, related_name="designations", verbose_name="地域")
    designation = models.CharField("指定", max_length=20, choices=Designation)
    extent = models.CharField("範囲", max_length=5, choices=DesignationExtent)
    valid_from = models.DateField("指定の日", null=True, blank=True)
    valid_until = models.DateField("解除の日", null=True, blank=True)
    basis = models.CharField("根拠の資料", max_length=200, help_text="告示や一覧の題名と日付")

    natural_key_lookups = ("area__code", "designation", "valid_from")
    objects = NaturalKeyManager.from_queryset(AreaDesignationQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "地域の指定"
        ordering = ["area", "designation", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "designation", "valid_from"],
                name="areadesignation_once",
                violation_error_message="同じ地域の同じ指定が、もうあります。",
            ),
            # SQL takes two NULLs for two different days.
            models.UniqueConstraint(
                fields=["area", "designation"],
                condition=Q(valid_from__isnull=True),
                name="areadesignation_once_without_day",
                violation_error_message="同じ地域の同じ指定が、もうあります。",
            ),
            models.CheckConstraint(
                name="areadesignation_days_in_order",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message="解除の日は、指定の日より後にしてください。",
            ),
        ]

    def __str__(self):
        return f"{self.area}：{self.get_designation_display()}（{self.get_extent_display()}）"

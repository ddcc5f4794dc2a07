"""予算額, 補助率, 負担割合, 上限額. Money is integer yen, a rate is two integers; no floats."""

from fractions import Fraction

from django.db import models
from django.db.models import F, Q

from programs.choices import BudgetPhase, CapOf
from programs.display import amount_parts, budget_parts, fiscal_year_short

from .editions import EditionFact
from .natural_keys import NaturallyKeyed
from .sources import Cited


class BudgetLine(EditionFact):
    """One sum of one fiscal year and phase, in yen. 内数 is never added up."""

    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）")
    phase = models.CharField("区分", max_length=16, choices=BudgetPhase)
    account = models.CharField("会計", max_length=40, blank=True)
    component = models.CharField("どの部分の", max_length=120, blank=True)
    amount_yen = models.BigIntegerField("金額（円）")
    part_of_larger = models.BooleanField("内数", default=False)
    is_separate_measure = models.BooleanField(
        "別の措置の額",
        default=False,
        help_text="資料が並べて書く、この施策の予算ではない額（交付税措置など）",
    )

    natural_key_lookups = (
        "edition__program__code",
        "edition__fiscal_year",
        "fiscal_year",
        "phase",
        "component",
        "source__document_id",
    )

    class Meta(EditionFact.Meta):
        verbose_name = verbose_name_plural = "予算額"
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                # Two documents may print two sums for one thing; one document may not.
                fields=["edition", "fiscal_year", "phase", "component", "source"],
                name="budgetline_once_a_phase",
                violation_error_code="phase",
                violation_error_message="同じ資料の同じ年度・区分・部分の予算額が、この年度版にもうあります。",
            ),
            models.CheckConstraint(
                name="budgetline_amount_not_negative",
                condition=Q(amount_yen__gte=0),
                violation_error_code="amount_yen",
                violation_error_message="金額は0円以上で入力してください。",
            ),
        ]

    def __str__(self):
        amount = "".join(budget_parts(self.amount_yen))
        tail = "の内数" if self.part_of_larger else ""
        return f"{fiscal_year_short(self.fiscal_year)} {self.get_phase_display()} {amount}{tail}"


class SubsidyRate(EditionFact):
    """One row of 補助率: the State's share for one component × applicant × area × condition.

    The other payers' shares are `CostShare` rows, only where a document prints them.
    """

    component = models.CharField("どの部分の", max_length=120, blank=True)
    applicant = models.CharField("整備・実施する人", max_length=120, blank=True)
    area = models.CharField("地域", max_length=120, blank=True)
    condition = models.CharField("条件", max_length=200, blank=True)
    base = models.CharField("率を掛けるもの", max_length=120, blank=True)
    is_fixed_amount = models.BooleanField("定額", default=False)
    numerator = models.PositiveIntegerField("補助率（分子）", null=True, blank=True)
    denominator = models.PositiveIntegerField("補助率（分母）", null=True, blank=True)
    cap_yen = models.BigIntegerField("上限額（円）", null=True, blank=True)
    cap_of = models.CharField("何の上限か", max_length=13, choices=CapOf, blank=True)
    has_no_cap = models.BooleanField("「上限なし」と明記", default=False)

    natural_key_lookups = (
        "edition__program__code",
        "edition__fiscal_year",
        "component",
        "applicant",
        "area",
        "condition",
        "base",
    )

    class Meta(EditionFact.Meta):
        verbose_name = verbose_name_plural = "補助率"
        constraints = [
            *Cited.Meta.constraints,
            # SQL lets NULL through a check: the two not-null tests are the rule, not decoration.
            models.CheckConstraint(
                name="subsidyrate_fraction_or_fixed_amount",
                condition=Q(is_fixed_amount=True, numerator__isnull=True, denominator__isnull=True)
                | Q(
                    is_fixed_amount=False,
                    numerator__isnull=False,
                    denominator__isnull=False,
                    numerator__gte=1,
                    denominator__gte=F("numerator"),
                ),
                violation_error_code="numerator",
                violation_error_message="補助率は、「定額」か、1以下の分数（例：分子2、分母3）で入力してください。",
            ),
            models.CheckConstraint(
                name="subsidyrate_cap_says_of_what",
                condition=Q(cap_yen__isnull=True, cap_of="")
                | Q(cap_yen__isnull=False, cap_yen__gte=0, has_no_cap=False) & ~Q(cap_of=""),
                violation_error_code="cap_of",
                violation_error_message="上限額は0円以上で、何の上限か（補助額・対象経費）と一緒に入力してください。"
                "「上限なし」とは両立しません。",
            ),
            models.UniqueConstraint(
                fields=["edition", "component", "applicant", "area", "condition", "base"],
                name="subsidyrate_once",
                violation_error_code="condition",
                violation_error_message="同じ部分・人・地域・条件の補助率が、この年度版にもうあります。",
            ),
        ]

    def __str__(self):
        return "定額" if self.is_fixed_amount else f"{self.numerator}/{self.denominator}"

    @property
    def fraction(self) -> Fraction | None:
        """The State's share, exact; None for 定額."""
        return None if self.is_fixed_amount else Fraction(self.numerator, self.denominator)


class CostShare(NaturallyKeyed):
    """負担割合 of one payer other than the State, as printed beside a rate."""

    rate = models.ForeignKey(SubsidyRate, models.CASCADE, related_name="shares", verbose_name="補助率")
    payer = models.CharField("負担する人", max_length=60)
    numerator = models.PositiveIntegerField("分子")
    denominator = models.PositiveIntegerField("分母")
    position = models.PositiveSmallIntegerField("並び順", default=0)

    natural_key_lookups = (*(f"rate__{path}" for path in SubsidyRate.natural_key_lookups), "payer")

    class Meta:
        verbose_name = verbose_name_plural = "負担割合"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rate", "payer"],
                name="costshare_once_a_payer",
                violation_error_message="同じ負担者が、もうあります。",
            ),
            models.CheckConstraint(
                name="costshare_at_most_one",
                condition=Q(numerator__gte=1, denominator__gte=F("numerator")),
                violation_error_message="負担割合は、0より大きく1以下の分数で入力してください。",
            ),
        ]

    def __str__(self):
        return f"{self.payer} {self.numerator}/{self.denominator}"

    @property
    def fraction(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)


class Cap(EditionFact):
    """上限額 that is not tied to one rate, in yen, and what it limits."""

    component = models.CharField("どの部分の", max_length=120, blank=True)
    amount_yen = models.BigIntegerField("上限額（円）")
    of = models.CharField("何の上限か", max_length=13, choices=CapOf)
    per = models.CharField("何当たり", max_length=60, blank=True)

    natural_key_lookups = (
        "edition__program__code",
        "edition__fiscal_year",
        "component",
        "of",
        "per",
    )

    class Meta(EditionFact.Meta):
        verbose_name = verbose_name_plural = "上限額"
        constraints = [
            *Cited.Meta.constraints,
            models.CheckConstraint(
                name="cap_amount_not_negative",
                condition=Q(amount_yen__gte=0),
                violation_error_code="amount_yen",
                violation_error_message="上限額は0円以上で入力してください。",
            ),
            models.UniqueConstraint(
                fields=["edition", "component", "of", "per"],
                name="cap_once",
                violation_error_code="of",
                violation_error_message="同じ部分の同じ上限額が、この年度版にもうあります。",
            ),
        ]

    def __str__(self):
        return f"{self.get_of_display()}の上限 {''.join(amount_parts(self.amount_yen))}"

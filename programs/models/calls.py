"""公募: windows of application."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from programs.calls import status_on
from programs.choices import CallStatus
from programs.querysets import CallQuerySet

from .editions import EditionFact
from .natural_keys import NaturalKeyManager
from .sources import Cited


class Call(EditionFact):
    """One window of one edition. Days are calendar days in Asia/Tokyo, both included."""

    label = models.CharField("何の期限か", max_length=120, blank=True)
    opens_on = models.DateField("始まる日", null=True, blank=True)
    closes_on = models.DateField("締切の日", null=True, blank=True)
    window = models.CharField(
        "印刷された期間", max_length=120, blank=True, help_text="日が書かれていないとき。例：令和2年1月～2月"
    )
    printed_status = models.CharField("印刷された状況", max_length=60, blank=True)

    natural_key_lookups = (
        "edition__program__code",
        "edition__fiscal_year",
        "label",
        "opens_on",
        "closes_on",
        "window",
    )
    objects = NaturalKeyManager.from_queryset(CallQuerySet)()

    class Meta(EditionFact.Meta):
        verbose_name = verbose_name_plural = "公募・期限"
        constraints = [
            *Cited.Meta.constraints,
            models.CheckConstraint(
                name="call_closes_after_it_opens",
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(closes_on__gte=F("opens_on")),
                violation_error_code="closes_on",
                violation_error_message="締切の日は、始まる日より前にはできません。",
            ),
        ]

    def __str__(self):
        return f"{self.label} {self.opens_on or ''}～{self.closes_on or ''}".strip()

    def status_on(self, on: date | None = None) -> CallStatus:
        """受付状況 on one Tokyo day; twin of `CallQuerySet.with_status_on`."""
        return status_on(self.opens_on, self.closes_on, on or timezone.localdate())

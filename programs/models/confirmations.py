"""今年度の確認: that somebody read a program in a fiscal year and found that it still holds."""

from django.conf import settings
from django.db import models

from programs.querysets import ConfirmationQuerySet


class Confirmation(models.Model):
    """Of one program in one fiscal year (April-start Western year). It is no fact and needs no review.

    By code: a catalog that is loaded anew makes new rows of the same programs.
    """

    code = models.CharField("施策の記号", max_length=60)
    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）")
    confirmed_at = models.DateTimeField("確かめた時刻", auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="確かめた人",
    )

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "今年度の確認"
        ordering = ["-confirmed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "fiscal_year"],
                name="confirmation_once_a_year",
                violation_error_message="この施策は、この年度にはもう確かめてあります。",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.fiscal_year}"

"""What editors answered to warnings, and what the web answered to links."""

from django.conf import settings
from django.db import models
from django.db.models import F

from programs.querysets import DAY_BETWEEN_FAILURES, AcceptedWarningQuerySet, LinkCheckQuerySet

from .programs import Program


class AcceptedWarning(models.Model):
    """A warning that an editor explained: the same values are not asked about again (docs/checks.md).

    `about` names the row by what it is, not by its key: a row of a draft and its published twin are one.
    """

    program = models.ForeignKey(
        Program, models.CASCADE, related_name="accepted_warnings", verbose_name="施策"
    )
    code = models.CharField("確かめること", max_length=30)
    about = models.CharField("どの行の", max_length=1000)
    values = models.CharField("比べた値", max_length=700)
    # `checks.fingerprint` of the three above: together they are too long for an index.
    fingerprint = models.CharField("行と値のSHA-256", max_length=64)
    message = models.CharField("注意の文", max_length=900)
    reason = models.CharField("このままで正しい理由", max_length=300)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="理由を書いた人",
    )
    at = models.DateTimeField("書いた時刻")

    objects = AcceptedWarningQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "理由を書いた注意"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "fingerprint"],
                name="acceptedwarning_once",
                violation_error_message="この注意には、もう理由が書かれています。",
            ),
            models.CheckConstraint(
                name="acceptedwarning_has_a_reason",
                condition=~models.Q(reason=""),
                violation_error_code="reason",
                violation_error_message="このままで正しい理由を書いてください。",
            ),
        ]

    def __str__(self):
        return self.message


class LinkCheck(models.Model):
    """What one address last answered; `manage.py check_links` writes it.

    `status` is the HTTP status, or empty where no server answered, which `problem` then says in words.
    `failures` counts the failed checks in a row. `moved_to` is where permanent redirects lead.
    """

    url = models.URLField("URL", max_length=500, unique=True)
    checked_at = models.DateTimeField("確かめた時刻")
    ok = models.BooleanField("開けた")
    status = models.PositiveSmallIntegerField("応答コード", null=True, blank=True)
    problem = models.CharField("開けなかったわけ", max_length=60, blank=True)
    failures = models.PositiveSmallIntegerField("続けて開けなかった回数", default=0)
    first_failed_at = models.DateTimeField("初めて開けなかった時刻", null=True, blank=True)
    moved_to = models.URLField("移った先", max_length=500, blank=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "リンクの確認"
        ordering = ["url"]
        constraints = [
            models.CheckConstraint(
                name="linkcheck_failures_since",
                condition=models.Q(ok=True, failures=0, first_failed_at__isnull=True, problem="")
                | models.Q(
                    ok=False,
                    failures__gte=1,
                    first_failed_at__isnull=False,
                    first_failed_at__lte=F("checked_at"),
                )
                & ~models.Q(problem=""),
                violation_error_message="開けた確認に失敗の回数やわけはなく、開けなかった確認には両方があります。",
            ),
        ]

    def __str__(self):
        return self.url

    @property
    def is_dead(self) -> bool:
        """Twin of `LinkCheckQuerySet.dead`."""
        return (
            not self.ok
            and self.failures >= 2
            and self.checked_at - self.first_failed_at >= DAY_BETWEEN_FAILURES
        )

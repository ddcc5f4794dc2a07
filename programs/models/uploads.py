"""What an editor uploaded, between the reading that is shown and its confirmation."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .sources import Source

# The catalog goes on changing: after a day the file is read anew.
KEPT_FOR = timedelta(days=1)


class SpreadsheetUploadQuerySet(models.QuerySet):
    def expired(self) -> Self:
        return self.filter(created_at__lte=timezone.now() - KEPT_FOR)

    def current(self) -> Self:
        return self.filter(created_at__gt=timezone.now() - KEPT_FOR)


class SpreadsheetUpload(models.Model):
    """A file that was read but not taken in, with what its uploader was shown (`spreadsheets.plan.Plan`).

    Only its uploader may confirm it, once, within a day. A confirmed one keeps its mark but not its bytes.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="アップロードした人"
    )
    name = models.CharField("ファイル名", max_length=200)
    content = models.BinaryField("内容")
    sha256 = models.CharField("SHA-256", max_length=64)
    plan = models.JSONField("取り込みの内容")
    created_at = models.DateTimeField("アップロードした時刻", auto_now_add=True)
    confirmed_at = models.DateTimeField("取り込んだ時刻", null=True, blank=True)

    objects = SpreadsheetUploadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "アップロードした表計算"
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.name


class DocumentUploadQuerySet(models.QuerySet):
    def expired(self) -> Self:
        """What was confirmed stays, as the way of its document into the catalog."""
        return self.filter(confirmed_at=None, created_at__lt=timezone.now() - KEPT_FOR)

    def current(self) -> Self:
        return self.exclude(pk__in=self.expired().values("pk"))


class DocumentUpload(models.Model):
    """The text of an uploaded document and what its editor says of it.

    The proposal is read from this row, never from what the browser sends back. `confirmed_at` and `source`
    are set together, in the transaction that writes the drafts.
    """

    text = models.TextField("本文")
    sha256 = models.CharField("本文のSHA-256", max_length=64)
    title = models.CharField("題名", max_length=200)
    title_is_printed = models.BooleanField(
        "題名は印刷のとおり", default=True, help_text="資料に題名がなく、こちらで付けた呼び名なら外します。"
    )
    publisher = models.CharField("発行", max_length=100)
    published_on = models.DateField("発行の日", null=True, blank=True)
    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="読み込んだ人"
    )
    created_at = models.DateTimeField("読み込んだ時刻", auto_now_add=True)
    confirmed_at = models.DateTimeField("下書きにした時刻", null=True, blank=True)
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="出典資料"
    )
    summary = models.JSONField("したこと", default=dict, blank=True)

    objects = DocumentUploadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "資料の取り込み"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="documentupload_source_once_confirmed",
                condition=Q(source__isnull=True) | Q(confirmed_at__isnull=False),
                violation_error_message="出典資料は、下書きにしたときに登録します。",
            ),
        ]

    def __str__(self):
        return self.title

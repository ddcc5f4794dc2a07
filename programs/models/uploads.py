"""An uploaded spreadsheet between its dry run and its confirmation."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

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

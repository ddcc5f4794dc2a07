"""What the public reads: one record a published program, and which catalog is loaded."""

from django.db import models

from programs.querysets import PublicRecordQuerySet

from .decoding import QuickDecoder, QuickEncoder
from .programs import Program


class PublicRecord(models.Model):
    """One published program as the data contract shows it (docs/contract.md).

    Pages, lists, exports and API read this, so that they cannot differ, and a page costs one query
    instead of twenty. `services.refresh_public_record` alone writes it, in the transaction that
    changes the program; `check_catalog` proves that it equals the tables.
    """

    program = models.OneToOneField(
        Program, models.CASCADE, primary_key=True, related_name="public_record", verbose_name="施策"
    )
    record = models.JSONField("公開レコード", encoder=QuickEncoder, decoder=QuickDecoder)
    updated_at = models.DateTimeField("公開内容の更新")

    objects = PublicRecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公開レコード"

    def __str__(self):
        return str(self.program)


class CatalogLoad(models.Model):
    """One loading of the committed fixture, known by its bytes."""

    sha256 = models.CharField("fixtureのSHA-256", max_length=64)
    loaded_at = models.DateTimeField("読み込んだ時刻", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "読み込み"
        ordering = ["-loaded_at", "-pk"]

    def __str__(self):
        return f"{self.sha256[:12]} {self.loaded_at:%Y-%m-%d %H:%M}"

"""更新履歴: what the public saw change, entry by entry."""

from django.db import models
from django.db.models import Q

from programs.choices import ChangeKind
from programs.querysets import RecordChangeQuerySet


class RecordChange(models.Model):
    """One change of the public record of one program; `services.refresh_public_records` alone writes it.

    By code and name, not by key: a program that ended has no row, and a catalog that is loaded anew makes new
    rows of the same programs. `version` counts the changes of one program; `changes` are those of
    `programs.recordchanges`.
    """

    code = models.CharField("施策の記号", max_length=60)
    name = models.CharField("そのときの施策名", max_length=120)
    kind = models.CharField("種別", max_length=7, choices=ChangeKind)
    version = models.PositiveIntegerField("何回目の変更か")
    happened_at = models.DateTimeField("変わった時刻")
    changes = models.JSONField("変わったこと", default=list, blank=True)

    objects = RecordChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "更新履歴"
        ordering = ["-happened_at", "-pk"]
        indexes = [models.Index(fields=["-happened_at", "-id"], name="recordchange_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"],
                name="recordchange_once",
                violation_error_message="この施策のこの回の変更は、もうあります。",
            ),
            models.CheckConstraint(
                name="recordchange_a_change_alone_has_items",
                condition=Q(kind=ChangeKind.CHANGED) & ~Q(changes=[])
                | ~Q(kind=ChangeKind.CHANGED) & Q(changes=[]),
                violation_error_message="「変更」には変わったことを書き、ほかには書きません。",
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.version} {self.get_kind_display()}"

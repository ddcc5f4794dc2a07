"""下書き・確認・公開: a change of one program on its way to the public, and every version that was saved.

By code and name beside the keys: a program that was deleted keeps its history.
`programs.drafting` alone writes these rows.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from programs.choices import RevisionState, RevisionStepKind
from programs.querysets import RevisionQuerySet, VersionQuerySet

from .decoding import QuickDecoder
from .programs import Program


class Revision(models.Model):
    """One change, from the first edit to its publication. A program has one open revision at most.

    `draft` is the row that is edited: a copy of `program` where that is public, else `program` itself.
    `publish_at` is set while an approved revision waits for its time.
    """

    code = models.CharField("施策の記号", max_length=60)
    name = models.CharField("施策名", max_length=120)
    program = models.ForeignKey(
        Program, models.SET_NULL, null=True, blank=True, related_name="revisions", verbose_name="施策"
    )
    draft = models.OneToOneField(
        Program, models.SET_NULL, null=True, blank=True, related_name="revision", verbose_name="下書き"
    )
    state = models.CharField("状態", max_length=9, choices=RevisionState, default=RevisionState.EDITING)
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="revisions", verbose_name="直した人"
    )
    opened_at = models.DateTimeField("始めた時刻", auto_now_add=True)
    publish_at = models.DateTimeField("公開する時刻", null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "下書きと確認"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(state__in=RevisionState.open_ones()),
                name="revision_one_open",
                violation_error_message="この施策には、もう下書きがあります。",
            ),
            models.CheckConstraint(
                name="revision_time_only_while_approved",
                condition=Q(publish_at__isnull=True) | Q(state=RevisionState.APPROVED),
                violation_error_message="公開する時刻は、公開を待つ変更だけにあります。",
            ),
        ]

    def __str__(self):
        return f"{self.name}（{self.get_state_display()}）"

    @property
    def is_open(self):
        return self.state in RevisionState.open_ones()


class RevisionStep(models.Model):
    """経緯: one thing that was done with a revision, by whom, with which words."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="steps", verbose_name="変更")
    kind = models.CharField("したこと", max_length=9, choices=RevisionStepKind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="した人",
    )
    happened_at = models.DateTimeField("時刻", auto_now_add=True)
    comment = models.TextField("ことば", max_length=1000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "経緯"
        ordering = ["happened_at", "pk"]

    def __str__(self):
        return self.get_kind_display()


class Version(models.Model):
    """版: a program with all its facts as one save left it.

    `record` is what the data contract shows of it; `snapshot` are its rows (`programs.drafting.tree`).
    `published_at` is set on what the public read, from that time on.
    """

    code = models.CharField("施策の記号", max_length=60)
    number = models.PositiveIntegerField("版の番号")
    revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, blank=True, related_name="versions", verbose_name="変更"
    )
    saved_at = models.DateTimeField("保存した時刻", auto_now_add=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="保存した人",
    )
    reason = models.CharField("理由", max_length=300, blank=True)
    record = models.JSONField("内容", decoder=QuickDecoder)
    snapshot = models.JSONField("行", decoder=QuickDecoder)
    published_at = models.DateTimeField("公開した時刻", null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "版"
        ordering = ["code", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "number"],
                name="version_once",
                violation_error_message="この番号の版は、もうあります。",
            ),
        ]

    def __str__(self):
        return f"第{self.number}版"

"""食い違い: figures of one thing that documents print differently. Both are kept and shown."""

from django.db import models

from programs.choices import FactKind
from programs.querysets import DisagreementQuerySet

from .natural_keys import NaturalKeyManager, NaturallyKeyed
from .programs import DRAFT_SUFFIX, Program
from .sources import Cited


class Disagreement(NaturallyKeyed):
    """What does not agree, about which program, and what the catalog shows and why."""

    slug = models.SlugField("記号", unique=True, max_length=60 + len(DRAFT_SUFFIX))
    program = models.ForeignKey(Program, models.CASCADE, related_name="disagreements", verbose_name="施策")
    kind = models.CharField("項目", max_length=10, choices=FactKind, blank=True)
    title = models.CharField("何が食い違うか", max_length=120)
    shown = models.TextField("カタログの示し方と理由", max_length=400)
    position = models.PositiveSmallIntegerField("並び順", default=0)

    natural_key_lookups = ("slug",)
    objects = NaturalKeyManager.from_queryset(DisagreementQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "資料の食い違い"
        ordering = ["position", "slug"]

    def __str__(self):
        return self.title


class DisagreementSide(Cited):
    """One of the statements that do not agree, with its place."""

    disagreement = models.ForeignKey(
        Disagreement, models.CASCADE, related_name="sides", verbose_name="食い違い"
    )
    statement = models.CharField("資料が示すこと（私たちの言葉で）", max_length=200)

    natural_key_lookups = ("disagreement__slug", "source__document_id", "first_line", "literal")

    class Meta(Cited.Meta):
        verbose_name = verbose_name_plural = "食い違う記載"
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["disagreement", "source", "first_line", "literal"],
                name="disagreementside_once",
                violation_error_code="literal",
                violation_error_message="同じ記載が、もうあります。",
            ),
        ]

    def __str__(self):
        return self.statement

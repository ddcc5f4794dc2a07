"""前身・後継 and links."""

from django.db import models
from django.db.models import F, Q

from programs.choices import RelationKind
from programs.querysets import ProgramRelationQuerySet

from .natural_keys import NaturalKeyManager, NaturallyKeyed
from .programs import Program
from .sources import CITATION_MAX_LINES, LITERAL_MAX_LENGTH, Cited, Source


class ProgramRelation(NaturallyKeyed):
    """`to_program` is the `kind` of `from_program`. Without a citation it is the editors' reading."""

    from_program = models.ForeignKey(Program, models.CASCADE, related_name="relations", verbose_name="施策")
    kind = models.CharField("関係", max_length=12, choices=RelationKind)
    to_program = models.ForeignKey(
        Program, models.CASCADE, related_name="inverse_relations", verbose_name="相手の施策"
    )
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="出典資料"
    )
    first_line = models.PositiveIntegerField("始めの行", null=True, blank=True)
    last_line = models.PositiveIntegerField("終わりの行", null=True, blank=True)
    literal = models.CharField("印刷の字句", max_length=LITERAL_MAX_LENGTH, blank=True)
    note = models.CharField("カタログの注", max_length=300, blank=True)

    natural_key_lookups = ("from_program__code", "kind", "to_program__code")
    objects = NaturalKeyManager.from_queryset(ProgramRelationQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "施策どうしの関係"
        ordering = ["from_program", "kind", "to_program"]
        constraints = [
            models.UniqueConstraint(
                fields=["from_program", "kind", "to_program"],
                name="programrelation_once",
                violation_error_message="この関係は、もうあります。",
            ),
            models.CheckConstraint(
                name="programrelation_not_itself",
                condition=~Q(from_program=F("to_program")),
                violation_error_code="to_program",
                violation_error_message="施策を、その施策自身と関係づけることはできません。",
            ),
            models.CheckConstraint(
                name="programrelation_cited_or_editorial",
                condition=Q(source__isnull=True, first_line__isnull=True, last_line__isnull=True, literal="")
                | Q(
                    source__isnull=False,
                    first_line__isnull=False,
                    last_line__isnull=False,
                    first_line__gte=1,
                    last_line__gte=F("first_line"),
                    last_line__lt=F("first_line") + CITATION_MAX_LINES,
                )
                & ~Q(literal=""),
                violation_error_code="source",
                violation_error_message="出典は、資料・行（12行以内）・字句をすべて入力するか、すべて空けてください"
                "（空けると「カタログの読み」になります）。",
            ),
        ]

    def __str__(self):
        return f"{self.from_program} → {self.get_kind_display()} → {self.to_program}"


class Link(Cited):
    """A web address printed about a program."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="links", verbose_name="施策")
    label = models.CharField("題名", max_length=120)
    url = models.URLField("URL（印刷のとおり）", max_length=500)

    natural_key_lookups = ("program__code", "url")

    class Meta(Cited.Meta):
        verbose_name = verbose_name_plural = "リンク"
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["program", "url"],
                name="link_once",
                violation_error_code="url",
                violation_error_message="このリンクは、もうあります。",
            ),
        ]

    def __str__(self):
        return self.label

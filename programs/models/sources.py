"""出典: the documents, and the citation that every fact carries."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from programs.choices import FactKind
from programs.ingest.documents import Document

from .natural_keys import NaturalKeyManager, NaturallyKeyed

CITATION_MAX_LINES = 12
LITERAL_MAX_LENGTH = 60


class SourceTextQuerySet(models.QuerySet):
    def documents(self, sources: Iterable[int]) -> dict[int, Document]:
        """Source's key → its document, of those whose text is stored; one query."""
        wanted = set(sources)
        if not wanted:
            return {}
        rows = self.filter(source__in=wanted).values_list("source", "source__document_id", "text")
        return {pk: Document.of(document_id, text.encode()) for pk, document_id, text in rows}


class SourceQuerySet(models.QuerySet):
    def letters(self) -> dict[str, str]:
        """Document id → its letter, in one query."""
        return dict(self.values_list("document_id", "letter"))


class Source(NaturallyKeyed):
    """One source document, with the one letter that marks its lines site-wide (A24)."""

    document_id = models.CharField("資料番号", max_length=60, unique=True)
    letter = models.CharField("記号", max_length=2, unique=True)
    title = models.CharField("題名", max_length=200)
    title_is_printed = models.BooleanField(
        "題名は印刷のとおり", default=True, help_text="資料に題名がなく、カタログが付けた呼び名なら外します。"
    )
    publisher = models.CharField("発行", max_length=100)
    published_on = models.DateField("発行の日", null=True, blank=True)
    published_note = models.CharField("印刷された発行時期", max_length=60, blank=True)
    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）", null=True, blank=True)
    sha256 = models.CharField("本文のSHA-256", max_length=64)
    line_count = models.PositiveIntegerField("本文の行数")

    natural_key_lookups = ("document_id",)
    objects = NaturalKeyManager.from_queryset(SourceQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "出典資料"
        ordering = ["letter"]

    def __str__(self):
        return f"{self.letter} {self.title}"

    def get_absolute_url(self):
        return reverse("programs:source", args=[self.document_id])


class SourceText(models.Model):
    """The text of a document, to the byte (`sha256` of its UTF-8 equals the source's): for editors alone.

    Public pages show lines and literals, never the text. A checkout without the documents has no row.
    """

    source = models.OneToOneField(
        Source, models.CASCADE, primary_key=True, related_name="stored_text", verbose_name="出典資料"
    )
    text = models.TextField("本文")
    sha256 = models.CharField("本文のSHA-256", max_length=64)

    objects = SourceTextQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "資料の本文"

    def __str__(self):
        return str(self.source)


class SourceReading(NaturallyKeyed):
    """We read one document through for one kind of fact: what it does not say of that is "not stated".

    Without this row an empty field is a gap of ours, not the document's (`programs/coverage.py`).
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="readings", verbose_name="出典資料")
    kind = models.CharField("項目", max_length=10, choices=FactKind)

    natural_key_lookups = ("source__document_id", "kind")

    class Meta:
        verbose_name = verbose_name_plural = "通して読んだ項目"
        ordering = ["source", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind"],
                name="sourcereading_once",
                violation_error_code="kind",
                violation_error_message="この項目は、もうあります。",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()


class Cited(NaturallyKeyed):
    """A fact. Its citation is part of the row, so that no fact can be stored without one and
    changing one fact's citation never moves another's.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name="出典資料")
    first_line = models.PositiveIntegerField("始めの行")
    last_line = models.PositiveIntegerField("終わりの行")
    literal = models.CharField(
        "印刷の字句",
        max_length=LITERAL_MAX_LENGTH,
        help_text="その行に印刷されている数字や名前（60字まで。文ではなく）",
    )
    note = models.CharField(
        "カタログの注",
        max_length=300,
        blank=True,
        help_text="誤植の指摘や読み方。資料の文ではないものとして示します。",
    )
    position = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_citation_lines",
                condition=Q(
                    first_line__gte=1,
                    last_line__gte=F("first_line"),
                    last_line__lt=F("first_line") + CITATION_MAX_LINES,
                ),
                violation_error_code="citation_lines",
                violation_error_message="出典の行は、始めの行から終わりの行まで12行以内で、順に入力してください。",
            ),
            models.CheckConstraint(
                name="%(class)s_citation_literal",
                condition=~Q(literal=""),
                violation_error_code="citation_literal",
                violation_error_message="出典の行に印刷されている字句を入力してください。",
            ),
        ]

"""What is searched: one document a program and one a case, derived from the public records."""

from django.core.exceptions import ValidationError
from django.db import models

from programs.models import CaseStudy, Program

from .normalize import fold
from .query import SynonymSet
from .querysets import CaseDocumentQuerySet, ProgramDocumentQuerySet, SynonymQuerySet


class Synonym(models.Model):
    """Words that a search takes for one another; read at every search, so a change acts at once."""

    words = models.TextField(
        "同じ意味のことば", help_text="1行に一つ。どれで検索しても、ほかのことばも探します。"
    )
    leading = models.TextField(
        "そこへ導くことば（一方向）",
        blank=True,
        help_text="1行に一つ。これで検索すると上のことばも探しますが、逆には探しません。",
    )
    note = models.CharField("覚え書き", max_length=200, blank=True)

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "同義語"
        ordering = ["words"]

    def __str__(self):
        return "＝".join(self.words.split("\n"))

    def clean(self):
        if not self.as_set().words:
            raise ValidationError({"words": "ことばを1行に一つ書いてください。"})
        if len({*self.as_set().words, *self.as_set().leading}) < 2:
            raise ValidationError(
                "ことばは二つ以上要ります（読みや全角・半角の違いは、同じことばと数えます）。"
            )

    def as_set(self) -> SynonymSet:
        return SynonymSet(folded_lines(self.words), folded_lines(self.leading))


def folded_lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(folded for line in text.splitlines() if (folded := fold(line))))


class SearchDocument(models.Model):
    """Folded text, and the facets ("field:broadband", "within:363421") a reader filters by.

    `text` holds the zones of `texts.Zone` in their order, a form feed between two, a line each.
    `index.refresh` alone writes these rows, in the transaction that changes the record.
    """

    text = models.TextField("本文（検索用）")
    words = models.TextField("ことば（訂正用）", help_text="1行に一つ。検索用の形、タブ、書かれたままの形。")
    facets = models.JSONField("絞り込みの記号", default=list)

    class Meta:
        abstract = True


class ProgramDocument(SearchDocument):
    program = models.OneToOneField(Program, models.CASCADE, primary_key=True, related_name="search_document")
    name_key = models.CharField("並べ替えの名前", max_length=200)
    budget_yen = models.BigIntegerField("並べ替えの予算額", null=True)
    newest_year = models.PositiveSmallIntegerField("並べ替えの年度", default=0)

    objects = ProgramDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "施策の索引"

    def __str__(self):
        return self.text.partition("\n")[0].partition("\f")[0]


class CaseDocument(SearchDocument):
    case = models.OneToOneField(CaseStudy, models.CASCADE, primary_key=True, related_name="search_document")
    program = models.ForeignKey(Program, models.CASCADE, related_name="case_documents")

    objects = CaseDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事例の索引"

    def __str__(self):
        return self.text.partition("\n")[0].partition("\f")[0]

"""What is searched: one document a program and one a case, derived from the public records; its index."""

from django.core.exceptions import ValidationError
from django.db import models

from programs.models import CaseStudy, Program
from programs.models.decoding import QuickDecoder, QuickEncoder

from .normalize import fold
from .query import SynonymSet
from .querysets import CaseDocumentQuerySet, ProgramDocumentQuerySet, SynonymQuerySet


class Synonym(models.Model):
    """Words that a search takes for one another; a change acts at the next search."""

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
    `number` is what the bitmaps of the index hold; of documents that match alike, the lower stands first.
    `index.refresh` alone writes these rows, in the transaction that changes the record.
    """

    number = models.PositiveIntegerField("番号", db_index=True)
    text = models.TextField("本文（検索用）")
    lines = models.TextField("本文（表示用）", help_text="本文と同じ行を、名札、タブ、書かれたまま。")
    words = models.TextField("ことば（訂正用）", help_text="1行に一つ。検索用の形、タブ、書かれたままの形。")
    facets = models.JSONField("絞り込みの記号", default=list, encoder=QuickEncoder, decoder=QuickDecoder)

    class Meta:
        abstract = True


class ProgramDocument(SearchDocument):
    program = models.OneToOneField(Program, models.CASCADE, primary_key=True, related_name="search_document")
    brief = models.JSONField("施策の名のり", default=dict, encoder=QuickEncoder, decoder=QuickDecoder)
    # Bytes: the order of text is another in every database, that of bytes is that of Unicode.
    listed = models.JSONField("一覧で見せる事実", default=dict, encoder=QuickEncoder, decoder=QuickDecoder)
    name_key = models.BinaryField("並べ替えの名前")
    budget_yen = models.BigIntegerField("並べ替えの予算額", null=True)

    objects = ProgramDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "施策の索引"

    def __str__(self):
        return self.text.partition("\n")[0].partition("\f")[0]


class CaseDocument(SearchDocument):
    case = models.OneToOneField(CaseStudy, models.CASCADE, primary_key=True, related_name="search_document")
    program = models.ForeignKey(Program, models.CASCADE, related_name="case_documents")
    listed = models.JSONField(
        "一覧で見せる事実",
        default=dict,
        encoder=QuickEncoder,
        decoder=QuickDecoder,
        help_text="公開レコードの事例と、その施策のコード、名前、アドレス。",
    )

    objects = CaseDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事例の索引"

    def __str__(self):
        return self.text.partition("\n")[0].partition("\f")[0]


class Bitmaps(models.Model):
    """Which documents a key stands in: a serialised roaring bitmap of document numbers, never empty."""

    key = models.CharField(max_length=250, primary_key=True)
    documents = models.BinaryField()

    class Meta:
        abstract = True


class Gram(Bitmaps):
    """A gram of the texts, with its documents by zone (see `columns`)."""

    class Meta:
        abstract = True


class Facet(Bitmaps):
    """A facet of the documents; `all` is that of every one that is there."""

    class Meta:
        abstract = True


class Word(models.Model):
    """A word that a correction may offer: folded, a tab, as written; in how many documents it is."""

    key = models.CharField(max_length=250, primary_key=True)
    documents = models.PositiveIntegerField()

    class Meta:
        abstract = True


class ProgramGram(Gram):
    def __str__(self):
        return self.key


class CaseGram(Gram):
    def __str__(self):
        return self.key


class ProgramFacet(Facet):
    def __str__(self):
        return self.key


class CaseFacet(Facet):
    def __str__(self):
        return self.key


class ProgramWord(Word):
    def __str__(self):
        return self.key


class CaseWord(Word):
    def __str__(self):
        return self.key


class IndexState(models.Model):
    """One row: a stamp that every change of index, synonyms and vocabularies renews.

    What a process keeps in memory is valid as long as the stamp is the same. It is random: a counter
    would come to the same number again after a rollback.
    """

    stamp = models.CharField(max_length=32)

    def __str__(self):
        return self.stamp

"""分野, 支援の種類, 立場: the vocabularies people browse by. Staff may extend them."""

from django.db import models

from .natural_keys import NaturallyKeyed


class Term(NaturallyKeyed):
    slug = models.SlugField("記号", unique=True, help_text="URLに使う英小文字。公開後は変えません。")
    name = models.CharField("名前", max_length=60, unique=True)
    position = models.PositiveSmallIntegerField("並び順", default=0)

    natural_key_lookups = ("slug",)

    class Meta:
        abstract = True
        ordering = ["position", "slug"]

    def __str__(self):
        return self.name


class Field(Term):
    """分野: one theme for browsing, ours. What a document prints is a `PrintedLabel`."""

    class Meta(Term.Meta):
        verbose_name = verbose_name_plural = "分野"


class SupportType(Term):
    """支援の種類: in which form the support comes."""

    class Meta(Term.Meta):
        verbose_name = verbose_name_plural = "支援の種類"


class ApplicantKind(Term):
    """立場: one kind of applicant that people recognise themselves in."""

    class Meta(Term.Meta):
        verbose_name = verbose_name_plural = "立場"

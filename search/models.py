"""What is searched: one document a program and one a case, derived from the public records."""

from django.db import models

from programs.models import CaseStudy, Program

from .querysets import CaseDocumentQuerySet, ProgramDocumentQuerySet


class SearchDocument(models.Model):
    """Folded text, and the facets ("field:broadband", "within:363421") a reader filters by.

    `index.refresh` alone writes these rows, in the transaction that changes the record.
    """

    title = models.TextField("名前（検索用）")
    body = models.TextField("本文（検索用）")
    facets = models.JSONField("絞り込みの記号", default=list)

    class Meta:
        abstract = True


class ProgramDocument(SearchDocument):
    program = models.OneToOneField(Program, models.CASCADE, primary_key=True, related_name="search_document")
    name_key = models.CharField("並べ替えの名前", max_length=200)
    budget_yen = models.BigIntegerField("並べ替えの予算額", null=True)

    objects = ProgramDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "施策の索引"

    def __str__(self):
        return self.title


class CaseDocument(SearchDocument):
    case = models.OneToOneField(CaseStudy, models.CASCADE, primary_key=True, related_name="search_document")
    program = models.ForeignKey(Program, models.CASCADE, related_name="case_documents")

    objects = CaseDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事例の索引"

    def __str__(self):
        return self.title

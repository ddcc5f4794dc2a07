"""Named queries over search documents."""

from typing import Any, Self

from django.db import models
from django.db.models import BooleanField, Case, Q, Value, When


class SearchDocumentQuerySet(models.QuerySet[Any]):
    def in_catalog_order(self) -> Self:
        raise NotImplementedError

    def matching(self, terms: list[str]) -> Self:
        """Documents that hold every folded term, in the title or in the body.

        `in_title` says whether the title holds them all.
        """
        matched, in_title = self, Q()
        for term in terms:
            matched = matched.filter(Q(title__contains=term) | Q(body__contains=term))
            in_title &= Q(title__contains=term)
        when = [When(in_title, then=Value(True))] if terms else []
        return matched.annotate(in_title=Case(*when, default=Value(False), output_field=BooleanField()))


class ProgramDocumentQuerySet(SearchDocumentQuerySet):
    def in_catalog_order(self) -> Self:
        return self.order_by("program__position", "program__code")


class CaseDocumentQuerySet(SearchDocumentQuerySet):
    def in_catalog_order(self) -> Self:
        return self.order_by("program__position", "program__code", "case__position", "pk")

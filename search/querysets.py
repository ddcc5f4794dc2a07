"""Named queries over search documents."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q

from .query import Synonyms


class SearchDocumentQuerySet(models.QuerySet[Any]):
    def in_catalog_order(self) -> Self:
        raise NotImplementedError

    def holding_any(self, texts: Iterable[str]) -> Self:
        """Documents that hold at least one of these folded texts, be it within a word."""
        held = Q(pk__in=[])
        for text in texts:
            held |= Q(text__contains=text)
        return self.filter(held)


class ProgramDocumentQuerySet(SearchDocumentQuerySet):
    def in_catalog_order(self) -> Self:
        return self.order_by("program__position", "program__code")


class CaseDocumentQuerySet(SearchDocumentQuerySet):
    def in_catalog_order(self) -> Self:
        return self.order_by("program__position", "program__code", "case__position", "pk")


class SynonymQuerySet(models.QuerySet[Any]):
    def in_force(self) -> Synonyms:
        return Synonyms(synonym.as_set() for synonym in self.order_by("pk"))

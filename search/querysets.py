"""Named queries over the search index."""

from typing import Any, Self

from django.db import models
from django.db.models import F
from django.db.models.functions import Cast

from .query import Synonyms

# As bytes: databases order text by rules of their own, in which a hyphen may count for nothing.
BY_CODE = Cast("program__code", models.BinaryField())


class SearchDocumentQuerySet(models.QuerySet[Any]):
    def in_last_order(self) -> Self:
        """By what decides where all else is equal: the order in which numbers are given."""
        raise NotImplementedError


class ProgramDocumentQuerySet(SearchDocumentQuerySet):
    def in_last_order(self) -> Self:
        return self.order_by(BY_CODE)

    def in_catalog_order(self) -> Self:
        return self.order_by("program__position", BY_CODE)

    def sorted_by(self, sort: str) -> Self:
        """`sort` is name, budget or updated; what is alike stands in the order of the catalog."""
        first = {
            "name": F("name_key").asc(),
            "budget": F("budget_yen").desc(nulls_last=True),
            "updated": F("program__public_record__updated_at").desc(),
        }[sort]
        return self.order_by(first, "program__position", BY_CODE)


class CaseDocumentQuerySet(SearchDocumentQuerySet):
    def in_last_order(self) -> Self:
        return self.order_by("program__position", BY_CODE, "case__position", "pk")


class SynonymQuerySet(models.QuerySet[Any]):
    def in_force(self) -> Synonyms:
        return Synonyms(synonym.as_set() for synonym in self.order_by("pk"))

"""Natural keys: fixtures name rows by what they are, not by a number of one database."""

from functools import reduce
from typing import Any

from django.db import models


class NaturalKeyManager(models.Manager):
    def get_by_natural_key(self, *values: Any) -> models.Model:
        return self.get(**dict(zip(self.model.natural_key_lookups, values, strict=True)))


class NaturallyKeyed(models.Model):
    """A row that `natural_key_lookups`, look-up paths from it, tell from all others."""

    natural_key_lookups: tuple[str, ...] = ()

    objects = NaturalKeyManager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[Any, ...]:
        return tuple(
            reduce(lambda value, name: value and getattr(value, name), path.split("__"), self)
            for path in self.natural_key_lookups
        )

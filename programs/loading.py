"""Fixture rows into tables, a statement a model.

`loaddata` looks every row up by its natural key, and every row that it names: tens of thousands of
queries for this catalog. Here the rows are ordered by what they name and created in bulk.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps

Row = dict[str, Any]
# A model class with `natural_key_lookups`; Any, since Django does not type its options.
Table = Any

BATCH = 500


def load_rows(rows: Iterable[Row]) -> int:
    """Creates the rows of a fixture with natural keys (`{"model", "fields"}`); the number created.

    Raises ValueError with the model and the key where a row names one that is not in the fixture
    or, for areas, not in the database. The caller sees to the transaction.
    """
    by_model: dict[Table, list[Row]] = defaultdict(list)
    for row in rows:
        by_model[apps.get_model(row["model"])].append(row["fields"])
    keys: dict[Table, dict[str, Any]] = {}
    for model in in_order_of_reference(by_model):
        create(model, by_model[model], keys)
    return sum(len(fields) for fields in by_model.values())


def in_order_of_reference(models: Iterable[Table]) -> list[Table]:
    """The models, each after those that its rows name."""
    waiting, ordered = list(models), list[Table]()
    while waiting:
        ready = [m for m in waiting if not (references(m) & set(waiting)) - {m}]
        if not ready:
            raise ValueError(f"互いに参照し合うモデルがあります：{waiting}")
        ordered += ready
        waiting = [model for model in waiting if model not in ready]
    return ordered


def references(model: Table) -> set[Table]:
    fields = [*model._meta.fields, *model._meta.many_to_many]
    return {field.related_model for field in fields if field.is_relation and field.related_model}


def create(model: Table, rows: list[Row], keys: dict[Table, dict[str, Any]]) -> None:
    many = {field.name: field for field in model._meta.many_to_many}
    single = {field.name: field for field in model._meta.fields if field.is_relation}

    def pk_of(target: Table, key: list[Any]) -> Any:
        if target not in keys:  # loaded before, as areas are
            keys[target] = {as_text(row.natural_key()): row.pk for row in target._default_manager.all()}
        try:
            return keys[target][as_text(key)]
        except KeyError:
            raise ValueError(f"{target._meta.label} {key}：fixtureにありません。") from None

    made = []
    for fields in rows:
        values = {}
        for name, value in fields.items():
            if name in single:
                values[single[name].attname] = value and pk_of(single[name].related_model, value)
            elif name not in many:
                values[name] = model._meta.get_field(name).to_python(value)
        made.append(model(**values))
    upsert: dict[str, Any] = {}
    if len(model.natural_key_lookups) == 1 and made:
        # Vocabularies stay when a catalog is loaded anew: staff may have added terms.
        [key] = model.natural_key_lookups
        columns = [name for name in rows[0] if name != key and name not in many]
        upsert = {"update_conflicts": True, "unique_fields": [key], "update_fields": columns}
    model._default_manager.bulk_create(made, batch_size=BATCH, **upsert)
    keys[model] = {key_of(model, fields): row.pk for fields, row in zip(rows, made, strict=True)}
    for name, field in many.items():
        through = field.remote_field.through
        through._default_manager.bulk_create(
            (
                through(
                    **{
                        f"{field.m2m_field_name()}_id": row.pk,
                        f"{field.m2m_reverse_field_name()}_id": pk_of(field.related_model, key),
                    }
                )
                for fields, row in zip(rows, made, strict=True)
                for key in fields.get(name, ())
            ),
            batch_size=BATCH,
        )


def key_of(model: Table, fields: Row) -> str:
    """The natural key of a row as other rows write it: those of the rows that it names, run together."""
    key: list[Any] = []
    for name in dict.fromkeys(path.split("__")[0] for path in model.natural_key_lookups):
        value = fields[name]
        key += value if isinstance(value, list) else [value]
    return as_text(key)


def as_text(key: Iterable[Any]) -> str:
    return json.dumps(list(key), ensure_ascii=False, default=str)

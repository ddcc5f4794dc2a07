"""A program with all its facts as plain data, and back: copies, versions and publication are made of it."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model

from programs import models
from programs.entries import DRAFT_SUFFIX, code_of_entry
from programs.models import Program

# {"program": values, "rows": {model name: [values with "id"]}}. A row of the same program is named by its
# "id", any other by its natural key: so a snapshot outlives a catalog that is loaded anew.
Snapshot = dict[str, Any]
Values = dict[str, Any]

# Every model whose rows are facts of one program, with the way to it; what is named stands before what
# names it.
TREE: tuple[tuple[type[Model], str], ...] = (
    (models.ProgramAlias, "program"),
    (models.ProgramRelation, "from_program"),
    (models.Link, "program"),
    (models.Edition, "program"),
    (models.EditionOffice, "edition__program"),
    (models.PrintedLabel, "edition__program"),
    (models.ProgramPart, "edition__program"),
    (models.ProgramPeriod, "edition__program"),
    (models.Material, "edition__program"),
    (models.BudgetLine, "edition__program"),
    (models.SubsidyRate, "edition__program"),
    (models.CostShare, "rate__edition__program"),
    (models.Cap, "edition__program"),
    (models.EligibleApplicant, "edition__program"),
    (models.EligibleCost, "edition__program"),
    (models.TargetArea, "edition__program"),
    (models.Requirement, "edition__program"),
    (models.Call, "edition__program"),
    (models.CaseStudy, "program"),
    (models.CasePlace, "case__program"),
    (models.CaseOrganization, "case__program"),
    (models.CaseMention, "case__program"),
    (models.RoadmapItem, "program"),
    (models.RoadmapEntry, "item__program"),
    (models.Outcome, "program"),
    (models.Disagreement, "program"),
    (models.DisagreementSide, "disagreement__program"),
)
MEMBERS = frozenset(model for model, _ in TREE)
# What a row of the program is, not what it says.
NOT_FACTS = frozenset({"id", "code", "status", "draft_of", "edited_at", "edited_by"})
# What is unique in the whole catalog: in a copy it bears the suffix.
SUFFIXED = {(models.Disagreement, "slug")}


def snapshot(program: Program) -> Snapshot:
    """The program's own values and all its facts, in the order of their keys; JSON can hold it."""
    found = {
        "program": {name: value for name, value in values_of(program).items() if name not in NOT_FACTS},
        "rows": {
            model.__name__: [values_of(row) for row in rows_of(model, path, program)] for model, path in TREE
        },
    }
    return json.loads(json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False))


def rows_of(model: type[Model], path: str, program: Program) -> list[Model]:
    outside = [field.name for field in model._meta.fields if names_outside(model, field)]
    rows = model._default_manager.filter(**{path: program}).select_related(*outside).order_by("pk")
    return list(rows.prefetch_related(*(field.name for field in model._meta.many_to_many)))


def names_outside(model: type[Model], field: Field) -> bool:
    """Whether a field names a row that is not of the same program."""
    if not field.is_relation:
        return False
    is_root = field.related_model is Program and field.name != "to_program"
    return not is_root and field.related_model not in MEMBERS


def values_of(row: Model) -> Values:
    model = type(row)
    values: Values = {}
    for field in model._meta.concrete_fields:
        value = field.value_from_object(row)
        if names_outside(model, field):
            other = getattr(row, field.name)
            value = other and list(other.natural_key())
        elif (model, field.name) in SUFFIXED:
            value = code_of_entry(value)
        if field.related_model is not Program or field.name == "to_program":
            values[field.name] = value
    for field in model._meta.many_to_many:
        values[field.name] = [list(other.natural_key()) for other in getattr(row, field.name).all()]
    return values


def write(content: Snapshot, program: Program) -> None:
    """Make the program say what a snapshot says, no more and no less; the row must be stored.

    Raises ValidationError where a row names something that is no longer there.
    """
    named = Named()
    many = put(program, content["program"], named)
    program.save()
    for name, others in many.items():
        getattr(program, name).set(others)
    for model, path in reversed(TREE):
        model._default_manager.filter(**{path: program}).delete()
    made: dict[tuple[str, int], Model] = {}
    for model, _ in TREE:
        create(model, content["rows"][model.__name__], program, named, made)


def create(
    model: type[Model],
    rows: list[Values],
    program: Program,
    named: "Named",
    made: dict[tuple[str, int], Model],
) -> None:
    new: list[Model] = []
    chosen: list[dict[str, list[Model]]] = []
    for values in rows:
        row = model()
        for field in model._meta.concrete_fields:
            if field.related_model is Program and field.name != "to_program":
                setattr(row, field.name, program)
            elif field.related_model in MEMBERS:
                key = values[field.name]
                setattr(row, field.name, key and made[field.related_model.__name__, key])
        own = {name: value for name, value in values.items() if not is_inside(model, name)}
        chosen.append(put(row, own, named))
        new.append(row)
        for member, name in SUFFIXED:
            if model is member and program.draft_of_id:
                setattr(row, name, getattr(row, name) + DRAFT_SUFFIX)
    model._default_manager.bulk_create(new)
    made.update({(model.__name__, v["id"]): row for v, row in zip(rows, new, strict=True)})
    for row, many in zip(new, chosen, strict=True):
        for name, others in many.items():
            getattr(row, name).set(others)


def is_inside(model: type[Model], name: str) -> bool:
    return name == "id" or model._meta.get_field(name).related_model in MEMBERS


def put(row: Model, values: Values, named: "Named") -> dict[str, list[Model]]:
    """Set the plain values of a row and what it names outside; returns what its many-to-many fields name."""
    many: dict[str, list[Model]] = {}
    for name, value in values.items():
        field: Any = type(row)._meta.get_field(name)
        if field.many_to_many:
            many[name] = [named(field.related_model, key) for key in value]
        elif field.is_relation:
            setattr(row, name, value and named(field.related_model, value))
        else:
            setattr(row, name, field.to_python(value))
    return many


class Named:
    """Rows outside a program by natural key, each looked up once."""

    def __init__(self) -> None:
        self.found: dict[tuple[type[Model], tuple[Any, ...]], Model] = {}

    def __call__(self, model: type[Any], key: list[Any]) -> Model:
        known = model, tuple(key)
        if known not in self.found:
            try:
                self.found[known] = model._default_manager.get_by_natural_key(*key)
            except model.DoesNotExist:
                name = model._meta.verbose_name
                raise ValidationError(f"{name}「{key[0]}」がもうないので、書き戻せません。") from None
        return self.found[known]

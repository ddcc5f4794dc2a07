"""Every database constraint is tried with what it must refuse: by the database, which bulk writes
and fixtures reach without any validation, and by validation, whose message an editor reads.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import BaseConstraint, CheckConstraint, Model, UniqueConstraint
from factory import SubFactory

from programs.choices import AreaLevel, CapOf, ChangeKind, Designation, TargetAreaKind
from programs.models import (
    Cited,
    Edition,
    ProgramRelation,
)
from tests.factories import (
    AcceptedWarningFactory,
    AreaDesignationFactory,
    BudgetLineFactory,
    CallFactory,
    CapFactory,
    CaseStudyFactory,
    CostShareFactory,
    DocumentUploadFactory,
    EditionFactory,
    LinkCheckFactory,
    MunicipalityFactory,
    OutcomeFactory,
    ProgramFactory,
    ProgramPeriodFactory,
    ProgramRelationFactory,
    RecordChangeFactory,
    RevisionFactory,
    RoadmapEntryFactory,
    SourceFactory,
    SubsidyRateFactory,
    TargetAreaFactory,
)
from tests.programs.every_fact import concrete_factories

pytestmark = pytest.mark.django_db

Changes = dict[str, Any]

MODELS = [model for model in apps.get_app_config("programs").get_models() if model._meta.managed]
CITED = [model for model in MODELS if issubclass(model, Cited)]
FACTORIES = concrete_factories()

# name of the constraint: (factory of a valid row, its arguments, {what is wrong: changes})
REFUSED: dict[str, list[tuple[Any, Changes, dict[str, Changes]]]] = {
    "area_parent_unless_nation": [
        (
            MunicipalityFactory,
            {},
            {"without parent": {"parent": None}, "nation with one": {"level": AreaLevel.NATION}},
        ),
    ],
    "areadesignation_days_in_order": [
        (AreaDesignationFactory, {}, {"reversed days": {"valid_until": date(2021, 3, 31)}}),
    ],
    "program_a_copy_is_never_public": [
        (ProgramFactory, {"draft_of": SubFactory(ProgramFactory)}, {"public": {"status": "published"}}),
    ],
    "documentupload_source_once_confirmed": [
        (DocumentUploadFactory, {}, {"before that": {"source": lambda row: SourceFactory()}}),
    ],
    "revision_time_only_while_approved": [
        (RevisionFactory, {}, {"while editing": {"publish_at": datetime(2021, 4, 1, tzinfo=UTC)}}),
    ],
    "recordchange_a_change_alone_has_items": [
        (RecordChangeFactory, {}, {"end with items": {"kind": ChangeKind.ENDED}, "nothing": {"changes": []}}),
        (RecordChangeFactory, {"kind": ChangeKind.ADDED, "changes": []}, {"no item": {"kind": "changed"}}),
    ],
    "edition_fiscal_year_range": [
        (EditionFactory, {}, {"year of an era": {"fiscal_year": 3}, "far future": {"fiscal_year": 2101}}),
    ],
    "programperiod_years_in_order": [
        (ProgramPeriodFactory, {}, {"reversed years": {"to_fiscal_year": 2019}}),
    ],
    "targetarea_kind_and_column": [
        (
            TargetAreaFactory,
            {},
            {
                "designation without its word": {"designation": ""},
                "criterion with a designation": {"kind": TargetAreaKind.CRITERION},
                "nation without a place": {"kind": TargetAreaKind.NATION, "designation": ""},
                "place without a place": {"kind": TargetAreaKind.MUNICIPALITY, "designation": ""},
                "designation in place of a place": {"kind": TargetAreaKind.PREFECTURE},
            },
        ),
        (
            TargetAreaFactory,
            {"placed": True},
            {
                "designation with a place": {
                    "kind": TargetAreaKind.DESIGNATION,
                    "designation": Designation.REMOTE_ISLAND,
                },
                "place with a designation": {"designation": Designation.REMOTE_ISLAND},
                "criterion with a place": {"kind": TargetAreaKind.CRITERION},
            },
        ),
    ],
    "budgetline_amount_not_negative": [(BudgetLineFactory, {}, {"negative": {"amount_yen": -1}})],
    "cap_amount_not_negative": [(CapFactory, {}, {"negative": {"amount_yen": -1}})],
    "subsidyrate_fraction_or_fixed_amount": [
        (
            SubsidyRateFactory,
            {},
            {
                "over 1": {"numerator": 4},
                "of nothing": {"numerator": 0},
                "empty": {"numerator": None, "denominator": None},
                "without denominator": {"denominator": None},
                "without numerator": {"numerator": None},
                "fixed with a fraction": {"is_fixed_amount": True},
                "fixed with half a fraction": {"is_fixed_amount": True, "numerator": None},
            },
        ),
        (SubsidyRateFactory, {"fixed": True}, {"neither": {"is_fixed_amount": False}}),
    ],
    "subsidyrate_cap_says_of_what": [
        (
            SubsidyRateFactory,
            {},
            {
                "cap of what": {"cap_yen": 1},
                "of what, but no cap": {"cap_of": CapOf.SUBSIDY},
                "negative cap": {"cap_yen": -1, "cap_of": CapOf.SUBSIDY},
                "cap and no cap": {"cap_yen": 1, "cap_of": CapOf.SUBSIDY, "has_no_cap": True},
            },
        ),
    ],
    "costshare_at_most_one": [
        (CostShareFactory, {}, {"over 1": {"numerator": 4}, "of nothing": {"numerator": 0}}),
    ],
    "call_closes_after_it_opens": [
        (CallFactory, {}, {"closes before it opens": {"closes_on": date(2021, 3, 31)}}),
    ],
    "outcome_number_or_text": [
        (
            OutcomeFactory,
            {},
            {"neither": {"number": None}, "both": {"text": "全国に広がった"}},
        ),
    ],
    "casestudy_day_says_of_what": [
        (
            CaseStudyFactory,
            {},
            {"day of what": {"day": date(2021, 4, 1)}, "of what, but no day": {"day_label": "開催日"}},
        ),
    ],
    "roadmapentry_years_in_order": [
        (
            RoadmapEntryFactory,
            {"from_fiscal_year": 2016, "to_fiscal_year": 2018},
            {
                "reversed years": {"to_fiscal_year": 2015},
                "without its end": {"to_fiscal_year": None},
                "without its beginning": {"from_fiscal_year": None},
            },
        ),
    ],
    "acceptedwarning_has_a_reason": [(AcceptedWarningFactory, {}, {"no reason": {"reason": ""}})],
    "linkcheck_failures_since": [
        (
            LinkCheckFactory,
            {},
            {"failed, since never": {"ok": False}, "opened with a failure": {"failures": 1}},
        ),
        (
            LinkCheckFactory,
            {"failed": True},
            {"without a reason": {"problem": ""}, "opened, yet failed": {"ok": True}},
        ),
    ],
    "programrelation_not_itself": [
        (ProgramRelationFactory, {}, {"itself": {"to_program": lambda row: row.from_program}}),
    ],
    "programrelation_cited_or_editorial": [
        (
            ProgramRelationFactory,
            {},
            {
                "document alone": {"source": lambda row: SourceFactory()},
                "literal alone": {"literal": "後継"},
                "line alone": {"first_line": 24},
            },
        ),
        (
            ProgramRelationFactory,
            {"source": SourceFactory.build, "first_line": 24, "last_line": 24, "literal": "後継"},
            {
                "without document": {"source": None},
                "without literal": {"literal": ""},
                "without last line": {"last_line": None},
                "reversed lines": {"last_line": 23},
                "line 0": {"first_line": 0},
                "13 lines": {"last_line": 36},
            },
        ),
    ],
}
# The same for every model of facts.
REFUSED_CITATIONS: dict[str, dict[str, Changes]] = {
    "citation_lines": {
        "reversed lines": {"first_line": 25, "last_line": 24},
        "line 0": {"first_line": 0, "last_line": 0},
        "13 lines": {"first_line": 24, "last_line": 36},
    },
    "citation_literal": {"empty literal": {"literal": ""}},
}
# What stands just inside the rules.
ACCEPTED: dict[str, tuple[Any, Changes]] = {
    "a rate of the whole": (SubsidyRateFactory, {"numerator": 10, "denominator": 10}),
    "a fixed amount": (SubsidyRateFactory, {"fixed": True}),
    "a cap of 0 yen": (SubsidyRateFactory, {"cap_yen": 0, "cap_of": CapOf.ELIGIBLE_COST}),
    "no cap, as printed": (SubsidyRateFactory, {"has_no_cap": True}),
    "a share of the whole": (CostShareFactory, {"numerator": 1, "denominator": 1}),
    "a budget of 0 yen": (BudgetLineFactory, {"amount_yen": 0}),
    "a call of one day": (CallFactory, {"closes_on": date(2021, 4, 1)}),
    "a call without an end": (CallFactory, {"closes_on": None}),
    "a call without a beginning": (CallFactory, {"opens_on": None}),
    "a period of one year": (ProgramPeriodFactory, {"to_fiscal_year": 2020}),
    "an edition without a year": (EditionFactory, {"fiscal_year": None}),
    "a citation of 12 lines": (BudgetLineFactory, {"first_line": 24, "last_line": 35}),
    "a case with a day": (CaseStudyFactory, {"day": date(2017, 7, 21), "day_label": "開催日"}),
    "a plan of one year": (RoadmapEntryFactory, {"from_fiscal_year": 2016, "to_fiscal_year": 2016}),
    "an outcome of 0": (OutcomeFactory, {"number": 0}),
    "an outcome in words": (OutcomeFactory, {"number": None, "text": "全国に広がった"}),
    "a criterion": (TargetAreaFactory, {"kind": TargetAreaKind.CRITERION, "designation": ""}),
    "a place": (TargetAreaFactory, {"placed": True}),
    "a designation without a day": (AreaDesignationFactory, {"valid_from": None}),
}
# Uniqueness whose rows need more than the factory's defaults.
ONCE: dict[str, Changes] = {
    "edition_one_without_year": {"fiscal_year": None},
    "casestudy_once_without_year": {"fiscal_year": None},
    "areadesignation_once_without_day": {"valid_from": None},
}


def constraints_of(model: type[Model]) -> Iterable[BaseConstraint]:
    return model._meta.constraints


def constraint_named(model: type[Model], name: str) -> BaseConstraint:
    return next(constraint for constraint in constraints_of(model) if constraint.name == name)


def make(factory: Any, arguments: Changes) -> Any:
    if arguments.get("source") == SourceFactory.build:
        arguments = {**arguments, "source": SourceFactory()}
    return factory(**arguments)


def refused_rows() -> Iterable[Any]:
    for name, tries in REFUSED.items():
        for factory, arguments, faults in tries:
            for fault, changes in faults.items():
                yield pytest.param(factory, arguments, name, changes, id=f"{name}, {fault}")
    for model in CITED:
        for rule, faults in REFUSED_CITATIONS.items():
            name = f"{model._meta.model_name}_{rule}"
            for fault, changes in faults.items():
                yield pytest.param(FACTORIES[model], {}, name, changes, id=f"{name}, {fault}")


@pytest.mark.parametrize(("factory", "arguments", "name", "changes"), [*refused_rows()])
def test_database_and_validation_refuse(factory, arguments, name, changes):
    row = make(factory, arguments)
    row.full_clean()
    changes = {key: value(row) if callable(value) else value for key, value in changes.items()}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(**changes)

    for key, value in changes.items():
        setattr(row, key, value)
    with pytest.raises(ValidationError) as error:
        row.validate_constraints()
    assert constraint_named(type(row), name).violation_error_message in error.value.messages
    with pytest.raises(ValidationError):
        row.full_clean()


@pytest.mark.parametrize(("factory", "arguments"), [*ACCEPTED.values()], ids=[*ACCEPTED])
def test_what_stands_just_inside_a_rule_is_accepted(factory, arguments):
    row = factory(**arguments)
    row.full_clean()
    assert type(row)._default_manager.filter(pk=row.pk).exists()


def unique_constraints() -> Iterable[Any]:
    for model in MODELS:
        for constraint in constraints_of(model):
            if isinstance(constraint, UniqueConstraint):
                yield pytest.param(model, constraint, id=constraint.name)


@pytest.mark.parametrize(("model", "constraint"), [*unique_constraints()])
def test_the_same_row_twice_is_refused(model, constraint):
    first = FACTORIES[model](**ONCE.get(constraint.name, {}))
    again = model._default_manager.get(pk=first.pk)
    again.pk, again._state.adding = None, True

    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.bulk_create([again])
    with pytest.raises(ValidationError) as error:
        again.validate_constraints()
    assert constraint.violation_error_message in error.value.messages


@pytest.mark.parametrize("component", ["", "①基地局"])
def test_one_phase_and_component_has_one_line_in_an_edition(component):
    line = BudgetLineFactory(component=component)
    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetLineFactory(edition=line.edition, component=component, account="特別会計", amount_yen=1)
    BudgetLineFactory(edition=line.edition, component=component, phase="supplementary-3")
    BudgetLineFactory(edition=line.edition, component=f"{component}の残り")
    assert line.edition.budgetlines.count() == 3


def test_two_documents_may_print_two_sums_for_one_thing():
    line = BudgetLineFactory()
    BudgetLineFactory(edition=line.edition, source=SourceFactory(document_id="901_other", letter="Y"))
    assert line.edition.budgetlines.count() == 2


def test_two_programs_may_each_have_an_edition_without_a_year():
    EditionFactory(fiscal_year=None)
    EditionFactory(fiscal_year=None)
    assert Edition.objects.filter(fiscal_year=None).count() == 2


def test_relations_of_two_kinds_between_two_programs_are_two_relations():
    relation = ProgramRelationFactory(kind="related")
    ProgramRelationFactory(kind="part_of", from_program=relation.from_program, to_program=relation.to_program)
    assert ProgramRelation.objects.count() == 2


@pytest.mark.parametrize("model", CITED)
@pytest.mark.parametrize("column", ["source", "first_line", "last_line", "literal"])
def test_a_fact_without_a_citation_cannot_be_stored(model, column):
    assert model._meta.get_field(column).null is False
    row = FACTORIES[model]()
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.filter(pk=row.pk).update(**{column: None})


@pytest.mark.parametrize("model", CITED)
def test_every_kind_of_fact_has_the_rules_of_a_citation(model):
    names = {constraint.name for constraint in constraints_of(model)}
    assert {f"{model._meta.model_name}_{rule}" for rule in REFUSED_CITATIONS} <= names


def test_a_cited_document_cannot_be_deleted():
    line = BudgetLineFactory()
    with pytest.raises(IntegrityError):
        line.source.delete()


def test_a_hundred_thousand_programs_have_a_place_in_the_order():
    ProgramFactory(position=100_000)


@pytest.mark.parametrize("model", MODELS)
def test_every_constraint_has_a_japanese_message(model):
    for constraint in constraints_of(model):
        assert isinstance(constraint, CheckConstraint | UniqueConstraint)
        message = str(constraint.violation_error_message)
        assert message != str(BaseConstraint.default_violation_error_message), constraint.name
        assert any("ぁ" <= character <= "ん" for character in message), constraint.name


def test_every_check_is_tried_above():
    checks = {
        constraint.name
        for model in MODELS
        for constraint in constraints_of(model)
        if isinstance(constraint, CheckConstraint)
    }
    of_citations = {f"{model._meta.model_name}_{rule}" for model in CITED for rule in REFUSED_CITATIONS}
    assert checks - of_citations == REFUSED.keys()


@pytest.mark.parametrize("model", [*FACTORIES])
def test_every_factory_makes_a_valid_row(model):
    FACTORIES[model]().full_clean()

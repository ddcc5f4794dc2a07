"""One of everything: a factory for each model, a program with every kind of fact."""

from factory.django import DjangoModelFactory

from programs.choices import RelationKind, RoadmapEntryKind
from programs.models import Program
from programs.models.editions import EditionFact
from programs.services import refresh_public_record
from tests import factories as make


def concrete_factories(factory_class: type[DjangoModelFactory] = DjangoModelFactory):
    """Every factory of tests/factories.py that makes rows of a model, by the model."""
    found = {}
    for child in factory_class.__subclasses__():
        if child.__module__ == make.__name__:
            found |= concrete_factories(child)
            if not child._meta.abstract:
                found.setdefault(child._meta.model, child)
    return found


def program_with_every_fact(**values) -> Program:
    """A published program that has a row of every kind of fact, and is tied to another one."""
    program = make.ProgramFactory(published=True, **values)
    edition = program.editions.get()
    for model, factory_class in concrete_factories().items():
        if issubclass(model, EditionFact) and not model._default_manager.filter(edition=edition).exists():
            factory_class(edition=edition)
    make.CostShareFactory(rate=edition.subsidyrates.get())
    case = make.CaseStudyFactory(program=program)
    make.CasePlaceFactory(case=case)
    make.CaseOrganizationFactory(case=case)
    make.CaseMentionFactory(case=case)
    make.OutcomeFactory(program=program, case=case)
    item = make.RoadmapItemFactory(program=program)
    make.RoadmapEntryFactory(item=item)
    make.RoadmapEntryFactory(item=item, kind=RoadmapEntryKind.EFFECT)
    make.OutcomeFactory(program=program, roadmap_item=item, metric="指標", nature="target")
    make.OutcomeFactory(program=program)
    make.LinkFactory(program=program)
    make.ProgramAliasFactory(program=program)
    other = make.ProgramFactory(published=True)
    make.ProgramRelationFactory(from_program=program, to_program=other)
    make.ProgramRelationFactory(from_program=other, to_program=program, kind=RelationKind.PART_OF)
    refresh_public_record(program)
    return program

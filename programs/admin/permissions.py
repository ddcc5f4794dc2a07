"""編集者: what an editor of the catalog may do, as a group that a superuser gives to people."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Model

from programs import models

EDITORS = "編集者"

# Rows that editors write and remove; search adds its own (programs must not know search).
CONTENT: list[type[Model]] = [
    models.Program,
    models.ProgramAlias,
    models.ProgramRelation,
    models.Link,
    models.Outcome,
    models.Edition,
    models.EditionOffice,
    models.PrintedLabel,
    models.ProgramPart,
    models.ProgramPeriod,
    models.BudgetLine,
    models.SubsidyRate,
    models.CostShare,
    models.Cap,
    models.EligibleApplicant,
    models.EligibleCost,
    models.TargetArea,
    models.Requirement,
    models.Call,
    models.CaseStudy,
    models.CasePlace,
    models.CaseOrganization,
    models.AreaDesignation,
    models.Material,
    models.CaseMention,
    models.RoadmapItem,
    models.RoadmapEntry,
    models.Disagreement,
    models.DisagreementSide,
    models.SourceReading,
]
# Names that programs share: extended and mended, not removed.
NAMES = (models.Field, models.SupportType, models.ApplicantKind, models.Office)


@transaction.atomic
def ensure_editors() -> Group:
    """The group 編集者 with exactly these permissions; made where it does not exist."""
    allowed: dict[type[Model], tuple[str, ...]] = {
        **dict.fromkeys(CONTENT, ("view", "add", "change", "delete")),
        **dict.fromkeys(NAMES, ("view", "add", "change")),
        models.Source: ("view", "change"),
        models.Area: ("view",),
        models.Revision: ("view",),
        models.Version: ("view",),
    }
    codenames = {
        f"{action}_{model._meta.model_name}" for model, actions in allowed.items() for action in actions
    }
    group, _ = Group.objects.get_or_create(name=EDITORS)
    group.permissions.set(
        Permission.objects.filter(
            content_type__app_label__in={model._meta.app_label for model in allowed}, codename__in=codenames
        )
    )
    return group

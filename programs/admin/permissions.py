"""編集者, 承認者, 管理者: what each role may do, as groups that are given to people.

The groups hold exactly what stands here: `ensure_roles` takes away what was added by hand.
"""

from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Model

from programs import models
from programs.choices import EDIT_ANY_PROGRAM, REVIEW_PROGRAM

EDITORS = "編集者"
REVIEWERS = "承認者"
MANAGERS = "管理者"
ROLES = (EDITORS, REVIEWERS, MANAGERS)

VIEW = ("view",)
MEND = ("view", "change")
EXTEND = ("view", "add", "change")
ALL = ("view", "add", "change", "delete")

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


Allowed = dict[type[Model], tuple[str, ...]]


def allowed(role: str) -> Allowed:
    """Model → what a role may do with its rows. Which programs an editor may change, staff.py says."""
    content = VIEW if role == REVIEWERS else ALL
    names = {EDITORS: EXTEND, REVIEWERS: VIEW, MANAGERS: ALL}[role]
    rows: Allowed = {
        **dict.fromkeys(CONTENT, content),
        **dict.fromkeys(NAMES, names),
        models.Source: VIEW if role == REVIEWERS else MEND,
        **dict.fromkeys((models.Area, models.Revision, models.Version), VIEW),
    }
    if role == MANAGERS:
        # A person who leaves is switched off, not deleted: edits go on naming them.
        rows |= {get_user_model(): EXTEND, models.OfficeMember: ALL}
    return rows


def names_of(role: str) -> Iterator[str]:
    """The permissions of a role as Django names them, `app.action_model`."""
    for model, actions in allowed(role).items():
        for action in actions:
            yield f"{model._meta.app_label}.{action}_{model._meta.model_name}"
    if role == REVIEWERS:
        yield REVIEW_PROGRAM
    if role == MANAGERS:
        yield EDIT_ANY_PROGRAM


@transaction.atomic
def ensure_roles() -> dict[str, Group]:
    """The groups of the three roles by name, with exactly their permissions; made where they do not exist."""
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    groups = {}
    for role in ROLES:
        groups[role], _ = Group.objects.get_or_create(name=role)
        groups[role].permissions.set(known[name] for name in names_of(role))
    return groups


def ensure_editors() -> Group:
    """The group 編集者, as `ensure_roles` makes it."""
    return ensure_roles()[EDITORS]

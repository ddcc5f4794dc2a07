"""Who may do what with a program, decided here alone; and what a 管理者 does for a colleague.

Groups hold the permissions (programs/admin/permissions.py); no code asks for the name of a group.
"""

import logging
from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction

from .choices import EDIT_ANY_PROGRAM, EDIT_PROGRAM, REVIEW_PROGRAM
from .models import Office, OfficeMember, Program

logger = logging.getLogger("staff")


def may_edit(user: User | AnonymousUser, program: Program) -> bool:
    """Whether `user` may change the facts of a program: see `ProgramQuerySet.editable_by`."""
    if user.has_perm(EDIT_ANY_PROGRAM):  # many a page asks: no query where none is needed
        return user.has_perm(EDIT_PROGRAM)
    return Program.objects.editable_by(user).filter(pk=program.pk).exists()


def may_review(user: User | AnonymousUser) -> bool:
    """Whether `user` may review changes and publish them. Whose change it is, is not asked here."""
    return user.has_perm(REVIEW_PROGRAM)


@transaction.atomic
def reset_second_factor(*, user: User, by: User) -> int:
    """Remove all second factors of `user`, who enrols anew at the next sign-in; how many there were."""
    _, removed = Authenticator.objects.filter(user=user).delete()
    logger.warning("second factor reset user=%s by=%s", user.pk, by.pk)
    return removed.get(Authenticator._meta.label, 0)


Membership = tuple[int, str]  # number of a user, code of an office


def memberships() -> list[Membership]:
    """Who belongs to which office, by what outlives a catalog that is loaded anew."""
    return list(OfficeMember.objects.order_by().values_list("user_id", "office__code"))


def restore_memberships(kept: Iterable[Membership]) -> list[Membership]:
    """Write memberships of before; returns those whose office is no more."""
    offices = dict(Office.objects.values_list("code", "pk"))
    kept = list(kept)
    OfficeMember.objects.bulk_create(
        (OfficeMember(user_id=user, office_id=offices[code]) for user, code in kept if code in offices),
        ignore_conflicts=True,
    )
    return [(user, code) for user, code in kept if code not in offices]

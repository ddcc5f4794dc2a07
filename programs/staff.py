"""Who may do what with the record."""

from django.contrib.auth.models import AnonymousUser, User

from programs.models import Program

Person = User | AnonymousUser


def may_review(user: Person) -> bool:
    """Whether a person may approve, return, publish and withdraw (承認者); never what they worked on."""
    return user.has_perm("programs.review_program")


def may_edit(user: Person, program: Program) -> bool:
    """Whether a person may work on drafts of a program (編集者)."""
    return user.has_perm("programs.change_program")

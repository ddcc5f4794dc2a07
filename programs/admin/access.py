"""Which programs a person may edit, asked here by the staff pages that are of no one model."""

from typing import Any

from programs.models import Program


def editable_programs(user: Any) -> Any:
    """Programs, and copies of them, that a person may edit."""
    return Program.objects.all() if user.has_perm("programs.change_program") else Program.objects.none()


def may_edit(user: Any, program: Program) -> bool:
    return editable_programs(user).filter(pk=program.pk).exists()

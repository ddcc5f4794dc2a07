"""Which programs a person may edit, for the staff pages that list many of them."""

from typing import Any

from programs.models import Program


def editable_programs(user: Any) -> Any:
    """Programs, and copies of them, that a person may edit."""
    return Program.objects.all() if user.has_perm("programs.change_program") else Program.objects.none()

"""Which programs a person may edit, for the staff pages that list many of them."""

from typing import Any

from programs.models import Program
from programs.querysets import ProgramQuerySet


def editable_programs(user: Any) -> ProgramQuerySet:
    """Programs, and copies of them, that a person may edit."""
    return Program.objects.editable_by(user)

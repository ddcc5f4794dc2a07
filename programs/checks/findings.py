"""What a check finds: a sentence beside a field."""

import hashlib
import json
from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """An error blocks saving, a warning asks for a reason."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """`field` is the column it is about, `code` the check, `values` what was compared, as text: a reason
    that was given for these values does not hold for others.
    """

    level: Level
    code: str
    field: str
    message: str
    values: str
    # The key of another program that an editor should look at.
    program: int | None = None


def fingerprint(code: str, about: str, values: str) -> str:
    """What tells one warning of one program from all others: the check, the row, the values compared."""
    return hashlib.sha256(json.dumps([code, about, values]).encode()).hexdigest()


def error(code: str, field: str, message: str, values: str) -> Finding:
    return Finding(Level.ERROR, code, field, message, values)


def warning(code: str, field: str, message: str, values: str, program: int | None = None) -> Finding:
    return Finding(Level.WARNING, code, field, message, values, program)

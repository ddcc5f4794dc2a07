"""Which program a row is of: a draft copy stands for the program that it is a draft of.

The one place that knows how draft copies are told from programs.
"""

from typing import Any

# Ends the code of a draft copy; no code of a program can hold it.
DRAFT_SUFFIX = "--draft"


def entry_id(program: Any) -> int:
    """The key of the program that a row stands for: its own, or that of the program it is a draft of."""
    return program.draft_of_id or program.pk


def code_of_entry(code: str) -> str:
    """The code of the program that a row of this code stands for."""
    return code.removesuffix(DRAFT_SUFFIX)

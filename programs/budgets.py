"""Which budget lines of the data contract may be compared or added up."""

from typing import Any

from .choices import BudgetPhase


def is_comparable(line: dict[str, Any]) -> bool:
    """An initial budget (当初) of the program itself: no 内数, no measure printed beside it."""
    return (
        line["phase"] == BudgetPhase.INITIAL and not line["part_of_larger"] and not line["separate_measure"]
    )

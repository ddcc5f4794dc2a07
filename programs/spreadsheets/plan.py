"""What an import would do, in words: changes, problems, and what it must find unchanged when confirmed."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self

from .reading import Problem


class Doing(StrEnum):
    ADDED = "追加"
    CHANGED = "変更"
    REMOVED = "削除"


@dataclass(frozen=True)
class Difference:
    """One cell, before and after, as an editor reads it."""

    header: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One row. `code` is that of the program, `what` the row in words."""

    sheet: str
    line: int
    doing: str
    code: str
    program: str
    what: str
    differences: Sequence[Difference] = ()
    warnings: Sequence[str] = ()


@dataclass
class Plan:
    """`versions`: of each program that the import touches, its code → what it was written against
    (`tables.version_of`; empty for a program that the import adds)."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unchanged: int = 0
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def may_be_confirmed(self) -> bool:
        return bool(self.changes) and not self.problems

    @property
    def counts(self) -> list[tuple[str, int]]:
        """(word, rows) of added, changed, removed and unchanged rows."""
        done = Counter(change.doing for change in self.changes)
        return [(str(doing), done[doing]) for doing in Doing] + [("変更なし", self.unchanged)]

    @property
    def warning_count(self) -> int:
        return sum(len(change.warnings) for change in self.changes)

    @property
    def digest(self) -> str:
        """Equal for two plans that say the same of every row."""
        said = json.dumps([asdict(change) for change in self.changes], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        changes = [
            Change(**{**change, "differences": [Difference(**d) for d in change["differences"]]})
            for change in stored["changes"]
        ]
        problems = [Problem(**problem) for problem in stored["problems"]]
        return cls(changes, problems, stored["unchanged"], stored["versions"])

"""The results of the accessibility test, read from fixtures/accessibility.yaml, which explains its keys."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import yaml
from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

RESULTS_PATH = settings.BASE_DIR / "fixtures" / "accessibility.yaml"


class Result(TextChoices):
    """Only `PASS` and `ABSENT` say that a criterion is met; `PART` claims nothing beyond its checks."""

    PASS = "pass", _("○ 満たす")
    PART = "part", _("△ 一部だけ確かめた")
    FAIL = "fail", _("× 満たさない")
    ABSENT = "absent", _("— 対象なし")


class Kind(TextChoices):
    TOOL = "tool", _("検査の道具")
    TEST = "test", _("自動の試験")
    HAND = "hand", _("手作業")


@dataclass(frozen=True)
class Check:
    """One way of checking. `tests` are the ids of the automatic tests that do it, none for one by hand."""

    label: str
    kind: Kind
    text: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Criterion:
    number: str
    name: str
    level: str
    result: Result
    checks: tuple[Check, ...]
    note: str

    @property
    def only_by_tool(self) -> bool:
        return bool(self.checks) and all(check.kind == Kind.TOOL for check in self.checks)


@dataclass(frozen=True)
class Report:
    """`later` are the criteria that WCAG 2.1 and 2.2 added to those of the JIS."""

    tested_on: date
    tools: list[str]
    checks: dict[str, Check]
    criteria: list[Criterion]
    later: list[Criterion]
    addresses: list[str]

    def totals(self) -> list[tuple[str, int]]:
        """How many of the criteria of the JIS have each result."""
        return [
            (str(result.label), sum(each.result == result for each in self.criteria)) for result in Result
        ]


@cache
def report() -> Report:
    data: dict[str, Any] = yaml.safe_load(RESULTS_PATH.read_text(encoding="utf-8"))
    checks = {
        key: Check(check["label"], Kind(check["kind"]), check["text"], tuple(check.get("tests", ())))
        for key, check in data["checks"].items()
    }

    def criterion(row: dict[str, Any]) -> Criterion:
        return Criterion(
            row["number"],
            row["name"],
            row["level"],
            Result(row["result"]),
            tuple(checks[key] for key in row.get("checks", ())),
            row.get("note", ""),
        )

    return Report(
        data["tested_on"],
        data["tools"],
        checks,
        [criterion(row) for row in data["criteria"]],
        [criterion(row) for row in data["later"]],
        data["addresses"],
    )

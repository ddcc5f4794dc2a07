"""The coverage ledger: program × kind of fact, and how many facts each document gives."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from programs.choices import FactKind, FactState
from programs.languages import localized

Record = dict[str, Any]

# A sign and a word, not colour alone.
SIGNS = {
    FactState.STATED: "○",
    FactState.NOT_STATED: "－",
    FactState.NOT_APPLICABLE: "／",
    FactState.NOT_READ: "？",
}


@dataclass(frozen=True)
class Cell:
    """State of one kind of fact of one program; `count` is the number of facts."""

    sign: str
    label: str
    count: int
    letters: str


@dataclass(frozen=True)
class LedgerRow:
    name: str
    url: str
    cells: list[Cell]


@dataclass(frozen=True)
class Total:
    """One kind of fact over all programs: programs by state, and facts by document letter."""

    label: str
    states: list[int]
    facts: list[int]


def ledger_row(record: Record, letters: dict[str, str]) -> LedgerRow:
    cells = []
    for kind in FactKind:
        entry = record["coverage"][kind]
        state = FactState(entry["state"])
        cells.append(
            Cell(
                sign=SIGNS[state],
                label=gettext(state.label),
                count=sum(entry["facts"].values()),
                letters="".join(sorted(letters[document] for document in entry["facts"])),
            )
        )
    return LedgerRow(record["name"], localized(record["url"]), cells)


def totals(records: Iterable[Record], letters: dict[str, str]) -> list[Total]:
    """A line a kind of fact: programs in each state, facts from each document, in letter order."""
    states: dict[FactKind, Counter[str]] = {kind: Counter() for kind in FactKind}
    facts: dict[FactKind, Counter[str]] = {kind: Counter() for kind in FactKind}
    for record in records:
        for kind in FactKind:
            entry = record["coverage"][kind]
            states[kind][entry["state"]] += 1
            facts[kind].update(entry["facts"])
    documents = sorted(letters, key=lambda document: letters[document])
    return [
        Total(
            label=gettext(kind.label),
            states=[states[kind][state] for state in FactState],
            facts=[facts[kind][document] for document in documents],
        )
        for kind in FactKind
    ]

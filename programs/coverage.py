"""Coverage: of each kind of fact of a program, whether it is stated, not stated, or cannot be.

An empty field is 記載なし only if every document that the program cites was read through for that
kind of fact; else the gap is ours (未確認).
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from .choices import FactKind, FactState

Record = dict[str, Any]

EDITION_KEYS: dict[FactKind, tuple[str, ...]] = {
    FactKind.CONTACT: ("offices",),
    FactKind.BUDGET: ("budgets",),
    FactKind.RATE: ("rates", "caps"),
    FactKind.APPLICANT: ("applicants", "excluded_applicants", "implementing_bodies"),
    FactKind.COST: ("eligible_costs", "excluded_costs", "funding_sources"),
    FactKind.AREA: ("target_areas",),
    FactKind.CALL: ("calls",),
    FactKind.REFERENCE: ("materials",),
}
PROGRAM_KEYS: dict[FactKind, tuple[str, ...]] = {
    FactKind.CASE: ("cases",),
    FactKind.OUTCOME: ("outcomes", "roadmap"),
    FactKind.REFERENCE: ("links",),
}
# A commission or an award has no subsidy rate, a guideline no call: by slug of the support type.
# A kind that a document states all the same is shown as stated.
MONEY = frozenset({FactKind.RATE, FactKind.COST})
NOT_APPLICABLE: dict[str, frozenset[FactKind]] = {
    "commission": frozenset({FactKind.RATE}),
    "research": frozenset({FactKind.RATE}),
    "expert": MONEY,
    "outreach": MONEY,
    "tax": MONEY,
    "benefit": frozenset({FactKind.COST}),
    "award": MONEY,
    "guideline": MONEY | {FactKind.CALL, FactKind.AREA},
    "other": MONEY,
}


def coverage(record: Record, support_type: str, readings: dict[str, set[str]]) -> Record:
    """FactKind → its state, and how many facts each document gives.

    `support_type` is a slug; `readings` maps a document id to the kinds it was read through for.
    """
    documents = {name["citation"]["source"] for name in record["names"]}
    counts = {kind: Counter(f["citation"]["source"] for f in facts_of(record, kind)) for kind in FactKind}
    for found in counts.values():
        documents |= found.keys()
    excluded = NOT_APPLICABLE.get(support_type, frozenset())
    return {
        kind.value: {
            "state": state_of(kind, counts[kind], excluded, documents, readings).value,
            "facts": dict(sorted(counts[kind].items())),
        }
        for kind in FactKind
    }


def state_of(
    kind: FactKind,
    found: Counter[str],
    excluded: frozenset[FactKind],
    documents: set[str],
    readings: dict[str, set[str]],
) -> FactState:
    if found:
        return FactState.STATED
    if kind in excluded:
        return FactState.NOT_APPLICABLE
    if all(kind in readings.get(document, set()) for document in documents):
        return FactState.NOT_STATED
    return FactState.NOT_READ


def facts_of(record: Record, kind: FactKind) -> Iterator[Record]:
    """The facts of one kind of a contract record, each with its citation."""
    for key in PROGRAM_KEYS.get(kind, ()):
        yield from record[key]
    for edition in record["editions"]:
        for key in EDITION_KEYS.get(kind, ()):
            yield from edition[key]
        if kind == FactKind.PERIOD:
            if edition["period"]:
                yield edition["period"]
            yield from (part["period"] for part in edition["parts"] if part["period"])

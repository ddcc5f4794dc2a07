"""One identity a program: which printed names are one program, and which near-names are two.

fixtures/records/identity.yaml holds every decision with its reason; the build refuses a name that
two records bear, a record of another document joined to a program, and a near-name, without one.
"""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from . import schema
from .parse import fold

# Shorter names (5G, テレワーク) stand inside too many others to say anything.
SHORTEST_NEAR_NAME = 6
NEAR_PERCENT = 85

Pair = frozenset[str]


@dataclass(frozen=True)
class Printed:
    """A name as one record prints it, and the program that the record is of."""

    code: str
    name: str
    document: str
    at: schema.Line


def are_near(one: str, other: str) -> bool:
    """Whether two names could pass for one: the same letters, one inside the other, one with
    something put into it, or nearly alike.
    """
    short, long = sorted((fold(one), fold(other)), key=len)
    if short == long:
        return True
    if len(short) < SHORTEST_NEAR_NAME:
        return False
    if any(long.startswith(short[:cut]) and long.endswith(short[cut:]) for cut in range(len(short))):
        return True
    matcher = difflib.SequenceMatcher(None, short, long, autojunk=False)
    return short in long or (
        matcher.quick_ratio() * 100 >= NEAR_PERCENT and matcher.ratio() * 100 >= NEAR_PERCENT
    )


def undecided_names(names: Iterable[Printed], decided: set[Pair]) -> Iterator[tuple[Printed, Printed]]:
    """Near-names of two programs that no decision and no stated tie keeps apart."""
    for one, other in combinations(names, 2):
        pair = frozenset((one.code, other.code))
        if len(pair) == 2 and pair not in decided and are_near(one.name, other.name):
            yield one, other


def merge_problems(entries: Iterable[Printed], decisions: list[schema.Merge]) -> Iterator[str]:
    """Joined records without a decision, and decisions that no record follows."""
    made = {(d.document, d.code, fold(d.name), str(d.at)) for d in decisions}
    joined = {(e.document, e.code, fold(e.name), str(e.at)) for e in entries}
    for document, code, name, at in sorted(joined - made):
        yield f"「{name}」（{document} {at}行）を「{code}」とする決定がありません。"
    for document, code, name, at in sorted(made - joined):
        yield f"決定にある「{name}」（{document} {at}行）を「{code}」とする記録がありません。"

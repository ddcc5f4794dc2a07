"""Lineage: which program came before, which contains which. Pure rules over (from, to) pairs of codes."""

from collections import defaultdict
from collections.abc import Iterable

from .choices import RelationKind

Edge = tuple[str, str]

# Ties that order programs. 関連 orders nothing.
DIRECTED = frozenset({RelationKind.PREDECESSOR, RelationKind.RENAMED_FROM, RelationKind.PART_OF})


def find_cycle(edges: Iterable[Edge]) -> list[str]:
    """Codes along one circle of directed ties, its first code repeated at the end; empty if there is none.

    "前身" and "上位" order programs: nothing is its own ancestor, by whatever way.
    """
    followers: dict[str, list[str]] = defaultdict(list)
    for start, end in edges:
        followers[start].append(end)
    settled: set[str] = set()
    for root in sorted(followers):
        trail: list[str] = []
        pending = [(root, iter(followers[root]))] if root not in settled else []
        if pending:
            trail.append(root)
        while pending:
            code, rest = pending[-1]
            following = next(rest, None)
            if following is None:
                settled.add(code)
                pending.pop()
                trail.pop()
            elif following in trail:
                return [*trail[trail.index(following) :], following]
            elif following not in settled:
                trail.append(following)
                pending.append((following, iter(followers[following])))
    return []

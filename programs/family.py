"""The family of a program: what came before and after it, what contains it and what it contains.

A tie says that `to` is the 前身, 旧名称 or 上位 of `from`; the ties make no circle (lineage.py).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from .choices import RelationKind
from .models import Edition, ProgramRelation
from .querysets import ProgramRelationQuerySet

IN_TIME = frozenset({RelationKind.PREDECESSOR, RelationKind.RENAMED_FROM})
IN_SPACE = frozenset({RelationKind.PART_OF})


@dataclass(frozen=True)
class Tie:
    """One stored relation between published programs; `document` is None for the editors' reading."""

    start: str
    start_name: str
    kind: str
    end: str
    end_name: str
    document: str | None
    first_line: int | None
    last_line: int | None
    literal: str
    note: str


@dataclass
class Branch:
    """One program of a family, those that follow it (or that it contains) below it.

    `tie` is the one that hangs it on the branch above. `unshown` counts parts left out.
    """

    code: str
    name: str
    tie: Tie | None
    children: list["Branch"] = field(default_factory=list)
    unshown: int = 0

    def codes(self) -> Iterator[str]:
        yield self.code
        for child in self.children:
            yield from child.codes()


@dataclass(frozen=True)
class Family:
    """Trees from the oldest, and from the widest, down to a program and what comes below it."""

    lineage: list[Branch]
    containment: list[Branch]
    ancestors: list[str]

    def codes(self) -> set[str]:
        return {code for root in self.lineage + self.containment for code in root.codes()}


# More parts of one program than these are counted, not listed, on the pages of their siblings.
MOST_SIBLINGS = 8


def family_of(code: str, name: str) -> Family:
    """Reads the ties around a program, a query for each step up or down."""
    ties = ProgramRelation.objects.directed_between_published()
    above = trace(code, lambda codes: as_ties(ties.starting_at(codes)))
    below = trace(code, lambda codes: as_ties(ties.ending_at(codes)))
    parents = {tie.end for tie in above if tie.start == code and tie.kind in IN_SPACE}
    siblings = as_ties(ties.ending_at(parents)) if parents else []
    known = list(dict.fromkeys([*above, *below, *siblings]))
    names = {code: name} | {t.start: t.start_name for t in known} | {t.end: t.end_name for t in known}
    in_time = [tie for tie in known if tie.kind in IN_TIME]
    in_space = [tie for tie in known if tie.kind in IN_SPACE]
    return Family(
        lineage=trees(code, names, in_time),
        containment=trees(code, names, in_space),
        ancestors=sorted(upwards(code, in_time) - {code}),
    )


def as_ties(relations: ProgramRelationQuerySet) -> list[Tie]:
    rows = relations.values_list(
        "from_program__code",
        "from_program__name",
        "kind",
        "to_program__code",
        "to_program__name",
        "source__document_id",
        "first_line",
        "last_line",
        "literal",
        "note",
    ).order_by("from_program__position", "from_program__code", "kind")
    return [Tie(*row) for row in rows]


def trace(code: str, step: Callable[[set[str]], Iterable[Tie]]) -> list[Tie]:
    """All ties met on the way from one program in one direction, nearest first."""
    found: dict[Tie, None] = {}
    frontier, seen = {code}, {code}
    while frontier:
        ties = [tie for tie in step(frontier) if tie not in found]
        found |= dict.fromkeys(ties)
        frontier = {end for tie in ties for end in (tie.start, tie.end)} - seen
        seen |= frontier
    return list(found)


def upwards(code: str, ties: list[Tie]) -> set[str]:
    """The program itself and all that it comes after, or is a part of."""
    found, frontier = {code}, {code}
    while frontier:
        frontier = {tie.end for tie in ties if tie.start in frontier} - found
        found |= frontier
    return found


def trees(code: str, names: dict[str, str], ties: list[Tie]) -> list[Branch]:
    """The ties around a program as trees, each from a program that nothing is above; none if untied."""
    path = upwards(code, ties)
    parents = {tie.end for tie in ties if tie.start == code}

    def branch(at: str, tie: Tie | None) -> Branch:
        below = [tie for tie in ties if tie.end == at]
        shown = below
        if at in path - {code}:
            # Off the way to this program only its own siblings are of interest, if they are few.
            few = at in parents and len(below) <= MOST_SIBLINGS
            shown = below if few else [tie for tie in below if tie.start in path]
        return Branch(at, names[at], tie, [branch(t.start, t) for t in shown], len(below) - len(shown))

    roots = path - {tie.start for tie in ties if tie.end in path}
    found = [branch(root, None) for root in sorted(roots)]
    return [root for root in found if root.children or root.unshown]


def years_of(codes: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Program code → first and last fiscal year of its editions; one without any year is left out."""
    years: dict[str, list[int]] = {}
    editions = Edition.objects.filter(program__code__in=codes, fiscal_year__isnull=False)
    for code, year in editions.values_list("program__code", "fiscal_year"):
        years.setdefault(code, []).append(year or 0)
    return {code: (min(found), max(found)) for code, found in years.items()}

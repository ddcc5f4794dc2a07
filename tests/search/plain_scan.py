"""The search of programs once more, the slow and plain way: every rule on every document, no index.

Nothing here reads a bitmap. What this and the search agree on is right on the engine that a test runs
on; as both engines are held to it, they agree with each other.
"""

from dataclasses import dataclass
from math import log2
from typing import Any

from django.http import QueryDict

from programs.calls import status_on
from programs.choices import AreaLevel, CallStatus
from programs.models import Area
from search.models import ProgramDocument, Synonym
from search.normalize import fold
from search.query import Alternative, Term, parse
from search.ranking import EXACT, FURTHER, MOST_TOLD, ONLY_NAMED, POINTS, RARITY_UNIT, TOLD
from search.snapshot import day_of
from search.texts import Zone

GROUPS = ("field", "applicant", "support_type", "designation", "call", "fiscal_year")


@dataclass
class Document:
    number: int
    code: str
    position: int
    name_key: bytes
    budget_yen: int | None
    updated_at: Any
    zones: list[str]
    facets: set[str]

    def has(self, facet: str) -> bool:
        return facet in self.facets

    def one(self, dimension: str) -> int:
        [value] = [f.partition(":")[2] for f in self.facets if f.startswith(f"{dimension}:")]
        return int(value)

    def statuses(self, today) -> set[str]:
        windows = [f.removeprefix("call:").split("/") for f in self.facets if f.startswith("call:")]
        found = {status_on(day_of(opens), day_of(closes), today) for opens, closes in windows}
        stated = found - {CallStatus.NOT_STATED}
        return {*stated} if stated else {CallStatus.NOT_STATED}


class PlainScan:
    """All documents in memory; `today` is the day that 公募状況 is of."""

    def __init__(self, today):
        self.today = today
        self._standing: dict[str, dict[int, set[Zone]]] = {}
        self.synonyms = Synonym.objects.in_force()
        self.areas = {area.code: area for area in Area.objects.with_parents()}
        columns = ("number", "program__code", "program__position", "name_key", "budget_yen")
        rows = ProgramDocument.objects.values_list(
            *columns, "program__public_record__updated_at", "text", "facets"
        )
        self.documents = [
            Document(number, code, position, bytes(name), yen, updated, text.split("\f"), set(facets))
            for number, code, position, name, yen, updated, text, facets in rows
        ]

    # -- which ----------------------------------------------------------------------------------

    def hits(self, query: QueryDict, without: str | None = None) -> list[Document]:
        """Documents that meet every condition but one."""
        terms = parse(query.get("q", "").strip(), self.synonyms)
        return [
            document
            for document in self.documents
            if (without == "q" or all(self.holds(document, term) for term in terms))
            and all(self.admits(document, query, name) for name in GROUPS if name != without)
            and (without == "place" or self.in_place(document, query.get("area"), query.get("nationwide")))
        ]

    def holds(self, document: Document, term: Term) -> bool:
        return any(document.number in self.standing(way) for way in term.alternatives)

    def standing(self, way: Alternative) -> dict[int, set[Zone]]:
        """Document → the zones that hold a text; kept, since each is asked for many times."""
        if way.text not in self._standing:
            zones = {d.number: {z for z in Zone if way.pattern.search(d.zones[z])} for d in self.documents}
            self._standing[way.text] = {number: held for number, held in zones.items() if held}
        return self._standing[way.text]

    def admits(self, document: Document, query: QueryDict, name: str) -> bool:
        values = query.getlist(name)
        return not values or any(self.carries(document, name, value) for value in values)

    def carries(self, document: Document, name: str, value: str) -> bool:
        if name == "call":
            return value in document.statuses(self.today)
        return document.has(f"{name}:{value}")

    def in_place(self, document: Document, code: str | None, nationwide: str | None) -> bool:
        if not code:
            return True
        lineage = [area.code for area in self.areas[code].lineage]
        return (
            document.has(f"within:{code}")
            or any(document.has(f"covers:{above}") for above in lineage)
            or (nationwide != "exclude" and document.has("reach:nationwide"))
        )

    def counts(self, query: QueryDict, name: str, values: list[str]) -> dict[str, int]:
        """How many hits each value of a filter would give, the other filters as they are."""
        others = self.hits(query, without=name)
        return {value: sum(self.carries(d, name, value) for d in others) for value in values}

    def prefecture_counts(self, query: QueryDict) -> dict[str, int]:
        others = self.hits(query, without="place")
        return {
            code: sum(self.in_place(d, code, query.get("nationwide")) for d in others)
            for code, area in self.areas.items()
            if area.level == AreaLevel.PREFECTURE
        }

    # -- in which order -------------------------------------------------------------------------

    def ordered(self, query: QueryDict) -> list[int]:
        hits = self.hits(query)
        terms = parse(query.get("q", "").strip(), self.synonyms)
        found = [sum(self.holds(d, term) for d in self.documents) for term in terms]
        asked = fold(" ".join(term.typed for term in terms))

        def key(d: Document) -> tuple[Any, ...]:
            match query.get("sort"):
                case "name":
                    return (d.name_key, d.position, d.code)
                case "budget":
                    return (d.budget_yen is None, -(d.budget_yen or 0), d.position, d.code)
                case "updated":
                    return (-d.updated_at.timestamp(), d.position, d.code)
            points = self.points(d, terms, found, asked) if terms else 0
            current = d.statuses(self.today) & {CallStatus.OPEN, CallStatus.UPCOMING}
            return (-points, not current, -d.one("newest"), d.code)

        return [d.number for d in sorted(hits, key=key)]

    def points(self, document: Document, terms: list[Term], found: list[int], asked: str) -> int:
        total = 0
        for zone, points in ((Zone.OTHER_NAMES, EXACT // 2), (Zone.NAME, EXACT)):
            if asked in document.zones[zone].split("\n"):
                total = points
        for term, count in zip(terms, found, strict=True):
            rarity = round(RARITY_UNIT * (1 + log2(len(self.documents) / count)))
            worth = {
                zone: max(
                    (
                        way.weight * POINTS[zone]
                        for way in term.alternatives
                        if zone in self.standing(way).get(document.number, ())
                    ),
                    default=0,
                )
                for zone in Zone
            }
            further = sum(worth.values()) - (worth[Zone.OTHER_NAMES] if worth[Zone.NAME] else 0)
            total += rarity * ((100 - FURTHER) * max(worth.values()) + FURTHER * further)
        described = ONLY_NAMED if "only-named:yes" in document.facets else 100
        return total * (100 + TOLD * min(document.one("told"), MOST_TOLD)) * described

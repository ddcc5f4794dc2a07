"""Synthetic public records of the data contract, as many as asked for, one at a time.

    for record in records(1_000_000): ...

The first thousand of a million are the thousand that `records(1_000)` gives.
"""

from collections import deque
from collections.abc import Iterator
from datetime import date
from random import Random

from .cases import Cases
from .editions import Editions, Fact
from .phrases import PLACE_ENDINGS, Phrases, spelled
from .vocabulary import Vocabulary, vocabulary

# The day that calls are open, closed or to come on.
TODAY = date(2024, 10, 1)
OLDEST, NEWEST = 2016, 2024
# Characters, without the place; the catalog takes names of up to 100.
LONGEST_NAME = 90
# Multiplying by an odd number modulo a power of two gives every number once, out of order.
_SCRAMBLE, _CODES = 2_654_435_761, 2**32
# Programs that a new one may stand in relation to.
REMEMBERED = 64
RELATIONS = ("related", "successor", "predecessor", "part_of", "renamed_from")
FACT_KINDS = {
    "contact": "offices",
    "budget": "budgets",
    "rate": "rates",
    "applicant": "applicants",
    "cost": "eligible_costs",
    "area": "target_areas",
    "call": "calls",
}


def records(size: int, seed: int = 1, today: date = TODAY) -> Iterator[Fact]:
    """`size` records; the same `seed` gives the same ones. Memory does not grow with `size`."""
    programs = Programs(vocabulary(), Random(seed), today)
    return (programs.record(number) for number in range(size))


def code_of(number: int) -> str:
    """The code of the n-th record: unique, and its alphabetical order says nothing of n."""
    return f"p{(number + 1) * _SCRAMBLE % _CODES:08x}"


class Programs:
    def __init__(self, words: Vocabulary, rng: Random, today: date):
        self.phrases = Phrases(words, rng)
        self.editions = Editions(words, self.phrases, today)
        self.cases = Cases(words, self.phrases, self.editions)
        self.random, self.pick = self.phrases.random, self.phrases.pick
        self.fields, self.support_types = tuple(words.fields), tuple(words.support_types)
        self.kanji = words.place_kanji
        self.links = words.column("link", "label")
        self.told: deque[tuple[str, str]] = deque(maxlen=REMEMBERED)

    def record(self, number: int) -> Fact:
        phrases, random = self.phrases, self.random
        code, name = code_of(number), self.own_name(number)
        home = self.cases.town()
        editions = self.written_editions(self.editions.areas(home))
        year = editions[0]["fiscal_year"]
        cases = self.cases.cases(year, home)
        outcomes = [self.cases.outcome(year)] if random() < 0.3 else []
        aliases = [phrases.name() for _ in range(phrases.below(3))] if random() < 0.35 else []
        relations = [self.relation()] if self.told and random() < 0.3 else []
        links = [self.link()] if random() < 0.15 else []
        self.told.append((code, name))
        return {
            "code": code,
            "url": f"/programs/{code}/",
            "name": name,
            "reading": None,
            "aliases": aliases,
            "names": [{"name": a, "citation": self.editions.cited(a), "note": None} for a in aliases],
            "other_ministry": False,
            "support_type": self.pick(self.support_types),
            "fields": list(dict.fromkeys(self.pick(self.fields) for _ in range(1 + phrases.below(3)))),
            "summary": "".join(phrases.sentence(phrases.below(3)) for _ in range(3 + phrases.below(2))),
            "purpose": phrases.sentence(2),
            "editions": editions,
            "cases": cases,
            "outcomes": outcomes,
            "relations": relations,
            "links": links,
            "roadmap": [],
            "coverage": coverage(editions, cases, outcomes, links),
        }

    def own_name(self, number: int) -> str:
        """A name that no other program has, as in the catalog: it ends with a place of its own."""
        place = spelled(number, self.kanji, self.kanji, self.kanji) + self.pick(PLACE_ENDINGS)
        return f"{self.phrases.name()[:LONGEST_NAME]}（{place}）"

    def written_editions(self, areas: list[Fact]) -> list[Fact]:
        """One to three fiscal years in a row, newest first; recent years are commoner."""
        year = NEWEST - self.phrases.rank(NEWEST - OLDEST + 1) + 1
        newest = self.editions.newest(year, areas)
        earlier = range(year - 1, max(year - 1 - self.phrases.below(3), OLDEST - 1), -1)
        return [newest, *(self.editions.older(year, newest["applicants"]) for year in earlier)]

    def relation(self) -> Fact:
        code, name = self.phrases.one_of(self.told)
        kind = self.pick(RELATIONS)
        return {
            "kind": kind,
            "program": code,
            "name": name,
            "basis": "editorial",
            "citation": None,
            "note": None,
        }

    def link(self) -> Fact:
        label = f"{self.phrases.noun()} {self.pick(self.links)}"
        url = f"https://www.example.jp/{self.phrases.rank()}/"
        return {"label": label, "url": url, "citation": self.editions.cited(label), "note": None}


def coverage(editions: list[Fact], cases: list[Fact], outcomes: list[Fact], links: list[Fact]) -> Fact:
    """The ledger of what is stated; facts are counted under the source of the first."""
    facts = {kind: [fact for e in editions for fact in e[key]] for kind, key in FACT_KINDS.items()}
    facts |= {"case": cases, "outcome": outcomes, "reference": links, "period": []}
    return {kind: stated(found) for kind, found in facts.items()}


def stated(facts: list[Fact]) -> Fact:
    if not facts:
        return {"state": "not_stated", "facts": {}}
    return {"state": "stated", "facts": {facts[0]["citation"]["source"]: len(facts)}}

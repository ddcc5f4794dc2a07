"""Editions of synthetic programs: budgets, rates, applicants, areas, calls and offices of one fiscal year."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from .phrases import Phrases
from .vocabulary import Area, Vocabulary

Fact = dict[str, Any]

MILLION = 10**6
LONGEST_LITERAL = 60  # characters; the contract's limit
SHARES = ((1, 2), (1, 3), (2, 3), (1, 1), (3, 4), (4, 5), (3, 10), (2, 5), (7, 10), (1, 4))
PHASES = (("initial", "当初"), ("supplementary", "補正"), ("request", "概算要求"), ("draft", "予算案"))
CAPS = (("subsidy", "補助額"), ("eligible_cost", "対象経費"), ("not_stated", ""))
# Share of the calls that are closed, open, and to come.
CLOSED, OPEN = 0.5, 0.8


class Editions:
    """Writes editions as the data contract has them; every figure cites a made-up line."""

    def __init__(self, words: Vocabulary, phrases: Phrases, today: date):
        self.words, self.phrases, self.today = words, phrases, today
        self.random, self.below, self.pick = phrases.random, phrases.below, phrases.pick
        self.labels = words.column("printedlabel", "text")
        self.conditions = words.column("subsidyrate", "condition")
        self.materials = words.column("material", "name")

    def cited(self, literal: str) -> Fact:
        line = 1 + self.below(1800)
        source = self.words.sources[self.below(len(self.words.sources))]
        return {"source": source, "lines": [line, line], "literal": literal[:LONGEST_LITERAL]}

    def newest(self, year: int, areas: list[Fact]) -> Fact:
        """The edition that tells the most."""
        random, phrases = self.random, self.phrases
        return self.edition(
            year,
            printed_field=self.pick(self.labels) if random() < 0.5 else None,
            offices=[self.office()] if random() < 0.8 else [],
            budgets=[self.budget(year)] if random() < 0.6 else [],
            rates=[self.rate() for _ in range(1 + self.below(3))] if random() < 0.5 else [],
            caps=[self.cap()] if random() < 0.25 else [],
            applicants=self.applicants(),
            implementing_bodies=self.applicants() if random() < 0.4 else [],
            eligible_costs=[self.cost() for _ in range(self.below(5))],
            target_areas=areas,
            requirements=[self.stated("text", phrases.sentence(0)) for _ in range(self.below(4))],
            calls=[self.call()] if random() < 0.3 else [],
            parts=[self.part() for _ in range(1 + self.below(4))] if random() < 0.4 else [],
            materials=[self.material()] if random() < 0.3 else [],
        )

    def older(self, year: int, applicants: list[Fact]) -> Fact:
        """An edition of an earlier year: who may apply has not changed, the budget has."""
        budgets, costs = [self.budget(year)], [self.cost()] if self.random() < 0.5 else []
        return self.edition(year, budgets=budgets, applicants=applicants, eligible_costs=costs)

    def edition(self, year: int, **told: Any) -> Fact:
        """One edition; what is not told is not stated."""
        return {
            "fiscal_year": year,
            "year_note": None,
            "printed_field": None,
            "strategy_ref": None,
            "offices": [],
            "budgets": [],
            "rates": [],
            "caps": [],
            "applicants": [],
            "excluded_applicants": [],
            "implementing_bodies": [],
            "eligible_costs": [],
            "excluded_costs": [],
            "funding_sources": [],
            "target_areas": [],
            "requirements": [],
            "calls": [],
            "period": None,
            "parts": [],
            "labels": [],
            "materials": [],
        } | told

    # -- money ------------------------------------------------------------------------------------

    def budget(self, year: int) -> Fact:
        millions = self.phrases.rank(30_000)
        phase, label = self.pick(PHASES)
        return {
            "fiscal_year": year,
            "phase": phase,
            "account": "一般会計" if self.random() < 0.3 else None,
            "amount_yen": millions * MILLION,
            "part_of_larger": self.random() < 0.1,
            "component": None,
            "separate_measure": False,
            "citation": self.cited(f"令和{max(year - 2018, 1)}年度{label} {millions:,}百万円"),
            "note": None,
        }

    def rate(self) -> Fact:
        numerator, denominator = self.pick(SHARES)
        shares = [{"payer": "国", "numerator": numerator, "denominator": denominator}]
        if numerator < denominator and self.random() < 0.3:
            rest = {"payer": "自治体", "numerator": denominator - numerator, "denominator": denominator}
            shares.append(rest)
        condition = self.pick(self.conditions) if self.random() < 0.4 else None
        capped = self.random() < 0.3
        return {
            "component": self.phrases.compound() if self.random() < 0.4 else None,
            "applicant": self.pick(self.words.applicants)[0] if self.random() < 0.5 else None,
            "area": None,
            "condition": condition,
            "is_fixed_amount": False,
            "shares": shares,
            "cap_yen": self.phrases.rank(5000) * 10_000 if capped else None,
            "cap_of": "subsidy" if capped else None,
            "base": None,
            "no_cap": False,
            "citation": self.cited(f"{condition or '補助率'} {numerator}/{denominator}"),
            "note": None,
        }

    def cap(self) -> Fact:
        of, label = self.pick(CAPS)
        amount = self.phrases.rank(8000)
        return {
            "amount_yen": amount * 10_000,
            "of": of,
            "per": "1団体" if self.random() < 0.5 else None,
            "component": None,
            "citation": self.cited(f"{label}上限{amount:,}万円"),
            "note": None,
        }

    def cost(self) -> Fact:
        name = self.pick(self.words.costs) if self.random() < 0.5 else f"{self.phrases.noun()}に要する経費"
        return self.stated("name", name) | {"limit": None}

    # -- who and where ----------------------------------------------------------------------------

    def applicants(self) -> list[Fact]:
        """One to three as printed, of at most four kinds together."""
        found: dict[str, tuple[str, ...]] = {}
        for _ in range(1 + self.below(3)):
            name, kinds = self.pick(self.words.applicants)
            if len({kind for other in found.values() for kind in other}.union(kinds)) <= 4:
                found[name] = kinds
        return [self.stated("name", name) | {"kinds": list(kinds)} for name, kinds in found.items()]

    def areas(self, home: Area) -> list[Fact]:
        """What a program is limited to: in seven of ten nothing, else places or designations."""
        chance = self.random()
        if chance < 0.7:
            return []
        if chance < 0.78:
            found = {self.pick(self.words.designations) for _ in range(1 + self.below(3))}
            return [self.area(name, "designation", code) for name, code in sorted(found)]
        wanted = "district" if chance < 0.82 else "prefecture" if chance < 0.91 else "municipality"
        place = next(area for area in self.lineage(home) if area.level == wanted)
        return [self.area(place.full_name, place.level, place.code)]

    def lineage(self, area: Area) -> Iterable[Area]:
        return (self.words.areas[code] for code in area.above)

    def area(self, name: str, kind: str, code: str) -> Fact:
        return self.stated("name", name) | {"kind": kind, "code": code}

    def office(self) -> Fact:
        if self.random() < 0.5:
            code, name = self.pick(self.words.offices)
        else:
            code = f"office-{self.phrases.rank(100_000)}"
            name = f"総務省{self.phrases.compound()}課{self.phrases.compound()}推進室"
        phone = f"0{1 + self.below(9)}-{1000 + self.below(9000)}-{1000 + self.below(9000)}"
        return {
            "code": code,
            "name": name,
            "phone": phone,
            "fax": None,
            "email": None,
            "hours": None,
            "address": None,
            "citation": self.cited(name),
            "note": None,
        }

    # -- the rest ---------------------------------------------------------------------------------

    def call(self) -> Fact:
        """A call closed, open or to come on the day that the corpus is of."""
        chance, width = self.random(), timedelta(days=14 + self.below(76))
        days = timedelta(days=1 + self.below(13))
        if chance < CLOSED:
            opens = self.today - width - timedelta(days=1 + self.below(2000))
        else:
            opens = self.today - days if chance < OPEN else self.today + days
        closes = opens + width
        return {
            "opens_on": opens.isoformat(),
            "closes_on": closes.isoformat(),
            "printed_status": None,
            "label": f"{self.phrases.noun()}の公募" if self.random() < 0.4 else None,
            "window": None,
            "citation": self.cited(f"公募期間 {opens.month}/{opens.day}～{closes.month}/{closes.day}"),
            "note": None,
        }

    def part(self) -> Fact:
        name = f"{self.phrases.noun()}{self.pick(self.words.name_endings)}"
        return {
            "number": None,
            "name": name,
            "summary": self.phrases.sentence(0),
            "period": None,
            "citation": self.cited(name),
            "note": None,
        }

    def material(self) -> Fact:
        name = self.phrases.noun() + "に関する" + self.pick(self.materials)
        return {"kind": "guide", "name": name, "dated": None, "citation": self.cited(name), "note": None}

    def stated(self, key: str, text: str) -> Fact:
        """A fact that is one text: a cost, an applicant, a requirement."""
        return {key: text, "component": None, "citation": self.cited(text), "note": None}

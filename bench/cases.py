"""Cases of synthetic programs: where something was tried, by whom, and what was counted."""

from .editions import Editions, Fact
from .phrases import Phrases
from .vocabulary import Area, Vocabulary

# Cases of one program: four in ten have none, few have three.
HOW_MANY = (0, 0, 0, 0, 1, 1, 1, 2, 2, 3)


class Cases:
    def __init__(self, words: Vocabulary, phrases: Phrases, editions: Editions):
        self.words, self.phrases, self.editions = words, phrases, editions
        self.random, self.below, self.pick = phrases.random, phrases.below, phrases.pick
        self.themes = words.column("casestudy", "theme")
        self.awards = words.column("casestudy", "award")

    def town(self) -> Area:
        """A municipality; a few prefectures hold most of them, and the last ones are rare."""
        prefecture = self.pick(self.words.prefectures)
        return self.pick(self.words.towns[prefecture.code])

    def cases(self, year: int, home: Area) -> list[Fact]:
        return [self.case(year, home) for _ in range(self.phrases.one_of(HOW_MANY))]

    def case(self, year: int, home: Area) -> Fact:
        random, phrases = self.random, self.phrases
        town = home if random() < 0.4 else self.town()
        organizations = [phrases.organization() for _ in range(self.below(3))]
        title = phrases.title()
        return {
            "title": title,
            "fiscal_year": year if random() < 0.6 else None,
            "day": None,
            "day_label": None,
            "theme": self.pick(self.themes) if random() < 0.2 else None,
            "award": self.pick(self.awards) if random() < 0.05 else None,
            "summary": f"{town.name}の{phrases.place()}で、{phrases.sentence(1)}",
            "problem": phrases.sentence(1) if random() < 0.5 else None,
            "support": phrases.sentence(0) if random() < 0.4 else None,
            "places": [self.place(town)],
            "organizations": organizations,
            "advisers": [phrases.person()] if random() < 0.2 else [],
            "roles": [{"name": name, "role": None} for name in organizations],
            "outcomes": [self.outcome(year)] if random() < 0.5 else [],
            "mentions": [],
            "note": None,
            "citation": self.editions.cited(title),
        }

    def place(self, town: Area) -> Fact:
        prefecture = self.words.areas[town.above[1]]
        return {
            "name": town.full_name,
            "prefecture": prefecture.name,
            "municipality": town.name,
            "code": town.code,
        }

    def outcome(self, year: int) -> Fact:
        metric, unit = self.pick(self.words.metrics)
        value = self.phrases.rank(100 if unit == "%" else 50_000)
        return {
            "metric": metric,
            "value": value,
            "unit": unit,
            "qualifier": "about" if self.random() < 0.1 else None,
            "fiscal_year": year,
            "nature": "result",
            "table": None,
            "subject": None,
            "citation": self.editions.cited(f"{metric}：{value}{unit}"),
            "note": None,
        }

"""The real catalog's own words and areas, read from the committed fixtures.

Everything synthetic is recombined from these, so that a benchmark meets the words, the lengths and the
skew that the catalog has. Tuples of words are ordered commonest first.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

Fields = dict[str, Any]

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"

_KANJI_RUN = re.compile(r"[一-鿿々]{2,}")
_KATAKANA_RUN = re.compile(r"[ァ-ヺー]{4,}")
# The last two words of a name, where its kanji run divides into words of two.
_NAME_ENDING = re.compile(r"(?<![一-鿿々])(?:[一-鿿々]{2})*([一-鿿々]{4})$|([ァ-ヺー]{4,})$")
_NEVER_FIRST = "ンーッャュョァィゥェォ"
_TOWN = re.compile(r"[市区町村]$")


@dataclass(frozen=True)
class Area:
    """A place of the code standard; `above` holds its own code and those of all that contain it."""

    code: str
    level: str
    name: str
    full_name: str
    above: tuple[str, ...]


class Vocabulary:
    """Words by their place in a record; `rows` are the catalog's fixtures by model name."""

    def __init__(self, rows: Mapping[str, list[Fields]], areas: Iterable[Area]):
        self.rows = rows
        self.areas = {area.code: area for area in areas}

    def column(self, model: str, *names: str) -> tuple[str, ...]:
        """The distinct texts in some columns of one model."""
        return commonest(row[name] for row in self.rows[model] for name in names if row[name])

    # -- vocabularies: label → slug ---------------------------------------------------------------

    @cached_property
    def fields(self) -> dict[str, str]:
        return self._labels("field", (slug for row in self.rows["program"] for (slug,) in row["fields"]))

    @cached_property
    def support_types(self) -> dict[str, str]:
        return self._labels("supporttype", (row["support_type"][0] for row in self.rows["program"]))

    def _labels(self, model: str, used: Iterable[str]) -> dict[str, str]:
        count = Counter(used)
        rows = sorted(self.rows[model], key=lambda row: -count[row["slug"]])
        return {row["name"]: row["slug"] for row in rows}

    # -- facts ------------------------------------------------------------------------------------

    @cached_property
    def sources(self) -> tuple[str, ...]:
        return self.column("source", "document_id")

    @cached_property
    def applicants(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Who may apply as printed, with the kinds of applicant meant."""
        rows = self.rows["eligibleapplicant"]
        return commonest((row["name"], tuple(k for (k,) in row["kinds"])) for row in rows if row["kinds"])

    @cached_property
    def costs(self) -> tuple[str, ...]:
        return self.column("eligiblecost", "name")

    @cached_property
    def offices(self) -> tuple[tuple[str, str], ...]:
        """(code, name) of the offices."""
        return tuple((row["code"], row["name"]) for row in self.rows["office"])

    @cached_property
    def designations(self) -> tuple[tuple[str, str], ...]:
        """(name as printed, code) of the designated kinds of area."""
        rows = self.rows["targetarea"]
        return commonest((row["name"], row["designation"]) for row in rows if row["designation"])

    @cached_property
    def metrics(self) -> tuple[tuple[str, str], ...]:
        """(what was measured, its unit)."""
        rows = self.rows["outcome"]
        return commonest((row["metric"], row["unit"]) for row in rows if row["number"] and row["unit"])

    # -- areas ------------------------------------------------------------------------------------

    @cached_property
    def districts(self) -> tuple[Area, ...]:
        return self._at("district")

    @cached_property
    def prefectures(self) -> tuple[Area, ...]:
        return self._at("prefecture")

    @cached_property
    def towns(self) -> dict[str, tuple[Area, ...]]:
        """Prefecture code → its municipalities."""
        found: dict[str, list[Area]] = {}
        for area in self._at("municipality"):
            found.setdefault(area.above[1], []).append(area)
        return {code: tuple(areas) for code, areas in found.items()}

    def _at(self, level: str) -> tuple[Area, ...]:
        """The areas of one level, those that the cases name most first."""
        named = Counter(code for row in self.rows["caseplace"] for code in self._above(row["area"]))
        areas = [area for area in self.areas.values() if area.level == level]
        return tuple(sorted(areas, key=lambda area: (-named[area.code], area.code)))

    def _above(self, key: list[str] | None) -> tuple[str, ...]:
        return self.areas[key[0]].above if key else ()

    # -- sentences and parts of words -------------------------------------------------------------

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Everything written in sentences, without the full stop."""
        texts = (
            *self.column("program", "summary", "purpose"),
            *self.column("casestudy", "summary", "problem", "support"),
            *self.column("requirement", "text"),
            *self.column("programpart", "summary"),
        )
        return commonest(s for text in texts for s in text.split("。") if s)

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """Two kanji each, cut out of compounds: 情報通信基盤 holds 情報, 通信 and 基盤."""
        runs = (run for text in self._texts() for run in _KANJI_RUN.findall(text))
        return commonest(piece for run in runs if len(run) % 2 == 0 for piece in in_twos(run))

    @cached_property
    def syllables(self) -> tuple[str, ...]:
        """Two katakana each, out of words: what an invented product is called by."""
        runs = (run for text in self._texts() for run in _KATAKANA_RUN.findall(text))
        return commonest(p for run in runs for p in in_twos(run) if p[0] not in _NEVER_FIRST)

    @cached_property
    def name_endings(self) -> tuple[str, ...]:
        found = (_NAME_ENDING.search(name) for name in self.column("program", "name"))
        return commonest(match[1] or match[2] for match in found if match)

    @cached_property
    def place_kanji(self) -> tuple[str, ...]:
        """Characters that names of municipalities are written with."""
        names = (_TOWN.sub("", area.name) for area in self._at("municipality"))
        return commonest(kanji for name in names for kanji in name if "一" <= kanji <= "鿿")

    def _texts(self) -> Iterator[str]:
        yield from self.sentences
        yield from self.column("program", "name")
        yield from self.column("casestudy", "title")


def commonest(values: Iterable[Any]) -> tuple[Any, ...]:
    """The distinct values, those that come most often first."""
    return tuple(value for value, _ in Counter(values).most_common())


def in_twos(run: str) -> Iterator[str]:
    return (run[n : n + 2] for n in range(0, len(run) - 1, 2))


@cache
def vocabulary() -> Vocabulary:
    rows: dict[str, list[Fields]] = {}
    for entry in json.loads((FIXTURES / "catalog.json").read_text(encoding="utf-8")):
        rows.setdefault(entry["model"].removeprefix("programs."), []).append(entry["fields"])
    areas = json.loads((FIXTURES / "areas.json").read_text(encoding="utf-8"))
    return Vocabulary(rows, areas_of([entry["fields"] for entry in areas]))


def areas_of(rows: list[Fields]) -> Iterator[Area]:
    """Areas with what contains them, nearest first."""
    parent = {row["code"]: row["parent"][0] if row["parent"] else None for row in rows}
    for row in rows:
        above, code = [], row["code"]
        while code:
            above.append(code)
            code = parent[code]
        yield Area(row["code"], row["level"], row["name"], row["full_name"], tuple(above))

"""A roadmap as a page: themes, their models, each with what is planned and how it is judged."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext

from programs.languages import localized

from .figures import Figure
from .notes import far_mark
from .outcomes import OutcomeRow, outcome_row
from .writing import fiscal_year_short

Record = dict[str, Any]


@dataclass(frozen=True)
class RoadmapModel:
    issue: str
    model: Figure
    activities: list[tuple[str, Figure]]
    indicators: list[OutcomeRow]
    effects: list[Figure]
    note: str


@dataclass(frozen=True)
class RoadmapTheme:
    title: str
    models: list[RoadmapModel]


def roadmap_themes(record: Record, letters: dict[str, str]) -> list[RoadmapTheme]:
    """The roadmap of one program by theme; marks lead to the notes on the program's page."""
    mark = partial(far_mark, url=localized(record["url"]), letters=letters)
    themes: dict[str, list[RoadmapModel]] = {}
    for item in record["roadmap"]:
        themes.setdefault(item["theme"], []).append(
            RoadmapModel(
                issue=item["issue"] or "",
                model=Figure(item["model"], mark(item)),
                activities=[
                    (years_of(entry), Figure(entry["text"], mark(entry))) for entry in item["activities"]
                ],
                indicators=[outcome_row(outcome, mark) for outcome in item["indicators"]],
                effects=[Figure(entry["text"], mark(entry)) for entry in item["effects"]],
                note=item["note"] or "",
            )
        )
    return [RoadmapTheme(title, models) for title, models in themes.items()]


def years_of(entry: Record) -> str:
    """「平成28年度」, 「平成28年度～平成30年度」, or nothing where the text lost the years."""
    if entry["from_fiscal_year"] is None:
        return ""
    span = (entry["from_fiscal_year"], entry["to_fiscal_year"])
    return gettext("～").join(dict.fromkeys(fiscal_year_short(year) for year in span))

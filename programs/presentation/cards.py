"""A program as an item of a list: status, name, one sentence, three facts, each with its proof."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext

from programs.calls import program_status
from programs.choices import CallStatus, TargetAreaKind
from programs.editions import TELLING_KEYS, telling_edition
from programs.languages import gloss, is_japanese, localized, term

from .figures import (
    Figure,
    budget_figure,
    cap_figure,
    common_component,
    headline_budgets,
    rate_range,
)
from .items import Item, budget_title, year_and_phase
from .notes import far_marks
from .writing import fiscal_year_label, limit_of

Record = dict[str, Any]

SHOWN_NAMES = 3
LISTED = ("code", "name", "url", "aliases", "summary", "support_type", "fields", "other_ministry")
EDITION_LISTED = ("fiscal_year", *TELLING_KEYS)


@dataclass(frozen=True)
class ProgramCard:
    code: str
    url: str
    name: str
    gloss: str
    support_type: str
    edition: str
    lead: str
    status: CallStatus
    rates: list[Figure]
    rates_of: str
    caps: list[Item]
    states_no_cap: bool
    budget_title: str
    budgets: list[Figure]
    people: str
    areas: str

    @property
    def states_no_money(self) -> bool:
        """Whether neither a rate nor a limit nor a budget is stated: said once, not three times."""
        return not (self.rates or self.caps or self.states_no_cap or self.budgets)


def brief(record: Record) -> Record:
    """Of a contract record what names a program: a fiftieth of it; `fiscal_years` of its editions."""
    years = [edition["fiscal_year"] for edition in record["editions"]]
    return {key: record[key] for key in LISTED} | {
        "fiscal_years": [year for year in years if year is not None]
    }


def listed(record: Record) -> Record:
    """Of a contract record what a list says of a program: a tenth of it, in the same shape."""
    return {key: record[key] for key in LISTED} | {
        "editions": [{key: edition[key] for key in EDITION_LISTED} for edition in record["editions"]]
    }


def program_card(record: Record, letters: dict[str, str], on: date) -> ProgramCard:
    """The card of one contract record, or of what `listed` keeps of it.

    Its marks lead to the notes on the program's page.
    """
    return card_maker(letters, on)(record)


def card_maker(letters: dict[str, str], on: date) -> Callable[[Record], ProgramCard]:
    """`program_card` for many: words that the cards of a page share are looked up once."""
    marks_to = far_marks(letters)
    prefix, glossed = localized(""), not is_japanese()
    kind, edition_label, budgets_label = cache(term), cache(edition_title), cache(budget_title)

    def card(record: Record) -> ProgramCard:
        url = prefix + record["url"]
        mark = marks_to(url)
        edition = telling_edition(record)
        lines = headline_budgets(edition["budgets"], edition["fiscal_year"])
        rates = edition["rates"]
        return ProgramCard(
            code=record["code"],
            url=url,
            name=record["name"],
            gloss=gloss("programs", record["code"]) if glossed else "",
            support_type=kind(record["support_type"]),
            edition=edition_label(edition["fiscal_year"]),
            lead=first_sentence(record["summary"]),
            status=program_status(record, on),
            rates=rate_range(rates, mark),
            rates_of=common_component(rates),
            caps=[
                Item(cap_figure(rate["cap_yen"], mark(rate)), limit_of(rate["cap_of"]))
                for rate in rates
                if rate["cap_yen"] is not None
            ][:1],
            states_no_cap=any(rate["no_cap"] for rate in rates),
            budget_title=budgets_label(*year_and_phase(lines)),
            budgets=[budget_figure(line, mark) for line in lines],
            people=shortened([applicant["name"] for applicant in edition["applicants"]]),
            areas=areas_text(edition["target_areas"]),
        )

    return card


def edition_title(fiscal_year: int | None) -> str:
    return gettext("%(year)s版") % {"year": fiscal_year_label(fiscal_year)}


def first_sentence(text: str) -> str:
    return text.split("。")[0] + "。"


def shortened(names: list[str]) -> str:
    """「市町村、第三セクター、…ほか」: the first names, and that there are more."""
    text = "、".join(names[:SHOWN_NAMES])
    return gettext("%(names)s ほか") % {"names": text} if len(names) > SHOWN_NAMES else text


def areas_text(targets: list[Record]) -> str:
    designations = [t["name"] for t in targets if t["kind"] == TargetAreaKind.DESIGNATION]
    others = [t["name"] for t in targets if t["kind"] != TargetAreaKind.DESIGNATION]
    return shortened(designations + others)

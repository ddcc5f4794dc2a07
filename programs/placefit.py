"""Whether one edition of a program can be used at one place: which condition holds, fails or is open.

The contract gives the conditions that a document prints, not how the document joins them. So "fails" is
said only where nothing is left to ask: every place that is named lies elsewhere, or those who may apply
are named in closed words. What no list of ours can tell (過疎, a condition in the document's words) is
open, never failed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from .areacodes import CityClass, city_class
from .choices import Designation, DesignationExtent, TargetAreaKind

Record = dict[str, Any]

MUNICIPALITY, PREFECTURE = "municipality", "prefecture"
# 立場 as documents name it when they mean all of it.
WHOLE_KINDS = {MUNICIPALITY: ("市町村", "市区町村"), PREFECTURE: ("都道府県",)}
# Kinds of city that documents leave out. Which cities are 中核市 is in no list of ours.
NAMED_CLASSES = {
    "指定都市": CityClass.DESIGNATED,
    "特別区": CityClass.SPECIAL_WARD,
    "中核市": None,
}
# 「民間事業者等」 may hold others too; 高等学校 and 平等 have no 等 of this kind.
OPEN_WORDS = re.compile("(?<![高中初平同均])等|など|ほか|その他")
LEAVES_OUT = re.compile("除く|以外")


class Outcome(Enum):
    """○, ？ or × of a condition, or of all of them together."""

    HOLDS = "holds"
    OPEN = "open"
    FAILS = "fails"


class Kind(Enum):
    """What a condition is about."""

    HERE = "here"  # names the place, or what contains it
    WITHIN = "within"  # names places inside it
    ELSEWHERE = "elsewhere"  # names other places
    UNLIMITED = "unlimited"  # limits itself to no place
    DESIGNATION = "designation"
    CRITERION = "criterion"
    APPLICANT = "applicant"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class Condition:
    """`facts` are those of the contract that say so, none where no document says anything.

    `component` names the part of the program that the condition is of; empty for the whole.
    """

    kind: Kind
    outcome: Outcome
    facts: tuple[Record, ...] = ()
    component: str = ""


@dataclass(frozen=True)
class Place:
    """A prefecture or municipality by its 6-digit code.

    `above` holds its own code and those of all that contain it, `inside` those of all that it
    contains; `designations` what is confirmed of it: Designation → DesignationExtent.
    """

    code: str
    above: frozenset[str]
    inside: frozenset[str] = frozenset()
    designations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fit:
    verdict: Outcome
    conditions: tuple[Condition, ...]

    @property
    def kinds(self) -> set[Kind]:
        return {condition.kind for condition in self.conditions}

    @property
    def asks_for_place(self) -> bool:
        """Whether the edition says anything of places that does not hold all over the country."""
        return any(
            condition.kind in (Kind.WITHIN, Kind.ELSEWHERE, Kind.DESIGNATION, Kind.CRITERION)
            or (condition.kind is Kind.HERE and not is_national(condition.facts))
            for condition in self.conditions
        )


def edition_fit(edition: Record, place: Place, applicant: str) -> Fit:
    """One edition of the contract for an applicant (slug of a 立場) at a place.

    Reads `target_areas`, `applicants` and `excluded_applicants`, nothing else.
    """
    conditions = (
        *area_conditions(edition["target_areas"], place),
        applicant_condition(edition["applicants"], place, applicant),
        *exclusions(edition["excluded_applicants"], place, applicant),
    )
    return Fit(verdict(conditions), conditions)


def verdict(conditions: Iterable[Condition]) -> Outcome:
    """All must hold, and one that fails decides. A condition of a part never fails the whole program."""
    open_ones = False
    for condition in conditions:
        if condition.outcome is Outcome.FAILS and not condition.component:
            return Outcome.FAILS
        open_ones |= condition.outcome is not Outcome.HOLDS
    return Outcome.OPEN if open_ones else Outcome.HOLDS


# -- places -----------------------------------------------------------------------------------------


def area_conditions(targets: list[Record], place: Place) -> Iterator[Condition]:
    """The conditions that 対象地域 makes, those of the whole program first, then part by part."""
    if not targets:
        yield Condition(Kind.UNLIMITED, Outcome.HOLDS)
    components = dict.fromkeys(target["component"] or "" for target in targets)
    for component in sorted(components, key=bool):
        own = [target for target in targets if (target["component"] or "") == component]
        designated = [target for target in own if target["kind"] == TargetAreaKind.DESIGNATION]
        in_words = [target for target in own if target["kind"] == TargetAreaKind.CRITERION]
        named = [target for target in own if target not in designated and target not in in_words]
        if named:
            yield place_condition(named, place, component, alone=len(named) == len(own))
        if designated:
            yield designation_condition(designated, place, component)
        if in_words:
            yield Condition(Kind.CRITERION, Outcome.OPEN, tuple(in_words), component)


def place_condition(named: list[Record], place: Place, component: str, *, alone: bool) -> Condition:
    """Of several places any one is enough: no place lies in two.

    Not `alone`: conditions stand beside the places, and the document may mean "or".
    """
    here = tuple(target for target in named if is_national([target]) or target["code"] in place.above)
    if here:
        return Condition(Kind.HERE, Outcome.HOLDS, here, component)
    within = tuple(target for target in named if target["code"] in place.inside)
    if within:
        return Condition(Kind.WITHIN, Outcome.OPEN, within, component)
    outcome = Outcome.FAILS if alone else Outcome.OPEN
    return Condition(Kind.ELSEWHERE, outcome, tuple(named), component)


def is_national(targets: Iterable[Record]) -> bool:
    return all(target["kind"] == TargetAreaKind.NATION for target in targets)


def designation_condition(targets: list[Record], place: Place, component: str) -> Condition:
    """Any one of several designations is enough. 条件不利地域 alone is a word that each program fills."""
    needed = [t for t in targets if t["code"] != Designation.DISADVANTAGED] or targets
    confirmed = [t for t in needed if place.designations.get(t["code"]) == DesignationExtent.WHOLE]
    if confirmed and needed[0]["code"] != Designation.DISADVANTAGED:
        return Condition(Kind.DESIGNATION, Outcome.HOLDS, tuple(confirmed), component)
    return Condition(Kind.DESIGNATION, Outcome.OPEN, tuple(needed), component)


# -- applicants -------------------------------------------------------------------------------------


def applicant_condition(applicants: list[Record], place: Place, applicant: str) -> Condition:
    """申請できる人. Nobody named, nobody sorted by 立場, or an open word (等) leaves the question open."""
    named = [one for one in applicants if applicant in one["kinds"]]
    outcomes = [left_out_by_name(one, place, applicant) for one in named]
    for outcome in Outcome:
        found = tuple(one for one, its in zip(named, outcomes, strict=True) if its is outcome)
        if found:
            return Condition(Kind.APPLICANT, outcome, found)
    closed = [one for one in applicants if one["kinds"] and not OPEN_WORDS.search(one["name"])]
    is_closed = len(closed) == len(applicants) and any(not one["component"] for one in applicants)
    return Condition(Kind.APPLICANT, Outcome.FAILS if is_closed else Outcome.OPEN, tuple(applicants))


def left_out_by_name(applicant: Record, place: Place, kind: str) -> Outcome:
    """「指定都市を除く市町村」: whether the place is what an applicant's own name leaves out."""
    if kind == MUNICIPALITY and LEAVES_OUT.search(applicant["name"]):
        return opposite(is_of_class(applicant["name"], place))
    return Outcome.HOLDS


def exclusions(excluded: list[Record], place: Place, applicant: str) -> Iterator[Condition]:
    """申請できない人, those alone that may be this applicant."""
    for one in excluded:
        if applicant not in one["kinds"] and (one["kinds"] or applicant != MUNICIPALITY):
            continue
        if one["name"] in WHOLE_KINDS.get(applicant, ()):
            outcome = Outcome.FAILS
        elif applicant == MUNICIPALITY and any(word in one["name"] for word in NAMED_CLASSES):
            outcome = opposite(is_of_class(one["name"], place))
        else:
            outcome = Outcome.OPEN
        if outcome is not Outcome.HOLDS:
            yield Condition(Kind.EXCLUDED, outcome, (one,), one["component"] or "")


def is_of_class(text: str, place: Place) -> Outcome:
    """Whether the place is of any kind of city that a text names."""
    own = city_class(place.code)
    outcomes = set()
    for word, named in NAMED_CLASSES.items():
        if word in text:
            if own is None or (named is None and own is CityClass.CITY):
                outcomes.add(Outcome.OPEN)
            elif own is named:
                outcomes.add(Outcome.HOLDS)
    return next((o for o in (Outcome.HOLDS, Outcome.OPEN) if o in outcomes), Outcome.FAILS)


def opposite(outcome: Outcome) -> Outcome:
    return {Outcome.HOLDS: Outcome.FAILS, Outcome.FAILS: Outcome.HOLDS}.get(outcome, Outcome.OPEN)

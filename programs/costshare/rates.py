"""Rows of rates of a contract record: which there are, what limits them, what they make of a cost."""

import json
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from typing import Any

from .arithmetic import Split, split

Record = dict[str, Any]

# What tells the rows of one edition apart: the natural key of `SubsidyRate`.
IDENTITY = ("component", "applicant", "area", "condition", "base")
# A condition that names this is a further factor, whose value no document gives.
CORRECTION = "財政力補正"


class WhyNotApplied(Enum):
    """Why an upper limit is shown but changes nothing."""

    OBJECT_NOT_STATED = "object"
    PER_SOMETHING = "per"
    BENEFIT = "benefit"
    WHOLE_PROGRAM = "whole"
    OTHER_PART = "part"


@dataclass
class Caps:
    """Upper limits that bear on one rate: on the cost, on the State's amount, on neither.

    Each is a cap of the contract; a rate's own one is written as such, with the rate's citation.
    """

    cost: list[Record] = field(default_factory=list)
    state: list[Record] = field(default_factory=list)
    not_applied: list[tuple[Record, WhyNotApplied]] = field(default_factory=list)

    @property
    def lowest_of_cost(self) -> Record | None:
        return min(self.cost, key=lambda cap: cap["amount_yen"], default=None)

    @property
    def lowest_of_state(self) -> Record | None:
        return min(self.state, key=lambda cap: cap["amount_yen"], default=None)


def editions_with_rates(record: Record) -> list[Record]:
    return [edition for edition in record["editions"] if edition["rates"]]


def rate_key(rate: Record) -> str:
    """The name of a row in an address: of what it says, not of its place.

    A row that is corrected gets another name, so that a shared address never means another row.
    """
    said = json.dumps([rate[key] for key in IDENTITY], ensure_ascii=False)
    return sha256(said.encode()).hexdigest()[:8]


def shares_of(rate: Record) -> list[tuple[str, Fraction]]:
    """(payer, share) as stated, the State first; the State is missing where the rate is 定額."""
    return [(share["payer"], Fraction(share["numerator"], share["denominator"])) for share in rate["shares"]]


def is_before_correction(rate: Record) -> bool:
    """Whether what the rate gives has yet to be multiplied by 財政力補正."""
    return CORRECTION in (rate["condition"] or "")


def caps_of(rate: Record, edition: Record) -> Caps:
    """The rate's own limit and those of its edition, each where it belongs."""
    caps = Caps()
    if rate["cap_yen"] is not None:
        own = {"amount_yen": rate["cap_yen"], "of": rate["cap_of"], "per": None, "component": None}
        place(caps, {**own, "note": None, "citation": rate["citation"]}, own_why_not(rate))
    for cap in edition["caps"]:
        # A limit of another part says nothing of this one.
        if cap["component"] in (None, rate["component"]) or rate["component"] is None:
            place(caps, cap, why_not(cap, rate))
    return caps


def place(caps: Caps, cap: Record, reason: WhyNotApplied | None) -> None:
    if reason is not None:
        caps.not_applied.append((cap, reason))
    elif cap["of"] == "eligible_cost":
        caps.cost.append(cap)
    else:
        caps.state.append(cap)


def own_why_not(rate: Record) -> WhyNotApplied | None:
    """A limit that stands in the row limits what the row gives, be it called 補助額 or 給付額."""
    return WhyNotApplied.OBJECT_NOT_STATED if rate["cap_of"] == "not_stated" else None


def why_not(cap: Record, rate: Record) -> WhyNotApplied | None:
    if cap["of"] == "not_stated":
        return WhyNotApplied.OBJECT_NOT_STATED
    if cap["per"]:
        return WhyNotApplied.PER_SOMETHING
    if cap["of"] == "benefit":
        return WhyNotApplied.BENEFIT
    if cap["component"] != rate["component"]:
        return WhyNotApplied.OTHER_PART if cap["component"] else WhyNotApplied.WHOLE_PROGRAM
    return None


def split_by(rate: Record, edition: Record, cost: int, unit: int) -> Split | None:
    """A cost in yen by this rate and its limits; None for 定額, which no cost determines."""
    if rate["is_fixed_amount"]:
        return None
    (_, state), *others = shares_of(rate)
    caps = caps_of(rate, edition)
    return split(
        cost,
        state,
        others,
        unit=unit,
        cost_cap=caps.lowest_of_cost["amount_yen"] if caps.lowest_of_cost else None,
        state_cap=caps.lowest_of_state["amount_yen"] if caps.lowest_of_state else None,
    )

"""Rows of rates of a contract record: which there are, what limits them, what they make of a cost."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from .arithmetic import Split, split

Record = dict[str, Any]

# What tells the rows of one edition apart: the natural key of `SubsidyRate`.
IDENTITY = ("component", "applicant", "area", "condition", "base")
# A condition that names this is a further factor, whose value no document gives.
CORRECTION = "財政力補正"
NO_COUNTS: Mapping[str, int] = MappingProxyType({})


class WhyNotApplied(Enum):
    """Why an upper limit is shown but changes nothing."""

    OBJECT_NOT_STATED = "object"
    BENEFIT = "benefit"
    WHOLE_PROGRAM = "whole"
    OTHER_PART = "part"


@dataclass
class Caps:
    """Upper limits that bear on one rate: on the cost, on the State's amount, on neither.

    Each is of a cap of the contract; a rate's own one is written as such, with the rate's citation.
    """

    cost: list["Limit"] = field(default_factory=list)
    state: list["Limit"] = field(default_factory=list)
    not_applied: list[tuple[Record, WhyNotApplied]] = field(default_factory=list)

    @property
    def lowest_of_cost(self) -> "Limit | None":
        return min(self.cost, key=lambda limit: limit.yen, default=None)

    @property
    def lowest_of_state(self) -> "Limit | None":
        return min(self.state, key=lambda limit: limit.yen, default=None)


@dataclass(frozen=True)
class Limit:
    """A cap that bears on a rate. One that is per something holds `times` over; `is_typed`: a reader said
    how many, else it is one.
    """

    cap: Record
    times: int = 1
    is_typed: bool = False

    @property
    def yen(self) -> int:
        amount: int = self.cap["amount_yen"]
        return amount * self.times


def editions_with_rates(record: Record) -> list[Record]:
    return [edition for edition in record["editions"] if edition["rates"]]


def rate_key(rate: Record) -> str:
    """The name of a row in an address: of what it says, not of its place.

    A row that is corrected gets another name, so that a shared address never means another row.
    """
    said = json.dumps([rate[key] for key in IDENTITY], ensure_ascii=False)
    return sha256(said.encode()).hexdigest()[:8]


def counted(per: str) -> str:
    """What there may be several of: 「団体」 of a limit per 「1団体」 or 「1団体当たり」."""
    return re.sub(r"^[1１](?!\d)", "", per.removesuffix("当たり"))


def count_key(per: str) -> str:
    """The name in an address of how many there are, of what is counted: see `rate_key`."""
    return f"count-{sha256(counted(per).encode()).hexdigest()[:8]}"


def counted_of(edition: Record) -> dict[str, str]:
    """Key → what is counted, of every limit of an edition that is per something and bears on a rate."""
    limits = [limit for rate in edition["rates"] for limit in applied(rate, edition)]
    pers = [limit.cap["per"] for limit in limits if limit.cap["per"]]
    return {count_key(per): counted(per) for per in pers}


def applied(rate: Record, edition: Record) -> list[Limit]:
    caps = caps_of(rate, edition)
    return [] if rate["is_fixed_amount"] else [*caps.cost, *caps.state]


def shares_of(rate: Record) -> list[tuple[str, Fraction]]:
    """(payer, share) as stated, the State first; the State is missing where the rate is 定額."""
    return [(share["payer"], Fraction(share["numerator"], share["denominator"])) for share in rate["shares"]]


def is_before_correction(rate: Record) -> bool:
    """Whether what the rate gives has yet to be multiplied by 財政力補正."""
    return CORRECTION in (rate["condition"] or "")


def caps_of(rate: Record, edition: Record, counts: Mapping[str, int] = NO_COUNTS) -> Caps:
    """The rate's own limit and those of its edition, each where it belongs.

    `counts` says, by `count_key`, how many there are of what a limit is per.
    """
    caps = Caps()
    if rate["cap_yen"] is not None:
        own = {"amount_yen": rate["cap_yen"], "of": rate["cap_of"], "per": None, "component": None}
        place(caps, {**own, "note": None, "citation": rate["citation"]}, own_why_not(rate), counts)
    for cap in edition["caps"]:
        # A limit of another part says nothing of this one.
        if cap["component"] in (None, rate["component"]) or rate["component"] is None:
            place(caps, cap, why_not(cap, rate), counts)
    return caps


def place(caps: Caps, cap: Record, reason: WhyNotApplied | None, counts: Mapping[str, int]) -> None:
    if reason is not None:
        caps.not_applied.append((cap, reason))
        return
    times = counts.get(count_key(cap["per"])) if cap["per"] else None
    limit = Limit(cap, times or 1, is_typed=times is not None)
    (caps.cost if cap["of"] == "eligible_cost" else caps.state).append(limit)


def own_why_not(rate: Record) -> WhyNotApplied | None:
    """A limit that stands in the row limits what the row gives, be it called 補助額 or 給付額."""
    return WhyNotApplied.OBJECT_NOT_STATED if rate["cap_of"] == "not_stated" else None


def why_not(cap: Record, rate: Record) -> WhyNotApplied | None:
    if cap["of"] == "not_stated":
        return WhyNotApplied.OBJECT_NOT_STATED
    if cap["of"] == "benefit":
        return WhyNotApplied.BENEFIT
    if cap["component"] != rate["component"]:
        return WhyNotApplied.OTHER_PART if cap["component"] else WhyNotApplied.WHOLE_PROGRAM
    return None


def split_by(
    rate: Record, edition: Record, cost: int, unit: int, counts: Mapping[str, int] = NO_COUNTS
) -> Split | None:
    """A cost in yen by this rate and its limits; None for 定額, which no cost determines."""
    if rate["is_fixed_amount"]:
        return None
    (_, state), *others = shares_of(rate)
    caps = caps_of(rate, edition, counts)
    return split(
        cost,
        state,
        others,
        unit=unit,
        cost_cap=caps.lowest_of_cost.yen if caps.lowest_of_cost else None,
        state_cap=caps.lowest_of_state.yen if caps.lowest_of_state else None,
    )

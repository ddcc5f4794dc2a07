"""Who pays how much of a cost: integer yen and exact fractions, nothing else.

No document of the catalog states a rule for fractions of a yen. That they are cut off is a setting
of ours, which the page says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Portion:
    """What one payer of a stated share pays, in yen."""

    payer: str
    share: Fraction
    yen: int


@dataclass(frozen=True)
class Split:
    """A cost in yen, taken apart step by step; the portions and `rest` add up to it.

    `counted` is what the rate multiplies, `exact` the State's share of it, `rounded` that share cut to
    whole units, `state` what an upper limit leaves of it. What no document gives a payer to is
    `unshared` (no share is stated), `cut` (the limit took it from the State) or `outside` (the cost
    above the limit of eligible costs).
    """

    cost: int
    counted: int
    exact: Fraction
    rounded: int
    state: int
    others: tuple[Portion, ...]
    others_are_whole: bool

    @property
    def outside(self) -> int:
        return self.cost - self.counted

    @property
    def cut(self) -> int:
        return self.rounded - self.state

    @property
    def is_limited(self) -> bool:
        """Whether an upper limit keeps the State from its share of the whole cost."""
        return bool(self.outside or self.cut)

    @property
    def unshared(self) -> int:
        return self.counted - self.rounded - sum(portion.yen for portion in self.others)

    @property
    def rest(self) -> int:
        """What nobody is stated to pay."""
        return self.outside + self.cut + self.unshared


def split(
    cost: int,
    state: Fraction,
    others: Sequence[tuple[str, Fraction]] = (),
    *,
    unit: int = 1,
    cost_cap: int | None = None,
    state_cap: int | None = None,
) -> Split:
    """A cost in yen shared between the State and the other payers of stated shares, in their order.

    The State's share is cut to whole `unit`s (1 or 1,000 yen), the others' to whole yen. Where all
    shares together are the whole, the last payer takes what was cut off; otherwise it stays without
    a payer. Raises `ValueError` for a negative amount and for shares that are more than the whole.
    """
    whole = state + sum(share for _, share in others)
    if cost < 0 or unit < 1 or not 0 < state <= whole <= 1:
        raise ValueError(f"not a division of {cost} yen: {state} and {list(others)} in units of {unit}")
    counted = cost if cost_cap is None else min(cost, cost_cap)
    exact = counted * state
    rounded = exact // unit * unit
    portions = [Portion(payer, share, counted * share // 1) for payer, share in others]
    is_whole = bool(portions) and whole == 1
    if is_whole:
        before = sum(portion.yen for portion in portions[:-1])
        last = portions[-1]
        portions[-1] = Portion(last.payer, last.share, counted - rounded - before)
    return Split(
        cost=cost,
        counted=counted,
        exact=exact,
        rounded=rounded,
        state=rounded if state_cap is None else min(rounded, state_cap),
        others=tuple(portions),
        others_are_whole=is_whole,
    )

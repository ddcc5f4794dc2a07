"""Budget lines: a slip of the unit, a large change against last year, 内数 of nothing named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from programs.choices import BudgetPhase
from programs.display import budget_parts, fiscal_year_short

from .findings import Finding, warning

# 百万円 typed for 千円 is 1,000 times too much, 万円 for 円 (and 億円 for 万円) 10,000 times.
UNIT_FACTORS = (1_000, 10_000)
# How far a true change may move the ratio away from the factor, up or down. The largest change of a
# budget from one year to the next in the documents of this catalog is 1.8億円 → 4億円, 20/9.
TRUE_CHANGE = 3
LARGE_CHANGE = Fraction(1, 2)


@dataclass(frozen=True)
class Amount:
    """One budget line: yen, fiscal year (April-start Western year), `BudgetPhase` value."""

    yen: int
    fiscal_year: int
    phase: str
    component: str = ""
    part_of_larger: bool = False
    is_separate_measure: bool = False

    def __str__(self) -> str:
        phase = BudgetPhase(self.phase).label
        return f"{fiscal_year_short(self.fiscal_year)}（{phase}）の{''.join(budget_parts(self.yen))}"

    def is_like(self, other: "Amount") -> bool:
        """Of one part of the program, and of one nature: a sum and a part of a sum do not compare."""
        return (self.component, self.part_of_larger, self.is_separate_measure) == (
            other.component,
            other.part_of_larger,
            other.is_separate_measure,
        )


def earlier(amount: Amount, known: Iterable[Amount]) -> Amount | None:
    """What an amount is compared with: the same phase and part a year before; else the nearest earlier
    year of the part, there too the same phase rather than another.
    """
    before = [a for a in known if a.fiscal_year < amount.fiscal_year and a.is_like(amount)]
    last_year = [a for a in before if (a.fiscal_year, a.phase) == (amount.fiscal_year - 1, amount.phase)]
    return max(
        last_year or before, key=lambda a: (a.fiscal_year, a.phase == amount.phase, a.yen), default=None
    )


def slipped_by(new: int, old: int) -> int | None:
    """The factor of UNIT_FACTORS by which two amounts in yen are apart, in either direction; None for none.

    The band around a factor f runs from f / TRUE_CHANGE to f × TRUE_CHANGE, so that a slip is seen
    through an honest change of the year; the two bands do not meet.
    """
    small, large = sorted((new, old))
    if small <= 0:
        return None
    ratio = Fraction(large, small)
    return next((f for f in UNIT_FACTORS if Fraction(f, TRUE_CHANGE) <= ratio <= f * TRUE_CHANGE), None)


def changed_much(new: int, old: int) -> bool:
    """Whether the change is over half of the earlier amount; nothing can be said of a change from 0."""
    return old > 0 and Fraction(abs(new - old), old) > LARGE_CHANGE


def check_amount(amount: Amount, known: Iterable[Amount]) -> Iterator[Finding]:
    """Against the other lines of the program, in whichever edition: at most one finding, on the amount."""
    last = earlier(amount, known)
    if last is None:
        return
    values = f"{last} → {amount}"
    factor = slipped_by(amount.yen, last.yen)
    if factor:
        which = "多い" if amount.yen > last.yen else "少ない"
        yield warning(
            "unit_slip",
            "amount_yen",
            f"{last}に対し、{amount}は{factor:,}倍ほど{which}です。"
            "単位（円・千円・万円・百万円）を確かめてください。",
            values,
        )
    elif changed_much(amount.yen, last.yen):
        percent = abs(amount.yen - last.yen) * 100 // last.yen
        way = "増えて" if amount.yen > last.yen else "減って"
        yield warning(
            "large_change",
            "amount_yen",
            f"{last}から{amount}へ、{percent:,}％{way}います（50％を超えます）。金額を確かめてください。",
            values,
        )


def check_part(amount: Amount, note: str) -> Iterator[Finding]:
    """内数 must say of what: in the name of the part, or in the note."""
    if amount.part_of_larger and not amount.component.strip() and not note.strip():
        yield warning(
            "part_of_nothing",
            "part_of_larger",
            f"{amount}は「内数」ですが、何の内数かがありません。「カタログの注」か「どの部分の」に書いてください。",
            str(amount),
        )

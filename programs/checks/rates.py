"""Shares of a cost: over 1, or all printed and yet not the whole."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from .findings import Finding, error, warning

# Payer, numerator, denominator; the denominator is 1 or more.
Share = tuple[str, int, int]


def as_text(shares: Sequence[Share]) -> str:
    return "、".join(f"{payer} {numerator}/{denominator}" for payer, numerator, denominator in shares)


def check_shares(shares: Sequence[Share]) -> Iterator[Finding]:
    """All printed shares of one row, the State's among them.

    One share alone says nothing of the others. Two or more that make less than 1 may still be right
    (a payer that the document leaves out), so that is a warning; over 1 is none of any document's.
    """
    total = sum((Fraction(numerator, denominator) for _, numerator, denominator in shares), Fraction(0))
    if total > 1:
        yield error(
            "shares_over_one",
            "other_shares" if len(shares) > 1 else "rate",
            f"割合の合計が1を超えています（{as_text(shares)}、合計 {total}）。",
            as_text(shares),
        )
    elif len(shares) > 1 and total < 1:
        yield warning(
            "shares_not_one",
            "other_shares",
            f"割合の合計が1になりません（{as_text(shares)}、合計 {total}）。"
            "印刷されている負担者が、ほかにないか確かめてください。",
            as_text(shares),
        )

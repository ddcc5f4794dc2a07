"""ほかの負担者の割合: one text box for the shares of a rate, 「都道府県 1/5、市町村 3/10」.

Django has no inlines inside inlines, and a line of text is how documents print shares anyway.
"""

import re
from collections.abc import Iterable
from fractions import Fraction

from programs.contract.editions import STATE
from programs.ingest import parse
from programs.models import CostShare

Share = tuple[str, int, int]

FIXED_AMOUNT = "定額"
EXAMPLE = "例：都道府県 1/5、市町村 3/10"
PAYER_MAX_LENGTH = CostShare._meta.get_field("payer").max_length
# A payer, then a figure in one of the forms that `parse.fraction` reads.
_SHARE = re.compile(r"(?P<payer>.*?)[\s:：]*(?P<figure>\d+\s*分の\s*\d+|\d+\s*[/／]\s*\d+|\d*[.．]?\d+)")
_MAX_INTEGER = 2_147_483_647


def fraction_terms(text: str) -> tuple[int, int]:
    """Numerator and denominator as typed, small enough to be stored."""
    terms = parse.share_terms(text)
    if max(terms) > _MAX_INTEGER:
        raise parse.UnreadableFigure(f"「{text}」の数字が大きすぎます。")
    return terms


def shares_text(shares: Iterable[Share]) -> str:
    return "、".join(f"{payer} {numerator}/{denominator}" for payer, numerator, denominator in shares)


def read_shares(text: str) -> list[Share]:
    """The shares that a text names; raises `UnreadableFigure` with what is wrong with which one."""
    shares: list[Share] = []
    for item in filter(None, (item.strip() for item in re.split(r"[、,，;；\n]", text))):
        match = _SHARE.fullmatch(item)
        if match is None:
            raise parse.UnreadableFigure(f"「{item}」に割合がありません。{EXAMPLE}")
        payer = match["payer"]
        if not payer:
            raise parse.UnreadableFigure(f"「{item}」は、だれの割合か分かりません。{EXAMPLE}")
        if payer == STATE:
            raise parse.UnreadableFigure("国の割合は「補助率」に入力し、ここには入れません。")
        if payer in (known for known, _, _ in shares):
            raise parse.UnreadableFigure(f"「{payer}」が2回あります。")
        if len(payer) > PAYER_MAX_LENGTH:
            raise parse.UnreadableFigure(f"負担する人は{PAYER_MAX_LENGTH}字以内で入力してください。")
        shares.append((payer, *fraction_terms(match["figure"])))
    return shares


def total(shares: Iterable[Share]) -> Fraction:
    return sum((Fraction(n, d) for _, n, d in shares), Fraction(0))

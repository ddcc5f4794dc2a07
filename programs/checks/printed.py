"""Whether the printed literal of a citation holds the figure that it is the proof of, for who reviews it."""

import re
from collections.abc import Iterator
from typing import Any

from programs.display import budget_parts, fiscal_year_label
from programs.ingest import parse

Record = dict[str, Any]

# 3,682百万円  36.8億  2,000万円
AMOUNT = re.compile(r"[0-9０-９][0-9０-９,，.．]*\s*[百千十万億兆]*円?")


def prints_amount(literal: str, amount_yen: int) -> bool:
    """Whether one of the figures of a literal, read as money, is this amount in yen."""
    for figure in AMOUNT.findall(literal):
        try:
            if parse.yen(figure) == amount_yen:
                return True
        except parse.UnreadableFigure:
            continue
    return False


def amounts_apart(record: Record, public: Record | None) -> Iterator[str]:
    """A sentence for each amount of a contract record whose literal prints another figure; what the public
    reads already is not asked again.
    """
    known = [fact for edition in (public or {"editions": []})["editions"] for fact in amounts(edition)]
    for edition in record["editions"]:
        for fact in amounts(edition):
            literal = fact["citation"]["literal"]
            if fact not in known and not prints_amount(literal, fact["amount_yen"]):
                amount = "".join(budget_parts(fact["amount_yen"]))
                year = fiscal_year_label(edition["fiscal_year"])
                yield f"{year}版の{amount}は、出典の字句「{literal}」に見当たりません。"


def amounts(edition: Record) -> list[Record]:
    return [*edition["budgets"], *edition["caps"]]

"""Printed Japanese figures to values: pure functions without Django.

Every function takes the figure as a document prints it and returns an exact value; a figure it
cannot read raises `UnreadableFigure` with a Japanese message, never a guess.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction

ERA_START = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
ERA_LETTER = {"S": "昭和", "H": "平成", "R": "令和"}
UNIT = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "億": 10**8, "兆": 10**12}

_AMOUNT_PART = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(兆|億|千万|百万|万|千|)")
_ERA_YEAR = re.compile(r"(明治|大正|昭和|平成|令和|S|H|R)(元|0?[1-9]|[1-9]\d)")
_SPAN = re.compile(r"(\d+)(?:-(\d+))?")


class UnreadableFigure(ValueError):
    """A printed figure that the rules here do not cover."""


def fold(text: str) -> str:
    """Text without white space and with character width ignored: how literals are compared."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def yen(printed: str) -> int:
    """「3,682百万円」「64.8億円」「1億2千万円」 as integer yen; the units must fall from part to part."""
    text = fold(printed).removeprefix("約").removesuffix("円")
    total = Decimal(0)
    position = 0
    unit_before = 10 * UNIT["兆"]
    for match in _AMOUNT_PART.finditer(text):
        unit = UNIT[match[2]]
        if match.start() != position or unit >= unit_before:
            break
        total += Decimal(match[1].replace(",", "")) * unit
        position, unit_before = match.end(), unit
    if position != len(text) or not text or total != total.to_integral_value():
        raise UnreadableFigure(f"「{printed}」を金額として読めません。例：3,682百万円")
    return int(total)


def fraction(printed: str) -> Fraction:
    """「2/3」「2分の1」「0.5」「10/10」 as an exact fraction between 0 (excluded) and 1."""
    try:
        value = Fraction(_with_slash(printed))
    except (ValueError, ZeroDivisionError):
        raise UnreadableFigure(f"「{printed}」を割合として読めません。例：2/3") from None
    if not 0 < value <= 1:
        raise UnreadableFigure(f"割合「{printed}」は0より大きく1以下でなければなりません。")
    return value


def _with_slash(printed: str) -> str:
    return re.sub(r"^(\d+)分の(\d+)$", r"\2/\1", fold(printed))


def share_terms(printed: str) -> tuple[int, int]:
    """Numerator and denominator as printed (10/10 stays 10/10); a decimal becomes its fraction."""
    value = fraction(printed)
    plain = re.fullmatch(r"(\d+)/(\d+)", _with_slash(printed))
    return (int(plain[1]), int(plain[2])) if plain else (value.numerator, value.denominator)


def western_year(printed: str) -> int:
    """「令和3」「H29」「2021」 as a Western calendar year."""
    text = fold(printed)
    if re.fullmatch(r"(19|20)\d{2}", text):
        return int(text)
    match = _ERA_YEAR.fullmatch(text)
    if not match:
        raise UnreadableFigure(f"「{printed}」を年として読めません。例：令和3")
    era = ERA_LETTER.get(match[1], match[1])
    return ERA_START[era] + (1 if match[2] == "元" else int(match[2])) - 1


def fiscal_year(printed: str | int) -> int:
    """「令和3年度」「H29年度」「2021」 as the April-start Western fiscal year."""
    return western_year(fold(str(printed)).removesuffix("度").removesuffix("年"))


def calendar_day(printed: str | date) -> date:
    """「令和3年4月30日」 or 2021-04-30 as a day in Asia/Tokyo."""
    if isinstance(printed, date):
        return printed
    text = fold(printed)
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    japanese = re.fullmatch(r"(.+?)年(\d{1,2})月(\d{1,2})日", text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if japanese:
            return date(western_year(japanese[1]), int(japanese[2]), int(japanese[3]))
    except ValueError as error:
        if isinstance(error, UnreadableFigure):
            raise
    raise UnreadableFigure(f"「{printed}」を日付として読めません。例：令和3年4月30日")


def line_span(printed: str | int) -> tuple[int, int]:
    """「24」「55-58」 as first and last line, 1-based."""
    match = _SPAN.fullmatch(fold(str(printed)))
    if not match:
        raise UnreadableFigure(f"「{printed}」を行番号として読めません。例：55-58")
    first = int(match[1])
    last = int(match[2] or first)
    if not 1 <= first <= last:
        raise UnreadableFigure(f"行番号「{printed}」は始めと終わりが逆です。")
    return first, last


def budget_phase(printed: str) -> str:
    """「当初」「3次補正」「概算要求」「予算案」「記載なし」 as a `BudgetPhase`."""
    text = fold(printed)
    supplementary = re.fullmatch(r"第?([1-4])次補正", text)
    if supplementary:
        return f"supplementary-{supplementary[1]}"
    codes = {
        "当初": "initial",
        "概算要求": "request",
        "予算案": "draft",
        "補正": "supplementary",
        "記載なし": "unspecified",
    }
    if text not in codes:
        raise UnreadableFigure(f"「{printed}」は予算の区分にありません。")
    return codes[text]

"""How rates and sums of money are printed: patterns on text in one width. No guess is made here."""

import re

from programs.ingest import parse

from .facts import Terms, Words
from .text import plain

# 2/3, 1 / 1, 3分の2; not a date, not part of a longer figure, and not limited by a word after it.
LIMITED = r"(?!\s*(?:以内|以上|以下|未満|超|程度|を上限|を限度))"
FRACTION = (
    r"(?:(?<![\d/.,])(?P<n>\d{1,3})\s*/\s*(?P<d>\d{1,3})(?![\d/.,%]|\s*/)"
    r"|(?<![\d/.,])(?P<d2>\d{1,3})分の(?P<n2>\d{1,3})(?!\d))" + LIMITED
)
SHARE = re.sub(r"\?P<\w+>", "?:", FRACTION)
FIXED = "定額"
_NUMBER = r"\d[\d,]*(?:\.\d+)?\s*"
_UNIT = r"(?:兆|億|千万|百万|万|千)\s*"
# 3,682百万円, 1億2千万円
SUM = rf"{_NUMBER}(?:{_UNIT}{_NUMBER}){{0,4}}(?:{_UNIT})?円"
AMOUNT = rf"(?<![\d,.]){SUM}"
MARK = r"(?:\(?[※*]\s*\d{0,2}\)?|\(注\s*\d{0,2}\)|注\d{1,2})"
DECIMAL_MARKS = str.maketrans("", "", "()※*注 ")
MOST_YEN = 10**15
# Names of those who apply or pay.
BODY = re.compile(
    r"(?:都道府県|道府県|市区町村|市町村|府県|[都道府県市区町村]|自治体|地方公共団体|団体|法人|会社|企業|事業者|事業主体|"
    r"大学|高専|機関|組合|連合|協議会|コンソーシアム|3セク|第[3三]セクター|セクター|民間|主体|者|NPO|国|等)"
    r"(?:\([^()]*\))?等?$"
)
AREA = re.compile(
    r"(?:地域|離島|過疎地?|辺地|半島|山村|豪雪地帯|豪雪|管内|全域|全国|区域|地区|エリア|離島等)(?:\([^()]*\))?等?$"
)


def terms(printed: str) -> Terms | None:
    """Numerator and denominator as printed; None where it is no share of at most 1."""
    try:
        return parse.share_terms(printed)
    except parse.UnreadableFigure:
        return None


def yen(printed: str) -> int | None:
    """Integer yen; None for what cannot be read, or is more than any budget."""
    try:
        amount = parse.yen(printed)
    except parse.UnreadableFigure:
        return None
    return amount if amount <= MOST_YEN else None


def mark_of(printed: str | None) -> str:
    """「※2」「(※)」「注1」 as the number alone, so that a rate and its footnote meet; "*" without one."""
    return (printed or "").translate(DECIMAL_MARKS) or ("*" if printed else "")


def who_and_when(text: str) -> Words:
    """The words before a rate as applicant, area or condition of it.

    「財政力指数0.3未満の有人国境離島市町村」 is a condition and who meets it.
    """
    text = text.strip(" 　:：、・")
    folded = plain(text)
    limited = re.match(r"^(.*(?:以上|以下|未満|超))の(.+)$", folded)
    if limited and BODY.search(limited[2]):
        return {"condition": text[: limited.end(1)].strip(), "applicant": text[limited.start(2) :].strip()}
    if BODY.search(folded):
        return {"applicant": text}
    if AREA.search(folded):
        return {"area": text}
    return {"condition": text}

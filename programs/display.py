"""How figures are written for readers: eras, yen, days. Pure functions; display only."""

from datetime import date, datetime
from fractions import Fraction

ERAS = (
    (date(2019, 5, 1), "令和", 2019),
    (date(1989, 1, 8), "平成", 1989),
    (date(1926, 12, 25), "昭和", 1926),
)


def era_year(day: date) -> str:
    """「令和3年」 of a day; the first year is 元年. Before 昭和: the Western year."""
    for start, name, first in ERAS:
        if day >= start:
            number = day.year - first + 1
            return f"{name}{'元' if number == 1 else number}年"
    return f"{day.year}年"


def fiscal_year_short(year: int) -> str:
    """「令和3年度」 of fiscal year 2021.

    A fiscal year is called by its calendar year: 2019, which began in 平成31年, is 令和元年度 as the
    ministry's documents print it.
    """
    return era_year(date(year, 12, 31)).removesuffix("年") + "年度"


def fiscal_year_aside(year: int) -> str:
    """What stands small beside the short form: 「2021年度」."""
    return f"{year}年度"


def fiscal_year_label(year: int | None) -> str:
    """「令和3年度（2021年度）」; 「年度の記載なし」 where no source says."""
    return f"{fiscal_year_short(year)}（{year}年度）" if year else "年度の記載なし"


def day_label(day: date) -> str:
    """「令和3年（2021年）4月30日」."""
    return f"{era_year(day)}（{day.year}年）{day.month}月{day.day}日"


def moment_label(moment: datetime) -> str:
    """令和3年4月1日 9:00; of a moment in the time that it is to be told in."""
    return f"{day_label(moment.date())} {moment.hour}:{moment:%M}"


def budget_parts(amount: int) -> tuple[str, str]:
    """A budget in yen as ("3,682", "百万円"); smaller units only where 百万円 would round."""
    return _in_largest_unit(amount, ((10**6, "百万円"), (10**4, "万円")))


def amount_parts(amount: int) -> tuple[str, str]:
    """A cap or another sum in yen as people say it: ("2,000", "万円"), ("5,000", "円")."""
    return _in_largest_unit(amount, ((10**4, "万円"),))


def _in_largest_unit(amount: int, units: tuple[tuple[int, str], ...]) -> tuple[str, str]:
    for size, unit in units:
        if amount >= size and amount % size == 0:
            return f"{amount // size:,}", unit
    return f"{amount:,}", "円"


def percent(value: Fraction) -> str:
    """Width of a bar for a share, in percent with three decimals: a drawing, not a figure."""
    return f"{float(value) * 100:.3f}"


def exact_number(value: Fraction) -> str:
    """「33,333,333と1/3」: nothing rounded; a whole number as such."""
    whole, rest = divmod(value, 1)
    if not rest:
        return f"{whole:,}"
    return f"{whole:,}と{rest}" if whole else str(rest)

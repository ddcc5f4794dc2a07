"""How figures are written in English: the twin of display.py. Pure functions; display only."""

from datetime import date
from fractions import Fraction

ERAS = (
    (date(2019, 5, 1), "Reiwa", 2019),
    (date(1989, 1, 8), "Heisei", 1989),
    (date(1926, 12, 25), "Showa", 1926),
)
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
MILLION = 10**6
# Hundredths of a million are the smallest step that is written with a point: 35.25 million yen.
STEP = 10**4


def era_of_fiscal_year(year: int) -> str:
    """ "Reiwa 3" of fiscal year 2021; "" before Showa. A fiscal year is called by its last calendar day
    of the year in which it begins, as in Japanese.
    """
    for start, name, first in ERAS:
        if date(year, 12, 31) >= start:
            return f"{name} {year - first + 1}"
    return ""


def fiscal_year_short(year: int) -> str:
    """ "FY2021"."""
    return f"FY{year}"


def fiscal_year_aside(year: int) -> str:
    """What stands small beside the short form: "Reiwa 3"."""
    return era_of_fiscal_year(year)


def fiscal_year_label(year: int | None) -> str:
    """ "FY2021 (Reiwa 3)"; "fiscal year not stated" where no source says."""
    if not year:
        return "fiscal year not stated"
    era = era_of_fiscal_year(year)
    return f"FY{year} ({era})" if era else f"FY{year}"


def day_label(day: date) -> str:
    """ "April 30, 2021"."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def amount_parts(amount: int) -> tuple[str, str]:
    """A sum in yen as ("3,682", " million yen"), ("35.25", " million yen"), ("5,000", " yen"): never
    rounded. English sets a space before a unit.
    """
    if amount < MILLION or amount % STEP:
        return f"{amount:,}", " yen"
    whole, rest = divmod(amount, MILLION)
    hundredths = f"{rest // STEP:02d}".rstrip("0")
    return f"{whole:,}" + (f".{hundredths}" if hundredths else ""), " million yen"


def budget_parts(amount: int) -> tuple[str, str]:
    """A budget is written like any other sum."""
    return amount_parts(amount)


def exact_number(value: Fraction) -> str:
    """ "33,333,333 1/3": nothing rounded; a whole number as such."""
    whole, rest = divmod(value, 1)
    if not rest:
        return f"{whole:,}"
    return f"{whole:,} {rest}" if whole else str(rest)

"""年度: the fiscal year, which begins on the first of April (財政法 article 11)."""

from datetime import date


def fiscal_year_of(day: date) -> int:
    """The Western year in which the fiscal year of a Tokyo day began: 2025 for 2026-03-31."""
    return day.year if day.month >= 4 else day.year - 1


def first_day_of(fiscal_year: int) -> date:
    """2021-04-01 of fiscal year 2021."""
    return date(fiscal_year, 4, 1)

"""How figures are written in the language of the page in use: by display.py or by english.py."""

from datetime import date
from fractions import Fraction
from types import ModuleType

from django.utils.translation import gettext

from programs import display, english
from programs.choices import CapOf
from programs.languages import is_japanese


def writer() -> ModuleType:
    return display if is_japanese() else english


def fiscal_year_short(year: int) -> str:
    """「令和3年度」, "FY2021"."""
    return str(writer().fiscal_year_short(year))


def fiscal_year_aside(year: int) -> str:
    """「2021年度」, "Reiwa 3": the other way to count, small beside the short form."""
    return str(writer().fiscal_year_aside(year))


def fiscal_year_label(year: int | None) -> str:
    """「令和3年度（2021年度）」, "FY2021 (Reiwa 3)", or that no source says."""
    return str(writer().fiscal_year_label(year))


def day_label(day: date) -> str:
    """「令和3年（2021年）4月30日」, "April 30, 2021"."""
    return str(writer().day_label(day))


def budget_parts(amount: int) -> tuple[str, str]:
    """A budget in yen as ("3,682", "百万円") or ("3,682", " million yen")."""
    number, unit = writer().budget_parts(amount)
    return number, unit


def amount_parts(amount: int) -> tuple[str, str]:
    """A cap or another sum in yen as ("2,000", "万円") or ("20", " million yen")."""
    number, unit = writer().amount_parts(amount)
    return number, unit


def exact_number(value: Fraction) -> str:
    """「33,333,333と1/3」, "33,333,333 1/3": nothing rounded."""
    return str(writer().exact_number(value))


def limit_of(of: str) -> str:
    """What stands before an upper limit: 「補助額の上限」, "Upper limit of the subsidy"."""
    cap = CapOf(of)
    if cap is CapOf.NOT_STATED:
        return gettext("上限額（何の上限かの記載なし）")
    return gettext("%(what)sの上限") % {"what": gettext(cap.label)}

"""全国地方公共団体コード: what its digits say, and nothing that needs a database."""

from enum import Enum


def check_digit(five: str) -> str:
    """The sixth digit of a local government code.

    Rule of the ministry's code standard: weights 6 to 2 over the five digits, sum modulo 11,
    subtracted from 11, last decimal digit; sums under 11 give 11 minus the sum.
    """
    total = sum(int(digit) * weight for digit, weight in zip(five, range(6, 1, -1), strict=True))
    return str((11 - total % 11) % 10)


class CityClass(Enum):
    DESIGNATED = "指定都市"
    SPECIAL_WARD = "特別区"
    CITY = "市"
    TOWN_OR_VILLAGE = "町村"


TOKYO = "13"


def city_class(code: str) -> CityClass | None:
    """The kind of a municipality by its 6-digit code; None for a prefecture.

    Rule of the code standard, digits three to five: 1xx are designated cities and Tokyo's special
    wards, 2xx the other cities, from 301 on towns and villages.
    """
    number = int(code[2:5])
    if number == 0:
        return None
    if number < 200:
        return CityClass.SPECIAL_WARD if code.startswith(TOKYO) else CityClass.DESIGNATED
    return CityClass.CITY if number < 300 else CityClass.TOWN_OR_VILLAGE

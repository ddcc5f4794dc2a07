"""Phone and fax numbers and mail addresses as documents print them.

Misprints are kept as printed, so an impossible number is a warning. Text without any digit is no
misprint of a number (of an address: without any letter), so that is an error.
"""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from programs.ingest.parse import fold

from .findings import Finding, error, warning

# What documents print around a number: 電話：03-…（代表）、（内線23456）, （内線×23456）.
_EXTENSION = re.compile(r"(?:内線|内|ext\.?|EXT\.?)[:×xX]?[0-9]+(?:[,、・/～~-][0-9]+)*|[×xX][0-9]+")
_WORDS = re.compile(
    r"電話番号|電話|TEL|Tel|tel|FAX|Fax|fax|ファックス|ファクス|代表|直通|夜間|(?<!\d)代(?!\d)"
)
_BETWEEN = re.compile(r"[、,;；/／・]|または|又は|及び|および")
_HYPHENS = re.compile(r"[-‐‑‒–—―−ー－]")
# ITU-T E.164 and the numbering plan of Japan: a trunk 0, then 9 digits, or 10 after 0[5789]0 and 0800.
_NUMBER = re.compile(r"0\d{9}|0[5789]0\d{8}|0800\d{7}|\+81\d{9,10}")
_SPELT_AT = re.compile(r"[(\[【〔〈<](?:at|アット|アットマーク|@)[)\]】〕〉>]|★|☆|■", re.IGNORECASE)


def _numbers(printed: str) -> Iterator[str]:
    """The bare digits of every number that a text prints, without words and extensions."""
    text = _WORDS.sub("", _EXTENSION.sub("", fold(printed)))
    for part in _BETWEEN.split(text):
        bare = _HYPHENS.sub("", re.sub(r"[():：.]", "", part))
        if bare:
            yield bare


def is_phone(printed: str) -> bool:
    """Whether every number of a text can be dialled in Japan, by its form."""
    numbers = list(_numbers(printed))
    return bool(numbers) and all(_NUMBER.fullmatch(number) for number in numbers)


def is_mail(printed: str) -> bool:
    """Whether every address of a text has the form of one; 【at】 and ★ stand for @, as documents print."""
    addresses = [part for part in re.split(r"[、,;；/／]", _SPELT_AT.sub("@", fold(printed))) if part]
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError:
            return False
    return bool(addresses)


def check_phone(field: str, label: str, printed: str) -> Iterator[Finding]:
    """`field` is "phone" or "fax"; an empty one is not stated, which is no fault."""
    if not printed or is_phone(printed):
        return
    if not re.search(r"\d", fold(printed)):
        yield error(
            "no_phone",
            field,
            f"「{printed}」は{label}の番号ではありません。書かれていなければ空けてください。",
            printed,
        )
    else:
        yield warning(
            "odd_phone",
            field,
            f"「{printed}」は、{label}の番号として桁や形が合いません（0から始まる10けたか11けた）。"
            "資料の誤植なら、そのままで構いません。",
            printed,
        )


def check_mail(printed: str) -> Iterator[Finding]:
    if not printed or is_mail(printed):
        return
    if not re.search(r"[A-Za-z]", fold(printed)):
        yield error(
            "no_mail",
            "email",
            f"「{printed}」はメールアドレスではありません。書かれていなければ空けてください。",
            printed,
        )
    else:
        yield warning(
            "odd_mail",
            "email",
            f"「{printed}」は、メールアドレスの形（例：name@soumu.go.jp）に合いません。"
            "資料の誤植なら、そのままで構いません。",
            printed,
        )

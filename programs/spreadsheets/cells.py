"""One cell: as it is written so that no spreadsheet changes or runs it, and as it is read back.

A spreadsheet takes text that begins with = + - @ for a formula (OWASP ASVS 5.0.0, 1.2.10) and 2/3 for a
day. In a CSV such text bears an apostrophe, which reading takes off again; in an XLSX it is a text cell.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.core.exceptions import ValidationError

from programs.admin.fields import DayField, FiscalYearField, YenField
from programs.display import budget_parts, day_label, fiscal_year_label
from programs.exports import BETWEEN, FORMULA_STARTS
from programs.ingest import parse

Cell = str | int | date | None

MARK = "○"
_MARKS = {"○", "〇", "◯"}
# Excel keeps 15 digits of a number.
EXACT = 10**15
_GUARDED = re.compile(r"'*(.*)", re.DOTALL)
_NUMBER_OR_DAY = re.compile(r"[\s(¥$]*\d[\d\s,./:\-年月日時分秒%eE+)]*", re.DOTALL)
_ERA_DAY = re.compile(
    r"(?:明治|大正|昭和|平成|令和|[MTSHRmtshr])\.?\s*(?:\d{1,2}|元)\s*[年./\-][\d\s年月日./\-]*", re.DOTALL
)
# Characters that XML does not carry, or changes; and what looks like the escape for them.
_TO_ESCAPE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_SHORTENED = re.compile(r"[\d.]+E\+?\d+", re.IGNORECASE)
# Of a letter it is text: openpyxl takes the escape of an underscore off by itself where Excel wrote it.
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|FFF[EFef]|005[Ff])_")


class Kind(Enum):
    TEXT = "text"
    YEN = "yen"
    YEAR = "year"
    NUMBER = "number"
    DAY = "day"
    MARK = "mark"
    CHOICE = "choice"
    CHOICES = "choices"


FIGURES = {Kind.YEN, Kind.YEAR, Kind.NUMBER}
_FIELDS: dict[Kind, Any] = {
    Kind.YEN: YenField(required=False),
    Kind.YEAR: FiscalYearField(required=False),
    Kind.DAY: DayField(required=False),
}


class Unreadable(ValueError):
    """A cell that says nothing that its column can hold; the message is for an editor."""


def plain(text: str) -> str:
    """Text with one kind of line break: a browser sends CRLF, a cell of Excel holds LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


# --- CSV --------------------------------------------------------------------------------------


def _needs_guard(text: str) -> bool:
    folded = unicodedata.normalize("NFKC", text)
    return text.startswith(FORMULA_STARTS) or any(
        pattern.fullmatch(folded) for pattern in (_NUMBER_OR_DAY, _ERA_DAY)
    )


def guarded(text: str) -> str:
    """Text with an apostrophe before it, if a spreadsheet would change or run it, or if it looks guarded."""
    bare = _GUARDED.fullmatch(text)
    return f"'{text}" if bare and _needs_guard(bare[1]) else text


def unguarded(text: str) -> str:
    """The inverse of `guarded`; other text unchanged."""
    bare = _GUARDED.fullmatch(text)
    return text[1:] if text.startswith("'") and bare and _needs_guard(bare[1]) else text


# --- XLSX -------------------------------------------------------------------------------------


def escaped(text: str) -> str:
    """Text as a cell stores it: control characters as _x000D_ (ECMA-376, 22.9.2.19, ST_Xstring)."""
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


# --- Reading ----------------------------------------------------------------------------------


def read(kind: Kind, raw: Any, choices: Mapping[str, str]) -> Cell:
    """What a cell says: of a figure its number, of a day the day, of a choice its label.

    `raw` is what the file holds (text, number, truth value, day). Text that is no figure is handed on as it
    is: the form says what is wrong with it. Raises `Unreadable` for what no form could be asked about.
    """
    if raw is None or (isinstance(raw, str) and raw == ""):
        return None
    if kind is Kind.TEXT:
        return plain(_as_text(raw))
    if kind in FIGURES:
        return _figure(kind, raw)
    if kind is Kind.DAY:
        return _day(raw)
    text = _as_text(raw).strip()
    if not text:
        return None
    if kind is Kind.MARK:
        if text not in _MARKS:
            raise Unreadable(f"「{text}」は入力できません。{MARK}か空欄にしてください。")
        return MARK
    if kind is Kind.CHOICE:
        return _label(text, choices)
    chosen = {_label(part.strip(), choices) for part in re.split("[;；]", text) if part.strip()}
    return BETWEEN.join(label for label in choices if label in chosen)


def _label(text: str, choices: Mapping[str, str]) -> str:
    if text not in choices:
        raise Unreadable(f"「{text}」は選べません。次のどれかにしてください：{'、'.join(choices)}")
    return text


def _as_text(raw: Any) -> str:
    if isinstance(raw, str):
        return raw
    number = _whole(raw)
    if number is not None:
        return str(number)
    if isinstance(raw, date):
        raise Unreadable("日付に変わっています。セルの書式を「文字列」にして入力し直してください。")
    raise Unreadable(
        "文字ではない値になっています。セルの書式を「文字列」にして、資料のとおりに入力し直してください。"
    )


def _whole(raw: Any) -> int | None:
    """A whole number that a cell holds, whichever way Excel wrote it."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int):
        return raw
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < EXACT:
        return int(raw)
    return None


def _figure(kind: Kind, raw: Any) -> Cell:
    if not isinstance(raw, str):
        number = _whole(raw)
        if number is None:
            raise Unreadable("整数で入力してください。日付や小数になっていないか確かめてください。")
        return number
    text = raw.strip()
    if _SHORTENED.fullmatch(text):
        raise Unreadable(f"「{text}」は桁が省かれています。セルの書式を「数値」にして保存し直してください。")
    if kind is Kind.NUMBER:
        folded = parse.fold(text).replace(",", "")
        # Longer ones are for the form to refuse; int() itself would refuse 4,301 digits.
        return int(folded) if re.fullmatch("[0-9]{1,18}", folded) else text
    return _by_field(kind, text)


def _day(raw: Any) -> Cell:
    if isinstance(raw, datetime):
        if raw.time() != datetime.min.time():
            raise Unreadable("時刻が入っています。日付だけにしてください。")
        return raw.date()
    if isinstance(raw, date):
        return raw
    if not isinstance(raw, str):
        raise Unreadable("日付ではなく数値になっています。例：2021/4/30")
    return _by_field(Kind.DAY, raw.strip())


def _by_field(kind: Kind, text: str) -> Cell:
    """The value that the field of the staff pages reads, or the text that it cannot read."""
    try:
        value: Cell = _FIELDS[kind].to_python(text)
    except ValidationError:
        return text
    return value


def in_words(kind: Kind, cell: Cell) -> str:
    """A cell as an editor reads it in the list of changes."""
    if cell is None:
        return "（空欄）"
    if kind is Kind.YEN and isinstance(cell, int):
        number, unit = budget_parts(cell)
        return f"{cell:,}円" if unit == "円" else f"{cell:,}円（{number}{unit}）"
    if kind is Kind.YEAR and isinstance(cell, int):
        return fiscal_year_label(cell)
    return day_label(cell) if isinstance(cell, date) else str(cell)


def form_value(kind: Kind, cell: Cell, choices: Mapping[str, str]) -> Any:
    """What a browser would send of this cell."""
    if kind is Kind.CHOICES:
        return [choices[label] for label in str(cell).split(BETWEEN)] if cell else []
    if cell is None:
        return ""
    if kind is Kind.CHOICE:
        return choices[str(cell)]
    return cell.isoformat() if isinstance(cell, date) else str(cell)

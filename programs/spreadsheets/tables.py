"""The four tables of the workbook: their columns, each with what it shows of a row and where it is typed.

Tables that machines read (総務省「統計表における機械判読可能なデータの表記方法の統一ルール」): one record
a row, the unit in the header, years in the Western calendar, no merged cells.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F, Model, QuerySet

from programs.admin.shares import FIXED_AMOUNT, shares_text
from programs.choices import BudgetPhase, CapOf
from programs.exports import in_words, joined
from programs.models import BudgetLine, Call, Field, Program, Source, SubsidyRate, SupportType

from .cells import MARK, Cell, Kind, plain

ROW = "行の番号"
REMOVE = "削除"
CODE = "施策の記号"
NAME = "施策名"
EDITION = "年度版（西暦年度）"
VERSION = "書き出した版"

Choices = Mapping[str, str]


@dataclass(frozen=True)
class Vocabulary:
    """Label → key of what cells name, read once a file."""

    sources: Choices
    support_types: Choices
    fields: Choices

    @classmethod
    def load(cls) -> "Vocabulary":
        def keys(model: type[Model], label: str) -> Choices:
            rows = model._default_manager.values_list(label, "pk")
            return {name: str(pk) for name, pk in rows}

        return cls(keys(Source, "letter"), keys(SupportType, "name"), keys(Field, "name"))


def no_choices(vocabulary: Vocabulary) -> Choices:
    return {}


@dataclass(frozen=True)
class Column:
    """`field` is that of the staff page's form; a column without one cannot be changed, only compared."""

    header: str
    kind: Kind
    value: Callable[[Any], Cell]
    field: str = ""
    choices: Callable[[Vocabulary], Choices] = no_choices
    width: int = 12


@dataclass(frozen=True)
class Table:
    """One sheet, and the rows that it shows."""

    name: str
    model: type[Model]
    columns: Sequence[Column]
    rows: Callable[[], QuerySet]  # all that there are, in order, with what the columns read
    program: str  # the look-up from a row to its program

    @cached_property
    def by_header(self) -> dict[str, Column]:
        return {column.header: column for column in self.columns}

    @cached_property
    def by_field(self) -> dict[str, Column]:
        return {column.field: column for column in self.columns if column.field}

    def rows_of(self, programs: Iterable[Program]) -> QuerySet:
        return self.rows().filter(**{f"{self.program}__in": [program.pk for program in programs]})

    def cells(self, row: Any) -> dict[str, Cell]:
        """What the row shows, by header."""
        return {column.header: column.value(row) for column in self.columns}


def version_of(program: Program) -> str:
    """Names what an editor had in hand: the row and the time of its last edit."""
    edited = f"{program.edited_at:%Y%m%dT%H%M%S%f}" if program.edited_at else "未編集"
    return f"{program.pk}-{edited}"


# --- Columns by kind: what an empty field shows is an empty cell -------------------------------


def text(header: str, name: str, width: int = 20) -> Column:
    return Column(header, Kind.TEXT, lambda row: plain(getattr(row, name)) or None, name, width=width)


def number(header: str, name: str, kind: Kind = Kind.NUMBER, width: int = 9) -> Column:
    return Column(header, kind, lambda row: getattr(row, name), name, width=width)


def mark(header: str, name: str) -> Column:
    return Column(header, Kind.MARK, lambda row: MARK if getattr(row, name) else None, name)


def labels(vocabulary: type[BudgetPhase] | type[CapOf]) -> Callable[[Vocabulary], Choices]:
    choices = {str(label): str(value) for value, label in vocabulary.choices}
    return lambda _: choices


CITATION = (
    Column(
        "資料の記号",
        Kind.CHOICE,
        lambda row: row.source.letter,
        "source",
        lambda vocabulary: vocabulary.sources,
    ),
    number("始めの行", "first_line"),
    number("終わりの行", "last_line"),
    text("印刷の字句", "literal"),
    text("カタログの注", "note"),
)


def fact_columns(*own: Column) -> Sequence[Column]:
    return (
        Column(ROW, Kind.NUMBER, lambda row: row.pk),
        Column(REMOVE, Kind.MARK, lambda row: None, width=6),
        Column(CODE, Kind.TEXT, lambda row: row.edition.program.public_code, width=26),
        Column(NAME, Kind.TEXT, lambda row: plain(row.edition.program.name), width=36),
        Column(EDITION, Kind.YEAR, lambda row: row.edition.fiscal_year),
        *own,
        *CITATION,
        Column(VERSION, Kind.TEXT, lambda row: version_of(row.edition.program), width=26),
    )


def facts(model: type[Model], *shown_too: str) -> QuerySet:
    return (
        model._default_manager.select_related("edition__program__edited_by", "source")
        .prefetch_related(*shown_too)
        .order_by(
            "edition__program__position",
            "edition__program__code",
            F("edition__fiscal_year").desc(nulls_last=True),
            "position",
            "pk",
        )
    )


# --- The tables -------------------------------------------------------------------------------

PROGRAMS = Table(
    "施策",
    Program,
    (
        Column(CODE, Kind.TEXT, lambda row: row.public_code, width=26),
        text(NAME, "name", 36),
        text("読み（ひらがな）", "reading"),
        Column(
            "支援の種類",
            Kind.CHOICE,
            lambda row: row.support_type.name,
            "support_type",
            lambda vocabulary: vocabulary.support_types,
            width=16,
        ),
        Column(
            "分野（;で区切る）",
            Kind.CHOICES,
            lambda row: joined(field.name for field in row.fields.all()) or None,
            "fields",
            lambda vocabulary: vocabulary.fields,
            width=30,
        ),
        mark("他省庁の施策", "is_other_ministry"),
        text("要約", "summary", 50),
        text("目的", "purpose", 40),
        *CITATION,
        Column("公開状況", Kind.TEXT, lambda row: (row.draft_of or row).get_status_display()),
        Column(VERSION, Kind.TEXT, version_of, width=26),
    ),
    lambda: (
        Program.objects.select_related("support_type", "source", "edited_by", "draft_of")
        .prefetch_related("fields")
        .order_by("position", "code")
    ),
    "pk",
)
BUDGETS = Table(
    "予算額",
    BudgetLine,
    fact_columns(
        number("年度（西暦年度）", "fiscal_year", Kind.YEAR),
        Column(
            "区分", Kind.CHOICE, lambda row: row.get_phase_display(), "phase", labels(BudgetPhase), width=16
        ),
        number("金額（円）", "amount_yen", Kind.YEN, width=18),
        mark("内数", "part_of_larger"),
        mark("別の措置の額", "is_separate_measure"),
        text("どの部分の", "component"),
        text("会計", "account", 12),
    ),
    lambda: facts(BudgetLine),
    "edition__program",
)
RATES = Table(
    "補助率",
    SubsidyRate,
    fact_columns(
        # 「3分の2」: a spreadsheet takes 2/3 for a day.
        Column(
            "国の補助率（3分の2・定額）",
            Kind.TEXT,
            lambda row: FIXED_AMOUNT if row.is_fixed_amount else in_words(str(row)),
            "rate",
        ),
        Column(
            "ほかの負担者の割合",
            Kind.TEXT,
            lambda row: (
                plain(shares_text((s.payer, s.numerator, s.denominator) for s in row.shares.all())) or None
            ),
            "other_shares",
            width=30,
        ),
        number("上限額（円）", "cap_yen", Kind.YEN, width=18),
        Column(
            "何の上限か",
            Kind.CHOICE,
            lambda row: row.get_cap_of_display() or None,
            "cap_of",
            labels(CapOf),
            width=16,
        ),
        mark("「上限なし」の明記", "has_no_cap"),
        text("どの部分の", "component"),
        text("整備・実施する人", "applicant"),
        text("地域", "area"),
        text("条件", "condition"),
        text("率を掛けるもの", "base"),
    ),
    lambda: facts(SubsidyRate, "shares"),
    "edition__program",
)
CALLS = Table(
    "公募",
    Call,
    fact_columns(
        text("何の期限か", "label"),
        number("始まる日", "opens_on", Kind.DAY, width=13),
        number("締切の日", "closes_on", Kind.DAY, width=13),
        text("印刷された期間", "window"),
        text("印刷された状況", "printed_status"),
    ),
    lambda: facts(Call),
    "edition__program",
)
TABLES: Sequence[Table] = (PROGRAMS, BUDGETS, RATES, CALLS)
FACT_TABLES: Sequence[Table] = (BUDGETS, RATES, CALLS)
BY_NAME = {table.name: table for table in TABLES}

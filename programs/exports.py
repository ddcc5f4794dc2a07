"""CSV for spreadsheets and for programs: columns declared once, rows streamed.

UTF-8 with a BOM and CRLF, so that spreadsheets read it; one record a row, the unit in the header, years in
the Western calendar, places with their codes: the ministry's rules for tables that machines read (総務省
「統計表における機械判読可能なデータの表記方法の統一ルール」). An empty cell is what no document states.
Several values of one cell stand with a semicolon between them.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone

from .budgets import Entry
from .calls import program_status
from .choices import BudgetPhase, CapOf, TargetAreaKind
from .editions import telling_edition
from .presentation.compare import Cell as ComparedCell
from .presentation.compare import Comparison, Fact
from .presentation.figures import common_component, headline_budgets, rate_ends
from .presentation.notes import mark_label

Record = dict[str, Any]
Cell = str | int | None
T = TypeVar("T")

BOM = "\ufeff"
BETWEEN = ";"
# A spreadsheet takes a cell that begins so for a formula; the wide forms are typed as such in Japanese.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
PLACED = frozenset(
    {TargetAreaKind.NATION, TargetAreaKind.DISTRICT, TargetAreaKind.PREFECTURE, TargetAreaKind.MUNICIPALITY}
)


@dataclass(frozen=True)
class Column(Generic[T]):
    """A heading, with its unit, and what stands under it for one record."""

    header: str
    value: Callable[[T], Cell]


def guarded(cell: Cell) -> str:
    """A cell as text that no spreadsheet takes for a formula (OWASP ASVS 5.0.0, 1.2.10); numbers stay."""
    text = "" if cell is None else str(cell)
    if text.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text


class _Echo:
    """A file that hands every line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(columns: Sequence[Column[T]], records: Iterable[T]) -> Iterator[str]:
    """The lines of a file, each with its end; the first begins with the byte order mark."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield BOM + writer.writerow([guarded(column.header) for column in columns])
    for record in records:
        yield writer.writerow([guarded(column.value(record)) for column in columns])


def csv_response(name: str, columns: Sequence[Column[T]], records: Iterable[T]) -> StreamingHttpResponse:
    """A download `name`.csv, sent while it is written."""
    return StreamingHttpResponse(
        csv_lines(columns, records),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def refused(messages: Iterable[str]) -> HttpResponse:
    """Why there is no file: never a wider one than was asked for."""
    text = "".join(f"{message}\n" for message in messages)
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")


def in_words(text: str) -> str:
    """「2分の1」 of 1/2, which a spreadsheet takes for the second of January; other text unchanged."""
    numerator, slash, denominator = text.partition("/")
    is_fraction = slash and numerator.isdecimal() and denominator.isdecimal()
    return f"{denominator}分の{numerator}" if is_fraction else text


def joined(values: Iterable[Any]) -> str:
    """Values of one cell, each once."""
    return BETWEEN.join(dict.fromkeys(str(value) for value in values if value not in (None, "")))


@dataclass(frozen=True)
class ProgramRow:
    """A contract record, or what a list keeps of it, on one Tokyo day; `root` is the site's address."""

    record: Record
    updated_at: datetime
    letters: dict[str, str]
    on: date
    root: str

    @cached_property
    def edition(self) -> Record:
        return telling_edition(self.record)

    @cached_property
    def rates(self) -> tuple[list[Record], list[Record]]:
        """The lowest and highest rate of the State, one if they are alike; and a 定額."""
        return rate_ends(self.edition["rates"])

    @cached_property
    def caps(self) -> list[tuple[int, str, Record]]:
        """(yen, of what, fact) of every upper limit, those of rates first."""
        of_rates = [(r["cap_yen"], r["cap_of"], r) for r in self.edition["rates"] if r["cap_yen"] is not None]
        return of_rates + [(cap["amount_yen"], cap["of"], cap) for cap in self.edition["caps"]]

    @cached_property
    def budgets(self) -> list[Record]:
        return headline_budgets(self.edition["budgets"], self.edition["fiscal_year"])

    def share(self, end: int, part: str) -> Cell:
        fractions = self.rates[0]
        return fractions[end]["shares"][0][part] if fractions else None

    def marks(self, facts: Iterable[Record]) -> str:
        return joined(mark_label(fact["citation"], self.letters) for fact in facts)


def amounts(values: Sequence[int]) -> Cell:
    """One amount as a number; several, alike or not, side by side."""
    return values[0] if len(values) == 1 else BETWEEN.join(str(value) for value in values)


PROGRAM_COLUMNS: Sequence[Column[ProgramRow]] = (
    Column("施策コード", lambda row: row.record["code"]),
    Column("施策名", lambda row: row.record["name"]),
    Column("支援の種類", lambda row: row.record["support_type"]),
    Column("分野", lambda row: joined(row.record["fields"])),
    Column("年度版（西暦年度）", lambda row: row.edition["fiscal_year"]),
    Column("要約", lambda row: row.record["summary"]),
    Column("公募の状況", lambda row: program_status(row.record, row.on).label),
    Column("公募の状況の基準日", lambda row: row.on.isoformat()),
    Column("国の補助率（最低）の分子", lambda row: row.share(0, "numerator")),
    Column("国の補助率（最低）の分母", lambda row: row.share(0, "denominator")),
    Column("国の補助率（最高）の分子", lambda row: row.share(-1, "numerator")),
    Column("国の補助率（最高）の分母", lambda row: row.share(-1, "denominator")),
    Column("定額の補助", lambda row: "あり" if row.rates[1] else None),
    Column("補助率の掛かる部分", lambda row: common_component(row.edition["rates"])),
    Column("補助率の出典", lambda row: row.marks(row.rates[0] + row.rates[1])),
    Column("上限額（円）", lambda row: amounts([amount for amount, _, _ in row.caps])),
    Column("上限額の種類", lambda row: joined(CapOf(of).limit for _, of, _ in row.caps)),
    Column(
        "「上限なし」の明記", lambda row: "あり" if any(r["no_cap"] for r in row.edition["rates"]) else None
    ),
    Column("上限額の出典", lambda row: row.marks(fact for _, _, fact in row.caps)),
    Column("予算額（円）", lambda row: amounts([line["amount_yen"] for line in row.budgets])),
    Column("予算額の年度（西暦年度）", lambda row: joined(line["fiscal_year"] for line in row.budgets)),
    Column("予算額の区分", lambda row: joined(BudgetPhase(line["phase"]).label for line in row.budgets)),
    Column("予算額の内訳", lambda row: joined(line["component"] for line in row.budgets)),
    Column("内数", lambda row: "内数" if any(line["part_of_larger"] for line in row.budgets) else None),
    Column("予算額の出典", lambda row: row.marks(row.budgets)),
    Column("申請できる人", lambda row: joined(fact["name"] for fact in row.edition["applicants"])),
    Column("対象地域", lambda row: joined(fact["name"] for fact in row.edition["target_areas"])),
    Column(
        "対象地域の全国地方公共団体コード",
        lambda row: joined(fact["code"] for fact in row.edition["target_areas"] if fact["kind"] in PLACED),
    ),
    Column("更新日", lambda row: timezone.localdate(row.updated_at).isoformat()),
    Column("ページ", lambda row: f"{row.root}{row.record['url']}"),
)


@dataclass(frozen=True)
class CaseRow:
    """A contract case, and code, name and address of its program."""

    case: Record
    program: Record
    letters: dict[str, str]
    root: str

    def places(self, key: str) -> str:
        return joined(place[key] for place in self.case["places"])


CASE_COLUMNS: Sequence[Column[CaseRow]] = (
    Column("題名", lambda row: row.case["title"]),
    Column("施策コード", lambda row: row.program["code"]),
    Column("施策名", lambda row: row.program["name"]),
    Column("年度（西暦年度）", lambda row: row.case["fiscal_year"]),
    Column("テーマ", lambda row: row.case["theme"]),
    Column("場所", lambda row: row.places("name")),
    Column("都道府県", lambda row: row.places("prefecture")),
    Column("全国地方公共団体コード", lambda row: row.places("code")),
    Column("団体", lambda row: joined(row.case["organizations"])),
    Column("専門家", lambda row: joined(row.case["advisers"])),
    Column("表彰", lambda row: row.case["award"]),
    Column("概要", lambda row: row.case["summary"]),
    Column("出典", lambda row: mark_label(row.case["citation"], row.letters)),
    Column("ページ", lambda row: f"{row.root}{row.program['url']}"),
)


@dataclass(frozen=True)
class ComparedRow:
    """One fact of a comparison, or (`fact` None) that a program states none."""

    title: str
    verdict: str
    cell: ComparedCell
    fact: Fact | None
    root: str


def compared_facts(comparison: Comparison, root: str) -> Iterator[ComparedRow]:
    for row in comparison.rows:
        for cell in row.cells:
            facts: Sequence[Fact | None] = cell.facts or [None]
            yield from (ComparedRow(row.title, row.verdict, cell, fact, root) for fact in facts)


COMPARE_COLUMNS: Sequence[Column[ComparedRow]] = (
    Column("項目", lambda row: row.title),
    Column("比べた結果", lambda row: row.verdict),
    Column("施策コード", lambda row: row.cell.code),
    Column("施策名", lambda row: row.cell.name),
    Column("何の", lambda row: row.fact.label if row.fact else None),
    Column("内容", lambda row: in_words(row.fact.figure.text) if row.fact else row.cell.absent),
    Column("単位", lambda row: row.fact.figure.unit if row.fact else None),
    Column("内容の続き", lambda row: row.fact.figure.tail.strip() if row.fact else None),
    Column("金額（円）", lambda row: row.fact.yen if row.fact else None),
    Column("出典", lambda row: row.fact.figure.mark.label if row.fact and row.fact.figure.mark else None),
    Column("ページ", lambda row: f"{row.root}{row.cell.url}"),
)


@dataclass(frozen=True)
class BudgetRow:
    """One printed amount of one program, and what becomes of it in the sums of the page."""

    entry: Entry
    letters: dict[str, str]
    root: str


BUDGET_COLUMNS: Sequence[Column[BudgetRow]] = (
    Column("施策コード", lambda row: row.entry.record["code"]),
    Column("施策名", lambda row: row.entry.record["name"]),
    Column("分野", lambda row: joined(row.entry.record["fields"])),
    Column("年度（西暦年度）", lambda row: row.entry.year),
    Column("区分", lambda row: BudgetPhase(row.entry.line["phase"]).label),
    Column("会計", lambda row: row.entry.line["account"]),
    Column("内訳", lambda row: row.entry.line["component"]),
    Column("金額（円）", lambda row: row.entry.line["amount_yen"]),
    Column("内数", lambda row: "内数" if row.entry.line["part_of_larger"] else None),
    Column("合計に入れたか", lambda row: "はい" if row.entry.is_counted else "いいえ"),
    Column("入れない理由", lambda row: row.entry.left_out.label if row.entry.left_out else None),
    Column("出典", lambda row: mark_label(row.entry.line["citation"], row.letters)),
    Column("出典の字句", lambda row: row.entry.line["citation"]["literal"]),
    Column("ページ", lambda row: f"{row.root}{row.entry.record['url']}"),
)

"""Programs side by side: a row a condition, and whether what the documents say of it differs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from programs.calls import program_status
from programs.choices import BudgetPhase, CallStatus, FactKind, FactState
from programs.editions import telling_edition
from programs.languages import localized, term

from .figures import Figure, Marker, budget_figure, cap_figure, common_component, rate_range
from .items import call_rows, cap_item
from .notes import far_mark
from .writing import fiscal_year_label, limit_of

Record = dict[str, Any]


@dataclass(frozen=True)
class Fact:
    """One thing stated: a figure with its proof, what stands before it, its amount in yen if it is one."""

    figure: Figure
    label: str = ""
    yen: int | None = None

    @property
    def words(self) -> str:
        figure = self.figure
        return " ".join(filter(None, (self.label, f"{figure.text}{figure.unit}{figure.tail}")))


@dataclass(frozen=True)
class Cell:
    """What one program states; `absent` says what is said in its place, `more` leads to the whole."""

    code: str
    name: str
    url: str
    facts: list[Fact]
    absent: str
    more: tuple[str, str] | None = None


@dataclass(frozen=True)
class Row:
    title: str
    verdict: str
    cells: list[Cell]

    @property
    def differs(self) -> bool:
        return self.verdict == gettext(DIFFERENT)


@dataclass(frozen=True)
class Column:
    """One program at the head of the table."""

    code: str
    name: str
    url: str
    status: CallStatus


@dataclass(frozen=True)
class Comparison:
    columns: list[Column]
    rows: list[Row]


DIFFERENT = _("ちがいあり")


def comparison(records: list[Record], letters: dict[str, str], on: date) -> Comparison:
    """Contract records in the order given, each in its telling edition; budgets and calls of all editions.

    Marks lead to the notes on the programs' pages. `on` is the Tokyo day of the statuses.
    """
    sides = [Side(record, letters, on) for record in records]
    rows = [row(title, [side.cell(tell) for side in sides]) for title, tell in FIRST]
    for year in budget_years(records):
        title = gettext("予算 %(year)s") % {"year": fiscal_year_label(year)}
        rows.append(row(title, [side.cell(partial(Side.budgets, year=year)) for side in sides]))
    rows += [row(title, [side.cell(tell) for side in sides]) for title, tell in LAST]
    columns = [Column(r["code"], r["name"], localized(r["url"]), program_status(r, on)) for r in records]
    return Comparison(columns, rows)


def row(title: str, cells: list[Cell]) -> Row:
    return Row(gettext(title), verdict(cells), cells)


def verdict(cells: list[Cell]) -> str:
    """In words. A document's silence is no difference: it is said as such."""
    if len(cells) < 2:
        return ""
    stated = [sorted(fact.words for fact in cell.facts) for cell in cells if cell.facts]
    if not stated:
        return gettext("どれも記載なし")
    if any(words != stated[0] for words in stated):
        return gettext(DIFFERENT)
    return gettext("同じ") if len(stated) == len(cells) else gettext("記載なしを含む")


def budget_years(records: list[Record]) -> list[int]:
    """Fiscal years of which any of the programs has a line, newest first."""
    return sorted({line["fiscal_year"] for record in records for line in budget_lines(record)}, reverse=True)


def budget_lines(record: Record) -> list[Record]:
    """Lines of all editions; no measure printed beside the program's own."""
    lines = [line for edition in record["editions"] for line in edition["budgets"]]
    return [line for line in lines if not line["separate_measure"]]


class Side:
    """One program of the comparison."""

    def __init__(self, record: Record, letters: dict[str, str], on: date):
        self.record = record
        self.on = on
        self.url = localized(record["url"])
        self.mark: Marker = partial(far_mark, url=self.url, letters=letters)
        self.edition = telling_edition(record)

    def cell(self, tell: Callable[["Side", Record], "Told"]) -> Cell:
        told = tell(self, self.edition)
        absent = "" if told.facts else self.absent(tell, told.kind)
        where = told.more if told.facts else None
        more = (f"{self.url}{where[0]}", gettext(where[1])) if where else None
        return Cell(self.record["code"], self.record["name"], self.url, told.facts, absent, more)

    def absent(self, tell: Callable[["Side", Record], "Told"], kind: FactKind | None) -> str:
        """記載なし, unless another edition states it or we have not read for it."""
        if any(tell(self, edition).facts for edition in self.record["editions"]):
            return gettext("この年度版に記載なし")
        if kind and self.record["coverage"][kind]["state"] == FactState.NOT_READ:
            return gettext(FactState.NOT_READ.label)
        return gettext(FactState.NOT_STATED.label)

    def named(self, facts: list[Record]) -> list[Fact]:
        found = {fact["name"]: fact for fact in reversed(facts)}
        return [Fact(Figure(name, self.mark(fact))) for name, fact in reversed(found.items())]

    def people(self, edition: Record) -> "Told":
        return Told(self.named(edition["applicants"]), FactKind.APPLICANT)

    def rates(self, edition: Record) -> "Told":
        part = common_component(edition["rates"])
        facts = [Fact(figure, part) for figure in rate_range(edition["rates"], self.mark)]
        return Told(facts, FactKind.RATE, ("#rates", _("補助率の表")))

    def caps(self, edition: Record) -> "Told":
        facts = [
            Fact(cap_figure(r["cap_yen"], self.mark(r)), limit_of(r["cap_of"]), r["cap_yen"])
            for r in edition["rates"]
            if r["cap_yen"] is not None
        ]
        for cap in edition["caps"]:
            item = cap_item(cap, self.mark)
            facts.append(Fact(item.figure, item.detail, cap["amount_yen"]))
        facts += [
            Fact(Figure(gettext("「上限なし」と明記"), self.mark(r))) for r in edition["rates"] if r["no_cap"]
        ]
        return Told(once(facts), FactKind.RATE)

    def areas(self, edition: Record) -> "Told":
        return Told(self.named(edition["target_areas"]), FactKind.AREA)

    def budgets(self, edition: Record, year: int) -> "Told":
        """Of all editions: a later document may print an earlier year."""
        facts = []
        for line in budget_lines(self.record):
            if line["fiscal_year"] == year:
                label = [gettext(BudgetPhase(line["phase"]).label), line["account"], line["component"]]
                figure = budget_figure(line, self.mark)
                facts.append(Fact(figure, " ".join(filter(None, label)), line["amount_yen"]))
        return Told(once(facts), FactKind.BUDGET)

    def calls(self, edition: Record) -> "Told":
        """Of all editions, as on the program's page."""
        rows = call_rows(self.record["editions"], self.mark, self.on)
        said = gettext("%(year)s %(call)s（%(status)s）")
        facts = [
            Fact(r.period, said % {"year": r.edition, "call": r.label, "status": gettext(r.status.label)})
            for r in rows
        ]
        return Told(facts, FactKind.CALL)

    def offices(self, edition: Record) -> "Told":
        facts = [
            Fact(Figure(office["name"], self.mark(office), tail=f" {office['phone'] or ''}".rstrip()))
            for office in edition["offices"]
        ]
        return Told(facts, FactKind.CONTACT)

    def cases(self, edition: Record) -> "Told":
        count = len(self.record["cases"])
        facts = [Fact(Figure(str(count), unit=gettext("件")))] if count else []
        return Told(facts, FactKind.CASE, ("#cases", _("事例を見る")))

    def kind(self, edition: Record) -> "Told":
        return Told([Fact(Figure(term(self.record["support_type"])))], None)

    def year(self, edition: Record) -> "Told":
        year = self.edition["fiscal_year"]
        return Told([Fact(Figure(fiscal_year_label(year)))] if year else [], None)


@dataclass(frozen=True)
class Told:
    """Facts, the kind that the coverage ledger knows them by, and (address on the page, label) of more."""

    facts: list[Fact]
    kind: FactKind | None
    more: tuple[str, str] | None = None


def once(facts: list[Fact]) -> list[Fact]:
    """Facts that read alike and have one proof, once."""
    return list({(fact.words, fact.figure.mark): fact for fact in reversed(facts)}.values())[::-1]


FIRST = (
    (_("だれが"), Side.people),
    (_("国の補助率"), Side.rates),
    (_("上限額"), Side.caps),
    (_("対象になる地域"), Side.areas),
)
LAST = (
    (_("公募・期限"), Side.calls),
    (_("担当課"), Side.offices),
    (_("事例"), Side.cases),
    (_("支援の種類"), Side.kind),
    (_("見ている年度版"), Side.year),
)

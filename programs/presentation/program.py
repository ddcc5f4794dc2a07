"""The page of one program: sections in the order in which an applicant asks."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from programs.calls import program_status, status_on, window
from programs.choices import BudgetPhase, CallStatus, CapOf, Designation, PrintedLabelKind, TargetAreaKind
from programs.contract import citations
from programs.display import day_label, fiscal_year_label, fiscal_year_short

from .cases import CaseItem, case_item
from .figures import (
    BudgetRow,
    Figure,
    OutcomeRow,
    RateGroup,
    budget_figure,
    budget_rows,
    cap_figure,
    common_component,
    headline_budgets,
    outcome_row,
    rate_groups,
    rate_range,
)
from .notes import Note, NoteBook

Record = dict[str, Any]

RELATION_LABELS = {
    "predecessor": "前身の施策",
    "successor": "後継の施策",
    "part_of": "この施策を含む施策",
    "has_part": "この施策に含まれる施策",
    "renamed_from": "前の名前の施策",
    "renamed_to": "名前が変わった後の施策",
    "related": "関連する施策",
}


@dataclass(frozen=True)
class Item:
    """A line of a list: a figure with its proof and what is said beside it."""

    figure: Figure
    detail: str = ""


@dataclass(frozen=True)
class Named:
    title: str
    items: list[Item]


@dataclass(frozen=True)
class CallRow:
    edition: str
    label: str
    period: Figure
    status: CallStatus
    detail: str


@dataclass(frozen=True)
class Contact:
    name: str
    url_code: str
    mark: Figure
    phone: str | None
    fax: str | None
    email: str | None
    hours: str | None
    note: str | None


@dataclass(frozen=True)
class Part:
    number: str | None
    figure: Figure
    summary: str | None
    period: Figure | None


class ProgramPage:
    """Everything the detail template chooses among, for one edition of one contract record.

    `letters` maps document ids to their letters; `on` is the Tokyo day of the statuses.
    """

    def __init__(self, record: Record, edition: Record, letters: dict[str, str], on: date):
        self.record = record
        self.edition = edition
        self.on = on
        self.notebook = NoteBook(letters)
        self.mark = self.notebook.mark
        self.edition_label = fiscal_year_label(edition["fiscal_year"])
        self.other_editions = [
            (other["fiscal_year"], fiscal_year_label(other["fiscal_year"]))
            for other in record["editions"]
            if other is not edition
        ]
        # In page order: a note stands in the first section that cites its lines.
        self.rate_notes = self.notebook.begin_section()
        self.rate_groups: list[RateGroup] = rate_groups(edition["rates"], self.mark)
        self.caps = [self._cap(cap) for cap in edition["caps"]]
        self.budget_notes = self.notebook.begin_section()
        self.budgets, self.side_measures = self._budgets()
        self.target_notes = self.notebook.begin_section()
        self.areas = [self._area(target) for target in edition["target_areas"]]
        self.people = self._named(
            ("applicants", "申請できる人"),
            ("excluded_applicants", "申請できない人"),
            ("implementing_bodies", "事業主体（実施する人）"),
        )
        self.costs = self._named(
            ("eligible_costs", "対象になる費用"),
            ("excluded_costs", "対象にならない費用"),
            ("funding_sources", "地元負担に使える財源"),
        )
        self.requirements = [
            Item(Figure(fact["text"], self.mark(fact)), fact["component"] or "")
            for fact in edition["requirements"]
        ]
        self.call_notes = self.notebook.begin_section()
        self.calls = self._calls()
        self.status = program_status(record, on)
        self.period = self._period(edition["period"])
        self.part_notes = self.notebook.begin_section()
        self.parts = [self._part(part) for part in edition["parts"]]
        self.outcome_notes = self.notebook.begin_section()
        self.outcomes: list[OutcomeRow] = [outcome_row(o, self.mark) for o in record["outcomes"]]
        self.case_notes = self.notebook.begin_section()
        self.cases: list[CaseItem] = [case_item(case, self.mark) for case in record["cases"]]
        self.relation_notes = self.notebook.begin_section()
        self.relations = self._relations()
        self.links = [(link, self.mark(link)) for link in record["links"]]
        self.contact_notes = self.notebook.begin_section()
        self.contacts = [self._contact(office) for office in edition["offices"]]
        self.name_notes = self.notebook.begin_section()
        self.names = [Figure(name["name"], self.mark(name)) for name in record["names"]]
        self.labels = [
            (PrintedLabelKind(label["kind"]).label, Figure(label["text"], self.mark(label)))
            for label in edition["labels"]
        ]
        # Last: the glance repeats figures whose notes stand in the sections above.
        self.late_notes: list[Note] = self.notebook.begin_section()
        self.glance_rates = rate_range(edition["rates"], self.mark)
        self.glance_rates_of = common_component(edition["rates"])
        self.glance_caps = self._glance_caps()
        self.glance_budgets = self._glance_budgets()

    def _cap(self, cap: Record) -> Item:
        per = f"{cap['per'].removesuffix('当たり')}当たり" if cap["per"] else None
        what = " ".join(filter(None, (cap["component"], per, f"{CapOf(cap['of']).label}の上限")))
        return Item(cap_figure(cap["amount_yen"], self.mark(cap)), what)

    def _budgets(self) -> tuple[list[BudgetRow], list[Item]]:
        lines = [line for edition in self.record["editions"] for line in edition["budgets"]]
        own = [line for line in lines if not line["separate_measure"]]
        beside = [
            Item(
                budget_figure(line, self.mark),
                f"{line['component'] or '別の措置'}（{fiscal_year_label(line['fiscal_year'])}）",
            )
            for line in lines
            if line["separate_measure"]
        ]
        return budget_rows(own, self.mark), beside

    def _area(self, target: Record) -> Item:
        return Item(Figure(target["name"], self.mark(target)), target["component"] or "")

    def _named(self, *groups: tuple[str, str]) -> list[Named]:
        return [
            Named(
                title,
                [
                    Item(
                        Figure(fact["name"], self.mark(fact)),
                        "　".join(filter(None, (fact.get("limit"), fact["component"]))),
                    )
                    for fact in self.edition[key]
                ],
            )
            for key, title in groups
            if self.edition[key]
        ]

    def _calls(self) -> list[CallRow]:
        rows = []
        for edition in self.record["editions"]:
            for call in edition["calls"]:
                opens, closes = window(call)
                rows.append(
                    CallRow(
                        edition=fiscal_year_short(edition["fiscal_year"])
                        if edition["fiscal_year"]
                        else "年度の記載なし",
                        label=call["label"] or "公募",
                        period=Figure(window_text(opens, closes, call["printed_status"]), self.mark(call)),
                        status=status_on(opens, closes, self.on),
                        detail=call["printed_status"] or "" if closes or opens else "",
                    )
                )
        return rows

    def _period(self, period: Record | None) -> Figure | None:
        if period is None:
            return None
        years = (fiscal_year_short(period[key]) for key in ("from_fiscal_year", "to_fiscal_year"))
        return Figure("～".join(years), self.mark(period))

    def _part(self, part: Record) -> Part:
        return Part(
            part["number"],
            Figure(part["name"], self.mark(part)),
            part["summary"],
            self._period(part["period"]),
        )

    def _relations(self) -> list[Record]:
        return [
            {
                "label": RELATION_LABELS[relation["kind"]],
                "code": relation["program"],
                "name": relation["name"],
                "note": relation["note"],
                "mark": self.mark(relation) if relation["citation"] else None,
            }
            for relation in self.record["relations"]
        ]

    def _contact(self, office: Record) -> Contact:
        return Contact(
            name=office["name"],
            url_code=office["code"],
            mark=Figure(office["phone"] or office["name"], self.mark(office)),
            phone=office["phone"],
            fax=office["fax"],
            email=office["email"],
            hours=office["hours"],
            note=office["note"],
        )

    def _glance_caps(self) -> list[Item]:
        caps = [self._cap(cap) for cap in self.edition["caps"]]
        caps += [
            Item(cap_figure(rate["cap_yen"], self.mark(rate)), f"{CapOf(rate['cap_of']).label}の上限")
            for rate in self.edition["rates"]
            if rate["cap_yen"] is not None
        ]
        return caps

    def _glance_budgets(self) -> list[Item]:
        lines = headline_budgets(self.edition["budgets"], self.edition["fiscal_year"])
        return [
            Item(
                budget_figure(line, self.mark),
                "　".join(filter(None, (line["component"], line["account"]))),
            )
            for line in lines
        ]

    @property
    def glance_budget_title(self) -> str:
        lines = headline_budgets(self.edition["budgets"], self.edition["fiscal_year"])
        return budget_title(lines)

    @property
    def states_no_cap(self) -> bool:
        return any(rate["no_cap"] for rate in self.edition["rates"])

    @property
    def designations(self) -> list[str]:
        """The kinds of 条件不利地域 named, each once; the word for all of them only if it stands alone."""
        names = {
            target["code"]: target["name"]
            for target in reversed(self.edition["target_areas"])
            if target["kind"] == TargetAreaKind.DESIGNATION
        }
        if len(names) > 1:
            names.pop(Designation.DISADVANTAGED, None)
        return list(reversed(names.values()))

    @property
    def cited_sources(self) -> set[str]:
        return {citation["source"] for citation in citations(self.record)}


def window_text(opens: date | None, closes: date | None, printed_status: str | None) -> str:
    """「…から…まで」 with only the days that are known."""
    if opens and closes:
        return f"{day_label(opens)}～{day_label(closes)}"
    if closes:
        return f"{day_label(closes)}まで"
    if opens:
        return f"{day_label(opens)}から"
    return printed_status or "日付の記載なし"


def budget_title(lines: list[Record]) -> str:
    """「予算額（令和3年度 当初）」 of headline lines, which share year and phase."""
    if not lines:
        return "予算額"
    phase = BudgetPhase(lines[0]["phase"]).label
    return f"予算額（{fiscal_year_short(lines[0]['fiscal_year'])} {phase}）"

"""The page of one program: sections in the order in which an applicant asks."""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from programs.calls import program_status
from programs.choices import Designation, MaterialKind, PrintedLabelKind, TargetAreaKind
from programs.contract import citations
from programs.editions import cases_address, telling_edition
from programs.family import Family
from programs.languages import gloss, localized, term

from .absent import absent_sentences, is_only_named, unstated_labels
from .cases import CaseGroup, case_item, case_line, cases_by_prefecture, count_case_facts
from .ended import ended
from .family import FamilyWriter
from .figures import (
    BudgetRow,
    Figure,
    RateGroup,
    budget_figure,
    budget_rows,
    cap_figure,
    common_component,
    headline_budgets,
    rate_groups,
    rate_range,
)
from .items import (
    Item,
    Named,
    Part,
    budget_title,
    call_rows,
    cap_item,
    contact,
    named_items,
    period_figure,
    year_and_phase,
)
from .notes import Note, NoteBook, far_mark
from .outcomes import outcome_groups
from .writing import fiscal_year_label, limit_of
from .years import edition_links, year_table

Record = dict[str, Any]

# Cases with more facts than these are not shown whole: some by title, and the way to all of them.
MOST_CASE_FACTS = 15
MOST_CASE_LINES = 6
# Of a predecessor.
MOST_EARLIER_CASES = 12
# With so many printed literals a program may fill more than two sheets of paper.
MANY_LITERALS = 25


@dataclass(frozen=True)
class Surroundings:
    """What the page shows beside the program's own record.

    `ancestors` are the records of its predecessors, `disagreements` those of the contract about it.
    """

    family: Family = field(default_factory=lambda: Family([], [], []))
    years: dict[str, tuple[int, int]] = field(default_factory=dict)
    ancestors: list[Record] = field(default_factory=list)
    disagreements: list[Record] = field(default_factory=list)


def is_passed_over(record: Record, edition: Record) -> bool:
    """Whether a newer edition states less than this one, which is shown first for that."""
    return edition is telling_edition(record) and edition is not record["editions"][0]


class ProgramPage:
    """Everything the detail template chooses among, for one edition of one contract record.

    `letters` maps document ids to their letters; `on` is the Tokyo day of the statuses.
    """

    def __init__(
        self,
        record: Record,
        edition: Record,
        letters: dict[str, str],
        on: date,
        around: Surroundings | None = None,
    ):
        around = around or Surroundings()
        self.record = record
        self.edition = edition
        self.letters = letters
        self.notebook = NoteBook(letters)
        self.mark = mark = self.notebook.mark
        self.gloss = gloss("programs", record["code"])
        self.support_type = term(record["support_type"])
        self.fields = [term(field) for field in record["fields"]]
        self.edition_label = fiscal_year_label(edition["fiscal_year"])
        self.other_editions = edition_links(record["editions"], edition)
        newest = record["editions"][0]
        self.newer = fiscal_year_label(newest["fiscal_year"]) if is_passed_over(record, edition) else ""
        self.ended = ended(record, edition, on)
        self.absent = absent_sentences(record["coverage"])
        self.is_only_named = is_only_named(record)
        self.unstated = unstated_labels(record["coverage"])
        # In page order: a note stands in the first section that cites its lines.
        self.rate_notes = self.notebook.begin_section()
        self.rate_groups: list[RateGroup] = rate_groups(edition["rates"], mark)
        self.caps = [cap_item(cap, mark) for cap in edition["caps"]]
        self.budget_notes = self.notebook.begin_section()
        self.budgets, self.side_measures = self._budgets()
        self.target_notes = self.notebook.begin_section()
        self.areas = named_items(edition["target_areas"], mark)
        self.people = self._named(
            ("applicants", _("申請できる人")),
            ("excluded_applicants", _("申請できない人")),
            ("implementing_bodies", _("事業主体（実施する人）")),
        )
        self.costs = self._named(
            ("eligible_costs", _("対象になる費用")),
            ("excluded_costs", _("対象にならない費用")),
            ("funding_sources", _("地元負担に使える財源")),
        )
        self.requirements = [
            Item(Figure(fact["text"], mark(fact)), fact["component"] or "")
            for fact in edition["requirements"]
        ]
        self.call_notes = self.notebook.begin_section()
        self.calls = call_rows(record["editions"], mark, on)
        self.status = program_status(record, on)
        self.period = period_figure(edition["period"], mark)
        self.part_notes = self.notebook.begin_section()
        self.parts = [self._part(part) for part in edition["parts"]]
        self.outcome_notes = self.notebook.begin_section()
        self.outcome_lists, self.outcome_tables = outcome_groups(record["outcomes"], mark)
        self.outcome_count = sum(len(found.rows) for found in self.outcome_lists)
        self.outcome_count += sum(len(table.rows) for table in self.outcome_tables)
        self.case_notes = self.notebook.begin_section()
        self.lists_cases_by_title = count_case_facts(record["cases"]) > MOST_CASE_FACTS
        whole = [] if self.lists_cases_by_title else record["cases"]
        self.case_groups: list[CaseGroup] = cases_by_prefecture(whole, partial(case_item, mark=mark))
        listed = record["cases"][:MOST_CASE_LINES] if self.lists_cases_by_title else []
        self.case_lines = [case_line(case, mark) for case in listed]
        self.unlisted_cases = len(record["cases"]) - len(listed) if listed else 0
        self.earlier_cases = self._earlier_cases(around.ancestors)
        self.relation_notes = self.notebook.begin_section()
        writer = FamilyWriter(record["code"], around.years, letters, mark)
        self.lineage = [writer.relative(root) for root in around.family.lineage]
        self.containment = [writer.relative(root) for root in around.family.containment]
        self.relations = self._related()
        self.links = [(link, mark(link)) for link in record["links"]]
        self.materials = self._materials()
        self.contact_notes = self.notebook.begin_section()
        self.contacts = [contact(office, mark) for office in edition["offices"]]
        self.disagreements = around.disagreements
        self.name_notes = self.notebook.begin_section()
        self.names = [Item(Figure(name["name"], mark(name)), name["note"] or "") for name in record["names"]]
        self.labels = [
            (gettext(PrintedLabelKind(label["kind"]).label), Figure(label["text"], mark(label)))
            for label in edition["labels"]
        ]
        self.is_long = self.lists_cases_by_title or self.notebook.literals >= MANY_LITERALS
        # Last: what repeats figures whose notes stand in other sections.
        self.year_notes = self.notebook.begin_section()
        self.years = year_table(record["editions"], mark, on)
        self.late_notes: list[Note] = self.notebook.begin_section()
        self.glance_rates = rate_range(edition["rates"], mark)
        self.glance_rates_of = common_component(edition["rates"])
        self.glance_caps = self._glance_caps()
        self.glance_budgets = self._glance_budgets()

    def _budgets(self) -> tuple[list[BudgetRow], list[Item]]:
        lines = [line for edition in self.record["editions"] for line in edition["budgets"]]
        own = [line for line in lines if not line["separate_measure"]]
        beside = [
            Item(
                budget_figure(line, self.mark),
                gettext("%(what)s（%(year)s）")
                % {
                    "what": line["component"] or gettext("別の措置"),
                    "year": fiscal_year_label(line["fiscal_year"]),
                },
            )
            for line in lines
            if line["separate_measure"]
        ]
        return budget_rows(own, self.mark), beside

    def _named(self, *groups: tuple[str, str]) -> list[Named]:
        return [
            Named(gettext(title), named_items(self.edition[key], self.mark))
            for key, title in groups
            if self.edition[key]
        ]

    def _part(self, part: Record) -> Part:
        return Part(
            part["number"],
            Figure(part["name"], self.mark(part)),
            part["summary"],
            period_figure(part["period"], self.mark),
        )

    def _related(self) -> list[Record]:
        """Ties that order nothing; the family's trees show the others."""
        return [
            {
                "code": relation["program"],
                "name": relation["name"],
                "note": relation["note"],
                "mark": self.mark(relation) if relation["citation"] else None,
            }
            for relation in self.record["relations"]
            if relation["kind"] == "related"
        ]

    def _materials(self) -> list[Named]:
        """Guides, forms, laws and results of all editions, by kind."""
        found: dict[str, list[Item]] = {}
        for edition in self.record["editions"]:
            for material in edition["materials"]:
                item = Item(Figure(material["name"], self.mark(material)), material["dated"] or "")
                found.setdefault(material["kind"], []).append(item)
        return [Named(gettext(kind.label), found[kind]) for kind in MaterialKind if kind in found]

    def _earlier_cases(self, ancestors: list[Record]) -> list[Record]:
        """Cases of the predecessors, each a line that leads to its proof on their pages."""
        return [
            {
                "name": ancestor["name"],
                "url": localized(ancestor["url"]),
                "code": ancestor["code"],
                "cases": [
                    case_line(case, partial(far_mark, url=address, letters=self.letters))
                    for case in ancestor["cases"][:MOST_EARLIER_CASES]
                ],
                "count": len(ancestor["cases"]),
            }
            for ancestor in ancestors
            if ancestor["cases"]
            for address in [localized(cases_address(ancestor["url"]))]
        ]

    def _glance_caps(self) -> list[Item]:
        caps = [cap_item(cap, self.mark) for cap in self.edition["caps"]]
        caps += [
            Item(cap_figure(rate["cap_yen"], self.mark(rate)), limit_of(rate["cap_of"]))
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
        return budget_title(*year_and_phase(lines))

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
    def has_call_days(self) -> bool:
        """Whether a document states a day for a calendar."""
        calls = [call for edition in self.record["editions"] for call in edition["calls"]]
        return any(call["opens_on"] or call["closes_on"] for call in calls)

    @property
    def designation_terms(self) -> str:
        """Slugs of the glossary for the kinds of 条件不利地域 named, each once, separated by spaces."""
        kinds = {t["code"] for t in self.edition["target_areas"] if t["kind"] == TargetAreaKind.DESIGNATION}
        return " ".join(code for code in Designation.values if code in kinds)

    @property
    def cited_sources(self) -> set[str]:
        return {citation["source"] for citation in citations(self.record)}

"""What a page may state: each fact with the lines it stands on. Plain values, no Django."""

from dataclasses import dataclass, field
from typing import Any

from programs.ingest.documents import MAX_LITERAL

Terms = tuple[int, int]  # numerator and denominator as printed
Words = dict[str, Any]  # of a rate: its component, applicant, area, condition, base


@dataclass(frozen=True)
class Cite:
    """First and last line (1-based), and what stands there."""

    first: int
    last: int
    literal: str

    def __str__(self) -> str:
        return f"{self.first}行" if self.first == self.last else f"{self.first}～{self.last}行"


def cite(first: int, last: int, literal: str) -> Cite:
    return Cite(first, last, " ".join(literal.split())[:MAX_LITERAL].rstrip())


@dataclass(frozen=True, kw_only=True)
class Fact:
    cite: Cite
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Label(Fact):
    """分野 (`field`) or 総合戦略該当箇所 (`strategy`) as printed."""

    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Contact(Fact):
    name: str
    phone: str = ""
    fax: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Budget(Fact):
    """Integer yen of a fiscal year (April-start Western year) and a `BudgetPhase`."""

    fiscal_year: int
    phase: str
    amount_yen: int
    account: str = ""
    component: str = ""
    part_of_larger: bool = False
    is_separate_measure: bool = False


@dataclass(frozen=True, kw_only=True)
class Rate(Fact):
    """The State's share; None is 定額. `shares` are the other payers' as printed, `mark` a footnote's."""

    terms: Terms | None
    component: str = ""
    applicant: str = ""
    area: str = ""
    condition: str = ""
    base: str = ""
    shares: tuple[tuple[str, Terms], ...] = ()
    cap_yen: int | None = None
    cap_of: str = ""
    has_no_cap: bool = False
    mark: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        return (self.component, self.applicant, self.area, self.condition, self.base)

    @property
    def takes_a_cap(self) -> bool:
        return self.is_bare and self.cap_yen is None and not self.has_no_cap

    @property
    def is_bare(self) -> bool:
        """Of the whole program, as far as its lines tell."""
        return not (self.component or self.applicant or self.area or self.condition)


@dataclass(frozen=True, kw_only=True)
class Cap(Fact):
    """An upper limit in yen; `of` is a `CapOf`."""

    amount_yen: int
    of: str
    per: str = ""
    component: str = ""


@dataclass(frozen=True, kw_only=True)
class Applicant(Fact):
    """`role` is an `ApplicantRole`, `kinds` slugs of 立場."""

    name: str
    role: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cost(Fact):
    name: str


@dataclass(frozen=True, kw_only=True)
class Target(Fact):
    """`kind` is a `TargetAreaKind`, `designation` a `Designation`."""

    name: str
    kind: str
    designation: str = ""


@dataclass(frozen=True, kw_only=True)
class Period(Fact):
    from_fiscal_year: int
    to_fiscal_year: int


@dataclass(frozen=True, kw_only=True)
class Case(Fact):
    title: str
    fiscal_year: int | None = None
    places: tuple[str, ...] = ()
    organizations: tuple[tuple[str, str], ...] = ()  # (name, role as printed)


@dataclass(frozen=True)
class Lines:
    """Lines of a page under one heading, 1-based, both ends included."""

    heading: str
    first: int
    last: int


@dataclass
class Entry:
    """All that is recognised on the page(s) of one program."""

    name: str
    cite: Cite
    labels: list[Label] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    budgets: list[Budget] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)
    caps: list[Cap] = field(default_factory=list)
    applicants: list[Applicant] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    # Where the document tells what 目的 and 要約 are about: the editor writes them in own words.
    to_write: list[Lines] = field(default_factory=list)
    unrecognised: list[int] = field(default_factory=list)

    def facts(self) -> list[Fact]:
        return [
            *self.labels,
            *self.contacts,
            *self.budgets,
            *self.rates,
            *self.caps,
            *self.applicants,
            *self.costs,
            *self.targets,
            *self.periods,
            *self.cases,
        ]


@dataclass
class Reading:
    """A whole document as read: entries in the order of its pages, and what stands before the first."""

    entries: list[Entry]
    front: list[int]

"""The typed form of a hand-transcribed record file (fixtures/records/<document>.yaml).

One YAML line is one fact. `at` says on which lines of the document it stands; `printed` is the
literal as printed where the fact's own text is not; `note` is a remark of ours. Texts without
`at` (summary, purpose, a case's summary) are ours. See docs/records.md.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Line = int | str
Text = Annotated[str, Field(min_length=1)]
Nature = Literal["実績", "予定", "基準", "目標"]
Qualifier = Literal["以上", "以下", "未満", "超", "約", "程度"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Cited(Strict):
    """A fact: where it stands and, where its own text differs, the literal printed there."""

    at: Line
    printed: Text | None = None
    note: Text | None = None


class Label(Cited):
    text: Text


class Alias(Cited):
    name: Text


class Contact(Cited):
    """担当課: name, phone, fax and e-mail exactly as printed, misprints included."""

    name: Text
    phone: Text | None = None
    fax: Text | None = None
    email: Text | None = None
    hours: Text | None = None


class Period(Cited):
    from_: Text = Field(alias="from")
    to: Text


class Part(Cited):
    """A numbered part (①②③) of a program; `summary` is ours."""

    number: Text | None = None
    name: Text
    summary: Text | None = None
    period: Period | None = None


class Budget(Cited):
    fiscal_year: Text
    phase: Text
    account: Text | None = None
    amount: Text
    part_of_larger: bool = False
    component: Text | None = None
    separate_measure: bool = False


class Rate(Cited):
    """One row of 補助率: `rate` is the State's share, `shares` the other payers' as printed."""

    component: Text | None = None
    applicant: Text | None = None
    area: Text | None = None
    condition: Text | None = None
    base: Text | None = None
    rate: Text
    shares: dict[str, str] = {}
    cap: Text | None = None
    cap_of: Literal["補助額", "対象経費", "給付額"] | None = None
    no_cap: bool = False

    @model_validator(mode="after")
    def cap_says_of_what(self) -> Self:
        if (self.cap is None) != (self.cap_of is None) or (self.cap and self.no_cap):
            raise ValueError("cap（上限額）と cap_of（何の上限か）は一緒に書き、no_cap とは両立しません。")
        return self


class Cap(Cited):
    amount: Text
    of: Literal["補助額", "対象経費", "給付額"]
    per: Text | None = None
    component: Text | None = None


class Applicant(Cited):
    name: Text
    kinds: list[str] = []
    component: Text | None = None


class Cost(Cited):
    name: Text
    limit: Text | None = None
    component: Text | None = None


class FundingSource(Cited):
    name: Text


class TargetArea(Cited):
    name: Text
    kind: Literal["nation", "district", "prefecture", "municipality", "designation", "criterion"]
    designation: Text | None = None
    component: Text | None = None


class Requirement(Cited):
    text: Text
    component: Text | None = None


class Call(Cited):
    label: Text | None = None
    opens_on: Text | None = None
    closes_on: Text | None = None
    printed_status: Text | None = None


class Edition(Strict):
    fiscal_year: Text
    printed_field: Label | None = None
    strategy_ref: Label | None = None
    offices: list[Contact] = []
    period: Period | None = None
    parts: list[Part] = []
    budgets: list[Budget] = []
    rates: list[Rate] = []
    caps: list[Cap] = []
    applicants: list[Applicant] = []
    excluded_applicants: list[Applicant] = []
    implementing_bodies: list[Applicant] = []
    eligible_costs: list[Cost] = []
    excluded_costs: list[Cost] = []
    funding_sources: list[FundingSource] = []
    target_areas: list[TargetArea] = []
    requirements: list[Requirement] = []
    calls: list[Call] = []


class Outcome(Cited):
    metric: Text
    value: Text
    unit: Text | None = None
    qualifier: Qualifier | None = None
    fiscal_year: Text | None = None
    nature: Nature


class Place(Strict):
    """A place as printed; the build resolves it to a code, or lists it as unresolved."""

    name: Text
    prefecture: Text | None = None
    municipality: Text | None = None


class Organization(Strict):
    name: Text
    role: Text | None = None


class Case(Cited):
    """A case with its place and organisations; title as printed, `summary` and the rest ours."""

    title: Text
    fiscal_year: Text | None = None
    theme: Text | None = None
    places: list[Place] = []
    organizations: list[Organization] = []
    advisers: list[Text] = []
    award: Text | None = None
    summary: Text
    problem: Text | None = None
    support: Text | None = None
    outcomes: list[Outcome] = []


class Relation(Strict):
    """A tie to another program by its code; without `at` it is our reading (editorial)."""

    kind: Literal["predecessor", "part_of", "renamed_from", "related"]
    program: Text
    at: Line | None = None
    printed: Text | None = None
    note: Text | None = None


class Link(Cited):
    label: Text
    url: Text


class Program(Cited):
    """`name` as printed on the heading line `at`; code, fields, summary and purpose are ours."""

    name: Text
    code: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    reading: Text | None = None
    support_type: Text
    fields: Annotated[list[str], Field(min_length=1)]
    summary: Text
    purpose: Text
    aliases: list[Alias] = []
    editions: Annotated[list[Edition], Field(min_length=1)]
    cases: list[Case] = []
    outcomes: list[Outcome] = []
    relations: list[Relation] = []
    links: list[Link] = []


class RecordFile(Strict):
    document: Text
    programs: list[Program]

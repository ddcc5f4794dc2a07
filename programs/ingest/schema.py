"""The typed form of a hand-transcribed record file (fixtures/records/<document>.yaml).

One YAML line is one fact. `at` says on which lines of the document it stands; `printed` is the
literal as printed where the fact's own text is not; `note` is a remark of ours. Texts without
`at` (summary, purpose, a case's summary) are ours. See docs/records.md.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

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
    address: Text | None = None


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
    """`unit` only where the table's heading prints it instead of the figure (当初予算額（億円）: 2.2)."""

    fiscal_year: Text
    phase: Text
    account: Text | None = None
    amount: Text
    unit: Text | None = None
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
    cap_of: Literal["補助額", "対象経費", "給付額", "何の上限かの記載なし"] | None = None
    no_cap: bool = False

    @model_validator(mode="after")
    def cap_says_of_what(self) -> Self:
        if (self.cap is None) != (self.cap_of is None) or (self.cap and self.no_cap):
            raise ValueError("cap（上限額）と cap_of（何の上限か）は一緒に書き、no_cap とは両立しません。")
        return self


class Cap(Cited):
    amount: Text
    of: Literal["補助額", "対象経費", "給付額", "何の上限かの記載なし"]
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
    window: Text | None = None
    printed_status: Text | None = None


class Material(Cited):
    """A guide, a form, a law or a published result that the document names with a program."""

    kind: Literal["手引き", "様式", "法令", "調査結果"]
    name: Text
    dated: Text | None = None


class Edition(Strict):
    """`year_note` says how we know the year where the document does not print it beside the name."""

    fiscal_year: Text | None = None
    year_note: Text | None = None
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
    materials: list[Material] = []


class Outcome(Cited):
    """One figure. `table` is the printed title of the table it is taken from, `subject` the row's label."""

    metric: Text
    subject: Text | None = None
    table: Text | None = None
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
    also_at: list[Cited] = []
    fiscal_year: Text | None = None
    day: Text | None = None
    day_label: Text | None = None
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


class RoadmapActivity(Cited):
    """What a roadmap plans for one model; years only where the text still tells them."""

    text: Text
    fiscal_years: list[Text] = []


class RoadmapItem(Cited):
    """One model (分野別モデル) of a roadmap, by its theme (項目) and issue (課題)."""

    theme: Text
    issue: Text | None = None
    model: Text
    activities: list[RoadmapActivity] = []
    indicators: list[Outcome] = []
    effects: list[Label] = []


class Entry(Cited):
    """What one document says of one program; `name` as printed on the line `at`."""

    name: Text
    aliases: list[Alias] = []
    editions: list[Edition] = []
    cases: list[Case] = []
    outcomes: list[Outcome] = []
    roadmap: list[RoadmapItem] = []
    relations: list[Relation] = []
    links: list[Link] = []


class Program(Entry):
    """A program that this document brings in; code, fields, summary and purpose are ours."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    reading: Text | None = None
    support_type: Text
    fields: Annotated[list[str], Field(min_length=1)]
    summary: Text
    purpose: Text
    other_ministry: bool = False
    editions: Annotated[list[Edition], Field(min_length=1)]


class FurtherEntry(Entry):
    """What another document says of a program that an earlier file brings in (`same_as` its code)."""

    same_as: Text


def entry_tag(record: Any) -> str:
    given = record if isinstance(record, dict) else vars(record)
    return "FurtherEntry" if "same_as" in given else "Program"


AnyEntry = Annotated[
    Annotated[Program, Tag("Program")] | Annotated[FurtherEntry, Tag("FurtherEntry")],
    Discriminator(entry_tag),
]


class RecordFile(Strict):
    document: Text
    programs: list[AnyEntry]


class Merge(Strict):
    """Decision: what a document prints as `name` at line `at` is the program `code`."""

    code: Text
    document: Text
    name: Text
    at: Line
    why: Text


class Apart(Strict):
    """Decision: these programs, whose names are near, are not one."""

    codes: Annotated[list[str], Field(min_length=2)]
    why: Text


class IdentityFile(Strict):
    merged: list[Merge] = []
    apart: list[Apart] = []


class Side(Cited):
    document: Text
    statement: Text


class Disagreement(Strict):
    """Statements that do not agree; `title`, `statement` and `shown` are ours."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    program: Text
    kind: Text | None = None
    title: Text
    shown: Text
    sides: Annotated[list[Side], Field(min_length=2)]


class DisagreementFile(Strict):
    disagreements: list[Disagreement] = []

"""The page of one place: what fits it and why, whom to call, what was done there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from programs.areacodes import CityClass, city_class
from programs.choices import AreaLevel, Designation, DesignationExtent
from programs.editions import cases_address
from programs.languages import is_japanese, localized, term
from programs.models import Area, AreaDesignation, EditionOffice
from programs.placefit import MUNICIPALITY, PREFECTURE, Outcome
from programs.presentation.cards import ProgramCard, program_card
from programs.presentation.cases import CaseLine, case_line
from programs.presentation.figures import Figure
from programs.presentation.notes import Mark, far_mark
from programs.presentation.placefit import SIGNS, Why, why_lines
from programs.presentation.writing import fiscal_year_label
from search.models import CaseDocument, ProgramDocument
from search.results import case_hits
from search.snapshot import Snapshot

from .conditions import LAST, Fitted

# Shown of a group before a reader asks for all of it: what asks for places, filled up to a few.
MOST_SHOWN, FEWEST_SHOWN = 10, 3
CASES_SHOWN = 3

DEFAULT_APPLICANTS = {AreaLevel.MUNICIPALITY: MUNICIPALITY, AreaLevel.PREFECTURE: PREFECTURE}
# The groups by their value of `group`.
GROUPS = {
    "fits": (Outcome.HOLDS, gettext_lazy("条件が合う")),
    "check": (Outcome.OPEN, gettext_lazy("確かめると決まる")),
    "cannot": (Outcome.FAILS, gettext_lazy("申請できない")),
}


@dataclass(frozen=True)
class Row:
    card: ProgramCard
    why: list[Why]


@dataclass(frozen=True)
class Group:
    """Programs of one verdict: how many, those shown, and the query string of all of them."""

    slug: str
    title: str
    count: int
    rows: list[Row]
    query: str

    @property
    def rest(self) -> int:
        return self.count - len(self.rows)


def groups(
    found: dict[Outcome, list[Fitted]], applicant: tuple[str, str], letters: dict[str, str], on: date
) -> list[Group]:
    """All three groups, each with its first rows; one query."""
    kind, name = applicant
    shown = {outcome: first_rows(found[outcome]) for outcome in Outcome}
    written = rows([one for group in shown.values() for one in group], name, letters, on)
    return [
        Group(
            slug=slug,
            title=str(title),
            count=len(found[outcome]),
            rows=[written[one.number] for one in shown[outcome] if one.number in written],
            query=urlencode({"applicant": kind, "group": slug}),
        )
        for slug, (outcome, title) in GROUPS.items()
    ]


def first_rows(group: list[Fitted]) -> list[Fitted]:
    asking = sum(one.rank < LAST for one in group)
    return group[: min(max(asking, FEWEST_SHOWN), MOST_SHOWN)]


def rows(shown: list[Fitted], applicant: str, letters: dict[str, str], on: date) -> dict[int, Row]:
    """Document number → its row, in order; marks lead to the notes on the programs' pages. One query."""
    listed = dict(
        ProgramDocument.objects.filter(number__in=[one.number for one in shown]).values_list(
            "number", "listed"
        )
    )
    found = {}
    for one in shown:
        # A program may have gone since the numbers were read.
        if record := listed.get(one.number):
            mark = partial(far_mark, url=localized(record["url"]), letters=letters)
            found[one.number] = Row(program_card(record, letters, on), why_lines(one.fit, mark, applicant))
    return found


@dataclass(frozen=True)
class FieldRow:
    """A field with how many programs of the list at `url`, and at `applicant_url`, there are."""

    name: str
    count: int
    url: str
    applicant_count: int
    applicant_url: str


def field_rows(snapshot: Snapshot, area: Area, applicant: str) -> list[FieldRow]:
    """Fields with what the list of programs holds at this place, whoever applies and for one 立場."""
    corpus = snapshot.corpora[ProgramDocument]
    here = corpus.in_place(area, nationwide=True)
    theirs = here & corpus.facets.carrying("applicant", [applicant])
    found = []
    for slug, name in snapshot.vocabulary["field"]:
        of_field = corpus.facets.carrying("field", [slug])
        query = {"area": area.code, "field": slug}
        found.append(
            FieldRow(
                name=term(name),
                count=here.intersection_cardinality(of_field),
                url=list_url("search:programs", query),
                applicant_count=theirs.intersection_cardinality(of_field),
                applicant_url=list_url("search:programs", query | {"applicant": applicant}),
            )
        )
    return [row for row in found if row.count]


def list_url(name: str, query: dict[str, str]) -> str:
    return f"{reverse(name)}?{urlencode(query)}"


@dataclass(frozen=True)
class CaseScope:
    """Cases of the place or of what contains it: how many, and the first that no smaller scope shows."""

    name: str
    count: int
    url: str
    cases: list[CaseLine]


def case_scopes(snapshot: Snapshot, area: Area) -> list[CaseScope]:
    """From the place to the bureau's district; one query."""
    facets = snapshot.corpora[CaseDocument].facets
    scopes, seen = [], facets.carrying("within", [])
    for one in area.lineage:
        if one.level != AreaLevel.NATION:
            numbers = facets.carrying("within", [one.code])
            scopes.append((one, len(numbers), list((numbers - seen)[:CASES_SHOWN])))
            seen = seen | numbers
    shown = [number for _, _, numbers in scopes for number in numbers]
    lines = dict(zip(shown, map(partial(line_of, snapshot.letters), case_hits(shown)), strict=False))
    return [
        CaseScope(
            name=short_name(one),
            count=count,
            url=list_url("search:cases", {"area": one.code}),
            cases=[lines[number] for number in numbers if number in lines],
        )
        for one, count, numbers in scopes
    ]


def line_of(letters: dict[str, str], hit: Any) -> CaseLine:
    return case_line(
        hit.case, partial(far_mark, url=localized(cases_address(hit.program["url"])), letters=letters)
    )


@dataclass(frozen=True)
class Contact:
    name: str
    url: str
    phone: Figure
    edition: str


@dataclass(frozen=True)
class Bureau:
    """The regional bureau that a place belongs to; no contacts where no document prints a phone."""

    name: str
    contacts: list[Contact]


def bureau(area: Area) -> Bureau:
    """One query."""
    district = next(one for one in area.lineage if one.level == AreaLevel.DISTRICT)
    found: dict[tuple[str, str], Contact] = {}
    for contact in EditionOffice.objects.of_bureau(district):
        key = contact.office.code, contact.phone
        year = contact.edition.fiscal_year
        # Notes stand on the page of their own edition.
        address = f"{contact.edition.program.get_absolute_url()}{f'?year={year}' if year else ''}"
        fact = {"citation": {"source": contact.source.document_id, "lines": [contact.first_line]}}
        letters = {contact.source.document_id: contact.source.letter}
        mark: Mark = far_mark(fact, address, letters)
        found.setdefault(
            key,
            Contact(
                name=contact.office.name,
                url=contact.office.get_absolute_url(),
                phone=Figure(contact.phone, mark),
                edition=fiscal_year_label(year),
            ),
        )
    return Bureau(term(district.name.removesuffix("の管内")), list(found.values()))


@dataclass(frozen=True)
class DesignationRow:
    name: str
    sign: str
    state: str
    basis: str


def designation_rows(confirmed: Iterable[AreaDesignation]) -> list[DesignationRow]:
    """Every designation: confirmed with its basis, or not confirmed, never "not designated"."""
    by_code = {row.designation: row for row in confirmed}
    found = []
    for code, name in Designation.choices:
        if code == Designation.DISADVANTAGED:
            continue
        row = by_code.get(code)
        outcome = Outcome.HOLDS if row else Outcome.OPEN
        sign, spoken, _ = SIGNS[outcome]
        state = gettext(DesignationExtent(row.extent).label) if row else str(spoken)
        found.append(DesignationRow(gettext(name), sign, state, row.basis if row else ""))
    return found


CLASS_NAMES = (
    *(gettext_noop("指定都市"), gettext_noop("特別区"), gettext_noop("市")),
    *(gettext_noop("町"), gettext_noop("村")),
)


def short_name(area: Area) -> str:
    """「徳島県」, "Tokushima"; a municipality has no English name."""
    return area.name if is_japanese() else term(area.name.removesuffix("の管内"))


def title_name(area: Area) -> str:
    """A name for where no element can say that a part of it is Japanese: "municipality 363421, Tokushima"."""
    if is_japanese() or area.level == AreaLevel.PREFECTURE or area.parent is None:
        return term(area.full_name)
    values = {"code": area.code, "prefecture": term(area.parent.name)}
    return gettext("%(prefecture)sの市区町村 %(code)s") % values


def class_name(area: Area) -> str:
    """指定都市, 特別区, 市, 町 or 村; empty for a prefecture."""
    own = city_class(area.code)
    if own is None:
        return ""
    return gettext(area.name[-1] if own is CityClass.TOWN_OR_VILLAGE else own.value)


def place_url(area: Area) -> str:
    return reverse("search:place", args=[area.code])


@dataclass(frozen=True)
class Section:
    title: str
    areas: list[Area]


CITIES = {
    CityClass.DESIGNATED: gettext_lazy("市"),
    CityClass.CITY: gettext_lazy("市"),
    CityClass.SPECIAL_WARD: gettext_lazy("特別区"),
}


def municipalities(snapshot: Snapshot, prefecture: Area) -> list[Section]:
    """The municipalities of a prefecture: cities, then towns and villages by county; all by code."""
    found: dict[str, list[Area]] = {}
    for area in snapshot.places:
        if area.parent is prefecture:
            own = city_class(area.code)
            county = area.county_name.removesuffix(area.name)
            title = str(CITIES[own]) if own in CITIES else county or gettext("郡のない町村")
            found.setdefault(title, []).append(area)
    return [Section(title, areas) for title, areas in found.items()]

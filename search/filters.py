"""The filter set of programs and that of cases: every public list goes through one of them.

A parameter is a line here. The page, the exports and the feeds share the set, so what the screen
shows is what the file holds.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate as today
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django_filters import CharFilter, ChoiceFilter, MultipleChoiceFilter

from programs.choices import CallStatus, Designation
from programs.languages import term
from programs.models import Area
from programs.presentation.writing import fiscal_year_label

from .areas import AmbiguousPlace, Places, find_place
from .facetfilters import Chip, Choices, FacetFilterSet, Option, QueryField, chip_label, given
from .facets import Documents
from .groups import Groups
from .models import CaseDocument, ProgramDocument
from .ordering import ByColumn, Ordered

SORTS = {
    "": _("おすすめ順"),
    "name": _("名前順"),
    "budget": _("予算額の大きい順"),
    "updated": _("更新の新しい順"),
}


def sort_links(data: QueryDict) -> list[tuple[str, str | None]]:
    """(label, query string of the first page in it) of each order; None for the order in force."""
    rest, chosen = given(data, "page", "sort"), data.get("sort", "")
    links: list[tuple[str, str | None]] = []
    for value, label in SORTS.items():
        query = urlencode(rest + [("sort", value)] * bool(value))
        links.append((gettext(label), None if value == chosen else f"?{query}"))
    return links


def in_language(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Words of a vocabulary in the language of the page."""
    return [(value, term(label)) for value, label in choices]


class AreaForm(forms.Form):
    """`area` (a code) and `town` (a typed name) become one place; the town is sought in the area.

    `candidates` are the places of a name that several bear.
    """

    candidates: list[Area] = []
    places: Places

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            cleaned["place"] = find_place(self.places, cleaned.get("area", ""), cleaned.get("town", ""))
        except forms.ValidationError as error:
            self.add_error(None, error)
            self.candidates = error.areas if isinstance(error, AmbiguousPlace) else []
        return cleaned


class TextFilter(CharFilter):
    field_class = QueryField


class PlaceFilterSet(FacetFilterSet):
    """What the two sets share: free text and a place."""

    q = TextFilter(label=_("ことばで"))
    area = TextFilter(label=_("都道府県"))
    town = TextFilter(label=_("市区町村名"))
    spelling = ChoiceFilter(label=_("ことばの訂正"), choices=[("as-typed", "打ったとおりのことばだけで探す")])

    # Area and town make one place together, and narrow as `place`.
    not_conditions = ("sort", "nationwide", "area", "town", "spelling")

    @property
    def form(self) -> forms.Form:
        form: forms.Form = super().form
        if isinstance(form, AreaForm):
            form.places = self.snapshot.places
        return form

    @property
    def prefectures(self) -> list[Area]:
        return self.snapshot.places.prefectures

    @cached_property
    def place(self) -> Area | None:
        place = self.cleaned.get("place")
        return place if isinstance(place, Area) else None

    def conditions(self) -> dict[str, Documents]:
        found = super().conditions()
        if self.place:
            found["place"] = self.in_place(self.place)
        return found

    def in_place(self, place: Area) -> Documents:
        """Documents of this place."""
        return self.index.carrying("within", [place.code])

    def in_prefectures(self) -> Mapping[str, Documents]:
        """`in_place` of each prefecture, by code."""
        return {area.code: self.in_place(area) for area in self.prefectures}

    def prefecture_options(self) -> list[Option]:
        """Every prefecture with its count; a place of another kind stands first, as chosen."""
        chosen = self.data.get("area", "")
        areas = self.prefectures
        if self.place and not self.data.get("town") and self.place not in areas:
            chosen = self.place.code
            areas = [self.place, *areas]
        names = self.snapshot.worded("prefectures", self.prefecture_names)
        admitted = self.in_prefectures()
        count = self.selection.counter("place")
        return [
            Option(
                value=area.code,
                label=names.get(area.code) or term(area.full_name),
                count=count(admitted[area.code] if area.code in admitted else self.in_place(area)),
                selected=area.code == chosen,
            )
            for area in areas
        ]

    def prefecture_names(self) -> dict[str, str]:
        return {area.code: term(area.full_name) for area in self.prefectures}

    def place_candidates(self) -> list[tuple[str, str]]:
        """(full name, query string that means it) of each place a reader may have meant."""
        if self.form.is_valid() or not isinstance(self.form, AreaForm):
            return []
        found = []
        for area in self.form.candidates:
            found.append((area.full_name, self.query_in(area)))
        return found

    def query_in(self, area: Area) -> str:
        """The query string limited to one area instead of the place in force, on the first page."""
        query = self.data.copy()
        for name in ("page", "town"):
            query.pop(name, None)
        query["area"] = area.code
        return str(query.urlencode())

    def chips(self) -> list[Chip]:
        chips = super().chips()
        if self.place:
            label = chip_label(_("地域"), term(self.place.full_name))
            rest = given(self.data, "area", "town", "nationwide", "page")
            chips.append(Chip("place", label, urlencode(rest)))
        return chips


class ProgramFilter(PlaceFilterSet):
    """Programs by 分野, 地域, 条件不利地域等, 支援の種類, 立場, 年度, 公募状況 and words."""

    field = MultipleChoiceFilter(label=_("分野"))
    applicant = MultipleChoiceFilter(label=_("立場"))
    support_type = MultipleChoiceFilter(label=_("支援の種類"))
    nationwide = ChoiceFilter(
        label=_("全国の施策"), choices=[("exclude", "この地域を名指しした施策と、事例のある施策だけ")]
    )
    designation = MultipleChoiceFilter(label=_("条件不利地域等"))
    fiscal_year = MultipleChoiceFilter(label=_("年度"))
    call = MultipleChoiceFilter(label=_("公募の状況"))
    sort = ChoiceFilter(
        label=_("並び順"), choices=[(value, label) for value, label in SORTS.items() if value]
    )

    groups = ("field", "applicant", "support_type", "designation", "call", "fiscal_year")

    class Meta:
        model = ProgramDocument
        fields: list[str] = []
        form = AreaForm

    def dynamic_choices(self) -> Choices:
        terms = self.snapshot.vocabulary
        years = sorted(self.index.values("fiscal_year"), reverse=True)
        return {
            "field": in_language(terms["field"]),
            "applicant": in_language(terms["applicant"]),
            "support_type": in_language(terms["support_type"]),
            "designation": in_language(Designation.choices),
            "fiscal_year": [(year, fiscal_year_label(int(year))) for year in years],
            "call": in_language(CallStatus.choices),
        }

    def admitting(self, name: str) -> Mapping[str, Documents]:
        return self.programs_by_call_status if name == "call" else super().admitting(name)

    @cached_property
    def on(self) -> date:
        """The day that 公募状況 is told of: today in Tokyo."""
        return today()

    @property
    def programs_by_call_status(self) -> Mapping[str, Documents]:
        """公募状況 today → programs; a program whose calls say nothing is 公募情報なし."""
        return self.corpus.statuses_on(self.on)

    def in_place(self, place: Area) -> Documents:
        """Programs that name this place, contain it, have a case in it, or (unless left out) are
        limited to no place at all.
        """
        return self.corpus.in_place(place, nationwide=self.holds_nationwide)

    def in_prefectures(self) -> Mapping[str, Documents]:
        return self.corpus.in_prefectures(self.prefectures, nationwide=self.holds_nationwide)

    @cached_property
    def holds_nationwide(self) -> bool:
        return bool(self.data.get("nationwide") != "exclude")

    def groups_alike(self) -> Groups:
        """Calls open or to come before the others, then the newest year first."""
        return self.corpus.groups_on(self.on)

    def ordered(self) -> Ordered:
        """Document numbers of the hits in the order asked for."""
        sort = self.form.cleaned_data.get("sort") if self.form.is_valid() else ""
        if sort:
            return ByColumn(self.selection.hits, ProgramDocument.objects.sorted_by(sort))
        return super().ordered()


class CaseFilter(PlaceFilterSet):
    """Cases by 分野, 都道府県・市区町村, 年度, 施策 and words."""

    field = MultipleChoiceFilter(label=_("分野"))
    fiscal_year = MultipleChoiceFilter(label=_("年度"))
    program = MultipleChoiceFilter(label=_("施策"))

    groups = ("field", "fiscal_year", "program")

    class Meta:
        model = CaseDocument
        fields: list[str] = []
        form = AreaForm

    def dynamic_choices(self) -> Choices:
        years = sorted(self.index.values("fiscal_year"), reverse=True)
        carried = set(self.index.values("field"))
        fields = self.snapshot.vocabulary["field"]
        return {
            "field": in_language((slug, name) for slug, name in fields if slug in carried),
            "fiscal_year": [(year, fiscal_year_label(int(year))) for year in years],
            "program": self.snapshot.programs_with_cases,
        }

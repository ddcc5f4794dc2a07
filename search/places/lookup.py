"""A place by its name as typed: what is called so, and what is called nearly so."""

from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from rapidfuzz import process
from rapidfuzz.distance import OSA

from programs.choices import AreaLevel
from programs.models import Area
from search.areas import Places, the_one
from search.facetfilters import QueryField
from search.normalize import fold
from search.suggest import best_match, folded_names

# Places with a page of their own, in the order in which they are offered.
LEVELS: list[str] = [AreaLevel.PREFECTURE, AreaLevel.MUNICIPALITY]
MOST_OFFERED = 12
# Shorter names have too many neighbours to guess among.
SHORTEST = 3


class TownForm(forms.Form):
    """`area`, a code, or `town`, a name as typed, becomes `cleaned_data["place"]`: one place, or None where
    nothing was typed.

    `candidates` are the places a reader may have meant: all of one name, or those of names near it.
    """

    area = QueryField(required=False)
    town = QueryField(required=False)

    def __init__(self, data: Mapping[str, Any] | None, places: Places):
        super().__init__(data)
        self.places = places
        self.candidates: list[Area] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["place"] = None
        for name in ("area", "town"):
            text = "".join(cleaned.get(name, "").split())
            if text:
                cleaned["place"] = self.find(name, text)
        return cleaned

    def find(self, parameter: str, text: str) -> Area | None:
        found = called(self.places, text)
        self.candidates = found if len(found) > 1 else []
        try:
            return the_one(found, parameter, text, None)
        except ValidationError as error:
            self.add_error(None, error)
            self.candidates = self.candidates or nearly_called(self.places, text)
            return None


def with_a_page(places: Places) -> Iterator[Area]:
    """By code."""
    return (area for area in places if area.level in LEVELS)


def called(places: Places, text: str) -> list[Area]:
    """Places of exactly this code, name or reading, however it is spelt, by code."""
    typed = fold(text)
    found = with_a_page(places)
    return [area for area in found if area.code == text or typed in folded_names(names_of(area))]


def nearly_called(places: Places, text: str) -> list[Area]:
    """Places whose names hold the text, beginnings first, else those one letter away: the first few.

    A name of their own goes before one with the prefecture: 徳島 is 徳島県 and 徳島市, not all in it.
    """
    typed = fold(text)
    matched = [
        (match[0], LEVELS.index(area.level), area)
        for area in with_a_page(places)
        if typed and (match := best_match([typed], names_of(area)))
    ]
    own = [one for one in matched if not one[0][1]]
    found = [area for _, _, area in sorted(own or matched, key=itemgetter(0, 1))]
    if not found and len(typed) >= SHORTEST:
        found = one_letter_away(places, typed)
    return found[:MOST_OFFERED]


def one_letter_away(places: Places, typed: str) -> list[Area]:
    names = {name for area in with_a_page(places) for name in folded_names(names_of(area)) if name}
    near = process.extract(typed, names, scorer=OSA.distance, score_cutoff=1, limit=MOST_OFFERED)
    meant = {name for name, _, _ in near}
    return [area for area in with_a_page(places) if not meant.isdisjoint(folded_names(names_of(area)))]


def names_of(area: Area) -> tuple[str, ...]:
    return (area.name, area.short_name, area.full_name, area.county_name, area.kana)

"""地域 as a reader gives it: a code from a list, or the name of a town as typed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from programs.choices import AreaLevel
from programs.models import Area


class AmbiguousPlace(ValidationError):
    """A name that several places bear; `areas` are the ones a reader may mean."""

    def __init__(self, message: dict[str, str], areas: list[Area]):
        super().__init__(message)
        self.areas = areas


class Places:
    """All areas, given by code, with what contains them; by everything they are called."""

    def __init__(self, areas: Iterable[Area]):
        by_pk = {area.pk: area for area in areas}
        self._all = list(by_pk.values())
        self.prefectures: list[Area] = []
        self._called: dict[str, list[Area]] = defaultdict(list)
        for area in self._all:
            area.parent = by_pk[area.parent_id] if area.parent_id else None
            if area.level == AreaLevel.PREFECTURE:
                self.prefectures.append(area)
            for name in area.names:
                self._called[name].append(area)

    def __iter__(self) -> Iterator[Area]:
        """Every area, by code."""
        return iter(self._all)

    def called(self, *texts: str) -> list[Area]:
        """Areas of any of these codes or names, by code."""
        found = {area.pk: area for text in texts for area in self._called.get(text, ())}
        return sorted(found.values(), key=attrgetter("code"))


def find_place(places: Places, area: str, town: str) -> Area | None:
    """The one place that a code (or name) and a typed town name mean together.

    The town is sought inside the area. Raises ValidationError by parameter: no such place, or
    several of the name (AmbiguousPlace), which the message then names.
    """
    area, town = squeezed(area), squeezed(town)
    if not (area or town):
        return None
    found = places.called(area, town)
    within = None
    if area:
        within = the_one([one for one in found if one.is_called(area)], "area", area, None)
    if not town:
        return within
    named = [one for one in found if one.is_called(town)]
    if within:
        named = [one for one in named if within in one.lineage]
    return the_one(named, "town", town, within)


def the_one(found: list[Area], parameter: str, text: str, within: Area | None) -> Area:
    if len(found) == 1:
        return found[0]
    if found:
        names = "、".join(area.full_name for area in found)
        message = gettext("「%(text)s」は%(n)sか所あります。都道府県から書いてください：%(names)s")
        message %= {"text": text, "n": len(found), "names": names}
        raise AmbiguousPlace({parameter: message}, found)
    if text.isascii():
        message = gettext(
            "地域のコード「%(text)s」はありません。都道府県か市区町村の6けたのコードを使ってください。"
        )
    elif within:
        message = gettext(
            "%(place)sに「%(text)s」という名前の市区町村・都道府県はありません。例：岩見沢市、徳島県神山町"
        )
    else:
        message = gettext(
            "「%(text)s」という名前の市区町村・都道府県はありません。例：岩見沢市、徳島県神山町"
        )
    message %= {"text": text, "place": within.name if within else ""}
    raise ValidationError({parameter: message})


def squeezed(text: str) -> str:
    return "".join(text.split())

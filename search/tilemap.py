"""The prefectures as tiles: with the number of cases each would give, zero as 0, or of its municipalities."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from programs.choices import AreaLevel
from programs.languages import is_japanese, term
from programs.models import Area

from .areas import Places
from .filters import PlaceFilterSet

# Cases from which a tile takes the next tint; the number is printed all the same.
TINTS = (1, 2, 4, 8)


@dataclass(frozen=True)
class Tile:
    """`number` is the prefecture's two-digit code, which the style sheet places; `tint` 0 to 4.

    An empty `url` is a tile that leads nowhere.
    """

    number: int
    tint: int
    name: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class TileMap:
    """`label` says what the tiles lead to, `unit` what they count; districts are (name, count, address).

    `placeless` are cases on no tile, None where the tiles count no cases.
    """

    label: str
    unit: str
    tiles: list[Tile]
    districts: list[tuple[str, int, str]]
    placeless: int | None


def short_name(name: str) -> str:
    """A prefecture without 都, 府, 県, which 北海道 needs; English has no such ending."""
    if not is_japanese():
        return term(name)
    return name if name == "北海道" else name[:-1]


def tile_map(filters: PlaceFilterSet) -> TileMap:
    """Tiles by area code and sums by district; each links to the list limited to it."""
    chosen = filters.place.code if filters.place else ""
    tiles = []
    districts: dict[str, Area] = {}
    for prefecture in filters.prefectures:
        count = filters.selection.count("place", filters.in_place(prefecture))
        district = prefecture.parent
        assert district is not None  # a constraint: only the nation has no parent
        districts.setdefault(district.code, district)
        tiles.append(
            Tile(
                number=int(prefecture.code[:2]),
                tint=sum(count >= least for least in TINTS),
                name=short_name(prefecture.name),
                count=count,
                url=case_url(filters, prefecture) if count else "",
                is_chosen=prefecture.code == chosen,
            )
        )
    placed = filters.index.carrying("within", [area.code for area in districts.values()])
    summed = [(area, filters.selection.count("place", filters.in_place(area))) for area in districts.values()]
    return TileMap(
        label=gettext("都道府県ごとの事例の件数"),
        unit=gettext("件"),
        tiles=tiles,
        districts=[
            (term(area.name.removesuffix("の管内")), count, case_url(filters, area) if count else "")
            for area, count in summed
        ],
        placeless=len(filters.selection.without("place") - placed),
    )


def place_map(places: Places) -> TileMap:
    """Tiles that lead to the pages of the prefectures, with the number of their municipalities."""
    counts: Counter[str] = Counter()
    for area in places:
        if area.level == AreaLevel.MUNICIPALITY:
            counts.update(above.code for above in area.lineage[1:])
    districts = {area.parent.code: area.parent for area in places.prefectures if area.parent}
    return TileMap(
        label=gettext("都道府県ごとの市区町村の数"),
        unit=gettext("市区町村"),
        tiles=[
            Tile(
                number=int(prefecture.code[:2]),
                tint=0,
                name=short_name(prefecture.name),
                count=counts[prefecture.code],
                url=reverse("search:place", args=[prefecture.code]),
                is_chosen=False,
            )
            for prefecture in places.prefectures
        ],
        districts=[
            (term(one.name.removesuffix("の管内")), counts[one.code], "") for one in districts.values()
        ],
        placeless=None,
    )


def case_url(filters: PlaceFilterSet, area: Area) -> str:
    return f"?{filters.query_in(area)}#results"

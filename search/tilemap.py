"""The prefectures as tiles: each with the number of cases it would give, zero as 0."""

from dataclasses import dataclass

from programs.languages import is_japanese, term
from programs.models import Area

from .filters import PlaceFilterSet

# Cases from which a tile takes the next tint; the number is printed all the same.
TINTS = (1, 2, 4, 8)


@dataclass(frozen=True)
class Tile:
    """`number` is the prefecture's two-digit code, which the style sheet places; `tint` 0 to 4."""

    number: int
    tint: int
    name: str
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class TileMap:
    tiles: list[Tile]
    districts: list[tuple[str, int, str]]
    placeless: int


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
                query=filters.query_in(prefecture),
                is_chosen=prefecture.code == chosen,
            )
        )
    placed = filters.index.carrying("within", [area.code for area in districts.values()])
    return TileMap(
        tiles=tiles,
        districts=[
            (
                term(area.name.removesuffix("の管内")),
                filters.selection.count("place", filters.in_place(area)),
                filters.query_in(area),
            )
            for area in districts.values()
        ],
        placeless=len(filters.selection.without("place") - placed),
    )

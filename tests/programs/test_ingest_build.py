"""From record files to the fixture: the same bytes each time, and a stop at every fault."""

import hashlib
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.core.management import CommandError

from programs.ingest.build import as_bytes, build
from programs.ingest.diff import differences, identity
from programs.ingest.places import Gazetteer
from tests.programs.small_project import TEXT, SmallProject

FIXTURES = Path(project_settings.BASE_DIR) / "fixtures"
SOURCES = Path(project_settings.SOURCES_DIR)


@pytest.fixture
def project(tmp_path, settings) -> SmallProject:
    settings.BASE_DIR = tmp_path
    settings.SOURCES_DIR = tmp_path / "sources"
    return SmallProject(tmp_path).write()


class TestBuild:
    def test_the_small_project_builds(self, project):
        assert project.problems() == []
        [budget] = project.rows("budgetline")
        assert budget["amount_yen"] == 3_682_000_000
        assert budget["edition"] == ["shiken", 2021]
        assert (budget["source"], budget["first_line"], budget["last_line"]) == (["900_small"], 3, 3)
        assert budget["literal"] == "3,682百万円"
        [rate], [share] = project.rows("subsidyrate"), project.rows("costshare")
        assert (rate["numerator"], rate["denominator"], rate["is_fixed_amount"]) == (2, 3, False)
        assert (share["payer"], share["numerator"], share["denominator"]) == ("市町村", 1, 3)
        assert share["rate"][:2] == ["shiken", 2021]
        assert project.rows("targetarea")[0]["area"] == ["363421"]
        assert project.rows("outcome")[0]["number"] == "54"
        assert project.rows("programrelation")[0]["source"] is None

    def test_two_builds_give_the_same_bytes(self, project):
        first = project.build()
        assert project.build() == first
        assert first.count(b"\n") == len(json.loads(first)) + 2
        assert b'"pk"' not in first

    def test_bytes_do_not_depend_on_the_order_of_hashing(self, project):
        script = (
            "import sys; from pathlib import Path; from django import setup; setup();"
            "from programs.ingest.build import as_bytes, build;"
            "base = Path(sys.argv[1]);"
            "sys.stdout.buffer.write(as_bytes(build(base / 'fixtures', base / 'sources').rows))"
        )
        environment = os.environ | {
            "PYTHONHASHSEED": "1",
            "PYTHONPATH": str(FIXTURES.parent),
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
        }
        command = [sys.executable, "-c", script, str(project.base)]
        output = subprocess.run(command, env=environment, capture_output=True, check=True).stdout
        assert output == project.build()

    def test_without_the_texts_the_same_fixture_is_built(self, project):
        assert project.build(with_sources=False) == project.build()

    def test_line_breaks_that_are_not_newlines_count_no_line(self, project):
        """docs/contract.md: lines are split on `\\n` alone; str.splitlines() splits on more."""
        document = project.sources / "900_small.txt"
        assert TEXT.count("\n") == 7
        document.write_bytes(TEXT.replace("対象地域", "対象\u2028地域\x0c").encode())
        [problem] = project.problems()
        assert "資料の本文が、登録したもの（sha256、行数）と違います。" in problem

    def test_yen_of_0_is_not_nothing(self, project):
        project.change('"3,682百万円"', "0円, printed: 令和3年度当初予算")
        problems = project.problems()
        assert problems == ["900_small.yaml｜試験施策｜3行 「0円」は3-3行にありません。"]
        [budget] = [
            row["fields"]
            for row in json.loads(project.build(with_sources=False))
            if row["model"] == "programs.budgetline"
        ]
        assert budget["amount_yen"] == 0


BUDGET = '          - {fiscal_year: 令和3年度, phase: 当初, amount: "3,682百万円", at: 3}\n'
PLACE = "徳島県神山町, kind: municipality"
NOWHERE = "対象地域, kind"
TYPE = "code: shiken\n    support_type"
RELATION = "{kind: related, program: shiken}"
FIRST, SECOND = "試験施策", "別の施策"

# Old and new text of the records, the record and the lines that the message names, what it says.
FAULTS = [
    ('百万円", at: 3', '百万円", at: 4', FIRST, "4行", "「3,682百万円」は4-4行にありません。"),
    # The tail of a printed figure is not a printed figure.
    ("3,682百万円", "682百万円", FIRST, "3行", "「682百万円」は3-3行にありません。"),
    ("3,682百万円", "3,683百万円", FIRST, "3行", "「3,683百万円」は3-3行にありません。"),
    ("03-0000-0000", "03-0000-0001", FIRST, "2行", "「03-0000-0001」は2-2行にありません。"),
    ('", at: 3', '", part_of_larger: true, at: 3', FIRST, "3行", "「内数」は3-3行にありません。"),
    ("printed: 国 2/3 市町村 1/3, ", "", FIRST, "4行", "printed（印刷の字句）が要ります。"),
    ("at: 5", "at: 9", FIRST, "9行", "9行目はありません（全7行）。"),
    ("at: 5", "at: 5-4", FIRST, "5-4行", "始めと終わりが逆です。"),
    ("件,", f"件, printed: {'長' * 61},", FIRST, "6行", "長すぎます（60字まで）。"),
    (f"{TYPE}: 補助金", f"{TYPE}: 出資", FIRST, "1行", "「出資」は語彙"),
    ("kinds: [市町村]", "kinds: [町内会]", FIRST, "4行", "「町内会」は語彙"),
    ("name: 総務省試験課", "name: 試験課", FIRST, "2行", "「試験課」が vocabulary.yaml の offices に"),
    ("phase: 当初", "phase: 9次補正", FIRST, "3行", "「9次補正」は予算の区分にありません。"),
    ("{rate: 2/3", "{rate: 3/2", FIRST, "4行", "0より大きく1以下"),
    ("市町村: 1/3}", "市町村: 2/3}", FIRST, "4行", "負担割合の合計が1を超えています（4/3）。"),
    ("市町村: 1/3}", "市町村: 残り}", FIRST, "4行", "「残り」を割合として読めません。"),
    ("3,682百万円", "数百万円", FIRST, "3行", "「数百万円」を金額として読めません。"),
    (PLACE, f"{NOWHERE}: municipality", FIRST, "5行", "「対象地域」のコードが決まりません。"),
    (PLACE, f"{NOWHERE}: designation", FIRST, "5行", "designation は"),
    (PLACE, f"{NOWHERE}: designation, designation: 僻地", FIRST, "5行", "「僻地」は条件不利地域等の"),
    ("別の施策\n    at: 7", "試験施策\n    at: 1", FIRST, "1行", "「試験施策」は900_small.yamlにもあります"),
    ("code: betsu", "code: shiken", SECOND, "7行", "「shiken」は900_small.yamlにもあります。"),
    (BUDGET, BUDGET * 2, FIRST, "3行", "同じものがもうあります：budgetline"),
    ("program: shiken", "program: dare", SECOND, "", "関係の相手「dare」がありません。"),
    ("program: shiken", "program: 試験施策", SECOND, "", "関係の相手「試験施策」がありません。"),
    ("program: shiken", "program: betsu", SECOND, "", "関係の相手「betsu」がありません。"),
    ("program: shiken", "program: shiken, at: 7", SECOND, "7行", "printed（印刷の字句）が要ります。"),
    (RELATION, f"{RELATION}\n      - {RELATION}", SECOND, "", "「shiken」との関係は、もう書かれて"),
    ("code: betsu", "code: betsu\n    code: betsu-2", "YAML", "", "「code」が2回あります。"),
    ("件,", "件, shape: 丸,", "programs.0.outcomes.0.shape", "", ""),
    ("    purpose: 別の差をなくします。\n", "", "programs.1.purpose", "", ""),
    ("document: 900_small", "document: 901_large", "document", "", "「901_large」のファイルではありません。"),
]


@pytest.mark.parametrize(("old", "new", "record", "lines", "message"), FAULTS, ids=itertools.count())
def test_the_build_stops_and_names_file_record_and_lines(project, old, new, record, lines, message):
    project.change(old, new)
    start = f"900_small.yaml｜{record}｜{lines}"
    assert [p for p in project.problems() if p.startswith(start) and message in p], project.problems()


def test_a_citation_of_13_lines_is_refused(project):
    longer = TEXT + "\n" * 10
    project.change("line_count: 7", "line_count: 17", project.fixtures / "sources.yaml")
    digests = [hashlib.sha256(text.encode()).hexdigest() for text in (TEXT, longer)]
    project.change(*digests, project.fixtures / "sources.yaml")
    (project.sources / "900_small.txt").write_text(longer, encoding="utf-8")
    assert project.problems() == []
    project.change("at: 5", "at: 5-17")
    assert project.problems() == ["900_small.yaml｜試験施策｜5-17行 5-17行は長すぎます（12行まで）。"]
    project.change("at: 5-17", "at: 5-16")
    assert project.problems() == []


def test_all_faults_are_told_at_once(project):
    project.change("{rate: 2/3", "{rate: 3/2")
    project.change("program: shiken", "program: dare")
    told = "\n".join(project.problems())
    assert "3/2" in told
    assert "dare" in told


class TestCommand:
    def test_bare_it_tells_and_writes_nothing(self, project):
        output = project.command("build_fixtures")
        assert "追加 programs.program code=shiken" in output
        assert "施策 2件" in output
        assert "書き込んでいません" in output
        assert not project.catalog.exists()

    def test_check_fails_on_a_difference_and_writes_nothing(self, project):
        project.command("build_fixtures", "--write")
        before = project.catalog.read_bytes()
        project.change("まちの通信をよくする", "村の通信をよくする")
        with pytest.raises(CommandError, match="記録と違います") as error:
            project.command("build_fixtures", "--check")
        assert error.value.returncode == 1
        assert project.catalog.read_bytes() == before

    def test_write_makes_what_check_accepts(self, project):
        assert "書き込みました" in project.command("build_fixtures", "--write")
        assert project.catalog.read_bytes() == project.build()
        assert "最新です" in project.command("build_fixtures", "--check")

    def test_a_change_is_told_with_its_old_and_new_value(self, project):
        project.command("build_fixtures", "--write")
        project.change("unit: 件,", "unit: 件, note: 見た,")
        output = project.command("build_fixtures")
        assert "変更 programs.outcome program=['shiken']" in output
        assert "note '' → '見た'" in output
        assert "追加" not in output

    def test_white_space_alone_is_a_difference(self, project):
        project.command("build_fixtures", "--write")
        project.catalog.write_bytes(project.catalog.read_bytes() + b"\n")
        with pytest.raises(CommandError):
            project.command("build_fixtures", "--check")

    @pytest.mark.parametrize("option", ["--check", "--write"])
    def test_faulty_records_write_nothing(self, project, capsys, option):
        project.change("{rate: 2/3", "{rate: 3/2")
        with pytest.raises(CommandError, match="何も書き込んでいません"):
            project.command("build_fixtures", option)
        assert not project.catalog.exists()

    def test_without_the_texts_it_says_so_and_refuses_to_write(self, project, settings):
        settings.SOURCES_DIR = project.base / "nowhere"
        assert "出典の照合はしていません" in project.command("build_fixtures")
        with pytest.raises(CommandError, match="照合せずに書き込むことはしません"):
            project.command("build_fixtures", "--write")
        assert not project.catalog.exists()


def test_differences_tell_what_came_changed_and_went():
    def row(code: str, name: str) -> dict:
        return {"model": "programs.office", "fields": {"code": code, "kind": "", "area": name}}

    lines = list(differences([row("a", ""), row("b", "")], [row("a", "x"), row("c", "")]))
    assert lines == [
        "変更 programs.office code=a：area '' → 'x'",
        "追加 programs.office code=c",
        "削除 programs.office code=b",
    ]


class TestCommitted:
    def test_fixture_is_what_the_records_yield(self):
        """Figures and names; whether they stand in the documents is the next test's matter."""
        committed = (FIXTURES / "catalog.json").read_bytes()
        rows = build(FIXTURES, None).rows
        assert list(differences(json.loads(committed), rows)) == []
        assert (as_bytes(rows) == committed) is True

    def test_every_citation_stands_in_its_document(self):
        if not SOURCES.is_dir():
            pytest.skip(f"資料の本文（{SOURCES}）がないため、出典の照合だけは確かめていません。")
        committed = (FIXTURES / "catalog.json").read_bytes()
        assert (as_bytes(build(FIXTURES, SOURCES).rows) == committed) is True

    def test_rows_can_be_told_apart_in_a_difference(self):
        rows = json.loads((FIXTURES / "catalog.json").read_bytes())
        assert len({identity(row) for row in rows}) == len(rows)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.read(FIXTURES / "areas.json")


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("北海道岩見沢市", "012106"),
        ("深谷市", "112186"),
        ("池田町", None),
        ("長野県池田町", "204811"),
        ("群馬県及び隣接地域", "100005"),
        ("岐阜県大野郡白川村", "216046"),
        ("福島県会津若松市全域", "072028"),
        ("井上内科小児科医院（長崎県五島市）", "422118"),
        ("栃木県内", "090000"),
        ("徳島県名西郡神山町", "363421"),
        ("徳島県　神山町", "363421"),
        ("京都府京都市", "261009"),
        ("四日市市", "242021"),
        ("東京都千代田区", "131016"),
        ("大阪府大阪市北区", "271004"),
        ("徳島県にない町", None),
        ("徳島県及び香川県", None),
        ("三重県四日市市及び鈴鹿市", None),
        ("府中市", None),
        ("全国", None),
        ("A市", None),
        ("", None),
    ],
)
def test_places_are_resolved_only_where_the_name_decides(gazetteer, printed, code):
    assert gazetteer.resolve(printed) == code

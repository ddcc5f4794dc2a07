"""One identity a program: records of several documents meet, near-names need a decision."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from programs.ingest.identity import are_near
from tests.programs.small_project import SmallProject

SECOND = "901_second"
SECOND_TEXT = """試験施策　令和4年度予算案　4,000百万円
試験施策　支援事業
令和3年度の実績　60件
"""
SECOND_SOURCE = """
- id: 901_second
  letter: Y
  title: 二つめの資料
  publisher: 試験
  sha256: {sha256}
  line_count: 3
"""
SECOND_RECORDS = """
document: 901_second
programs:
  - name: 試験施策
    at: 1
    same_as: shiken
    editions:
      - fiscal_year: 令和4年度
        year_note: 予算案の年度です。
        budgets:
          - {fiscal_year: 令和4年度, phase: 予算案, amount: "4,000百万円", at: 1}
      - fiscal_year: 令和3年度
        requirements:
          - {text: 実績が60件あります。, printed: 実績　60件, at: 3}
    outcomes:
      - {metric: 交付決定の数, value: "60", unit: 件, fiscal_year: 令和3年度, nature: 実績, at: 3}
"""
DECISION = """
merged:
  - {code: shiken, document: 901_second, name: 試験施策, at: 1, why: 同じ名前です。}
apart: []
"""


@pytest.fixture
def project(tmp_path) -> SmallProject:
    """The small catalog and a second document that says more of its first program."""
    project = SmallProject(tmp_path).write()
    (project.sources / f"{SECOND}.txt").write_text(SECOND_TEXT, encoding="utf-8")
    digest = hashlib.sha256(SECOND_TEXT.encode()).hexdigest()
    register = project.fixtures / "sources.yaml"
    text = register.read_text(encoding="utf-8") + SECOND_SOURCE.format(sha256=digest)
    register.write_text(text, encoding="utf-8")
    second(project).write_text(SECOND_RECORDS, encoding="utf-8")
    project.identity.write_text(DECISION, encoding="utf-8")
    return project


def second(project: SmallProject) -> Path:
    return project.fixtures / "records" / f"{SECOND}.yaml"


def facts(project: SmallProject, model: str) -> list[tuple[Any, ...]]:
    return [(row["source"][0], row["position"]) for row in project.rows(model)]


def test_two_documents_make_one_program(project):
    assert project.problems() == []
    assert [row["code"] for row in project.rows("program")] == ["shiken", "betsu"]
    years = {(row["program"][0], row["fiscal_year"]) for row in project.rows("edition")}
    assert years == {("shiken", 2021), ("shiken", 2022), ("betsu", 2021)}
    assert {row["year_note"] for row in project.rows("edition")} == {"", "予算案の年度です。"}
    # Facts of one owner keep their order, the first document's before the second's.
    assert facts(project, "outcome") == [("900_small", 0), ("901_second", 1)]


def test_the_other_document_s_name_is_kept_with_its_line(project):
    [alias] = project.rows("programalias")
    assert (alias["name"], alias["source"], alias["first_line"], alias["note"]) == (
        "試験施策",
        ["901_second"],
        1,
        "",
    )


def test_a_name_that_differs_carries_the_reason(project):
    project.change("name: 試験施策\n    at: 1", "name: 試験施策　支援事業\n    at: 2", second(project))
    project.change("name: 試験施策, at: 1", "name: 試験施策　支援事業, at: 2", project.identity)
    assert project.problems() == []
    [alias] = project.rows("programalias")
    assert (alias["name"], alias["note"]) == ("試験施策　支援事業", "同じ名前です。")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("code: shiken", "code: betsu", "「試験施策」（901_second 1行）を「shiken」とする決定がありません。"),
        ("at: 1", "at: 2", "決定にある「試験施策」（901_second 2行）を「shiken」とする記録がありません。"),
        ("apart: []", "apart:\n  - {codes: [shiken, dare], why: x}", "「dare」という施策はありません。"),
    ],
)
def test_a_record_and_its_decision_must_agree(project, old, new, message):
    project.change(old, new, project.identity)
    assert f"identity.yaml｜{'apart' if 'dare' in message else 'merged'}｜{message}" in project.problems()


def test_two_records_of_one_name_are_refused(project):
    project.change(
        "    same_as: shiken\n",
        "    code: another\n    support_type: 補助金\n    fields: [光ファイバ]\n"
        "    summary: 要約です。\n    purpose: 目的です。\n",
        second(project),
    )
    project.identity.write_text("merged: []\napart: []\n", encoding="utf-8")
    problems = project.problems()
    assert "901_second.yaml｜試験施策｜1行 「試験施策」は900_small.yamlにもあります。" in problems
    assert any("名前が近いのに" in problem for problem in problems)


def test_near_names_need_a_decision_and_a_tie_is_one(project):
    project.change("name: 別の施策\n    at: 7", "name: 試験施策の別の施策\n    at: 1-7")
    project.change("    at: 1-7\n", "    at: 1-7\n    printed: 別の施策\n")
    project.change("    relations:\n      - {kind: related, program: shiken}\n", "")
    assert any("（betsu、900_small 1-7行）は名前が近い" in problem for problem in project.problems()) is False
    # 「試験施策」 has four letters: too short to be near anything but itself.
    project.change("  - name: 試験施策\n", "  - name: 試験施策支援事業\n    printed: 試験施策\n")
    project.change("name: 試験施策の別の施策", "name: 試験施策支援事業の別の施策")
    assert any("試験施策支援事業の別の施策" in p and "決定がありません" in p for p in project.problems())
    decided = "apart:\n  - {codes: [shiken, betsu], why: 別の事業だからです。}\n"
    project.change("apart: []\n", decided, project.identity)
    assert project.problems() == []
    project.change(decided, "apart: []\n", project.identity)
    project.change(
        "    purpose: 別の差をなくします。\n",
        "    purpose: 別の差をなくします。\n    relations:\n      - {kind: part_of, program: shiken}\n",
    )
    assert project.problems() == []


def test_same_as_names_a_program_that_is_there(project):
    project.change("same_as: shiken", "same_as: dare", second(project))
    assert "901_second.yaml｜試験施策｜1行 same_as の「dare」がありません。" in project.problems()


def test_a_circle_of_ties_is_refused(project):
    project.change("kind: related, program: shiken", "kind: part_of, program: shiken")
    project.change(
        '    outcomes:\n      - {metric: 交付決定の数, value: "54"',
        "    relations:\n      - {kind: predecessor, program: third}\n"
        '    outcomes:\n      - {metric: 交付決定の数, value: "54"',
    )
    with project.records.open("a", encoding="utf-8") as file:
        file.write(
            "\n  - name: ２．別の\n    at: 7\n    code: third\n    support_type: 補助金\n"
            "    fields: [光ファイバ]\n    summary: 要約です。\n    purpose: 目的です。\n    editions:\n"
            "      - fiscal_year: 令和3年度\n    relations:\n      - {kind: part_of, program: betsu}\n"
        )
    assert any(
        "関係が輪になっています：betsu → shiken → third → betsu" in problem for problem in project.problems()
    )


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("地域IoT実装推進事業", "地域ＩｏＴ実装 推進事業", True),
        ("地域IoT実装推進事業", "地域IoT実装・共同利用推進事業", True),
        ("地域IoT実装総合支援", "地域IoT実装・共同利用総合支援", True),
        ("デジタル活用環境構築推進事業", "デジタル活用環境構築推進事業 (サテライトオフィス)", True),
        ("視聴覚障害者等のための放送視聴支援事業", "聴覚障害者放送視聴支援緊急対策事業", False),
        ("テレワーク", "テレワーク月間", False),
        ("高度無線環境整備推進事業", "携帯電話等エリア整備事業", False),
    ],
)
def test_names_that_could_pass_for_one(one, other, near):
    assert are_near(one, other) is near
    assert are_near(other, one) is near

"""A catalog of two programs out of one document of seven lines, in a folder of its own."""

import hashlib
import json
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from programs.ingest.areas import AreaRow, fixture_text
from programs.ingest.build import BuildError, as_bytes, build

SOURCE = "900_small"
TEXT = """１．試験施策
総務省試験課　ＴＥＬ：０３－００００－００００
令和3年度当初予算　3,682百万円
補助率　国 2/3　市町村 1/3
対象地域　徳島県神山町
実績　54件
２．別の施策
"""
SOURCES = """
- id: 900_small
  letter: Z
  title: 試験用の資料
  publisher: 試験
  sha256: {sha256}
  line_count: {line_count}
"""
VOCABULARY = """
fields:
  - {slug: broadband, name: 光ファイバ}
support_types:
  - {slug: subsidy, name: 補助金}
applicant_kinds:
  - {slug: municipality, name: 市町村}
offices:
  - {code: shiken-ka, name: 総務省試験課}
"""
RECORDS = """
document: 900_small
programs:
  - name: 試験施策
    at: 1
    code: shiken
    support_type: 補助金
    fields: [光ファイバ]
    summary: まちの通信をよくする費用を補助します。
    purpose: 通信の差をなくします。
    editions:
      - fiscal_year: 令和3年度
        offices:
          - {name: 総務省試験課, phone: 03-0000-0000, at: 2}
        budgets:
          - {fiscal_year: 令和3年度, phase: 当初, amount: "3,682百万円", at: 3}
        rates:
          - {rate: 2/3, shares: {市町村: 1/3}, printed: 国 2/3 市町村 1/3, at: 4}
        applicants:
          - {name: 市町村, kinds: [市町村], at: 4}
        target_areas:
          - {name: 徳島県神山町, kind: municipality, at: 5}
    outcomes:
      - {metric: 交付決定の数, value: "54", unit: 件, nature: 実績, at: 6}

  - name: 別の施策
    at: 7
    code: betsu
    support_type: 補助金
    fields: [光ファイバ]
    summary: 別の費用を補助します。
    purpose: 別の差をなくします。
    editions:
      - fiscal_year: 令和3年度
    relations:
      - {kind: related, program: shiken}
"""
IDENTITY = """
merged: []
apart: []
"""
DISAGREEMENTS = """
disagreements: []
"""
AREAS = [
    AreaRow("nation", "jp", "全国", "", "", "", "全国", None),
    AreaRow("district", "district-shikoku", "四国総合通信局の管内", "", "", "", "四国総合通信局の管内", "jp"),
    AreaRow("prefecture", "360007", "徳島県", "", "", "", "徳島県", "district-shikoku"),
    AreaRow(
        "municipality",
        "363421",
        "神山町",
        "",
        "名西郡神山町",
        "徳島県神山町",
        "徳島県名西郡神山町",
        "360007",
    ),
]


@dataclass(frozen=True)
class SmallProject:
    base: Path

    def write(self) -> "SmallProject":
        (self.fixtures / "records").mkdir(parents=True)
        self.sources.mkdir()
        digest = hashlib.sha256(TEXT.encode()).hexdigest()
        register = SOURCES.format(sha256=digest, line_count=TEXT.count("\n"))
        (self.sources / f"{SOURCE}.txt").write_text(TEXT, encoding="utf-8")
        (self.fixtures / "sources.yaml").write_text(register, encoding="utf-8")
        (self.fixtures / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
        (self.fixtures / "areas.json").write_text(fixture_text(AREAS), encoding="utf-8")
        self.records.write_text(RECORDS, encoding="utf-8")
        self.identity.write_text(IDENTITY, encoding="utf-8")
        self.disagreements.write_text(DISAGREEMENTS, encoding="utf-8")
        return self

    @property
    def fixtures(self) -> Path:
        return self.base / "fixtures"

    @property
    def sources(self) -> Path:
        return self.base / "sources"

    @property
    def records(self) -> Path:
        return self.fixtures / "records" / f"{SOURCE}.yaml"

    @property
    def identity(self) -> Path:
        return self.fixtures / "records" / "identity.yaml"

    @property
    def disagreements(self) -> Path:
        return self.fixtures / "records" / "disagreements.yaml"

    @property
    def catalog(self) -> Path:
        return self.fixtures / "catalog.json"

    def change(self, old: str, new: str, file: Path | None = None) -> None:
        """Put `new` in the place of the only `old` of the record file, or of `file`."""
        file = file or self.records
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def build(self, with_sources: bool = True) -> bytes:
        return as_bytes(build(self.fixtures, self.sources if with_sources else None).rows)

    def rows(self, model: str) -> list[dict[str, Any]]:
        rows = json.loads(self.build())
        return [row["fields"] for row in rows if row["model"] == f"programs.{model}"]

    def problems(self, with_sources: bool = True) -> list[str]:
        try:
            self.build(with_sources)
        except BuildError as error:
            return list(error.args)
        return []

    def command(self, name: str, *options: str) -> str:
        """What a management command prints; the project's folder must be in the settings."""
        output = StringIO()
        call_command(name, *options, stdout=output, stderr=output)
        return output.getvalue()

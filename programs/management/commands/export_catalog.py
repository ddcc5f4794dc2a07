"""The public data contract as one JSON document (docs/contract.md)."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from programs.contract import catalog


class Command(BaseCommand):
    help = "公開しているカタログ全体をJSONで書き出します。"

    def add_arguments(self, parser):
        parser.add_argument("--output", metavar="FILE", help="書き出すファイル（なければ標準出力）")
        parser.add_argument("--base-url", default="", help="URLの前に付ける文字。例：https://example.jp")

    def handle(self, *, output, base_url, **options):
        document = catalog(base_url)
        text = json.dumps(document, ensure_ascii=False, indent=2)
        if not output:
            self.stdout.write(text)
            return
        try:
            Path(output).write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{output} に書き込めません：{error.strerror}") from None
        self.stderr.write(f"{output} に施策 {len(document['programs'])}件を書き出しました。")

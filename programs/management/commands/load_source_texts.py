"""Store the text of the source documents, so that editors see the lines that they cite."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from programs.sourcetexts import read_texts, store_texts


class Command(BaseCommand):
    help = "出典資料の本文を読み込みます。編集画面で、出典の行を見て確かめるためのものです（公開しません）。"

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="何をするかを表示するだけで、書き込まない")

    def handle(self, *, dry_run, **options):
        folder = Path(settings.SOURCES_DIR)
        if not folder.is_dir():
            raise CommandError(f"資料の本文がありません（{folder}）。CATALOG_SOURCES で場所を指定できます。")
        read = read_texts(folder)
        for source in read.absent:
            self.stdout.write(f"{source}：本文のファイルがありません。")
        for problem in read.problems:
            self.stderr.write(problem)
        if read.problems:
            raise CommandError(f"{len(read.problems)}件の誤りがあります。何も書き込んでいません。")
        if dry_run:
            self.stdout.write(
                f"資料 {len(read.documents)}件の本文を読み込みます（--dry-run のため、書き込んでいません）。"
            )
            return
        written = store_texts(read)
        self.stdout.write(f"資料の本文 {written}件を読み込みました（全{len(read.documents)}件）。")

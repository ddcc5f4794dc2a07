"""Write the programs that editors work on into a workbook."""

from pathlib import Path

from django.core.management.base import BaseCommand

from programs.spreadsheets.writing import chosen_programs, workbook_bytes


class Command(BaseCommand):
    help = "施策・予算額・補助率・公募を、Excelのブックに書き出します。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="書き出す先（.xlsx）")

    def handle(self, *, file, **options):
        programs = chosen_programs()
        file.write_bytes(workbook_bytes(programs))
        self.stdout.write(f"施策 {len(programs)}件を {file} に書き出しました。")

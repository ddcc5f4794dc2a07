"""Write all public records and search documents anew."""

from django.core.management.base import BaseCommand

from programs.models import Program
from programs.services import refresh_public_records
from search.models import ProgramDocument


class Command(BaseCommand):
    help = "公開レコードと検索の索引をすべて作り直します。"

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="件数を表示するだけで、書き込まない")

        parser.add_argument("--if-empty", action="store_true", help="索引が空のときだけ作り直す")

    def handle(self, *, dry_run, if_empty, **options):
        if if_empty and (ProgramDocument.objects.exists() or not Program.objects.exists()):
            return
        programs = list(Program.objects.all())
        if dry_run:
            self.stdout.write(f"施策 {len(programs)}件の索引を作り直します（書き込んでいません）。")
            return
        refresh_public_records(programs)
        self.stdout.write(f"公開中の施策 {ProgramDocument.objects.count()}件の索引を作り直しました。")

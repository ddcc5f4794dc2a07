"""The three roles of staff, as groups; to be run after every migration."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from programs.admin.permissions import ensure_roles


class Command(BaseCommand):
    help = "職員の役割（編集者・承認者・管理者）のグループを作り、決められた権限だけにします。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="何をするかを表示するだけで、書き込まない")

    @transaction.atomic
    def handle(self, *, dry_run: bool, **options: Any) -> None:
        for role, group in ensure_roles().items():
            self.stdout.write(f"{role}：権限 {group.permissions.count()}件、職員 {group.user_set.count()}人")
        if dry_run:
            transaction.set_rollback(True)
            self.stdout.write("--dry-run のため、書き込んでいません。")

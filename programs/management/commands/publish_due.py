"""Publish what was approved for a time that has come; run it every minute."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from programs import drafting
from programs.display import moment_label
from programs.models import Revision


class Command(BaseCommand):
    help = "公開する時刻になった、承認済みの変更を公開します。毎分動かします（cron、systemd など）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="何を公開するかを表示するだけで、書き込まない"
        )

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        if dry_run:
            for revision in Revision.objects.due(now):
                assert revision.publish_at
                at = moment_label(timezone.localtime(revision.publish_at))
                self.stdout.write(f"公開します：{revision.name}（{revision.code}、{at}）")
            self.stdout.write(
                f"{Revision.objects.due(now).count()}件（--dry-run のため、書き込んでいません）。"
            )
            return
        done, failed = drafting.publish_due(now)
        for revision in done:
            self.stdout.write(f"公開しました：{revision.name}（{revision.code}）")
        for revision, error in failed:
            self.stderr.write(
                f"公開できません：{revision.name}（{revision.code}）：{' '.join(error.messages)}"
            )
        self.stdout.write(f"公開 {len(done)}件、公開できなかったもの {len(failed)}件。")
        if failed:
            raise CommandError("公開できなかった変更は、編集者に戻しました。")

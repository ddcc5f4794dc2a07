"""Take an edited workbook in as drafts, as the staff page does, without its limit of programs."""

from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from programs.spreadsheets import importing
from programs.spreadsheets.precheck import Refused, check_size


class Command(BaseCommand):
    help = "直したブック（.xlsx）かCSVを、下書きに取り込みます。誤りが一つでもあれば、何も取り込みません。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--user", required=True, help="取り込む人のユーザー名")
        parser.add_argument("--dry-run", action="store_true", help="変わるところを表示するだけにする")

    def handle(self, *, file, user, dry_run, **options):
        editor = get_user_model().objects.filter(username=user, is_active=True).first()
        if editor is None:
            raise CommandError(f"「{user}」というユーザーはいません。")
        try:
            check_size(file.stat().st_size)
            content = file.read_bytes()
            plan = importing.rehearse(content, editor)
            self.show(plan)
            if plan.problems:
                raise CommandError(f"誤りが{len(plan.problems)}件あるため、取り込みません。")
            if dry_run:
                self.stdout.write("--dry-run のため、書き込んでいません。")
            elif plan.changes:
                self.stdout.write("取り込んでいます…")
                importing.confirm(importing.keep(file.name, content, editor, most_programs=None))
                self.stdout.write("下書きに取り込みました。まだ公開していません。")
        except OSError as error:
            raise CommandError(f"{file} を読めません：{error.strerror}") from None
        except Refused as error:
            raise CommandError(str(error)) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None

    def show(self, plan):
        for change in plan.changes:
            self.stdout.write(
                f"{change.sheet} {change.line}行目 {change.doing}：{change.program} {change.what}"
            )
            for cell in change.differences:
                self.stdout.write(f"  {cell.header}：{cell.before} → {cell.after}")
            for warning in change.warnings:
                self.stdout.write(f"  確かめてください：{warning}")
        for problem in plan.problems:
            place = f"{problem.line}行目 {problem.column}" if problem.line else ""
            self.stderr.write(f"{problem.sheet} {place}：{problem.message}")
        self.stdout.write("、".join(f"{word} {count}行" for word, count in plan.counts))

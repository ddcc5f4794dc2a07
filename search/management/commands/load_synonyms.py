"""Fill the table of synonyms once: what staff changed since is never overwritten in silence."""

from pathlib import Path

import yaml
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from search.models import Synonym
from search.stamp import renew_stamp

DEFAULT = Path(settings.BASE_DIR) / "fixtures" / "synonyms.yaml"


class Command(BaseCommand):
    help = "同義語を読み込みます。すでに登録があれば何もしません。"

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, default=DEFAULT)
        parser.add_argument("--dry-run", action="store_true", help="確かめるだけで、書き込まない")
        parser.add_argument("--overwrite", action="store_true", help="登録を消して、ファイルの内容に戻す")

    @transaction.atomic
    def handle(self, *, file, dry_run, overwrite, **options):
        synonyms = read_synonyms(file)
        registered = Synonym.objects.count()
        if registered and not overwrite:
            self.stdout.write(f"同義語は登録済みです（{registered}組）。")
            return
        if dry_run:
            self.stdout.write(
                f"同義語 {len(synonyms)}組を読み込みます（--dry-run のため、書き込んでいません）。"
            )
            return
        Synonym.objects.all().delete()
        Synonym.objects.bulk_create(synonyms)
        renew_stamp()
        self.stdout.write(f"同義語 {len(synonyms)}組を読み込みました。")


def read_synonyms(path):
    """Unsaved synonyms of a YAML list; a `CommandError` names the file and the entry at fault."""
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{path} を読めません：{error.strerror}") from error
    except yaml.YAMLError as error:
        raise CommandError(f"{path} はYAMLとして読めません：{error}") from error
    if not isinstance(entries, list):
        raise CommandError(f"{path} は、同義語の組の並びではありません。")
    synonyms = []
    for number, entry in enumerate(entries, 1):
        try:
            synonym = Synonym(
                words=lines_of(entry, "words"),
                leading=lines_of(entry, "leading"),
                note=str(entry.get("note", "")),
            )
            synonym.full_clean()
        except (AttributeError, TypeError) as error:
            raise CommandError(f"{path} {number}組目：words と leading は、ことばの並びです。") from error
        except ValidationError as error:
            raise CommandError(f"{path} {number}組目：{' '.join(error.messages)}") from error
        synonyms.append(synonym)
    return synonyms


def lines_of(entry, key):
    return "\n".join(str(word) for word in entry.get(key, []))

"""Load the committed catalog, once: what staff edited since is never overwritten in silence."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from programs import drafting
from programs.choices import AreaLevel, RevisionState
from programs.drafting.versions import keep_what_was_loaded
from programs.loading import load_rows
from programs.models import Area, CatalogLoad, Office, Program, Revision, Source
from programs.services import refresh_public_records, take_public_records


class Command(BaseCommand):
    help = "fixtures の地域とカタログを読み込みます。同じものを読み込み済みなら何もしません。"

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="何をするかを表示するだけで、書き込まない")
        parser.add_argument(
            "--overwrite", action="store_true", help="編集された施策があっても、fixtureの内容に戻す"
        )

    def handle(self, *, dry_run, overwrite, **options):
        fixtures = Path(settings.BASE_DIR) / "fixtures"
        paths = [fixtures / "areas.json", fixtures / "catalog.json"]
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
        last = CatalogLoad.objects.first()
        if last and last.sha256 == digest and not overwrite:
            self.stdout.write(f"カタログは読み込み済みです（施策 {Program.objects.entries().count()}件）。")
            return
        edited = Program.objects.filter(edited_at__isnull=False)
        if edited.exists() and not overwrite:
            names = "、".join(edited.values_list("name", flat=True)[:5])
            raise CommandError(
                f"職員が編集した施策が{edited.count()}件あります（{names}）。"
                "上書きするには --overwrite を付けてください。"
            )
        if dry_run:
            self.stdout.write("新しいカタログを読み込みます（--dry-run のため、書き込んでいません）。")
            return
        self.load(paths, digest)

    @drafting.recording()
    def load(self, paths, digest):
        # What the fixture no longer holds must go; programs take their facts with them. Their records are
        # kept aside: the history tells what is new, what changed and what is no more.
        deleted = take_public_records(Program.objects.all())
        Revision.objects.open().update(state=RevisionState.DISCARDED, publish_at=None)
        for model in (Program, Office, Source):
            model.objects.all().delete()
        areas, catalog = paths
        self.stdout.write("地域を読み込んでいます…")
        load_areas(json.loads(areas.read_text(encoding="utf-8")))
        self.stdout.write("施策を読み込んでいます…")
        load_rows(json.loads(catalog.read_text(encoding="utf-8")))
        programs = list(Program.objects.order_by("position", "code"))
        self.stdout.write(f"公開レコードと検索の索引を作っています（{len(programs)}件）…")
        refresh_public_records(programs, deleted=deleted)
        keep_what_was_loaded()
        CatalogLoad.objects.create(sha256=digest)
        self.stdout.write(f"地域 {Area.objects.count()}件、施策 {len(programs)}件を読み込みました。")


def load_areas(rows):
    """Areas of a fixture, a statement a level: `loaddata` would look each of 1,800 rows up twice."""
    for level in AreaLevel.values:
        keys = dict(Area.objects.values_list("code", "pk"))
        areas = []
        for fields in (row["fields"] for row in rows if row["fields"]["level"] == level):
            values = {name: value for name, value in fields.items() if name != "parent"}
            areas.append(Area(**values, parent_id=keys[fields["parent"][0]] if fields["parent"] else None))
        columns = [name for name in rows[0]["fields"] if name != "code"]
        Area.objects.bulk_create(areas, update_conflicts=True, unique_fields=["code"], update_fields=columns)

"""Bring the catalog of English messages up to date with the texts, and compile it."""

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "画面の英語（config/locale/en）を、いまの文に合わせて書き直し、コンパイルします。"

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="書かずに、最新かどうかだけを調べる")

    def handle(self, *args, **options):
        # Babel is there for development and tests only.
        from programs.messages import PO_PATH, compiled, read, updated, written

        catalog = updated(read())
        files = {PO_PATH: written(catalog), PO_PATH.with_suffix(".mo"): compiled(catalog)}
        if options["check"]:
            if any(path.read_bytes() != content for path, content in files.items()):
                raise CommandError("英語の文が最新ではありません。update_messages で直せます。")
        else:
            for path, content in files.items():
                path.write_bytes(content)
        missing = [message.id for message in catalog if message.id and not message.string]
        self.stdout.write(f"{len(catalog)}の文、英語のないもの {len(missing)}")
        for text in missing:
            self.stdout.write(f"  {text}")

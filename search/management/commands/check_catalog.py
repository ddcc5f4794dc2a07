"""Facts that no constraint can hold: what the public reads equals the tables."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from programs.contract import program_records
from programs.models import Program, PublicRecord
from search.index import rebuild
from search.models import CaseDocument, ProgramDocument


class Command(BaseCommand):
    help = "公開レコードと検索の索引が、表の内容と同じかを確かめます（書き込みません）。"

    def handle(self, **options):
        problems = [*stale_records(), *stale_documents()]
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(
                f"{len(problems)}件の食い違いがあります。rebuild_search_index で作り直せます。"
            )
        self.stdout.write(f"公開レコード {PublicRecord.objects.count()}件と索引は、表の内容と同じです。")


def stale_records():
    """A sentence for every public record that is missing, left over, or not what the tables say."""
    stored = {public.record["code"]: public.record for public in PublicRecord.objects.all()}
    records = program_records(Program.objects.published())
    true = {record["code"]: record for record in records if record["editions"]}
    for code in sorted(stored.keys() | true.keys()):
        if stored.get(code) != true.get(code):
            yield f"公開レコードが表と違います：{code}"


def stale_documents():
    """A sentence for every search document that a rebuild would write otherwise."""
    before = search_documents()
    with transaction.atomic():
        rebuild()
        after = search_documents()
        transaction.set_rollback(True)
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield f"検索の索引が公開レコードと違います：{key}"


def search_documents():
    rows = {}
    for model, name in ((ProgramDocument, "program__code"), (CaseDocument, "case__title")):
        for key, title, body, facets in model.objects.values_list(name, "title", "body", "facets"):
            rows[f"{model.__name__} {key}"] = (title, body, facets)
    return rows

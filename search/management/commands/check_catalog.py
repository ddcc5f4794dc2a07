"""Facts that no constraint can hold: what the public reads equals the tables."""

from django.core.management.base import BaseCommand, CommandError

from programs.choices import FactKind, FactState
from programs.contract import program_records
from programs.drafting import consistency
from programs.lineage import DIRECTED, find_cycle
from programs.models import Program, ProgramRelation, PublicRecord, Source
from programs.presentation.coverage import totals
from search.consistency import differences


class Command(BaseCommand):
    help = "公開レコード・検索の索引・最後の版が、表の内容と同じかを確かめます（書き込みません）。"

    def handle(self, **options):
        problems = [
            *stale_records(),
            *differences(),
            *fields_without_state(),
            *circles(),
            *consistency.differences(),
        ]
        for problem in problems:
            self.stderr.write(problem)
        self.print_coverage()
        if problems:
            raise CommandError(
                f"{len(problems)}件の食い違いがあります。"
                "公開レコードと索引は rebuild_search_index で作り直せます。"
            )
        self.stdout.write(f"公開レコード {PublicRecord.objects.count()}件と索引は、表の内容と同じです。")

    def print_coverage(self):
        """The ledger of /sources/coverage/, a line a kind of fact."""
        letters = Source.objects.letters()
        records = PublicRecord.objects.values_list("record", flat=True)
        self.stdout.write("項目：施策の数（資料ごとの事実の数）")
        for total in totals(records, letters):
            states = "、".join(
                f"{label} {number}" for label, number in zip(FactState.labels, total.states, strict=True)
            )
            facts = " ".join(
                f"{letter}{number}"
                for letter, number in zip(sorted(letters.values()), total.facts, strict=True)
            )
            self.stdout.write(f"{total.label}：{states}（{facts}）")


def fields_without_state():
    """A sentence for every empty field of which we cannot say that it is not stated."""
    for record in PublicRecord.objects.in_catalog_order().values_list("record", flat=True):
        for kind in FactKind:
            if record["coverage"][kind]["state"] == FactState.NOT_READ:
                yield f"資料を通して読んでいない項目が空いています：{record['code']} {kind.label}"


def circles():
    """A sentence for a program that is its own 前身 or 上位, by whatever way."""
    ties = ProgramRelation.objects.filter(kind__in=DIRECTED)
    cycle = find_cycle(ties.values_list("from_program__code", "to_program__code"))
    if cycle:
        yield f"関係が輪になっています：{' → '.join(cycle)}"


def stale_records():
    """A sentence for every public record that is missing, left over, or not what the tables say."""
    stored = {public.record["code"]: public.record for public in PublicRecord.objects.all()}
    records = program_records(Program.objects.published())
    true = {record["code"]: record for record in records if record["editions"]}
    for code in sorted(stored.keys() | true.keys()):
        if stored.get(code) != true.get(code):
            yield f"公開レコードが表と違います：{code}"

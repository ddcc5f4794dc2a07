"""How well judged queries are answered: nDCG@10, hit@3, queries without a result."""

import json
from math import log2
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict

from programs.models import Program
from search.filters import ProgramFilter
from search.models import ProgramDocument
from search.normalize import fold
from search.results import SHOWN_PARTIAL

CUT, TOP = 10, 3


class Command(BaseCommand):
    help = "判定済みの検索のことば（JSON Lines）で、検索の質を測ります（書き込みません）。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help='1行に {"q", "relevant": [{"name", "grade"}]}')
        parser.add_argument("--all", action="store_true", help="損をしていない検索も1行ずつ表示する")

    def handle(self, *, file, all, **options):
        queries = read_queries(file)
        names = {pk: fold(name) for pk, name in Program.objects.published().values_list("pk", "name")}
        gains, hits, empty = [], [], 0
        for query in queries:
            grades = grades_of(query["relevant"], names)
            found = answer(query["q"])
            gain = ndcg([grades.get(pk, 0) for pk in found], list(grades.values()))
            hit = any(pk in grades for pk in found[:TOP])
            gains.append(gain)
            hits.append(hit)
            empty += not found
            if all or gain < 1:
                first = "、".join(names[pk] for pk in found[:TOP]) or "該当なし"
                self.stdout.write(f"{gain:.2f} {'○' if hit else '×'} {query['q']}→ {first}")
        self.stdout.write(
            f"検索 {len(queries)}件：nDCG@{CUT} {mean(gains):.3f}、"
            f"hit@{TOP} {mean(hits):.1%}、結果なし {empty}件"
        )


def read_queries(path):
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CommandError(f"{path} を読めません：{error.strerror}") from error
    queries = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            query = json.loads(line)
            queries.append(
                {"q": query["q"], "relevant": [(r["name"], r["grade"]) for r in query["relevant"]]}
            )
        except (ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{path} {number}行：判定の形が違います（{error}）。") from error
    if not queries:
        raise CommandError(f"{path} に検索のことばがありません。")
    return queries


def grades_of(relevant, names):
    """Program id → its best grade; a judgement names programs by a part of their printed name."""
    grades: dict[int, int] = {}
    for name, grade in relevant:
        for pk, program in names.items():
            if fold(name) in program:
                grades[pk] = max(grade, grades.get(pk, 0))
    return grades


def answer(query):
    """Program ids as the page shows them: those that answer, then those that hold some of the words."""
    data = QueryDict(mutable=True)
    data["q"] = query
    filters = ProgramFilter(data, ProgramDocument.objects.all())
    shown = filters.ordered()[:CUT]
    shown += filters.partial()[: max(0, SHOWN_PARTIAL - len(shown))]
    ids = dict(ProgramDocument.objects.filter(number__in=shown).values_list("number", "program_id"))
    return [ids[number] for number in shown]


def ndcg(found, judged):
    """Normalised discounted cumulative gain of the first ten, gain 2^grade − 1."""
    best = dcg(sorted(judged, reverse=True))
    return dcg(found) / best if best else 0


def dcg(grades):
    return sum((2**grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades[:CUT], 1))


def mean(values):
    return sum(values) / len(values)

"""引き継ぎ: facts that came from last year's edition and that no document states for their year yet.

The mark stands in the note of the row itself, where its editor mends the citation and takes the note away.
"""

from collections import Counter
from collections.abc import Iterator

from django.db.models import QuerySet

from .choices import PublicationStatus
from .display import fiscal_year_label
from .models import Edition, Program
from .models.editions import EditionFact

MARK = "から引き継ぎ。新しい資料で確かめていません。"
NOTE_MAX_LENGTH = 300


def carried_note(fiscal_year: int | None, note: str) -> str:
    """The note of a fact that was carried over from an edition of a fiscal year, and what it was before.

    What no longer fits is cut off; the edition that it came from has it whole.
    """
    return f"{came_from(fiscal_year)}{MARK}{note}"[:NOTE_MAX_LENGTH]


def edition_note(fiscal_year: int | None) -> str:
    """年度の根拠 of an edition that was made of another."""
    return f"{came_from(fiscal_year)}{MARK}"


def came_from(fiscal_year: int | None) -> str:
    return f"{fiscal_year_label(fiscal_year)}版" if fiscal_year else "年度の記載のない版"


def fact_models() -> list[type[EditionFact]]:
    return list(EditionFact.__subclasses__())


def carried_over(program: Program) -> list[str]:
    """What a program still holds that was carried over, as sentences for its editor."""
    by_year: dict[int | None, Counter[str]] = {}
    for model in fact_models():
        rows = model._default_manager.filter(edition__program=program, note__contains=MARK)
        for year in rows.values_list("edition__fiscal_year", flat=True):
            by_year.setdefault(year, Counter())[str(model._meta.verbose_name)] += 1
    editions = program.editions.filter(year_note__contains=MARK)
    for year in editions.values_list("fiscal_year", flat=True):
        by_year.setdefault(year, Counter())["年度の根拠"] += 1
    told = [sentence(year, counts) for year, counts in by_year.items()]
    if MARK in program.note:
        told.insert(
            0, "要約と目的が前の施策のままです。読み直して、施策名の「カタログの注」を消してください。"
        )
    return told


def sentence(year: int | None, counts: Counter[str]) -> str:
    rows = "、".join(f"{name}{count}件" for name, count in counts.items())
    return (
        f"{fiscal_year_label(year)}版に、前の版から引き継いだままの行があります（{rows}）。"
        "新しい資料で確かめて出典を直し、「カタログの注」を消すか、行を消してください。"
    )


def programs_with_facts_carried_over() -> QuerySet[Program]:
    """Rows that are edited (never public ones, and copies) with at least one carried-over fact."""
    ids: Iterator[QuerySet] = (
        model._default_manager.filter(note__contains=MARK).order_by().values("edition__program")
        for model in fact_models()
    )
    editions = Edition.objects.filter(year_note__contains=MARK).order_by().values("program")
    programs = Program.objects.filter(note__contains=MARK).order_by().values("pk")
    found = editions.union(programs, *ids)
    return Program.objects.filter(pk__in=found).exclude(status=PublicationStatus.PUBLISHED)

"""予算額の更新: many programs' amounts of one fiscal year, written to their drafts together or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from programs.display import fiscal_year_short
from programs.ingest.documents import Document
from programs.models import BudgetLine, Edition, Program, SourceText
from programs.sourcetexts import refuse_false_citation

from .cloning import Place, carried_edition
from .edits import begin, record_save
from .guard import recording

MEANWHILE = "この画面を開いたあとで、この施策がほかの画面で保存されました。最新の内容を確かめてください。"
LINE_GONE = "この予算額の行は、もうありません。年度版の画面で最新の内容を確かめてください。"


@dataclass(frozen=True)
class Stored:
    """Which line of the year is changed: the phase and the document by which it was found."""

    phase: str
    source_id: int


@dataclass(frozen=True)
class Amount:
    """One amount as an editor gave it. `seen` is the stamp of the program that the editor read
    (`stamp`); without `stored` a line is added; without `place` the stored line keeps its citation.
    """

    program: Program
    component: str
    phase: str
    amount_yen: int
    part_of_larger: bool
    seen: str
    place: Place | None
    is_separate_measure: bool = False
    stored: Stored | None = None


class BudgetsRefused(Exception):
    """Why nothing was saved: by the number of the amount, what is wrong with it."""

    def __init__(self, errors: Mapping[int, ValidationError]):
        super().__init__(f"{len(errors)} amounts refused")
        self.errors = errors


def stamp(program: Program) -> str:
    """Changes with every save of the row."""
    return program.edited_at.isoformat() if program.edited_at else "never"


@recording()
def update_budgets(
    *, amounts: Sequence[Amount], fiscal_year: int, user: User, carry_over: bool = False
) -> list[Program]:
    """Write amounts of a fiscal year (April-start Western year) to the drafts of their programs.

    Where a program has no edition of the year, one is made: with this amount alone, or with `carry_over` of
    last year's edition as `clone_edition` makes it, which then cannot be sent to review before what was
    carried over is confirmed. Returns the drafts. Raises BudgetsRefused, and has written nothing, where a
    change of a program waits, somebody else saved it meanwhile, or a line cannot be.
    """
    documents = SourceText.objects.documents({a.place.source.pk for a in amounts if a.place})
    errors: dict[int, ValidationError] = {}
    drafts: dict[int, Program] = {}
    refused: dict[int, ValidationError] = {}
    for number, amount in enumerate(amounts):
        key = amount.program.pk
        try:
            if key in refused:
                raise refused[key]
            if key not in drafts:
                drafts[key] = draft_for(amount, user, refused)
            edition = edition_of(drafts[key], fiscal_year, carry_over)
            write_line(edition, amount, fiscal_year, documents)
        except ValidationError as error:
            errors[number] = error
    if errors:
        raise BudgetsRefused(errors)
    reason = f"予算額の更新（{fiscal_year_short(fiscal_year)}）"
    for draft in drafts.values():
        record_save(program=draft, user=user, reason=reason)
    return list(drafts.values())


def draft_for(amount: Amount, user: User, refused: dict[int, ValidationError]) -> Program:
    try:
        draft = begin(program=amount.program, user=user)
        if stamp(draft) != amount.seen:
            raise ValidationError(MEANWHILE)
    except ValidationError as error:
        refused[amount.program.pk] = error
        raise
    return draft


def edition_of(draft: Program, fiscal_year: int, carry_over: bool) -> Edition:
    found = draft.editions.filter(fiscal_year=fiscal_year).first()
    if found:
        return found
    before = draft.editions.filter(fiscal_year=fiscal_year - 1).first()
    if carry_over and before:
        return carried_edition(before, draft, fiscal_year)
    edition = Edition(program=draft, fiscal_year=fiscal_year)
    edition.full_clean()
    edition.save()
    return edition


def write_line(edition: Edition, amount: Amount, fiscal_year: int, documents: Mapping[int, Document]) -> None:
    line = BudgetLine(
        edition=edition,
        fiscal_year=fiscal_year,
        component=amount.component,
        is_separate_measure=amount.is_separate_measure,
        position=edition.budgetlines.count(),
    )
    if amount.stored:
        stored = BudgetLine.objects.filter(
            edition__program=edition.program,
            fiscal_year=fiscal_year,
            component=amount.component,
            phase=amount.stored.phase,
            source=amount.stored.source_id,
        ).first()
        if stored is None:
            raise ValidationError(LINE_GONE)
        line = stored
    line.phase, line.amount_yen = amount.phase, amount.amount_yen
    line.part_of_larger = amount.part_of_larger
    for name, value in (amount.place.values() if amount.place else {}).items():
        setattr(line, name, value)
    line.full_clean()
    refuse_false_citation(line, documents)
    line.save()

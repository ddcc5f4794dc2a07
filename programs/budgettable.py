"""予算額の表: the programs of one office, last year's amounts beside those of the year that is entered."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from zlib import crc32

from django.db.models import Exists, OuterRef

from .choices import BudgetPhase, PublicationStatus, RevisionState
from .display import budget_parts
from .models import BudgetLine, EditionOffice, Office, Program, Revision
from .querysets import ProgramQuerySet

# What the next year's first sum is called: it follows last year's, however that was called.
FIRST = (BudgetPhase.REQUEST, BudgetPhase.DRAFT, BudgetPhase.INITIAL, BudgetPhase.UNSPECIFIED)
WAITS = (RevisionState.SUBMITTED, RevisionState.APPROVED)


@dataclass
class Row:
    """One amount to enter. `base` is the row whose facts are shown: the open draft, else the program.

    `before` are last year's lines of the same part, `line` is what is stored for the year already.
    """

    program: Program
    base: Program
    component: str
    phase: str
    before: list[BudgetLine] = field(default_factory=list)
    line: BudgetLine | None = None
    waits: bool = False

    @property
    def key(self) -> str:
        """The same as long as the row is about the same thing, whatever is added around it."""
        source = self.line.source_id if self.line else 0
        return f"p{self.program.pk}-{crc32(self.component.encode()):08x}-{self.phase}-{source}"

    @property
    def phase_label(self) -> str:
        return str(BudgetPhase(self.phase).label)

    @property
    def is_separate_measure(self) -> bool:
        lines = [self.line] if self.line else self.before
        return bool(lines) and all(line.is_separate_measure for line in lines)


def offices_of(editable: ProgramQuerySet) -> list[Office]:
    """Offices that an edition of these programs names."""
    named = EditionOffice.objects.filter(office=OuterRef("pk"), edition__program__in=editable.order_by())
    return list(Office.objects.filter(Exists(named)))


def rows_of(*, office: Office, fiscal_year: int, editable: ProgramQuerySet) -> list[Row]:
    """Rows of all programs that name the office in any edition, in four queries; withdrawn ones left out.

    A program has a row for each part and each supplementary budget of last year, one for each line that is
    stored for the year, and at least one.
    """
    named = EditionOffice.objects.filter(office=office, edition__program=OuterRef("pk"))
    programs = list(
        editable.entries()
        .filter(Exists(named))
        .exclude(status=PublicationStatus.WITHDRAWN)
        .order_by("position", "code")
    )
    open_ones = Revision.objects.open().filter(program__in=programs).select_related("draft")
    revisions = {revision.program_id: revision for revision in open_ones}
    drafts = {program: revision.draft for program, revision in revisions.items()}
    bases: dict[int, Program] = {p.pk: drafts.get(p.pk) or p for p in programs}
    lines: dict[int, list[BudgetLine]] = {}
    found = BudgetLine.objects.filter(
        edition__program__in=bases.values(), fiscal_year__in=(fiscal_year - 1, fiscal_year)
    )
    for line in found.select_related("edition", "source").order_by("edition__pk", "position", "pk"):
        lines.setdefault(line.edition.program_id, []).append(line)
    rows: list[Row] = []
    for program in programs:
        base = bases[program.pk]
        waits = program.pk in revisions and revisions[program.pk].state in WAITS
        for row in rows_of_lines(program, base, lines.get(base.pk, []), fiscal_year):
            row.waits = waits
            rows.append(row)
    return rows


def rows_of_lines(program: Program, base: Program, lines: Iterable[BudgetLine], year: int) -> list[Row]:
    before: dict[tuple[str, str], list[BudgetLine]] = {}
    now: dict[tuple[str, str], list[BudgetLine]] = {}
    for line in lines:
        if line.fiscal_year == year:
            now.setdefault((line.component, line.phase), []).append(line)
        else:
            before.setdefault((line.component, follows(line.phase)), []).append(line)
    keys = list(dict.fromkeys([*before, *now])) or [("", str(BudgetPhase.INITIAL))]
    return [
        Row(program, base, component, phase, before.get((component, follows(phase)), []), line)
        for component, phase in keys
        for line in now.get((component, phase), [None])
    ]


def follows(phase: str) -> str:
    return str(BudgetPhase.INITIAL) if phase in FIRST else phase


def amount_text(amount_yen: int) -> str:
    return "".join(budget_parts(amount_yen))


def change_text(before: int, after: int) -> str:
    """「＋318百万円（＋8.6％）」: the difference in yen, and of the earlier amount, rounded to a tenth."""
    if before == after:
        return "増減なし"
    sign = "＋" if after > before else "－"
    difference = f"{sign}{amount_text(abs(after - before))}"
    if not before:
        return difference
    percent = (Decimal(abs(after - before)) * 100 / before).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{difference}（{sign}{percent:,}％）"

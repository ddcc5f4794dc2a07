"""A file against the tables: which rows it changes, and writing them, in the caller's transaction.

A dry run is the same writing, rolled back: what it says is what confirming does.
A fact is told by its number (行の番号), a program by its code. A row that is missing from the file stays;
only the mark in 削除 removes one. Rows go to the draft that is begun, never to what is public.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from programs.display import fiscal_year_label
from programs.models import Edition, Program, Source, SourceText
from programs.sourcetexts import refuse_false_citation

from . import surroundings
from .cells import Cell, in_words
from .drafts import Drafts
from .plan import Change, Difference, Doing, Plan
from .reading import Line, Problem, Reading
from .rowforms import RowForms
from .tables import (
    BUDGETS,
    CODE,
    EDITION,
    FACT_TABLES,
    NAME,
    PROGRAMS,
    REMOVE,
    ROW,
    TABLES,
    VERSION,
    Table,
    Vocabulary,
    version_of,
)

Cells = dict[str, Cell]
# Any greater number is no key of a row.
MAX_KEY = 2**63 - 1
# Compared elsewhere, or not at all.
NOT_COMPARED = {ROW, REMOVE, VERSION}


class Merge:
    """One file of one user. After `run`, `drafts.begun` are the programs that were written to."""

    def __init__(self, reading: Reading, user: User, vocabulary: Vocabulary, *, rehearsal: bool):
        self.user = user
        self.documents = SourceText.objects.documents(Source.objects.values_list("pk", flat=True))
        self.lines = reading.lines
        self.forms = RowForms(user, vocabulary)
        self.drafts = Drafts(user, rehearsal=rehearsal)
        self.plan = Plan(problems=list(reading.problems), versions=self.drafts.versions)
        # The other sheets name a program as it was, or as this file renames it.
        self.names = {code: {program.name} for code, program in self.drafts.shown.items()}
        self.failed: dict[str, int] = {}  # code of a new program that has problems → its line

    def run(self) -> Plan:
        self._programs()
        work = [item for table in FACT_TABLES for item in self._work(table)]
        # Removals make room for what takes their place, changes for what is added.
        for line, row in work:
            if row and line.cells[REMOVE]:
                self._remove(line, row)
        for line, row in work:
            if row and not line.cells[REMOVE]:
                self._change(line, row)
        for line, row in work:
            if row is None:
                self._add(line)
        order = [table.name for table in TABLES]
        self.plan.problems.sort(key=lambda p: (order.index(p.sheet) if p.sheet in order else -1, p.line))
        self.plan.changes.sort(key=lambda c: (order.index(c.sheet), c.line))
        return self.plan

    def _problem(self, line: Line, header: str, message: str) -> None:
        self.plan.problems.append(Problem(line.table.name, line.number, line.place(header), message))

    # --- Programs -----------------------------------------------------------------------------

    def _programs(self) -> None:
        lines = [line for line in self.lines if line.table is PROGRAMS and CODE not in line.unreadable]
        named = [self.drafts.shown.get(str(line.cells[CODE])) for line in lines]
        rows = {row.pk: row for row in PROGRAMS.rows_of(program for program in named if program)}
        seen: dict[str, int] = {}
        for line, program in zip(lines, named, strict=True):
            code = str(line.cells[CODE] or "")
            if code in seen:
                self._problem(line, CODE, f"{seen[code]}行目と同じ施策です。")
            elif program:
                self._change_program(line, rows[program.pk], code)
            else:
                self._add_program(line, code)
            seen.setdefault(code, line.number)

    def _change_program(self, line: Line, row: Program, code: str) -> None:
        before = PROGRAMS.cells(row)
        self.names[code].add(str(line.cells[NAME]))
        if not self._is_to_be_written(line, before, row):
            return
        try:
            program = self.drafts.begin(code)
        except ValidationError as error:
            self._problem(line, CODE, " ".join(error.messages))
            return
        self._write(line, PROGRAMS.rows().get(pk=program.pk), before)

    def _add_program(self, line: Line, code: str) -> None:
        if not self.user.has_perm("programs.add_program"):
            self._problem(line, CODE, "施策を追加する権限がありません。")
            return
        program = self._write(line, Program(), {})
        if program:
            self.drafts.add(program)
            self.names[code] = {program.name}
        else:
            self.failed[code] = line.number

    # --- Facts --------------------------------------------------------------------------------

    def _work(self, table: Table) -> Iterable[tuple[Line, Any]]:
        """Each line that is to do something, with the row that it is about; None for a new one."""
        lines = [line for line in self.lines if line.table is table and ROW not in line.unreadable]
        known = self._shown_rows(table, lines)
        lost = self._said_elsewhere(table, [line for line in lines if line.cells[ROW] not in known])
        seen: dict[Cell, int] = {}
        for line in lines:
            number = line.cells[ROW]
            row = known.get(number)
            if number is None and line.cells[REMOVE]:
                self._problem(line, REMOVE, "行の番号のない行は、削除できません。")
            elif number is None:
                yield line, None
            elif number in seen:
                same = f"{seen[number]}行目と同じ番号です。"
                self._problem(line, ROW, f"{same}新しい行は、番号を空けてください。")
            elif row and self._is_to_be_written(line, table.cells(row), row.edition.program):
                yield line, row
            elif row is None and _said(table, line.cells) in lost:
                self.plan.unchanged += 1
            elif row is None:
                self._problem(
                    line,
                    ROW,
                    "この番号の行はありません。番号を変えたか、書き出したあとに行が削除されたか、"
                    "新しい下書きが作られたか、公開されました。書き出し直してください。",
                )
            seen.setdefault(number, line.number)

    def _shown_rows(self, table: Table, lines: Iterable[Line]) -> dict[Cell, Any]:
        """Number → row, of the rows that an editor may have in hand now."""
        numbers = [n for line in lines if isinstance(n := line.cells[ROW], int) and n <= MAX_KEY]
        rows = table.rows().filter(pk__in=numbers)
        return {row.pk: row for row in rows if row.edition.program_id in self.drafts.shown_keys}

    def _said_elsewhere(self, table: Table, lines: Iterable[Line]) -> set[tuple[Cell, ...]]:
        """What rows of the programs of these lines say now: a draft or a publication numbers them anew."""
        programs = {str(line.cells[CODE]) for line in lines} & self.drafts.shown.keys()
        rows = table.rows_of(self.drafts.shown[code] for code in programs)
        return {_said(table, table.cells(row)) for row in rows}

    def _change(self, line: Line, row: Any) -> None:
        before = line.table.cells(row)
        target = self._target(line, row)
        if target is not None:
            self._write(line, target, before)

    def _remove(self, line: Line, row: Any) -> None:
        target = self._target(line, row)
        if target is not None:
            self._note(line, Doing.REMOVED, target, line.table.cells(target), {})
            target.delete()

    def _target(self, line: Line, row: Any) -> Any:
        try:
            return self.drafts.fact(row)
        except ValidationError as error:
            self._problem(line, CODE, " ".join(error.messages))
            return None

    def _add(self, line: Line) -> None:
        code, name = str(line.cells[CODE] or ""), line.cells[NAME]
        if line.unreadable & {CODE, EDITION}:
            return
        if not code:
            self._problem(line, CODE, "施策の記号を入力してください。")
        elif code in self.failed:
            self._problem(line, CODE, f"「施策」シートの{self.failed[code]}行目を直してください。")
        elif code not in self.drafts.entries:
            self._problem(line, CODE, f"「{code}」という記号の施策はありません。")
        elif name is not None and name not in self.names[code]:
            self._problem(
                line, NAME, "施策の記号と施策名が合いません。どちらかを直すか、施策名を空けてください。"
            )
        else:
            try:
                program = self.drafts.begin(code)
            except ValidationError as error:
                self._problem(line, CODE, " ".join(error.messages))
                return
            edition = self._edition(line, program)
            if edition:
                self._write(line, line.table.model(edition=edition), {})

    def _edition(self, line: Line, program: Program) -> Edition | None:
        """The edition that a new row belongs to, made where the program has none of that year."""
        year = line.cells[EDITION]
        if year is not None and not isinstance(year, int):
            self._problem(line, EDITION, f"「{year}」を年度として読めません。例：2021")
            return None
        editions = Edition.objects.select_related("program")
        found = editions.filter(program=program, fiscal_year=year).first()
        if found:
            return found
        edition = Edition(program=program, fiscal_year=year)
        try:
            edition.full_clean()
        except ValidationError as error:
            for message in error.messages:
                self._problem(line, EDITION, message)
            return None
        edition.save()
        self._note_added_edition(line, edition)
        return edition

    # --- What all lines have in common ---------------------------------------------------------

    def _is_to_be_written(self, line: Line, before: Cells, program: Program) -> bool:
        """Whether the line changes or removes its row. Notes what the editor must not have changed."""
        is_removed = bool(line.cells.get(REMOVE))
        problems = len(self.plan.problems)
        for column in line.table.columns:
            header, said = column.header, line.cells[column.header]
            if column.field or header in NOT_COMPARED or header in line.unreadable or said == before[header]:
                continue
            if header == NAME and said in self.names[str(before[CODE])]:
                continue
            was = in_words(column.kind, before[header])
            self._problem(line, header, f"この列は変えられません。元は「{was}」です。")
        differs = any(line.cells[c.header] != before[c.header] for c in line.table.columns if c.field)
        if not differs and not is_removed:
            self.plan.unchanged += not line.unreadable and len(self.plan.problems) == problems
            # A cell that could not be read has its problem already.
            return False
        return not self._is_stale(line, program)

    def _is_stale(self, line: Line, program: Program) -> bool:
        """Whether somebody else saved the program after the line was written out: refused as on its page."""
        if line.cells[VERSION] in (None, version_of(program)) or program.edited_by == self.user:
            return False
        when = f"{timezone.localtime(program.edited_at):%-m月%-d日 %H:%M}に" if program.edited_at else ""
        who = program.edited_by or "データの取り込み"
        self._problem(
            line,
            VERSION,
            f"この表を書き出したあと、{who}が{when}この施策を保存しました。書き出し直して、直してください。",
        )
        return True

    def _write(self, line: Line, row: Any, before: Cells) -> Any:
        """Saves what the line says and returns the saved row; None, with problems noted, if it may not be."""
        form = self.forms.form(line, row)
        if not form.is_valid() or not self._is_printed(form):
            self.plan.problems += self.forms.problems(line, form)
            return None
        if line.unreadable:
            return None
        form.save()
        saved = line.table.rows().get(pk=row.pk)
        after = line.table.cells(saved)
        self._note(line, Doing.CHANGED if before else Doing.ADDED, saved, before, after)
        return saved

    def _is_printed(self, form: Any) -> bool:
        """Whether the document prints what the row cites; if not, the form says so."""
        try:
            refuse_false_citation(form.instance, self.documents)
        except ValidationError as error:
            form.add_error(None, error)
            return False
        return True

    def _note(self, line: Line, doing: Doing, row: Any, before: Cells, after: Cells) -> None:
        table = line.table
        differences = [
            Difference(
                c.header, in_words(c.kind, before.get(c.header)), in_words(c.kind, after.get(c.header))
            )
            for c in table.columns
            if c.field and before.get(c.header) != after.get(c.header)
        ]
        if not differences:
            # Another way to write the same: 3,682百万円, or white space around a name.
            self.plan.unchanged += 1
            return
        program = row if table is PROGRAMS else row.edition.program
        warnings = []
        if table is BUDGETS and doing is not Doing.REMOVED:
            warnings = [sentence for check in surroundings.budget_checks for sentence in check(row)]
        what = "施策" if table is PROGRAMS else f"{fiscal_year_label(row.edition.fiscal_year)}版 {row}"
        self._note_change(line, doing, program, what, differences, warnings)

    def _note_added_edition(self, line: Line, edition: Edition) -> None:
        year = in_words(line.table.by_header[EDITION].kind, edition.fiscal_year)
        self._note_change(line, Doing.ADDED, edition.program, f"新しい年度版 {year}", [], [])

    def _note_change(
        self,
        line: Line,
        doing: Doing,
        program: Program,
        what: str,
        differences: list[Difference],
        warnings: list[str],
    ) -> None:
        where, which = (line.table.name, line.number), (program.public_code, program.name)
        change = Change(*where, str(doing), *which, what, differences, warnings)
        self.plan.changes.append(change)


def _said(table: Table, cells: Cells) -> tuple[Cell, ...]:
    return tuple(cells[c.header] for c in table.columns if c.header not in (ROW, VERSION))

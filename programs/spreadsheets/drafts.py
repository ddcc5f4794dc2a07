"""The rows that an import writes to: begun once a program, and told from the rows that an editor sees."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from programs import drafting, staff
from programs.models import Program

from . import surroundings
from .tables import FACT_TABLES, version_of


class Drafts:
    """All programs by code, as they were when the import began, and those that it has begun to change.

    A rehearsal, which is rolled back, writes to what an editor sees: to copy a program costs a hundred
    times what it costs to write a row of it.
    """

    def __init__(self, user: User, *, rehearsal: bool):
        self.user, self.rehearsal = user, rehearsal
        entries = Program.objects.entries().select_related("edited_by")
        self.entries = {program.code: program for program in entries}
        rows = surroundings.rows_to_edit(entries)
        # What an editor sees, and has in the file.
        self.shown = {code: rows[entry.pk] for code, entry in self.entries.items()}
        self.shown_keys = {program.pk for program in self.shown.values()}
        self.waiting = surroundings.waiting()
        self.begun: dict[str, Program] = {}
        self.versions: dict[str, str] = {}
        self._refused: dict[str, ValidationError] = {}
        # (model, key of a row that an editor sees) → the row of the draft that was copied from it
        self._copies: dict[tuple[Any, int], Any] = {}

    def add(self, program: Program) -> None:
        """A program that the import itself made."""
        self.entries[program.code] = self.shown[program.code] = self.begun[program.code] = program
        self.versions[program.code] = ""

    def begin(self, code: str) -> Program:
        """The row to write to; raises `ValidationError` when this user may not, or nobody now."""
        if code in self._refused:
            raise self._refused[code]
        if code not in self.begun:
            try:
                self.begun[code] = self._begin(code)
            except ValidationError as error:
                self._refused[code] = error
                raise
        return self.begun[code]

    def _begin(self, code: str) -> Program:
        entry, shown = self.entries[code], self.shown[code]
        if not staff.may_edit(self.user, entry):
            raise ValidationError("この施策を編集する権限がありません。")
        if entry.pk in self.waiting:
            raise ValidationError(self.waiting[entry.pk])
        self.versions[code] = version_of(shown)
        if self.rehearsal:
            return shown
        program = drafting.begin(program=entry, user=self.user)
        if program.pk != shown.pk:
            for table in FACT_TABLES:
                # A copy has the same facts in the same order.
                pairs = zip(table.rows_of([shown]), table.rows_of([program]), strict=True)
                self._copies |= {(table.model, row.pk): copy for row, copy in pairs}
        return program

    def fact(self, row: Any) -> Any:
        """The fact to write to in the place of `row`, which an editor sees; raises like `begin`."""
        self.begin(row.edition.program.public_code)
        return self._copies.get((type(row), row.pk), row)

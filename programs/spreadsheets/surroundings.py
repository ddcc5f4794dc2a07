"""Where the spreadsheets meet the rest of the staff side: which row is edited, by whom, and its checks."""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import User
from django.db.models import Model, QuerySet

from programs import services
from programs.models import Program

# Called with each budget line that an import added or changed; what they return are sentences for its
# editor, who may still confirm. A check registers itself here.
budget_checks: list[Callable[[Model], Iterable[str]]] = []


def entries() -> QuerySet[Program]:
    """The programs that an editor knows, each once."""
    return Program.objects.all()


def entry_of(program: Program) -> Program:
    """The program that an editor knows a row by."""
    return program


def rows_to_edit(programs: Iterable[Program]) -> dict[int, Program]:
    """Key of an entry → the row that holds what its editors work on."""
    return {program.pk: program for program in programs}


def may_edit(user: User, program: Program) -> bool:
    return user.has_perm("programs.change_program")


def lock(programs: Iterable[Program]) -> None:
    """Until the transaction ends, nobody else saves these programs: their pages lock the same rows."""
    keys = [program.pk for program in programs]
    list(Program.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def begin(program: Program, user: User) -> Program:
    """The row to write to; raises `ValidationError` when the entry must not be changed now."""
    return program


def record_save(program: Program, user: User, reason: str) -> None:
    """To be called in the transaction that wrote, after all writes."""
    services.record_edit(program=program, user=user)

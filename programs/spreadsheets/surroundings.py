"""Where the spreadsheets meet the rest of the staff side: which row is edited, when, and its checks."""

from collections.abc import Callable, Iterable

from programs import budgetchecks
from programs.choices import RevisionState
from programs.drafting.edits import WAITS
from programs.models import BudgetLine, Program, Revision

# Called with each budget line that an import added or changed; what they return are sentences for its
# editor, who may still confirm.
budget_checks: list[Callable[[BudgetLine], Iterable[str]]] = [budgetchecks.warnings]


def rows_to_edit(entries: Iterable[Program]) -> dict[int, Program]:
    """Key of an entry → the row that holds what its editors work on: its draft copy, else itself."""
    found = {entry.pk: entry for entry in entries}
    drafts = Program.objects.filter(draft_of__in=found).select_related("draft_of", "edited_by")
    return found | {draft.draft_of_id: draft for draft in drafts if draft.draft_of_id}


def waiting() -> dict[int, str]:
    """Key of an entry whose change waits for review or publication → why it cannot be edited now."""
    revisions = Revision.objects.open().exclude(state=RevisionState.EDITING)
    return {
        key: WAITS[RevisionState(state)] for key, state in revisions.values_list("program", "state") if key
    }


def lock(programs: Iterable[Program]) -> None:
    """Until the transaction ends, nobody else saves these programs: their pages lock the same rows."""
    keys = [program.pk for program in programs]
    list(Program.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))

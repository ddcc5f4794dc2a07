"""What the entrance offers: ways in with their counts, the newest budgets, years and documents covered."""

from fractions import Fraction
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from programs.budgets import is_comparable
from programs.choices import CallStatus
from programs.display import percent
from programs.languages import localized
from programs.models import PublicRecord, RecordChange
from programs.presentation.figures import Figure, budget_figure
from programs.presentation.history import Entry, entries
from programs.presentation.notes import far_mark
from programs.presentation.writing import fiscal_year_label

from .facetfilters import Group, Option
from .filters import ProgramFilter
from .models import ProgramDocument
from .snapshot import Snapshot

TOP = 5
NEWEST = 3
EXAMPLES = ("光ファイバ", "ローカル5G", "サテライトオフィス")

Record = dict[str, Any]


def entrances(filters: ProgramFilter) -> list[tuple[str, Group]]:
    """(heading, choices) by field and by applicant; a choice that gives nothing stays out."""
    found = []
    for name, heading in (("field", _("目的から")), ("applicant", _("立場から"))):
        options = [option for option in filters.group(name).options if option.count]
        found.append((heading, Group(name, heading, options, 0, [])))
    return found


def open_calls(filters: ProgramFilter) -> list[Option]:
    """受付中 and 受付予定, those that some program is in today."""
    wanted = (CallStatus.OPEN, CallStatus.UPCOMING)
    return [o for o in filters.group("call").options if o.value in wanted and o.count]


def newest_changes(snapshot: Snapshot) -> list[Entry]:
    """The last entries of the public history; what the catalog opened with is one.

    Read once for a snapshot: the transaction that writes one renews the stamp.
    """
    kept = snapshot.worked_out
    if "newest_changes" not in kept:
        newest = list(RecordChange.objects.entries()[:NEWEST])
        kept["newest_changes"] = newest, PublicRecord.objects.names_of([change.code for change in newest])
    # Entries hold addresses, which are those of one language.
    changes, public = kept["newest_changes"]
    return entries(changes, public, most_items=0)


def largest_budgets(snapshot: Snapshot) -> dict[str, Any]:
    """The largest initial budgets of the newest year; 内数 and side measures are not ranked.

    Every program is read, once for a snapshot.
    """
    kept = snapshot.worked_out
    if "largest_budgets" not in kept:
        kept["largest_budgets"] = newest_budgets()
    year, lines = kept["largest_budgets"]
    largest = lines[0][1]["amount_yen"] if lines else 1
    rows: list[tuple[Record, Figure, str]] = [
        (
            program,
            budget_figure(line, partial(far_mark, url=localized(program["url"]), letters=snapshot.letters)),
            percent(Fraction(line["amount_yen"], largest)),
        )
        for program, line in lines
    ]
    return {"budget_year": fiscal_year_label(year) if year else "", "budget_rows": rows}


def newest_budgets() -> tuple[int | None, list[tuple[Record, Record]]]:
    """The newest fiscal year with an initial budget, and the TOP lines of it with their programs."""
    found: list[tuple[Record, Record]] = []
    newest = None
    for program in ProgramDocument.objects.in_catalog_order().values_list("listed", flat=True).iterator():
        for line in (line for edition in program["editions"] for line in edition["budgets"]):
            if not is_comparable(line) or line["component"]:
                continue
            if newest is None or line["fiscal_year"] > newest:
                newest, found = line["fiscal_year"], []
            if line["fiscal_year"] == newest:
                found.append((program, line))
                found = sorted(found, key=lambda pair: -pair[1]["amount_yen"])[:TOP]
    return newest, found

"""The checks of amounts for what writes budget lines without their page: spreadsheets, the yearly table."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from programs.checks.amounts import Amount, check_amount, check_part
from programs.checks.citations import check_citation
from programs.ingest.documents import Document
from programs.models import BudgetLine, Cited


def amount_of(line: BudgetLine) -> Amount:
    """A stored or an unsaved line as the checks take it."""
    return Amount(
        line.amount_yen,
        line.fiscal_year,
        line.phase,
        line.component,
        line.part_of_larger,
        line.is_separate_measure,
    )


def warnings(line: BudgetLine) -> list[str]:
    """What to look at twice, as sentences: against the stored lines of all editions of its program."""
    stored = BudgetLine.objects.filter(edition__program=line.edition.program_id).exclude(pk=line.pk)
    amount = amount_of(line)
    known = [amount, *map(amount_of, stored)]
    found = [*check_amount(amount, known), *check_part(amount, line.note)]
    return [finding.message for finding in found]


def refuse_false_citation(row: Cited, documents: Mapping[int, Document]) -> None:
    """Raise ValidationError, by field, where the text of the document does not print the literal on the cited
    lines. `documents` are those whose texts are stored; without the text nothing can be said.
    """
    document = documents.get(row.source_id)
    if document is None:
        return
    found = check_citation(document, row.first_line, row.last_line, row.literal)
    errors = {finding.field: finding.message for finding in found}
    if errors:
        raise ValidationError(errors)

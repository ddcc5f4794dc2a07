"""The checks of amounts for what writes budget lines without their page: spreadsheets, the yearly table."""

from programs.checks.amounts import Amount, check_amount, check_part
from programs.models import BudgetLine


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

"""What a filter set answers, as the tests compare it."""

from search.filters import ProgramFilter
from search.models import ProgramDocument


def ordered_ids(filters: ProgramFilter) -> list[int]:
    """Program ids of all hits, in order."""
    numbers = list(filters.ordered())
    ids = dict(ProgramDocument.objects.filter(number__in=numbers).values_list("number", "program_id"))
    return [ids[number] for number in numbers]

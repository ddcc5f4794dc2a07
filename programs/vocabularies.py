"""All browsing vocabularies in one query."""

from django.db.models import Value

from .models import ApplicantKind, Field, SupportType


def vocabulary() -> dict[str, list[tuple[str, str]]]:
    """(slug, name) of every 分野, 立場 and 支援の種類, each in its order of display."""
    tables = {"field": Field, "applicant": ApplicantKind, "support_type": SupportType}
    parts = [
        table.objects.order_by().values_list(Value(name), "position", "slug", "name")
        for name, table in tables.items()
    ]
    terms: dict[str, list[tuple[str, str]]] = {name: [] for name in tables}
    for name, _, slug, label in sorted(parts[0].union(*parts[1:], all=True)):
        terms[name].append((slug, label))
    return terms

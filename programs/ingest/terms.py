"""The words of record files for the codes of the catalog."""

from django.db.models import TextChoices

from programs.choices import CapOf, Designation, FactKind, MaterialKind, Nature, Qualifier


def codes_by_label(choices: type[TextChoices]) -> dict[str, str]:
    return {label: value for value, label in choices.choices}


CAP_OF = codes_by_label(CapOf)
NATURE = codes_by_label(Nature)
QUALIFIER = codes_by_label(Qualifier)
DESIGNATION = codes_by_label(Designation)
MATERIAL = codes_by_label(MaterialKind)
FACT_KIND = codes_by_label(FactKind)

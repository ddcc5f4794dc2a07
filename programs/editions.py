"""Which edition of a contract record to show first, and where each is shown."""

from typing import Any

Record = dict[str, Any]

# What a reader comes for; an edition with none of it is a mention.
TELLING_KEYS = (
    "offices",
    "budgets",
    "rates",
    "caps",
    "applicants",
    "eligible_costs",
    "target_areas",
    "calls",
)


def telling_edition(record: Record) -> Record:
    """The newest edition that states an amount, a rate, an applicant, a place, a call or a contact.

    A newer document that only names a program must not hide what an older one says of it.
    """
    editions: list[Record] = record["editions"]
    return next((e for e in editions if any(e[key] for key in TELLING_KEYS)), editions[0])


def cases_address(url: str) -> str:
    """Path of the page of a program's cases with their proofs, of the path of the program's own page."""
    return f"{url}cases/"


def edition_address(record: Record, edition: Record) -> str:
    """Path of the page that shows this edition; the one shown first needs no year."""
    url: str = record["url"]
    return url if edition is telling_edition(record) else f"{url}?year={edition['fiscal_year']}"

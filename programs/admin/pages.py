"""Staff pages that are of no one model, beside those of the stock admin and under its name."""

from typing import Any

from django.contrib import admin
from django.urls import path

from . import budgets, cloning, worklists


def addresses() -> tuple[list[Any], str, str]:
    """What `admin.site.urls` is, with our pages before the admin's own, which end in one that takes all."""
    staff = admin.site.admin_view
    own = [
        path("programs/budgets/", staff(budgets.budgets), name="programs_budgets"),
        path("programs/worklists/<slug:key>/", staff(worklists.page), name="programs_worklist"),
        path("programs/edition/<int:pk>/next/", staff(cloning.next_edition), name="programs_edition_next"),
        path(
            "programs/edition/<int:pk>/renamed/",
            staff(cloning.renamed_program),
            name="programs_edition_renamed",
        ),
    ]
    return [*own, *admin.site.get_urls()], "admin", admin.site.name

"""The budgets of all programs: one form, as a page and as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from .exports import BUDGET_COLUMNS, BudgetRow, csv_response, refused
from .forms import BudgetForm
from .models import Field, PublicRecord, Source
from .presentation.budgets import BudgetView

Record = dict[str, Any]


def budget(request: HttpRequest) -> HttpResponse:
    """Sums by year and field, amounts by program; a parameter in error shows its message and no amount."""
    form, shown = asked(request)
    context = {
        "form": form,
        "errors": form.messages(),
        "candidates": [],
        "bare": request.path,
        "shown": shown,
    }
    return render(request, "programs/budget.html", context)


def budget_csv(request: HttpRequest) -> HttpResponseBase:
    """Every printed amount that the page shows, a row each, and whether it is in the sums."""
    form, shown = asked(request)
    if not form.is_valid():
        return refused(message for _, message in form.messages())
    root = request.build_absolute_uri("/").rstrip("/")
    rows = (BudgetRow(entry, shown.letters, root) for entry in shown.entries)
    return csv_response("budget", BUDGET_COLUMNS, rows)


def asked(request: HttpRequest) -> tuple[BudgetForm, BudgetView]:
    records = list(PublicRecord.objects.with_budget().values_list("record", flat=True))
    years = {line["fiscal_year"] for r in records for edition in r["editions"] for line in edition["budgets"]}
    borne = {name for record in records for name in record["fields"]}
    fields = [(slug, name) for slug, name in Field.objects.values_list("slug", "name") if name in borne]
    form = BudgetForm(request.GET, sorted(years, reverse=True), fields)
    letters = Source.objects.letters()
    if not form.is_valid():
        return form, BudgetView([], None, [], letters)
    year = form.cleaned_data["fiscal_year"]
    names = [name for slug, name in fields if form.cleaned_data["field"] in ("", slug)]
    if form.cleaned_data["field"]:
        records = [record for record in records if names[0] in record["fields"]]
    return form, BudgetView(records, int(year) if year else None, names, letters)

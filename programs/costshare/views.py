"""The calculator: parse, calculate, render."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from programs.editions import telling_edition
from programs.models import PublicRecord, Source

from .forms import CostForm
from .page import Calculator
from .rates import counted_of, editions_with_rates, rate_key

Record = dict[str, Any]


def calculator(request: HttpRequest, code: str) -> HttpResponse:
    """Who pays how much of a cost, by the rates of one edition (`?year=2020`).

    Without a year: the telling edition, or the newest that states a rate. A program without rates
    has a page too, which says so.
    """
    public: PublicRecord = get_object_or_404(PublicRecord, program__code=code)
    edition = asked_edition(public.record, request.GET.get("year"))
    form = CostForm(request.GET, [rate_key(rate) for rate in edition["rates"]], counted_of(edition))
    letters = Source.objects.letters()
    page = Calculator(public.record, edition, form, letters)
    context = {"page": page, "record": public.record, "form": form, "updated_at": public.updated_at}
    return render(request, "programs/calculator.html", context)


def asked_edition(record: Record, year: str | None) -> Record:
    """The edition of a year as typed; a year of which there is none is a 404."""
    if year is not None:
        for edition in record["editions"]:
            if str(edition["fiscal_year"]) == year:
                return edition
        raise Http404("その年度版はありません。")
    telling = telling_edition(record)
    return telling if telling["rates"] else next(iter(editions_with_rates(record)), telling)

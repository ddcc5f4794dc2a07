"""「まちで調べる」: the entrance, and the page of a prefecture or municipality."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.timezone import localdate as today
from django.utils.translation import gettext

from programs.choices import AreaLevel
from programs.formerrors import form_errors
from programs.languages import term
from programs.models import Area, AreaDesignation
from programs.paging import page_or_404
from search.snapshot import Snapshot, snapshot
from search.tilemap import place_map

from . import page
from .conditions import fitted, place_of
from .lookup import LEVELS, TownForm

PER_PAGE = 20


def place_index(request: HttpRequest) -> HttpResponse:
    """A name that means one place leads to its page, with `applicant` kept; others are asked about."""
    now = snapshot()
    asked = "town" in request.GET or "area" in request.GET
    form = TownForm(request.GET if asked else None, now.places)
    if form.is_valid():
        place = form.cleaned_data["place"]
        if place:
            return to_place(place, request.GET)
        form.add_error(
            "town", gettext("市区町村か都道府県の名前を入れてください。例：岩見沢市、徳島県神山町")
        )
    context = {
        "errors": [message for _, message in form_errors(form)],
        "typed": request.GET.get("town", ""),
        "applicant": request.GET.get("applicant", ""),
        "candidates": form.candidates,
        "map": place_map(now.places),
    }
    return render(request, "search/places/index.html", context)


def to_place(place: Area, data: QueryDict) -> HttpResponse:
    kept = {"applicant": str(data["applicant"])} if "applicant" in data else {}
    return redirect(f"{page.place_url(place)}{f'?{urlencode(kept)}' if kept else ''}")


class FitForm(forms.Form):
    """立場, and the one group of which all is asked for."""

    applicant = forms.ChoiceField(required=False)
    group = forms.ChoiceField(required=False, choices=[(slug, slug) for slug in page.GROUPS])

    def __init__(self, data: QueryDict, applicants: list[tuple[str, str]]):
        super().__init__(data)
        self.fields["applicant"].choices = applicants  # type: ignore[attr-defined]


def place_detail(request: HttpRequest, code: str) -> HttpResponse:
    """What fits one place for one 立場; a parameter in error shows its message and no program at all."""
    now, on = snapshot(), today()
    area = place_or_404(now, code)
    applicants = [(slug, term(name)) for slug, name in now.vocabulary["applicant"]]
    form = FitForm(request.GET, applicants)
    wanted = form.cleaned_data if form.is_valid() else {"applicant": "", "group": ""}
    kind = wanted["applicant"] or page.DEFAULT_APPLICANTS[AreaLevel(area.level)]
    applicant = kind, dict(applicants).get(kind, kind)
    confirmed = list(AreaDesignation.objects.of(area, on))
    context: dict[str, Any] = {
        "area": area,
        "title_name": page.title_name(area),
        "prefecture": area.parent if area.level == AreaLevel.MUNICIPALITY else None,
        "applicants": applicants,
        "applicant": kind,
        "applicant_name": applicant[1],
        "errors": form_errors(form),
        "bare": request.path,
    }
    found = fitted(now.conditions, place_of(area, now.places, confirmed), kind)
    if wanted["group"]:
        outcome, context["group_title"] = page.GROUPS[wanted["group"]]
        page_obj = page_or_404(found[outcome], PER_PAGE, request)
        rows = page.rows(list(page_obj), applicant[1], now.letters, on)
        context |= {"page_obj": page_obj, "rows": rows.values(), "total": len(now.conditions)}
        return render(request, "search/places/group.html", context)
    if form.is_valid():
        context |= {
            "groups": page.groups(found, applicant, now.letters, on),
            "fields": page.field_rows(now, area, kind),
            "case_scopes": page.case_scopes(now, area),
            "sections": [] if context["prefecture"] else page.municipalities(now, area),
        }
    context |= {
        "city_class": page.class_name(area),
        "bureau": page.bureau(area),
        "designations": page.designation_rows(confirmed),
    }
    return render(request, "search/places/detail.html", context)


def place_or_404(now: Snapshot, code: str) -> Area:
    found = [area for area in now.places.called(code) if area.code == code and area.level in LEVELS]
    if not found:
        raise Http404("そのコードの都道府県・市区町村はありません。")
    return found[0]

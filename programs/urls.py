"""Pages of the record, one address each. Programs are found at search's addresses.

`urlpatterns` are pages, in each language; what `data_urlpatterns` serve has one address.
"""

from django.urls import path
from django.views.decorators.http import conditional_page

from . import budget_views, views
from .costshare.views import calculator
from .feeds import CallsFeed, UpdatesFeed

app_name = "programs"

urlpatterns = [
    path("programs/<slug:code>/", views.program_detail, name="detail"),
    path("programs/<slug:code>/cases/", views.program_cases, name="cases"),
    path("programs/<slug:code>/calc/", calculator, name="calculator"),
    path("budget/", budget_views.budget, name="budget"),
    path("compare/", views.compare, name="compare"),
    path("offices/<slug:code>/", views.office_detail, name="office"),
    path("sources/", views.source_list, name="sources"),
    path("sources/disagreements/", views.disagreement_list, name="disagreements"),
    path("sources/coverage/", views.coverage_ledger, name="coverage"),
    path("roadmap/", views.roadmap, name="roadmap"),
    path("sources/<slug:document_id>/", views.source_detail, name="source"),
    path("updates/", views.updates, name="updates"),
    path("glossary/", views.glossary, name="glossary"),
    path("opendata/", views.opendata, name="opendata"),
]

data_urlpatterns = [
    path("programs/<slug:code>/data.json", views.program_json, name="json"),
    path("programs/<slug:code>/calls.ics", conditional_page(views.program_calendar), name="program-calendar"),
    path("calls.ics", conditional_page(views.calls_calendar), name="calendar"),
    path("budget/data.csv", budget_views.budget_csv, name="budget-csv"),
    path("compare/data.csv", views.compare_csv, name="compare-csv"),
    path("feed/updates.atom", conditional_page(UpdatesFeed()), name="updates-feed"),
    path("feed/calls.atom", conditional_page(CallsFeed()), name="calls-feed"),
    path("opendata/catalog.json", views.catalog_json, name="catalog-json"),
    path("opendata/schema.json", views.schema_json, name="schema-json"),
]

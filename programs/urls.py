"""Pages of the record, one address each. Programs are found at search's addresses.

`urlpatterns` are pages, in each language; what `data_urlpatterns` serve has one address.
"""

from django.urls import path

from . import views

app_name = "programs"

urlpatterns = [
    path("programs/<slug:code>/", views.program_detail, name="detail"),
    path("offices/<slug:code>/", views.office_detail, name="office"),
    path("sources/", views.source_list, name="sources"),
    path("sources/disagreements/", views.disagreement_list, name="disagreements"),
    path("sources/coverage/", views.coverage_ledger, name="coverage"),
    path("roadmap/", views.roadmap, name="roadmap"),
    path("sources/<slug:document_id>/", views.source_detail, name="source"),
    path("opendata/", views.opendata, name="opendata"),
]

data_urlpatterns = [
    path("programs/<slug:code>/data.json", views.program_json, name="json"),
    path("opendata/catalog.json", views.catalog_json, name="catalog-json"),
    path("opendata/schema.json", views.schema_json, name="schema-json"),
]

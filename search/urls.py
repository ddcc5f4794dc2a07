"""Where things are found: the entrance, the lists of programs and cases, suggestions, the API.

`urlpatterns` are pages, in each language; what `data_urlpatterns` serve has one address.
"""

from django.urls import path, re_path
from django.views.decorators.http import conditional_page

from . import views
from .api import views as api_views
from .api.endpoints import api
from .feeds import program_feed
from .places import views as place_views

app_name = "search"

urlpatterns = [
    path("", views.home, name="home"),
    path("programs/", views.program_list, name="programs"),
    path("list/", views.own_list, name="list"),
    path("search/suggest", views.suggest, name="suggest"),
    path("search/order/", views.search_order, name="order"),
    path("cases/", views.case_list, name="cases"),
    path("places/", place_views.place_index, name="places"),
    re_path(r"^places/(?P<code>[0-9]{6})/$", place_views.place_detail, name="place"),
]

data_urlpatterns = [
    path("programs/data.csv", views.program_csv, name="programs-csv"),
    path("list/data.csv", views.own_list_csv, name="list-csv"),
    path("cases/data.csv", views.case_csv, name="cases-csv"),
    path("feed/programs.atom", conditional_page(program_feed), name="programs-feed"),
    path("api/v1/", api_views.reference, name="api"),
    path("api/v1/openapi.json", api_views.openapi_json, name="openapi"),
    path("api/v1/", api.urls),
    # With a slash at the end, so that an address without one is still redirected to the one with it.
    path("api/v1/<path:rest>/", api_views.not_found),
]

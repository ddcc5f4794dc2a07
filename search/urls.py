"""Where things are found: the entrance, the lists of programs and cases, suggestions, the API.

`urlpatterns` are pages, in each language; what `data_urlpatterns` serve has one address.
"""

from django.urls import path

from . import views
from .api import views as api_views
from .api.endpoints import api

app_name = "search"

urlpatterns = [
    path("", views.home, name="home"),
    path("programs/", views.program_list, name="programs"),
    path("search/order/", views.search_order, name="order"),
    path("cases/", views.case_list, name="cases"),
]

data_urlpatterns = [
    path("api/v1/", api_views.reference, name="api"),
    path("api/v1/openapi.json", api_views.openapi_json, name="openapi"),
    path("api/v1/", api.urls),
    # With a slash at the end, so that an address without one is still redirected to the one with it.
    path("api/v1/<path:rest>/", api_views.not_found),
    path("search/suggest", views.suggest, name="suggest"),
]

"""Where things are found: the entrance, the list of programs, the list of cases, and the API."""

from django.urls import path

from . import views
from .api.endpoints import api

app_name = "search"

urlpatterns = [
    path("", views.home, name="home"),
    path("programs/", views.program_list, name="programs"),
    path("search/order/", views.search_order, name="order"),
    path("cases/", views.case_list, name="cases"),
    path("api/v1/", api.urls),
]

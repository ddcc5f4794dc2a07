"""The site, and beside it the list page made the plain way."""

from django.urls import include, path

from .plain import program_list

urlpatterns = [path("plain/", program_list), path("", include("config.urls"))]

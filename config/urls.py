"""Addresses: search at the entrance, the record behind it, the site itself, staff on a path of their own."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from .styleguide import styleguide

urlpatterns = [
    path("", include("search.urls")),
    path("", include("programs.urls")),
    path("styleguide/", styleguide),
    path("", include("config.about.urls")),
    path(settings.ADMIN_PATH, admin.site.urls),
]

handler404 = "config.about.errors.page_not_found"

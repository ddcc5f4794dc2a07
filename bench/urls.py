"""The site, and beside it the list page made the plain way, in both languages as every page."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from .plain import program_list

urlpatterns = [
    *i18n_patterns(path("plain/", program_list, name="plain"), prefix_default_language=False),
    path("", include("config.urls")),
]

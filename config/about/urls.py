"""Pages about the site itself, and what robots ask for.

`urlpatterns` are pages, in each language; what `data_urlpatterns` serve has one address.
"""

from collections.abc import Callable

from django.contrib.sitemaps.views import sitemap
from django.http.response import HttpResponseBase
from django.urls import path
from django.views.generic import TemplateView

from . import views
from .licenses import SOFTWARE
from .sitemaps import SITEMAPS

app_name = "about"


def page(template_name: str, **context: object) -> Callable[..., HttpResponseBase]:
    """A page of text: nothing in it changes from request to request."""
    return TemplateView.as_view(template_name=template_name, extra_context=context)


urlpatterns = [
    path("guide/", page("about/guide.html"), name="guide"),
    path("contact/", views.contact, name="contact"),
    path("sitemap/", views.site_map, name="sitemap"),
    path("about/terms/", views.terms, name="terms"),
    path("about/privacy/", page("about/privacy.html"), name="privacy"),
    path("about/licenses/", page("about/licenses.html", software=SOFTWARE), name="licenses"),
    path("about/accessibility/", views.accessibility_policy, name="accessibility"),
    path("about/accessibility/results/", views.accessibility_results, name="accessibility-results"),
]

data_urlpatterns = [
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap-xml"),
    path("robots.txt", views.robots, name="robots"),
]

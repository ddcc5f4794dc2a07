"""Addresses: search at the entrance, the record behind it, the site itself, staff on a path of their own.

Pages stand at their address in Japanese and below /en/ in English; data and staff pages have no language.
"""

from types import ModuleType

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLResolver, include, path

import config.about.urls
import programs.urls
import search.urls
from programs.admin import pages as staff

from .styleguide import styleguide


def addresses(app: ModuleType) -> URLResolver:
    """Pages and data of one app under its one namespace, so that both are named alike in any language.

    Not by include(), which refuses language prefixes: there they could come to stand inside an address.
    """
    pages = i18n_patterns(*app.urlpatterns, prefix_default_language=False)
    return path("", ([*pages, *app.data_urlpatterns], app.app_name, app.app_name))


# The admin's own form knows no second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    addresses(search.urls),
    addresses(programs.urls),
    path("styleguide/", styleguide),
    addresses(config.about.urls),
    path(f"{settings.ADMIN_PATH}account/", include("config.signin.urls")),
    path(settings.ADMIN_PATH, staff.addresses()),
]

handler404 = "config.about.errors.page_not_found"

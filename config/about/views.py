"""Pages about the site itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.views.decorators.http import require_safe

from programs.contract import LICENSE
from programs.models import Office, PublicRecord, Source

from .accessibility import report
from .pages import SECTIONS


def contact(request: HttpRequest) -> HttpResponse:
    """Whom to ask: the offices as documents name them; the site's own address if the operator gave one."""
    context = {"offices": Office.objects.of_published_programs(), "email": settings.CONTACT_EMAIL}
    return render(request, "about/contact.html", context)


def site_map(request: HttpRequest) -> HttpResponse:
    """Every page, for people; of the programs only how many, since their list is a page of its own."""
    context = {
        "sections": SECTIONS,
        "count": PublicRecord.objects.count(),
        "offices": Office.objects.of_published_programs(),
        "sources": Source.objects.all(),
    }
    return render(request, "about/sitemap.html", context)


def terms(request: HttpRequest) -> HttpResponse:
    context = {"license": LICENSE, "home": request.build_absolute_uri(reverse("search:home"))}
    return render(request, "about/terms.html", context)


def accessibility_policy(request: HttpRequest) -> HttpResponse:
    context = {"report": report(), "email": settings.CONTACT_EMAIL}
    return render(request, "about/accessibility.html", context)


def accessibility_results(request: HttpRequest) -> HttpResponse:
    return render(request, "about/accessibility_results.html", {"report": report()})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; of lists, only what has at most one condition.

    Conditions multiply without end and give no program that another address does not (sitemap.xml).
    """
    lists = [reverse(name) for name in ("search:programs", "search:cases")]
    lines = [
        "User-agent: *",
        *(f"Disallow: {translate_url(path, code)}?*&" for code, _ in settings.LANGUAGES for path in lists),
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('about:sitemap-xml'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")

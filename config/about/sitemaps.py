"""sitemap.xml: every page that has an address of its own, in each language, and when it last changed."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from programs.models import Office, PublicRecord, Source

from .pages import SECTIONS


class InEachLanguage(Sitemap):
    """An address for each language, which names the others; one alone for what has no language."""

    i18n = True
    alternates = True

    def get_languages_for_item(self, item: Any) -> list[str]:
        languages, addresses = [code for code, _ in settings.LANGUAGES], set()
        for code in languages:
            with translation.override(code):
                addresses.add(self.location(item))
        return languages if len(addresses) > 1 else languages[:1]


class StaticPages(InEachLanguage):
    def items(self) -> list[str]:
        return [page.name for _, pages in SECTIONS for page in pages]

    def location(self, item: str) -> str:
        return reverse(item)


class Programs(InEachLanguage):
    """Neither the record nor the program is read: an address and a moment are enough."""

    def items(self) -> QuerySet[PublicRecord, tuple[str, datetime]]:
        return PublicRecord.objects.in_catalog_order().values_list("program__code", "updated_at")

    def location(self, item: tuple[str, datetime]) -> str:
        return reverse("programs:detail", args=[item[0]])

    def lastmod(self, item: tuple[str, datetime]) -> datetime:
        return item[1]


class Cases(Programs):
    """Pages of the cases of a program, of those that have any."""

    def items(self) -> QuerySet[PublicRecord, tuple[str, datetime]]:
        return super().items().filter(program__case_documents__isnull=False).distinct()

    def location(self, item: tuple[str, datetime]) -> str:
        return reverse("programs:cases", args=[item[0]])


class Offices(InEachLanguage):
    def items(self) -> QuerySet[Office]:
        return Office.objects.of_published_programs()


class Sources(InEachLanguage):
    def items(self) -> QuerySet[Source]:
        return Source.objects.all()


SITEMAPS = {
    "pages": StaticPages,
    "programs": Programs,
    "cases": Cases,
    "offices": Offices,
    "sources": Sources,
}

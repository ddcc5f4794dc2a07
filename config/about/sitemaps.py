"""sitemap.xml: every page that has an address of its own, and when its content last changed."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from programs.models import Office, PublicRecord, Source

from .pages import SECTIONS


class StaticPages(Sitemap):
    def items(self) -> list[str]:
        return [page.name for _, pages in SECTIONS for page in pages]

    def location(self, item: str) -> str:
        return reverse(item)


class Programs(Sitemap):
    """Neither the record nor the program is read: an address and a moment are enough."""

    def items(self) -> QuerySet[PublicRecord, tuple[str, datetime]]:
        return PublicRecord.objects.in_catalog_order().values_list("program__code", "updated_at")

    def location(self, item: tuple[str, datetime]) -> str:
        return reverse("programs:detail", args=[item[0]])

    def lastmod(self, item: tuple[str, datetime]) -> datetime:
        return item[1]


class Offices(Sitemap):
    def items(self) -> QuerySet[Office]:
        return Office.objects.of_published_programs()


class Sources(Sitemap):
    def items(self) -> QuerySet[Source]:
        return Source.objects.all()


SITEMAPS = {"pages": StaticPages, "programs": Programs, "offices": Offices, "sources": Sources}

"""Atom feed of any list of programs: the parameters of the page, the same filter set."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from programs.feeds import MOST_ENTRIES, CatalogFeed, feed_id

from .filters import ProgramFilter
from .models import ProgramDocument
from .ordering import ByColumn
from .results import briefs

# Filters that choose no programs: in a feed the lately changed are first.
NOT_FEED = {"sort"}


def feed_query(filters: ProgramFilter) -> str:
    """The conditions in force as a query string, in one order, so that one list has one feed."""
    names = filters.filters.keys() - NOT_FEED
    given = ((name, value) for name, values in filters.data.lists() for value in set(values))
    return urlencode(sorted((name, value) for name, value in given if name in names and value))


class ProgramsFeed(CatalogFeed):
    """The programs of one filter set without errors, those that changed last first."""

    def __init__(self, filters: ProgramFilter):
        self.filters = filters
        self.query = feed_query(filters)

    def address(self, page: str) -> str:
        return f"{reverse(page)}?{self.query}" if self.query else reverse(page)

    def title(self) -> str:
        conditions = "、".join(chip.label for chip in self.filters.chips())
        if not conditions:
            return gettext("施策｜支援施策カタログ")
        return gettext("施策（%(conditions)s）｜支援施策カタログ") % {"conditions": conditions}

    def link(self) -> str:
        return self.address("search:programs")

    def feed_url(self) -> str:
        return self.address("search:programs-feed")

    def feed_guid(self, obj: object) -> str:
        return feed_id(f"programs?{self.query}")

    def items(self) -> list[dict[str, Any]]:
        newest = ByColumn(self.filters.selection.hits, ProgramDocument.objects.sorted_by("updated"))
        return briefs(newest[:MOST_ENTRIES])

    def item_title(self, item: dict[str, Any]) -> str:
        return str(item["name"])

    def item_description(self, item: dict[str, Any]) -> SafeString:
        return format_html("<p>{}</p>", item["summary"])

    def item_link(self, item: dict[str, Any]) -> str:
        return str(item["url"])

    def item_guid(self, item: dict[str, Any]) -> str:
        return feed_id(f"program/{item['code']}")

    def item_updateddate(self, item: dict[str, Any]) -> datetime:
        return datetime.fromisoformat(item["updated_at"])


def program_feed(request: HttpRequest) -> HttpResponse:
    """A value that is not there is a 400 with its message: a reader must not take it for an empty list."""
    filters = ProgramFilter(request.GET, ProgramDocument.objects.all())
    if errors := filters.errors():
        text = "\n".join(message for _, message in errors)
        return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
    response: HttpResponse = ProgramsFeed(filters)(request)
    return response

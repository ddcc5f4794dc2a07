"""Atom feeds of the record: updates of the catalog, calls. What all feeds share stands here too."""

import re
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from .choices import ChangeKind
from .models import PublicRecord, RecordChange, Source
from .presentation.calls import ListedCall, listed_calls
from .presentation.history import Entry, entries
from .updates import public_codes

MOST_ENTRIES = 50
# Names of entries are ours, not addresses: the same on every host, and for ever.
NAMESPACE = uuid5(NAMESPACE_URL, "mic-support-catalog/feeds")
# What XML 1.0 cannot hold, however it is written.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed_id(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE, name)}"


class CatalogAtom(Atom1Feed):
    """Atom whose texts are fit for XML, and whose `updated` never is the time of asking."""

    def __init__(self, *args: Any, updated: datetime | None = None, **kwargs: Any):
        self.updated = updated
        super().__init__(*map(fit_for_xml, args), **{key: fit_for_xml(v) for key, v in kwargs.items()})

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        super().add_item(*map(fit_for_xml, args), **{key: fit_for_xml(v) for key, v in kwargs.items()})

    def latest_post_date(self) -> datetime:
        dates = [item["updateddate"] for item in self.items if item["updateddate"]]
        return max(dates, default=self.updated or super().latest_post_date())


def fit_for_xml(value: Any) -> Any:
    return NOT_XML.sub("", value) if isinstance(value, str) else value


class CatalogFeed(Feed):
    """What all our feeds share. `name` is that of the feed among ours."""

    feed_type = CatalogAtom
    language = "ja"
    author_name = gettext_lazy("支援施策カタログ")
    name = ""

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without Last-Modified: a list may lose an entry while nothing in it is newer. The ETag tells."""
        response: HttpResponse = super().__call__(request, *args, **kwargs)
        del response["Last-Modified"]
        return response

    def feed_guid(self, obj: Any) -> str:
        return feed_id(self.name)

    def feed_extra_kwargs(self, obj: Any) -> dict[str, Any]:
        """An empty feed was last updated when anything was."""
        newest = PublicRecord.objects.order_by("-updated_at").values_list("updated_at", flat=True).first()
        return {"updated": newest}


class UpdatesFeed(CatalogFeed):
    """更新履歴 of the whole catalog; the opening of the catalog is one entry."""

    name = "updates"
    title = gettext_lazy("更新履歴｜支援施策カタログ")
    subtitle = gettext_lazy("新しく載った施策、内容が変わった施策、公開を終えた施策。")
    link = reverse_lazy("programs:updates")

    def items(self) -> list[Entry]:
        changes = list(RecordChange.objects.entries()[:MOST_ENTRIES])
        return entries(changes, public_codes(changes))

    def item_title(self, item: Entry) -> str:
        if item.is_opening:
            return gettext("カタログを公開（%(count)s件）") % {"count": RecordChange.objects.opened_count()}
        return gettext("%(kind)s：%(name)s") % {"kind": item.kind.label, "name": item.name}

    def item_description(self, item: Entry) -> SafeString:
        if item.kind == ChangeKind.ENDED:
            return format_html("<p>{}</p>", gettext("公開を終えました。"))
        if item.kind != ChangeKind.CHANGED:
            return format_html("<p>{}</p>", gettext("カタログに載せました。"))
        nothing = gettext("（なし）")
        told = ((i.label, i.before or nothing, i.after or nothing) for i in item.items)
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}：{} → {}</li>", told))

    def item_link(self, item: Entry) -> str:
        return reverse("programs:updates") if item.is_opening else item.url

    def item_guid(self, item: Entry) -> str:
        return feed_id("opening" if item.is_opening else f"change/{item.code}/{item.version}")

    def item_updateddate(self, item: Entry) -> datetime:
        return item.happened_at


class CallsFeed(CatalogFeed):
    """Calls and other stated windows of published programs, those of lately changed programs first."""

    name = "calls"
    title = gettext_lazy("公募・期限｜支援施策カタログ")
    subtitle = gettext_lazy("資料に書かれた公募や期限。資料の当時のもので、終わったものも含みます。")
    link = reverse_lazy("search:programs")

    def items(self) -> Iterable[ListedCall]:
        letters = Source.objects.letters()
        public = PublicRecord.objects.with_calls().order_by("-updated_at", "program__code")
        return islice(listed_calls(public, letters), MOST_ENTRIES)

    def item_title(self, item: ListedCall) -> str:
        return f"{item.label}：{item.program['name']}"

    def item_description(self, item: ListedCall) -> SafeString:
        return format_html("<p>{}</p><p>{}</p>", item.period, gettext("出典：%(at)s") % {"at": item.source})

    def item_link(self, item: ListedCall) -> str:
        return item.url

    def item_guid(self, item: ListedCall) -> str:
        return item.id.urn

    def item_updateddate(self, item: ListedCall) -> datetime:
        return item.updated_at

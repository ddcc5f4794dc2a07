"""資料の本文: the text that line numbers count, with the cited lines marked; for staff alone."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path

from programs.models import Source, SourceText

from .cited import line_number, lines


class SourceTextPage:
    """Mixin of the page of a document: its text at `<id>/text/?first=24&last=24&literal=…`."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.text_view)
        return [path("<int:pk>/text/", view, name="programs_source_text"), *super().get_urls()]

    def text_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        source = get_object_or_404(Source, pk=pk)
        document = SourceText.objects.documents([pk]).get(pk)
        first = line_number(request.GET.get("first")) or 0
        last = max(first, line_number(request.GET.get("last")) or first)
        literal = request.GET.get("literal", "").replace("\0", "")
        everything = range(1, len(document.lines) + 1) if document else ()
        context = {
            **self.admin_site.each_context(request),
            "title": f"資料の本文：{source}",
            "source": source,
            "has_text": document is not None,
            "first": first,
            "last": last,
            "literal": literal,
            "lines": lines(document, first, last, literal, everything) if document else [],
        }
        return TemplateResponse(request, "admin/programs/source_text.html", context)

"""Pages of a list: one way to read `?page=`."""

from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

MAX_DIGITS = 6


def page_or_404(items: Sequence | QuerySet, per_page: int, request: HttpRequest) -> Page:
    """The page that `?page=` asks for; a page that is not there is a 404, whatever was typed."""
    paginator = Paginator(items, per_page)
    number = request.GET.get("page", "1")
    readable = number.isascii() and number.isdigit() and len(number) <= MAX_DIGITS
    if not readable or not 1 <= int(number) <= paginator.num_pages:
        raise Http404("そのページはありません。")
    return paginator.page(int(number))

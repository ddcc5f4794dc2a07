"""`/styleguide/`: every component of the public pages with its name and its use, for staff and in debug."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from programs.choices import CallStatus
from programs.presentation.figures import Figure
from programs.presentation.notes import NoteBook
from search.facetfilters import Chip, Group, Option

COLOURS = [
    ("paper", "地"),
    ("ink", "本文"),
    ("ink-2", "補い、見出しの添え書き"),
    ("ink-3", "入力欄の枠"),
    ("key", "大事な数字、ボタン、棒"),
    ("key-50", "選ばれたところ、出典の強調"),
    ("link", "リンク"),
    ("due", "期限、条件の境目、結果を変える未確認"),
    ("ok", "受付中"),
    ("err", "入力の誤り"),
    ("panel", "表の組の見出し、札"),
    ("mark", "見つかったことば"),
    ("line", "区切り"),
    ("line-3", "意味のある枠"),
]
SIZES = [
    ("h1", "大見出し　24～32px"),
    ("h2", "中見出し　20～24px"),
    ("h3", "小見出し　18px"),
    ("lead", "リード　16～18px"),
    ("p", "本文　16px"),
    ("small", "添え書き　14px"),
]


def styleguide(request: HttpRequest) -> HttpResponse:
    """404 for the public: it holds examples, which are no facts."""
    if not (settings.DEBUG or (request.user.is_authenticated and request.user.is_staff)):
        raise Http404("このページは、職員だけが見られます。")
    return render(request, "styleguide.html", samples())


def samples() -> dict[str, object]:
    """One example of each component, made by the code that makes the real ones."""
    book = NoteBook({"sample": "Z"})
    notes = book.begin_section()
    fact = {"citation": {"source": "sample", "lines": [24, 24], "literal": "3,682百万円"}, "note": "見本です"}
    figure = Figure("3,682", book.mark(fact), "百万円")
    group = Group(
        "sample",
        "分野",
        [Option("a", "防災", 24, True), Option("b", "消防", 5, False), Option("c", "該当なし", 0, False)],
        1,
        [],
    )
    return {
        "colours": COLOURS,
        "sizes": SIZES,
        "statuses": list(CallStatus),
        "figure": figure,
        "part": Figure("250", None, "百万円", "の内数"),
        "notes": notes,
        "group": group,
        "chips": [Chip("sample", "分野：防災", "")],
        "errors": [("sample", "「abc」という分野はありません。")],
        "day": date(2026, 4, 1),
        "bare": "/styleguide/",
        "candidates": [],
    }

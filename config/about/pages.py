"""Every page with an address of its own: the map for people and the one for robots are made from this list.

A page that is one of many (a program, an office, a document) is listed by its queryset instead.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Page:
    """`name` is that of its URL pattern, which takes no arguments."""

    name: str
    title: str | Promise


# (heading, pages) in the order of display. A new page is one line.
SECTIONS = (
    (
        _("さがす"),
        (
            Page("search:home", _("ホーム")),
            Page("search:programs", _("施策をさがす")),
            Page("search:places", _("まちで調べる")),
            Page("search:cases", _("事例")),
            Page("programs:budget", _("予算")),
            Page("programs:roadmap", _("ロードマップ")),
            Page("programs:compare", _("施策を比べる")),
            Page("search:list", _("あなたのリスト")),
            Page("search:order", _("ことばでの探し方と並び順")),
        ),
    ),
    (
        _("出典を確かめる"),
        (
            Page("programs:sources", _("出典資料")),
            Page("programs:disagreements", _("資料の食い違い")),
            Page("programs:coverage", _("何が書かれていて、何が書かれていないか")),
            Page("programs:updates", _("更新履歴")),
        ),
    ),
    (
        _("データを使う"),
        (
            Page("programs:opendata", _("オープンデータ")),
            Page("search:api", _("API")),
        ),
    ),
    (
        _("このサイトについて"),
        (
            Page("about:guide", _("使い方")),
            Page("programs:glossary", _("用語")),
            Page("about:terms", _("利用条件")),
            Page("about:privacy", _("プライバシー")),
            Page("about:accessibility", _("ウェブアクセシビリティ方針")),
            Page("about:accessibility-results", _("ウェブアクセシビリティ試験結果")),
            Page("about:licenses", _("第三者のライセンス")),
            Page("about:contact", _("お問い合わせ")),
            Page("about:sitemap", _("サイトマップ")),
        ),
    ),
)

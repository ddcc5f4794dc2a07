"""The pages on which ministry staff edit the catalog."""

from django.contrib import admin

from . import (
    cases,
    disagreements,
    editions,
    importing,
    programs,
    revisions,
    roadmap,
    users,
    versions,
    vocabulary,
)

__all__ = [
    "cases",
    "disagreements",
    "editions",
    "importing",
    "programs",
    "revisions",
    "roadmap",
    "users",
    "versions",
    "vocabulary",
]

admin.site.site_header = "支援施策カタログ 編集"
admin.site.site_title = "支援施策カタログ 編集"
admin.site.index_title = "何を編集しますか"
admin.site.empty_value_display = "（なし）"

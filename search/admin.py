"""Synonyms, for the ministry's editors; the index itself is derived and never edited."""

from django.contrib import admin

from .models import Synonym


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):
    list_display = ["__str__", "leading_words", "note"]
    search_fields = ["words", "leading", "note"]

    @admin.display(description="そこへ導くことば")
    def leading_words(self, synonym):
        return "、".join(synonym.leading.splitlines())

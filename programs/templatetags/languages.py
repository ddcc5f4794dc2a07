"""What pages need to be in two languages: Japanese marked as Japanese, addresses, the way to the other."""

import re
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from programs import languages

register = template.Library()

LETTER = "[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
# From the first Japanese letter to the last: what stands between belongs to it.
JAPANESE = re.compile(f"{LETTER}(?:.*{LETTER})?", re.DOTALL)
MARK = mark_safe(' lang="ja"')


@register.filter
def ja(text: Any) -> Any:
    """A text of the record: on a page of another language, what is Japanese in it says so.

    A screen reader would else read kanji with an English voice (WCAG 3.1.2).
    """
    if languages.is_japanese():
        return text
    found = JAPANESE.search(str(text))
    if not found:
        return text
    before, after = str(text)[: found.start()], str(text)[found.end() :]
    return format_html('{}<span lang="ja">{}</span>{}', before, found[0], after)


def lang_of(text: str) -> str:
    """The attribute for an element that can hold no other (an option) or holds pieces of one text."""
    return "" if languages.is_japanese() or not JAPANESE.search(text) else MARK


@register.filter
def as_term(name: str) -> str:
    """A word of a vocabulary, or the name of a prefecture, in the language of this page."""
    return languages.term(name)


@register.filter
def gloss(code: str) -> str:
    """`{{ record.code|gloss }}`: our English for the name of a program; "" on a Japanese page."""
    return languages.gloss("programs", code)


@register.filter
def localized(url: str) -> str:
    """`{{ record.url|localized }}`: a stored address, in the language of this page."""
    return languages.localized(url)


@register.simple_tag
def today() -> date:
    """The Tokyo day."""
    return timezone.localdate()


@register.simple_tag
def in_each_language(address: Any) -> list[tuple[str, str]]:
    """(code, the address in it) of every language; nothing for what has no other language."""
    here, now = urlsplit(str(address)), get_language()
    paths = {code: here.path if code == now else path_in(here.path, code) for code, _ in settings.LANGUAGES}
    if len({*paths.values()}) == 1:
        return []
    return [(code, here._replace(path=path).geturl()) for code, path in paths.items()]


@lru_cache(maxsize=1024)
def path_in(path: str, code: str) -> str:
    """The path of the same page in a language; a page asks twice, and lists differ in their query only."""
    return str(translate_url(path, code))


@register.simple_tag
def other_languages(request: HttpRequest) -> list[tuple[str, str, str]]:
    """(code, name, address) of this page, with its query string, in every other language."""
    names, now = dict(settings.LANGUAGES), get_language()
    return [
        (code, names[code], url) for code, url in in_each_language(request.get_full_path()) if code != now
    ]

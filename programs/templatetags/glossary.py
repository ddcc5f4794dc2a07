"""Words as links to their explanation, at places that templates choose: no text is searched for words."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from programs.glossary import Term, terms, terms_by_word

from .languages import ja

register = template.Library()


def link(term: Term, text: str) -> SafeString:
    return format_html('<a class="term" href="{}">{}</a>', term.url, ja(text))


@register.simple_tag
def term(slug: str, text: str = "") -> SafeString:
    """`{% term "subsidy-rate" %}`, or with another text; a slug that the glossary lacks is a KeyError."""
    found = terms()[slug]
    return link(found, text or gettext(found.word))


@register.simple_tag
def word(text: str) -> SafeString:
    """A word of a vocabulary that staff may extend: a link if the glossary has it, else plain text."""
    found = terms_by_word().get(text)
    shown = gettext(text)
    return link(found, shown) if found else format_html("{}", ja(shown))

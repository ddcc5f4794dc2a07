"""The long loops of a list page (rows, choices with counts) by Jinja2; all the rest is Django's templates.

A list page is a hundred choices and twenty rows. Django's templates took two thirds of its time for them,
Jinja2 takes a third of that (bench/README.md). Pages, their blocks and what is small stay in one language:
only the inside of a loop is handed over, with prepared values, escaped by the same rule.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django import template
from django.template import engines
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from markupsafe import Markup

register = template.Library()


@register.simple_tag
def loop(name: str, **values: Any) -> SafeString:
    """`{% loop "rows.html" results=results %}`: a template of templates/jinja/, which escapes itself."""
    values["_"] = translator(get_language() or "")
    return mark_safe(engines["jinja2"].get_template(name).render(values))


@cache
def translator(language: str) -> Callable[..., Markup]:
    """The `_` of the templates in the language in force, which a text is looked up in once.

    A page of a list has two hundred texts, a dozen of them different; looking each up took a sixth of
    its time. As in Jinja's own `gettext`, a translation is markup and what is put into it is escaped.
    """

    @cache
    def written(message: str) -> Markup:
        return Markup(gettext(message))

    def translate(message: str, /, **values: Any) -> Markup:
        return written(message) % values

    return translate

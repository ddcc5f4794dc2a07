"""The long loops of a list page (rows, choices with counts) by Jinja2; all the rest is Django's templates.

A list page is a hundred choices and twenty rows. Django's templates took two thirds of its time for them,
Jinja2 takes a sixth of that (bench/README.md). Pages, their blocks and what is small stay in one language:
only the inside of a loop is handed over, with prepared values, escaped by the same rule.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django import template
from django.template import engines
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from jinja2 import Environment
from markupsafe import Markup, escape

from programs.languages import is_japanese

from .languages import ja, lang_of
from .program_format import call_status

register = template.Library()


@register.simple_tag
def loop(name: str, **values: Any) -> SafeString:
    """`{% loop "rows.html" results=results %}`: a template of templates/jinja/, which escapes itself."""
    return mark_safe(environment(get_language() or "").get_template(name).render(values))


@cache
def environment(language: str) -> Environment:
    """The environment in the language in force.

    A list has two hundred texts, a dozen of them different, and on a Japanese page nothing to mark:
    what the language decides is bound once and not asked for each text, which took half of the time.
    """
    made: Environment = engines["jinja2"].env.overlay()  # type: ignore[attr-defined]
    japanese = is_japanese()
    made.filters = made.filters | {
        "ja": as_it_is if japanese else ja,
        "lang_of": no_mark if japanese else lang_of,
        "call_status": cache(call_status),
        "filled": filled,
    }
    made.globals = made.globals | {"_": translator()}
    return made


def as_it_is(text: str) -> str:
    return text


def no_mark(text: str) -> str:
    return ""


def translator() -> Callable[..., Markup]:
    """The `_` of the templates, which a text is looked up in once.

    As in Jinja's own `gettext`, a translation is markup and what is put into it is escaped.
    """

    @cache
    def written(message: str) -> Markup:
        return Markup(gettext(message))

    def translate(message: str, /, **values: Any) -> Markup:
        text = written(message)
        return filled(text, **values) if values else text

    return translate


def filled(text: Markup, **values: Any) -> Markup:
    """The same as `text % values`, in a sixth of the time; as a filter for a text that a loop repeats."""
    return Markup(str.__mod__(text, {name: escape(value) for name, value in values.items()}))

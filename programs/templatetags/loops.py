"""The long loops of a list page (rows, choices with counts) by Jinja2; all the rest is Django's templates.

A list page is a hundred choices and twenty rows. Django's templates took two thirds of its time for them,
Jinja2 takes a third of that (bench/README.md). Pages, their blocks and what is small stay in one language:
only the inside of a loop is handed over, with prepared values, escaped by the same rule.
"""

from typing import Any

from django import template
from django.template import engines
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def loop(name: str, **values: Any) -> SafeString:
    """`{% loop "rows.html" results=results %}`: a template of templates/jinja/, which escapes itself."""
    return mark_safe(engines["jinja2"].get_template(name).render(values))

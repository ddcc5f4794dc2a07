"""The work lists of whoever opens the first page of the staff."""

from typing import Any

from django import template

from programs.admin.worklists import in_short

register = template.Library()


@register.inclusion_tag("admin/programs/worklists.html", takes_context=True)
def work_lists(context: Any) -> dict[str, Any]:
    lists = in_short(context["user"])
    return {
        "waiting": [short for short in lists if short.count],
        "done": [short for short in lists if not short.count],
    }

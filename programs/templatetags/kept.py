"""Parts of every page that nothing of a request changes: menus, the foot, the addresses of fixed pages."""

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.translation import get_language

register = template.Library()


class KeptNode(template.Node):
    # No block stands inside: which page extends this one must not matter, and none is looked for.
    child_nodelists = ()

    def __init__(self, nodelist: NodeList, names: list[str]) -> None:
        self.nodelist = nodelist
        self.names = names
        self.rendered: dict[tuple[Any, ...], str] = {}

    def render(self, context: Context) -> str:
        values = {name: context[name] for name in self.names}
        key = (get_language(), *values.values())
        if key not in self.rendered:
            # Nothing else can be read inside, so that nothing of a request can be kept.
            inside = Context(values)
            inside.template = context.template
            self.rendered[key] = self.nodelist.render(inside)
        return self.rendered[key]


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept section %}…{% endkept %}`: made once for each language and each value of the names.

    Names are of what templates choose, never of what a reader sends: each value stays in memory.
    Finding addresses and translations took a third of the time of a list page.
    """
    _, *names = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, names)

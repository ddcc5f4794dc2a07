"""The head of a page: texts that stand in it twice, and data for search engines."""

import json
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context, RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from programs.contract import LICENSE
from programs.languages import localized
from programs.presentation import structured

register = template.Library()

# A data block is text to the parser of HTML until `</script`; `<!--` would change how it is read.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


class CaptureNode(template.Node):
    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> str:
        context[self.name] = mark_safe(self.nodelist.render(context).strip())  # escaped as it was rendered
        return ""


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """`{% capture title %}…{% endcapture %}`: what stands between, blocks and all, as a variable."""
    try:
        _, name = token.split_contents()
    except ValueError:
        raise template.TemplateSyntaxError("capture takes the name of a variable") from None
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(nodelist, name)


def data_block(data: dict[str, Any]) -> SafeString:
    """JSON-LD for a page: a data block, which the content security policy lets stand, since it never runs."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


@register.simple_tag(takes_context=True)
def website_data(context: Context, name: str, home_path: str, search_path: str) -> SafeString:
    to_url = context["request"].build_absolute_uri
    urls = {"url": to_url(home_path), "search_url": to_url(search_path)}
    return data_block(structured.website(name=name, language=get_language(), **urls))


@register.simple_tag(takes_context=True)
def program_data(context: Context, record: dict[str, Any], edition: dict[str, Any]) -> SafeString:
    url = context["request"].build_absolute_uri(localized(record["url"]))
    return data_block(structured.program(record, edition, url=url))


@register.simple_tag(takes_context=True)
def dataset_data(context: Context, name: str, description: str, *paths: str) -> SafeString:
    """`paths` are those of the JSON documents."""
    to_url = context["request"].build_absolute_uri
    data = structured.dataset(
        name=name,
        description=description,
        url=str(context["canonical"]),
        license_name=LICENSE,
        files=[to_url(path) for path in paths],
    )
    return data_block(data)


@register.simple_tag(takes_context=True)
def breadcrumb_data(context: RequestContext, home_path: str) -> SafeString:
    """Of includes/_crumbs.html, whose context holds nothing but its own values."""
    to_url = context.request.build_absolute_uri
    steps = [(gettext("ホーム"), to_url(home_path)), (str(context["here"]), "")]
    if context.get("parent"):
        steps.insert(1, (str(context["parent"]), to_url(context["parent_url"])))
    return data_block(structured.breadcrumbs(steps))

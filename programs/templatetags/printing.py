"""What only paper needs: a page on two sheets whatever its documents tell, and the way back to the page."""

from functools import lru_cache

import segno
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from programs.languages import is_japanese

register = template.Library()

# A program's address in two or three editions; a code takes a millisecond to make and a kilobyte to keep.
MOST_KEPT = 1024
# How many of each list are printed of a long page (`ProgramPage.is_long`): with these every program of the
# catalog fits on two sheets of A4.
MOST_PRINTED = {
    "calls": 4,
    "disagreements": 2,
    "case_facts": 2,
    "cases": 1,
    "earlier_cases": 1,
    "items": 3,
    "literals": 2,
    "notes": 3,
    "outcomes": 4,
    "parts": 4,
    "relations": 2,
    "remarks": 0,
}
# English says the same in more room: of these, fewer.
MOST_PRINTED_IN_ENGLISH = MOST_PRINTED | {"notes": 2, "items": 2}
OVER = mark_safe(' class="over"')


@register.simple_tag
@lru_cache(maxsize=MOST_KEPT)
def qr_code(address: str) -> SafeString:
    """The address as a QR code, an inline SVG drawn by attributes: the content security policy forbids style.

    `address` must be one that we made: a text of any length would not fit.
    """
    code = segno.make(address, error="m", micro=False)
    # Segno writes a path out of the code's own squares: nothing of the address is in it as text.
    return mark_safe(code.svg_inline(omitsize=True, svgclass="code-qr", lineclass=None))


def most_printed(kind: str) -> int:
    return (MOST_PRINTED if is_japanese() else MOST_PRINTED_IN_ENGLISH)[kind]


@register.simple_tag
def over(counter: int, kind: str, before: int = 0) -> str:
    """The class of an item that paper leaves out: its number in its list, after `before` of other lists."""
    return OVER if before + counter > most_printed(kind) else ""


@register.simple_tag
def left_out(count: int, kind: str) -> str:
    """On paper alone, how many of `count` items are left out; "" if none is.

    Where they are stands once, beside the address of the page (programs/_printed_address.html).
    """
    rest = count - most_printed(kind)
    if rest <= 0:
        return ""
    return format_html('<small class="print rest">{}</small>', gettext("ほか%(rest)d件") % {"rest": rest})

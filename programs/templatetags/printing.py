"""What only paper needs: the way back to the page."""

from functools import lru_cache

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# A program's address in two or three editions; a code takes a millisecond to make and a kilobyte to keep.
MOST_KEPT = 1024


@register.simple_tag
@lru_cache(maxsize=MOST_KEPT)
def qr_code(address: str) -> SafeString:
    """The address as a QR code, an inline SVG drawn by attributes: the content security policy forbids style.

    `address` must be one that we made: a text of any length would not fit.
    """
    code = segno.make(address, error="m", micro=False)
    # Segno writes a path out of the code's own squares: nothing of the address is in it as text.
    return mark_safe(code.svg_inline(omitsize=True, svgclass="code-qr", lineclass=None))

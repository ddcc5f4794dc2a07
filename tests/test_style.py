"""The one style sheet: every colour is a token, and what stands on what can be read."""

import gzip
import re
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings

STYLE = (Path(settings.BASE_DIR) / "config/static/css/site.css").read_text(encoding="utf-8")
TOKENS = re.compile(r":root \{(.*?)\}", re.DOTALL)
COLOUR = re.compile(r"#[0-9a-f]{6}\b|#[0-9a-f]{3}\b")
SIZE = 12 * 1024

# WCAG 2.2: 1.4.3 for text, 1.4.11 for what is drawn and tells something.
TEXT, DRAWN = Fraction("4.5"), Fraction(3)
# (what, on what, at least)
PAIRS = [
    *((ink, "paper", TEXT) for ink in ("ink", "ink-2", "ink-3", "key", "link", "due", "ok", "err")),
    *((ink, "panel", TEXT) for ink in ("ink", "ink-2", "link", "key")),
    *((ink, "key-50", TEXT) for ink in ("ink", "ink-2", "link", "key")),
    *(("ink", ground, TEXT) for ground in ("mark", "tile-2", "tile-3")),
    ("link", "mark", TEXT),  # the name of a hit
    *(("on", ground, TEXT) for ground in ("key", "link", "ok")),
    ("line-3", "paper", DRAWN),
    ("ink-3", "paper", DRAWN),
    ("focus", "paper", DRAWN),
    ("focus", "panel", DRAWN),
]


def schemes() -> dict[str, dict[str, str]]:
    """Colour tokens of the light scheme, and of the dark one, which changes some of them."""
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", block)) for block in TOKENS.findall(STYLE))
    return {"light": light, "dark": light | dark}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2: (L1 + 0.05) / (L2 + 0.05)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_worked_out_as_wcag_does():
    assert round(contrast("#fff", "#000")) == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("what", "ground", "least"), PAIRS)
def test_what_stands_on_it_can_be_read(scheme, what, ground, least):
    tokens = schemes()[scheme]
    assert contrast(tokens[what], tokens[ground]) >= least


def test_the_dark_scheme_changes_every_colour():
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", block)) for block in TOKENS.findall(STYLE))
    assert light.keys() == dark.keys()


def test_every_colour_is_a_token():
    assert COLOUR.findall(TOKENS.sub("", STYLE)) == []


def test_every_token_is_used_and_known():
    declared = set(re.findall(r"^\s*--([\w-]+):", STYLE, re.MULTILINE))
    used = set(re.findall(r"var\(--([\w-]+)\)", STYLE))
    assert declared == used


def test_the_style_sheet_is_within_its_budget():
    assert len(gzip.compress(STYLE.encode())) <= SIZE

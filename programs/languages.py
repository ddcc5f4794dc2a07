"""The language of the page in use, which its address alone decides, and what follows from it.

The record is Japanese. A page in English says in English what is ours (labels, units, states) and leaves
in Japanese, marked as such, what is not (names, summaries, printed words).
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import get_language, gettext

GLOSSES_PATH = Path(settings.BASE_DIR) / "fixtures" / "english_names.yaml"


def is_japanese() -> bool:
    return get_language() == settings.LANGUAGE_CODE


def localized(url: str) -> str:
    """The address of a page in the language in use, of its Japanese address (that of a stored record)."""
    return url if is_japanese() else f"/{get_language()}{url}"


def term(name: str) -> str:
    """A word of a vocabulary in the language in use; one that staff added since stays Japanese."""
    return gettext(name)


def gloss(kind: str, code: str) -> str:
    """Our English for the name of a program or an office; "" on a Japanese page, or where there is none."""
    return "" if is_japanese() else glosses()[kind].get(code, "")


@cache
def glosses() -> dict[str, dict[str, str]]:
    """Kind ("programs", "offices") → code → gloss, read once."""
    read: Any = yaml.safe_load(GLOSSES_PATH.read_text(encoding="utf-8"))
    return {kind: dict(names) for kind, names in read.items()}

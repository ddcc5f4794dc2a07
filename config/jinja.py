"""The environment of templates/jinja/."""

from typing import Any

from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined

from programs.templatetags.languages import ja, lang_of
from programs.templatetags.program_format import call_status


def environment(**options: Any) -> Environment:
    """A value that the page did not give is an error, never an empty place."""
    made = Environment(
        **options
        | {
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "extensions": ["jinja2.ext.i18n"],
        }
    )
    # Called for each text, since the language is that of the request.
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {"call_status": call_status, "lang_of": lang_of}
    made.filters["ja"] = ja
    return made

"""The environment of templates/jinja/."""

from typing import Any

from jinja2 import Environment, StrictUndefined

from programs.templatetags.program_format import call_status


def environment(**options: Any) -> Environment:
    """A value that the page did not give is an error, never an empty place."""
    made = Environment(**options | {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True})
    made.globals["call_status"] = call_status
    return made

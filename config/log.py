"""Keeps what people search for out of the log."""

import logging
import re

_QUERY = re.compile(r"\?\S+")


class WithoutQuery(logging.Filter):
    """Cuts the query string from the request lines of the development server."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "django.server" and isinstance(record.args, tuple):
            record.args = tuple(
                _QUERY.sub("?…", value) if isinstance(value, str) else value for value in record.args
            )
        return True

"""The catalog of one size in the database of the settings; what its index cost, as a line of JSON.

    BENCH_SQLITE=sqlite:////tmp/c.sqlite3 DJANGO_SETTINGS_MODULE=bench.settings python -m bench.build 1000

A process of its own, so that its memory is its own.
"""

import json
import sys

import django

from .building import measured

# Larger catalogs are searched only; their list page is not made the plain way.
SMALL = 10_000


def main(size: int) -> None:
    django.setup()
    from . import catalog
    from .corpus import records

    catalog.prepare()
    catalog.fill(records(size), with_tables=size <= SMALL)
    seconds, peak_bytes = measured(catalog.index)
    edit, _ = measured(catalog.edit_one)
    of_texts = measured(catalog.index_of_texts)
    print(json.dumps({"seconds": seconds, "peak_bytes": peak_bytes, "edit": edit, "of_texts": of_texts}))


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""The catalog of one size in the database of the settings; what its index cost, as a line of JSON.

    BENCH_SQLITE=sqlite:////tmp/c.sqlite3 DJANGO_SETTINGS_MODULE=bench.settings python -m bench.build 1000

A process of its own, so that its memory is its own.
"""

import json
import sys
from time import perf_counter

import django

from .building import MemoryWatch

# Larger catalogs are searched only; their list page is not made the plain way.
SMALL = 10_000


def main(size: int) -> None:
    django.setup()
    from . import catalog
    from .corpus import records

    catalog.prepare()
    catalog.fill(records(size), with_tables=size <= SMALL)
    start = perf_counter()
    with MemoryWatch() as memory:
        catalog.index()
    seconds = perf_counter() - start
    edit = perf_counter()
    catalog.edit_one()
    edited = perf_counter() - edit
    print(json.dumps({"seconds": seconds, "peak_bytes": memory.peak_bytes or None, "edit": edited}))


if __name__ == "__main__":
    main(int(sys.argv[1]))

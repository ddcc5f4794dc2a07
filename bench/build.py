"""The catalog of one size in the database of the settings; what its index cost, as a line of JSON.

    BENCH_SQLITE=sqlite:////tmp/c.sqlite3 DJANGO_SETTINGS_MODULE=bench.settings python -m bench.build 1000

A process of its own, so that its memory is its own.
"""

import json
import resource
import sys
from time import perf_counter

import django

from .building import peak_memory

# Larger catalogs are searched only; their list page is not made the plain way.
SMALL = 10_000


def main(size: int) -> None:
    django.setup()
    from . import catalog
    from .corpus import records

    catalog.prepare()
    catalog.fill(records(size), with_tables=size <= SMALL)
    start = perf_counter()
    catalog.index()
    seconds = perf_counter() - start
    edit = perf_counter()
    catalog.edit_one()
    edited = perf_counter() - edit
    # Workers are two at a time on two processors; the largest of them stands for each.
    workers = 2 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "peak_bytes": (peak_memory() or 0) + workers, "edit": edited}))


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""Pages of a catalog, through the whole of Django but no server: lists, and on demand hostile words.

    BENCH_SQLITE=sqlite:////tmp/c.sqlite3 DJANGO_SETTINGS_MODULE=bench.settings python -m bench.pages hostile

Prints Markdown. An empty database is given the real catalog.
"""

import sys
from collections.abc import Iterator
from io import StringIO
from random import Random
from statistics import median
from time import perf_counter
from urllib.parse import quote

import django

ROUNDS = 30
LISTS = ("", "?field=broadband", "?q=テレワーク", "?field=talent&q=地域")
HOSTILE = (
    *("\0", "\ud800光", "あ" * 100, "光" * 100, "x" * 10_000, " ".join(["光"] * 200)),
    *("\u202e\u2066光", "'; DROP TABLE programs_program;--", "(" * 50 + "a+" + ")+" * 20, "%_%_%"),
    *("<script>alert(1)</script>", "ｶﾞ" * 50, "9" * 99 + "円", "の " * 50, "ー" * 99, "1/" * 50),
)
LETTERS = "アイウカキクテレワーク地域支援のをにabc019./ "
PATHS = ("/programs/", "/cases/", "/api/v1/programs/", "/search/suggest")


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from programs.models import Program

    call_command("migrate", verbosity=0)
    if not Program.objects.exists():
        call_command("load_catalog", stdout=StringIO())
        call_command("load_synonyms", stdout=StringIO())
    client = Client(headers={"host": "127.0.0.1"})
    told = [*lists(client, Program.objects.count())]
    if "hostile" in sys.argv:
        told += ["", *hostile(client)]
    print("\n".join(told))


def lists(client: "django.test.Client", programs: int) -> Iterator[str]:
    """The list page beside the plain way, in turns."""
    yield f"### The list page of {programs:,} programs, no cache"
    yield ""
    yield "| page | ours ms | plain ms | plain / ours | queries ours | queries plain |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for query in LISTS:
        pages = (f"/programs/{query}", f"/plain/{query}")
        numbers = [queries(client, page) for page in pages]
        ratios, times = [], ([], [])
        for _ in range(ROUNDS):
            taken = [seconds(client, page) for page in pages]
            ratios.append(taken[1] / taken[0])
            for kept, one in zip(times, taken, strict=True):
                kept.append(one)
        ratios.sort()
        spread = f"×{median(ratios):.1f} ({ratios[ROUNDS // 10]:.1f}–{ratios[-ROUNDS // 10]:.1f})"
        ours, plain = (f"{median(kept) * 1000:.1f}" for kept in times)
        yield f"| {query or '(all)'} | {ours} | {plain} | {spread} | {numbers[0]} | {numbers[1]} |"


def hostile(client: "django.test.Client") -> Iterator[str]:
    """The slowest answer to each of many odd texts, the better of two tries."""
    random = Random(3)
    texts = [*HOSTILE, *("".join(random.choices(LETTERS, k=100)) for _ in range(100))]
    yield f"Hostile words ({len(texts)} texts, 100 of them drawn), slowest answer of each address:"
    yield ""
    for path in PATHS:
        worst = 0.0
        for text in texts:
            url = f"{path}?q={quote(text.encode('utf-8', 'surrogatepass'))}"
            client.get(url)
            worst = max(worst, min(seconds(client, url), seconds(client, url)))
        yield f"- `{path}`: {worst * 1000:.0f} ms"


def seconds(client: "django.test.Client", url: str) -> float:
    start = perf_counter()
    response = client.get(url)
    if response.status_code not in (200, 400):
        raise RuntimeError(f"{response.status_code} for {url}")
    return perf_counter() - start


def queries(client: "django.test.Client", url: str) -> int:
    """Queries of a request after the first, which fills what is kept in memory."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


if __name__ == "__main__":
    main()

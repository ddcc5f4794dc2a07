"""Measure the search beside others on synthetic catalogs, and write the tables of bench/README.md.

    make bench                      1,000 and 100,000 programs
    make bench SIZES=1000000        a million (hours, and some 70 GB of disk)

What was built is kept in BENCH_FOLDER and used again; totals are compared with a plain scan every time.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from .build import SMALL

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("BENCH_FOLDER", ROOT / "bench" / "data"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 100_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--postgresql", default=os.environ.get("BENCH_POSTGRESQL", ""))
    parser.add_argument("--one-size", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one_size:
        measure(options.sizes[0], options.rounds)
        return
    sections = []
    for size in options.sizes or [1_000, 100_000]:
        environment = environment_of(size, options.postgresql)
        prepare(size, environment)
        # A process for each size: settings name one database file.
        command = [sys.executable, "-m", "bench", str(size), "--rounds", str(options.rounds), "--one-size"]
        output = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        sections.append(output.stdout.strip())
        if size <= SMALL:
            sections.append(pages(environment))
    sections.append(pages(environment_of(0, ""), "hostile"))
    from .report import write

    write(sections)
    print("\n\n".join(sections))


def environment_of(size: int, postgresql: str) -> dict[str, str]:
    database = FOLDER / str(size) / "catalog.sqlite3"
    return os.environ | {
        "BENCH_FOLDER": str(FOLDER),
        "BENCH_SQLITE": f"sqlite:///{database}",
        "BENCH_POSTGRESQL": postgresql,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }


def prepare(size: int, environment: dict[str, str]) -> None:
    """The catalog of a size, unless an earlier run has built it."""
    folder = FOLDER / str(size)
    costs = folder / "built.json"
    if costs.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    say(f"building the catalog of {size:,} programs")
    command = [sys.executable, "-m", "bench.build", str(size)]
    alone = {key: value for key, value in environment.items() if key != "BENCH_POSTGRESQL"}
    output = subprocess.run(command, env=alone, check=True, stdout=subprocess.PIPE, text=True).stdout
    costs.write_text(json.dumps(json.loads(output.strip().splitlines()[-1])))


def pages(environment: dict[str, str], *options: str) -> str:
    """The tables of a catalog's pages; of size 0 is the real one."""
    (FOLDER / "0").mkdir(parents=True, exist_ok=True)
    say("asking for pages")
    command = [sys.executable, "-W", "ignore", "-m", "bench.pages", *options]
    output = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return output.stdout.strip()


def measure(size: int, rounds: int) -> None:
    """Print the tables of one size as Markdown."""
    import django

    django.setup()
    from .running import sections_of

    print("\n\n".join(section.markdown() for section in sections_of(size, rounds, FOLDER / str(size))))


def say(text: str) -> None:
    print(f"▶ {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

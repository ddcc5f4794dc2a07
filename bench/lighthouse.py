"""Lighthouse's scores of every kind of page, the median of three runs on an emulated phone.

    make lighthouse

Needs Node.js 18.20 or newer with npm, and Chromium; Lighthouse is installed into BENCH_FOLDER. The exit
status is 1 where a page has less than 100 for accessibility, best practices or SEO, or less than 95 for
performance. Performance is a measurement: it is lower while other work runs on the machine.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from .__main__ import FOLDER, say
from .site import served

VERSION = "12.8.2"
RUNS = 3
TRIES = 3
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
# Lists found by words ask search engines to leave them out, which Lighthouse takes for a fault: none is here.
PAGES = (
    "/",
    "/programs/",
    "/programs/?field=broadband",
    "/programs/kodo-musen-kankyo/",
    "/programs/kodo-musen-kankyo/calc/",
    "/programs/chiiki-johoka-adviser/cases/",
    "/cases/",
    "/places/363421/",
    "/budget/",
    "/compare/?p=kodo-musen-kankyo&p=keitai-area-seibi",
    "/glossary/",
    "/sources/",
    "/en/",
)
FLAGS = "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking"


def main() -> None:
    lighthouse = installed(FOLDER / "lighthouse")
    with TemporaryDirectory() as folder:
        environment = prepared(Path(folder))
        print("| page | " + " | ".join(LEAST) + " |")
        print("| --- |" + " ---: |" * len(LEAST))
        rows = []
        with served(environment, workers=2) as address:
            for path in PAGES:
                found = scores(lighthouse, address + path)
                rows.append((path, found))
                cells = " | ".join(str(found[name]) for name in LEAST)
                print(f"| `{path}` | {cells} |", flush=True)
    low = [(path, name) for path, found in rows for name in LEAST if found[name] < LEAST[name]]
    for path, name in low:
        say(f"{path}: {name} is below {LEAST[name]}")
    sys.exit(bool(low))


def installed(folder: Path) -> Path:
    """The program file; without install scripts, one of which would download a browser."""
    program = folder / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        say(f"installing Lighthouse {VERSION}")
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", f"lighthouse@{VERSION}"]
        subprocess.run(command, cwd=folder, check=True, stdout=sys.stderr)
    return program


def prepared(folder: Path) -> dict[str, str]:
    """The environment of a site that holds the real catalog, its static files compressed."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.page_settings",
        "BENCH_SQLITE": f"sqlite:///{folder / 'catalog.sqlite3'}",
        "BENCH_STATIC": str(folder / "static"),
    }
    for command in (
        ["migrate", "--verbosity=0"],
        ["load_catalog"],
        ["load_synonyms"],
        ["rebuild_search_index", "--if-empty"],
        ["collectstatic", "--no-input", "--verbosity=0"],
    ):
        subprocess.run(
            [sys.executable, "-W", "ignore", "manage.py", *command],
            env=environment,
            check=True,
            stdout=sys.stderr,
        )
    return environment


def scores(lighthouse: Path, address: str) -> dict[str, int]:
    """The median of each category, in percent."""
    say(address)
    runs = [categories(lighthouse, address) for _ in range(RUNS)]
    return {name: round(100 * statistics.median(run[name] for run in runs)) for name in LEAST}


def categories(lighthouse: Path, address: str) -> dict[str, float]:
    command = [str(lighthouse), address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    command.append(f"--only-categories={','.join(LEAST)}")
    environment = os.environ | {
        "CHROME_PATH": os.environ.get("CHROME_PATH") or shutil.which("chromium") or ""
    }
    for _ in range(TRIES):
        # Now and then the browser records no trace, and Lighthouse asks to be run again.
        ended = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
        if ended.returncode == 0:
            break
    ended.check_returncode()
    report = json.loads(ended.stdout)
    return {name: report["categories"][name]["score"] or 0.0 for name in LEAST}


if __name__ == "__main__":
    main()

"""The database of a test, open to other processes: some that are killed, some that run at the same time."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

SETUP = "import django\ndjango.setup()\n"


def database_url(folder: Path) -> str:
    """The database of the tests on PostgreSQL; a file with what is in it where tests run in memory."""
    if connection.vendor == "sqlite":
        path = folder / "catalog.sqlite3"
        with closing(sqlite3.connect(path)) as file:
            connection.connection.backup(file)
        return f"sqlite:///{path}"
    told = connection.settings_dict
    password = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
    return f"postgres://{told['USER']}{password}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def start(url: str, script: str, *arguments: str) -> subprocess.Popen[str]:
    """A process that runs a script under the settings of development."""
    told = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    return subprocess.Popen(
        [sys.executable, "-c", SETUP + script, *arguments],
        env=os.environ | told | {"PYTHONPATH": str(settings.BASE_DIR)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(url: str, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    process = start(url, script, *arguments)
    told, errors = process.communicate()
    return subprocess.CompletedProcess(process.args, process.returncode, told, errors)


def at_once(url: str, *scripts: str) -> list[str]:
    """What scripts print that run at the same time; each calls `wait()` at the point where all are let go."""
    wait = 'def wait():\n    print("ready", flush=True)\n    input()\n'
    processes = [start(url, wait + script) for script in scripts]
    for process in processes:
        assert process.stdout
        if process.stdout.readline() != "ready\n":
            raise AssertionError(process.communicate()[1])
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    told = [process.communicate(timeout=60) for process in processes]
    assert all(process.returncode == 0 for process in processes), told
    return [printed.strip() for printed, _ in told]

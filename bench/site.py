"""The site over HTTP, as production serves it, and a client that keeps its connection."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, RemoteDisconnected
from urllib.parse import urlsplit

from .queries import Query
from .rivals.datasette import end, free_port, wait_for


@contextmanager
def served(environment: dict[str, str], workers: int = 1) -> Iterator[str]:
    """The address of the site on a catalog; it ends with the block."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    # Threads keep connections open between requests.
    command += ["--threads", "2", "--keep-alive", "75", "--log-level", "error", "config.wsgi"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/api/v1/openapi.json", process)
        yield address
    finally:
        end(process)


class Client:
    """Fetches by one connection; `url_of` gives the address of a query."""

    def __init__(self, url_of: Callable[[Query], str]):
        self.url_of = url_of
        self._connection: HTTPConnection | None = None

    def fetch(self, query: Query) -> bytes:
        url = self.url_of(query)
        try:
            return self._fetch(url)
        except (ConnectionError, RemoteDisconnected):
            # Servers drop a connection that was idle while the other engine had its turn.
            self._connection = None
            return self._fetch(url)

    def _fetch(self, url: str) -> bytes:
        parts = urlsplit(url)
        if self._connection is None:
            self._connection = HTTPConnection(str(parts.hostname), parts.port)
        self._connection.request("GET", f"{parts.path}?{parts.query}")
        response = self._connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{response.status} for {url}")
        return body


def total(body: bytes) -> int:
    """The exact number of hits of the site's answer."""
    return int(json.loads(body)["count"])

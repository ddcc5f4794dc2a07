"""What the web answers to the links of the record: one request at a time to a host, by plain sockets.

Links come out of documents: an address may lead, itself or by a redirect, into the network that this
runs in. So every connection goes to an address that was looked at first (`public_address`).
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

MOST_REDIRECTS = 5
PERMANENT = (301, 308)
REDIRECTS = (301, 302, 303, 307, 308)
# The page is there, but not for a program that asks: no sign of a dead link.
REFUSES_US = (401, 403, 429)
HOSTS_AT_ONCE = 4
USER_AGENT = "mic-support-catalog-link-check"
_MOST_BYTES = 1024


class Unreachable(Exception):
    """No answer; the text says why, in Japanese."""


@dataclass(frozen=True)
class Answer:
    """`status` is None where no server answered; `problem` is empty where the page opened."""

    url: str
    status: int | None = None
    problem: str = ""
    moved_to: str = ""


@dataclass(frozen=True)
class Asking:
    """How links are asked for: seconds to wait for an answer, and between two questions to one host."""

    timeout: int = 10
    delay: int = 1
    allow_private: bool = False


def public_address(host: str, port: int, *, allow_private: bool) -> tuple[str, int]:
    """The address to connect to; raises Unreachable for one that is not on the public internet."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        raise Unreachable("サーバーの名前が見つかりません") from None
    addresses = [str(row[4][0]) for row in found]
    for address in addresses:
        ip = ipaddress.ip_address(address.partition("%")[0])
        mapped = getattr(ip, "ipv4_mapped", None) or ip
        if not allow_private and (not mapped.is_global or mapped.is_multicast):
            raise Unreachable("公開されていない内部のアドレスです")
    return addresses[0], port


class _Connection(http.client.HTTPConnection):
    """Connects to the very address that was looked at: a name may change between two look-ups."""

    def __init__(self, host: str, port: int | None, asking: Asking, tls: ssl.SSLContext | None):
        super().__init__(host, port or (443 if tls else 80), timeout=asking.timeout)
        self._asking, self._tls = asking, tls

    def connect(self) -> None:
        address = public_address(self.host, self.port, allow_private=self._asking.allow_private)
        plain = socket.create_connection(address, timeout=self._asking.timeout)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host) if self._tls else plain


def check(url: str, asking: Asking) -> Answer:
    """What an address answers, redirects followed; never raises for what the web may do."""
    at, is_permanent, moved_to = url, True, ""
    try:
        for _ in range(MOST_REDIRECTS + 1):
            status, location = _ask(at, asking)
            if status not in REDIRECTS or not location:
                return Answer(url, status, _problem(status), moved_to)
            if not location.isprintable():
                raise Unreachable("転送先のアドレスの形が正しくありません")
            at = urljoin(at, location)
            is_permanent = is_permanent and status in PERMANENT
            if is_permanent:
                moved_to = at
        return Answer(url, None, f"転送が{MOST_REDIRECTS}回を超えました")
    except Unreachable as error:
        return Answer(url, None, str(error))


def _problem(status: int) -> str:
    if 200 <= status < 300 or status in REFUSES_US:
        return ""
    if status in (404, 410):
        return f"ページがありません（{status}）"
    return f"サーバーの誤り（{status}）" if status >= 500 else f"開けません（{status}）"


def _ask(url: str, asking: Asking) -> tuple[int, str]:
    """Status and redirect target of one address: HEAD, and GET where that is not answered well."""
    status, location = _request("HEAD", url, asking)
    if status >= 400 and status not in REFUSES_US:
        time.sleep(asking.delay)
        status, location = _request("GET", url, asking)
    return status, location


def _request(method: str, url: str, asking: Asking) -> tuple[int, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Unreachable("アドレスの形が正しくありません") from None
    if parts.scheme not in ("http", "https") or not host:
        raise Unreachable("httpかhttpsのアドレスではありません")
    path = urlunsplit(("", "", quote(parts.path or "/", safe="/%:@!$&'()*+,;=~"), _query(parts.query), ""))
    tls = ssl.create_default_context() if parts.scheme == "https" else None
    connection: _Connection | None = None
    try:
        connection = _Connection(host.encode("idna").decode("ascii"), port, asking, tls)
        connection.request(method, path, headers={"User-Agent": USER_AGENT, "Accept": "*/*"})
        response = connection.getresponse()
        if method == "GET":
            response.read(_MOST_BYTES)
        return response.status, response.getheader("Location") or ""
    except TimeoutError:
        raise Unreachable("時間内に答えがありません") from None
    except ssl.SSLError:
        raise Unreachable("証明書を確かめられません") from None
    except UnicodeError:
        raise Unreachable("アドレスの形が正しくありません") from None
    except (OSError, http.client.HTTPException):
        raise Unreachable("つながりません") from None
    finally:
        if connection is not None:
            connection.close()


def _query(text: str) -> str:
    return quote(text, safe="/%:@!$&'()*+,;=~?")


def check_all(
    urls: Iterable[str], asking: Asking, check_one: Callable[[str, Asking], Answer] = check
) -> Iterator[Answer]:
    """The answers as they come: hosts side by side, the links of one host one after the other."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[_host(url)].append(url)
    answers: SimpleQueue[Answer | None] = SimpleQueue()

    def ask_host(host_urls: list[str]) -> None:
        try:
            for number, url in enumerate(host_urls):
                if number:
                    time.sleep(asking.delay)
                answers.put(check_one(url, asking))
        finally:
            answers.put(None)

    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        jobs = [pool.submit(ask_host, host_urls) for host_urls in by_host.values()]
        open_hosts = len(jobs)
        while open_hosts:
            answer = answers.get()
            if answer is None:
                open_hosts -= 1
            else:
                yield answer
        for job in jobs:
            job.result()


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""

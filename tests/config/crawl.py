"""Every page of the site as a reader or a robot meets it, from sitemap.xml along all links.

Of the pages in English every type is read and some of the programs: their texts are one with the Japanese
ones, and tests/test_english.py opens all of them.
"""

import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from tinyhtml5 import inputstream
from tinyhtml5.parser import HTMLParser

HOST = "http://testserver"
ENGLISH = "/en/"
EVERY = 25
# The mark of a figure whose proof is on the page of its program.
FAR_MARK = re.compile(r'class="fig" href="(/programs/[\w-]+/(?:cases/)?)#(\w+)"')
# Bytes of a page under gzip, and of one that is a list.
MOST_BYTES, MOST_BYTES_OF_A_LIST = 12 * 1024, 20 * 1024


class Patterns(dict[tuple[Iterable[str], bool], re.Pattern[str]]):
    """The parser's own store of patterns, with what is stored found again: its version of today stores each
    by itself and makes it anew for every word, a third of its time.
    """

    def __missing__(self, key: tuple[Iterable[str], bool]) -> re.Pattern[str]:
        characters, are_wanted = key
        listed = "".join(re.escape(character) for character in characters)
        self[key] = re.compile(f"[{'' if are_wanted else '^'}{listed}]+")
        return self[key]


inputstream.characters_until_regex = Patterns()


@dataclass
class Page:
    """One answer; `tree` and `faults` (what the parser of the HTML standard found wrong) of an HTML page."""

    address: str
    response: HttpResponse
    found_on: str = ""
    faults: list[tuple] = field(default_factory=list)
    tree: Element | None = None

    def __post_init__(self) -> None:
        if self.response["Content-Type"].startswith("text/html"):
            parser = HTMLParser(namespace_html_elements=False)
            self.tree = parser.parse(self.response.text)
            self.faults = parser.errors

    def all(self, tag: str) -> list[Element]:
        return [] if self.tree is None else list(self.tree.iter(tag))

    def one(self, tag: str) -> Element:
        [found] = self.all(tag)
        return found

    @cached_property
    def ids(self) -> list[str]:
        assert self.tree is not None, self.address
        return [element.get("id", "") for element in self.tree.iter() if element.get("id") is not None]

    def links(self) -> Iterator[str]:
        """Absolute addresses that the page names."""
        if self.tree is None:
            return
        for element in self.tree.iter():
            for name in ("href", "src", "action", "data-url"):
                if name in element.attrib:
                    # Where a form leads into its answer, that is not on the page before.
                    named = element.attrib[name]
                    named = urldefrag(named).url if name == "action" else named
                    yield urljoin(HOST + self.address, named)


def weight(response: HttpResponse) -> int:
    return len(gzip.compress(response.content))


def text_of(element: Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


# Pages that are many and made alike, and what of an address tells those that are visited: one prefecture
# and one municipality; in English a program, an office, a document for each first letter.
ALIKE = (
    (re.compile(r"^(?:/en)?/places/[0-9]{2}(000)?[0-9]+/"), 1),
    (re.compile(r"^/en/(?:programs|offices|sources)/([a-z0-9])[^/]+/"), 1),
)


def kind(address: str) -> tuple[str, frozenset[str]]:
    """Of addresses with a query one is visited a path and set of parameters; but every year of a program.

    Of pages that are alike (see ALIKE), one. A page is of one kind in every language.
    """
    parts = urlsplit(address)
    path = parts.path.replace(ENGLISH, "/", 1)
    for pattern, group in ALIKE:
        if match := pattern.match(path):
            path = f"{pattern.pattern} {match[group]}{path[match.end() :]}"
    given = parse_qsl(parts.query, keep_blank_values=True)
    return path, frozenset(f"{name}={value}" if name == "year" else name for name, value in given)


@dataclass
class Crawl:
    pages: dict[str, Page] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)
    english: list[str] = field(default_factory=list)
    links: set[tuple[str, str]] = field(default_factory=set)  # (page, address that it names)

    def html(self) -> list[Page]:
        return [page for page in self.pages.values() if page.tree is not None]

    def of_sitemap(self) -> list[Page]:
        return [self.pages[address] for address in self.listed]


def crawl() -> Crawl:
    client = Client()
    found = Crawl()
    sitemap = client.get("/sitemap.xml").text
    listed = [address.removeprefix(HOST) for address in re.findall(r"<loc>(.*?)</loc>", sitemap)]
    found.listed = [address for address in listed if not address.startswith(ENGLISH)]
    found.english = [address for address in listed if address.startswith(ENGLISH)]
    one_of_many = re.compile(r"/(programs|offices)/[\w-]+/$")
    some = [a for n, a in enumerate(found.english) if n % EVERY == 0 or not one_of_many.search(a)]
    waiting = [(address, "/sitemap.xml") for address in (*found.listed, *some)]
    seen = {kind(address) for address, _ in waiting}
    while waiting:
        address, found_on = waiting.pop(0)
        page = found.pages[address] = Page(address, client.get(address), found_on)
        for link in page.links():
            found.links.add((address, link))
            bare = urldefrag(link).url
            is_page = bare.startswith(HOST) and not is_static(bare)
            if is_page and not bare.startswith(HOST + ENGLISH) and kind(bare) not in seen:
                seen.add(kind(bare))
                waiting.append((bare.removeprefix(HOST), address))
    return found


def is_static(address: str) -> bool:
    return urlsplit(address).path.startswith(settings.STATIC_URL)


def static_is_there(address: str) -> bool:
    return bool(finders.find(urlsplit(address).path.removeprefix(settings.STATIC_URL)))

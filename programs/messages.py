"""The catalog of messages of the English pages: which texts there are, and the compiled form.

The source language is Japanese: a msgid is the Japanese text. Pure Python (Babel), no gettext programs.
"""

import ast
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import yaml
from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from .glossary import PATH, terms
from .templatetags.languages import JAPANESE

ROOT = Path(settings.BASE_DIR)
PO_PATH = ROOT / "config" / "locale" / "en" / "LC_MESSAGES" / "django.po"
PYTHON = ("config", "programs", "search")
KEYWORDS = {"gettext": None, "gettext_lazy": None, "gettext_noop": None, "_": None}
# Staff pages are in Japanese.
LEFT_OUT = {"admin", "migrations"}
# Japanese has no plural, and a msgid that says too little says it to readers too.
NOT_READ = re.compile(r"\b[np]+gettext\(")
# What `templatize` makes of a text: gettext(u'…') or _('…').
TEXT_IN_TEMPLATE = re.compile(r"""(?:gettext\(u|_\()('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")


def messages() -> dict[str, list[str]]:
    """msgid → the files it stands in."""
    found: dict[str, list[str]] = {}
    for path, text in (*in_python(), *in_templates(), *in_loops(), *in_vocabularies(), *in_glossary()):
        name = path.relative_to(ROOT).as_posix()
        if text and name not in found.setdefault(text, []):
            found[text].append(name)
    return found


def in_python() -> Iterator[tuple[Path, str]]:
    for package in PYTHON:
        for path in sorted((ROOT / package).rglob("*.py")):
            if not LEFT_OUT & set(path.parts):
                yield from extracted(path, "python")


def in_loops() -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / "templates" / "jinja").glob("*.html")):
        yield from extracted(path, "jinja2")


def extracted(path: Path, method: str) -> Iterator[tuple[Path, str]]:
    with path.open("rb") as file:
        for _line, text, _comments, _context in extract(method, file, KEYWORDS):
            yield path, str(text)


def in_templates() -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if not {*LEFT_OUT, "jinja"} & set(path.parts):
            source = templatize(path.read_text(encoding="utf-8"))
            if NOT_READ.search(source):
                raise ValueError(f"{path}: no plural and no context; write what holds for one and for many")
            yield from ((path, str(ast.literal_eval(text))) for text in TEXT_IN_TEMPLATE.findall(source))


def in_vocabularies() -> Iterator[tuple[Path, str]]:
    """Words of the data that pages say in both languages: 分野, 支援の種類, 立場, 都道府県, 総合通信局."""
    path = ROOT / "fixtures" / "vocabulary.yaml"
    lists = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key in ("fields", "support_types", "applicant_kinds"):
        yield from ((path, term["name"]) for term in lists[key])
    path = ROOT / "fixtures" / "areas.json"
    for row in json.loads(path.read_text(encoding="utf-8")):
        if row["fields"].get("level") in ("prefecture", "district"):
            yield path, row["fields"]["name"].removesuffix("の管内")


def in_glossary() -> Iterator[tuple[Path, str]]:
    """The words that pages lead to the glossary by; what it says of them stays Japanese."""
    yield from ((PATH, term.word) for term in terms().values() if JAPANESE.search(term.word))


def read() -> Catalog:
    with PO_PATH.open("rb") as file:
        return read_po(file, locale="en")


def updated(old: Catalog) -> Catalog:
    """The texts of today, with the English that the old catalog has for them."""
    new = Catalog(locale="en")
    for text, files in sorted(messages().items(), key=lambda item: (item[1][0], item[0])):
        kept = old.get(text)
        new.add(text, kept.string if kept else "", locations=[(name, 1) for name in files])
    return new


def written(catalog: Catalog) -> bytes:
    """The .po: no dates and no line numbers, so that equal texts are equal files."""
    file = BytesIO()
    write_po(file, catalog, width=0, omit_header=True, include_lineno=False)
    header = (
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    comment = "# English of the pages; the msgid is the Japanese text. See docs/english.md.\n"
    return (comment + header).encode() + file.getvalue()


# Babel writes one; a changing one would make equal texts unequal files.
NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)


def compiled(catalog: Catalog) -> bytes:
    """The .mo, which Django reads."""
    fixed = Catalog(locale="en", charset="utf-8", creation_date=NO_DAY, revision_date=NO_DAY)
    for message in catalog:
        if message.id:
            fixed.add(message.id, message.string)
    file = BytesIO()
    write_mo(file, fixed)
    return file.getvalue()

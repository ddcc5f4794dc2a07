"""The public data contract (docs/contract.md): programs as plain data, each fact with its citation.

Everything that leaves the catalog is built here: pages, lists, exports, API. Keys are stable;
`contract.schema.json` beside this file describes them.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from programs.entries import code_of_entry
from programs.models import Disagreement, PublicRecord, Source, SourceReading
from programs.querysets import ProgramQuerySet

from .facts import FactWriter, Record
from .programs import INVERSE_KIND, ProgramWriter

__all__ = [
    "INVERSE_KIND",
    "LICENSE",
    "Record",
    "catalog",
    "citations",
    "disagreement_records",
    "disagreements",
    "program_records",
]

LICENSE = "公共データ利用規約（第1.0版）（PDL1.0）"


def catalog(base_url: str = "") -> Record:
    """The whole public catalog; `base_url` ("https://example.jp") goes before each program's path.

    `catalog_version` is a digest of the content, so equal content has one version.
    """
    records = list(PublicRecord.objects.in_catalog_order().values_list("record", flat=True))
    sources = [source_record(source) for source in Source.objects.all()]
    disputed = disagreements()
    content = json.dumps([sources, records, disputed], ensure_ascii=False, sort_keys=True)
    return {
        "generated_at": timezone.localtime().isoformat(timespec="seconds"),
        "catalog_version": hashlib.sha256(content.encode()).hexdigest()[:12],
        "license": LICENSE,
        "sources": sources,
        "programs": [{**record, "url": base_url + record["url"]} for record in records],
        "disagreements": disputed,
    }


def source_record(source: Source) -> Record:
    return {
        "id": source.document_id,
        "title": source.title,
        "publisher": source.publisher,
        "published_on": source.published_on.isoformat() if source.published_on else None,
        "fiscal_year": source.fiscal_year,
        "sha256": source.sha256,
        "letter": source.letter,
        "title_is_printed": source.title_is_printed,
        "published_note": source.published_note or None,
    }


def program_records(programs: ProgramQuerySet) -> list[Record]:
    """One contract record a program, in the given order, in a fixed number of queries."""
    writer = ProgramWriter(document_ids(), readings())
    return [writer.program(program) for program in programs.for_contract()]


def document_ids() -> dict[int | None, str]:
    return dict(Source.objects.values_list("pk", "document_id"))


def readings() -> dict[str, set[str]]:
    """Document id → the kinds of fact it was read through for."""
    found: dict[str, set[str]] = {}
    for document, kind in SourceReading.objects.values_list("source__document_id", "kind"):
        found.setdefault(document, set()).add(kind)
    return found


def disagreements(code: str = "") -> list[Record]:
    """Statements of the documents that do not agree, about published programs, or about one of them."""
    found = Disagreement.objects.of_published_programs()
    return disagreement_records(found.filter(program__code=code) if code else found)


def disagreement_records(found: Iterable[Disagreement]) -> list[Record]:
    """One record a disagreement; the rows come with their programs and sides."""
    if not found:
        return []
    writer = FactWriter(document_ids())
    return [
        {
            "slug": code_of_entry(disagreement.slug),
            "program": disagreement.program.public_code,
            "name": disagreement.program.name,
            "kind": disagreement.kind or None,
            "title": disagreement.title,
            "shown": disagreement.shown,
            "sides": [writer.fact(side, statement=side.statement) for side in disagreement.sides.all()],
        }
        for disagreement in found
    ]


def citations(record: Any) -> Iterable[Record]:
    """Every citation of a record, at whatever depth, in the order in which it stands."""
    if isinstance(record, dict):
        if set(record) == {"source", "lines", "literal"}:
            yield record
            return
        record = record.values()
    if not isinstance(record, str | int | float | None):
        for value in record:
            yield from citations(value)

"""The text of the source documents in the database: what editors cite is held against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from .checks.citations import check_citation
from .ingest.documents import Document
from .models import Cited, Source, SourceText


@dataclass
class TextsRead:
    """What a folder holds of the registered documents."""

    documents: list[tuple[Source, Document, str]] = field(default_factory=list)
    absent: list[Source] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_texts(folder: Path) -> TextsRead:
    """`<document id>.txt` of every registered source; a text that is not the registered one is a problem."""
    read = TextsRead()
    for source in Source.objects.all():
        path = folder / f"{source.document_id}.txt"
        if not path.is_file():
            read.absent.append(source)
            continue
        content = path.read_bytes()
        try:
            document = Document.of(source.document_id, content)
        except UnicodeDecodeError:
            read.problems.append(f"{path.name}：UTF-8として読めません。")
            continue
        if (document.sha256, len(document.lines)) != (source.sha256, source.line_count):
            read.problems.append(f"{path.name}：登録した本文（sha256、行数）と違います。")
        elif b"\0" in content:
            read.problems.append(f"{path.name}：文字でないもの（NUL）があります。")
        else:
            read.documents.append((source, document, content.decode("utf-8")))
    return read


@transaction.atomic
def store_texts(read: TextsRead) -> int:
    """Write the texts that are not stored yet, all or none; how many were written.

    Raises ValueError where the reading found a problem.
    """
    if read.problems:
        raise ValueError(*read.problems)
    stored = dict(SourceText.objects.values_list("source", "sha256"))
    new = [row for row in read.documents if stored.get(row[0].pk) != row[1].sha256]
    SourceText.objects.bulk_create(
        [SourceText(source=source, text=text, sha256=document.sha256) for source, document, text in new],
        update_conflicts=True,
        unique_fields=["source"],
        update_fields=["text", "sha256"],
    )
    return len(new)


def refuse_false_citation(row: Cited, documents: Mapping[int, Document]) -> None:
    """Raise ValidationError, by field, where the text of the document does not print the literal on the cited
    lines. `documents` are those whose texts are stored; without the text nothing can be said.
    """
    document = documents.get(row.source_id)
    if document is None:
        return
    found = check_citation(document, row.first_line, row.last_line, row.literal)
    errors = {finding.field: finding.message for finding in found}
    if errors:
        raise ValidationError(errors)

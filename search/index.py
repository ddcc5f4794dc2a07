"""Writing the search documents and their index, in the transaction that changes the public records."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import count
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from programs.models import Area, CaseStudy, Program, PublicRecord
from programs.services import wait_for_other_writers
from programs.vocabularies import vocabulary

from . import postings
from .corpora import CASES, CORPORA, PROGRAMS, Corpus
from .documents import Known, StoredCase, area_codes, case_documents, program_documents
from .gathering import PART
from .making import Part, made_cases, made_programs
from .models import ProgramDocument
from .querysets import BY_CODE
from .stamp import renew_stamp


@transaction.atomic
def refresh(programs: list[Program]) -> None:
    """Make the documents of these programs and their cases, and the index, equal their public records.

    The number of queries does not grow with the programs.
    """
    ids = {program.pk for program in programs}
    if ids.issuperset(ProgramDocument.objects.values_list("pk", flat=True)):
        write_all()
    else:
        write_some(ids)
    renew_stamp()


def write_all() -> None:
    """Write all documents and the index anew: numbers follow the last order again."""
    known = known_of(Area.objects.all())
    public = PublicRecord.objects.order_by(BY_CODE)
    postings.write_all(PROGRAMS, parts(public, of_programs), partial(made_programs, known=known))
    with_cases = PublicRecord.objects.filter(program__in=CaseStudy.objects.values("program"))
    in_order = with_cases.order_by("program__position", BY_CODE)
    postings.write_all(CASES, parts(in_order, of_cases), partial(made_cases, known=known))


def parts(public: QuerySet[PublicRecord], size: Callable[[Part], int]) -> Iterator[Part]:
    """Records as the database keeps them: who makes documents of them reads them.

    `size` tells how many documents a part will make.
    """
    keys = list(public.values_list("pk", flat=True))
    first = 0
    for start in range(0, len(keys), PART):
        wanted = keys[start : start + PART]
        stored = PublicRecord.objects.filter(pk__in=wanted).annotate(stored=Cast("record", TextField()))
        found = {pk: (record, time) for pk, record, time in stored.values_list("pk", "stored", "updated_at")}
        records = {pk: found[pk][0] for pk in wanted}
        updated = {pk: found[pk][1] for pk in wanted}
        part = Part(first, records, updated, stored_cases(wanted))
        first += size(part)
        yield part


def of_programs(part: Part) -> int:
    return len(part.records)


def of_cases(part: Part) -> int:
    return sum(map(len, part.cases.values()))


def write_some(programs: set[int]) -> None:
    for corpus, told in told_of(PublicRecord.objects.filter(pk__in=programs)):
        before = {document.pk: document for document in corpus.documents.objects.filter(program__in=programs)}
        free = count(postings.next_number(corpus))
        documents, changed = list(told), []
        for document in documents:
            known = before.pop(document.pk, None)
            document.number = next(free) if known is None else known.number
            changed.append((known and entry(known), entry(document)))
        save(corpus, documents)
        # What is left is told no more, and leaves the index as it goes (see `forget`).
        corpus.documents.objects.filter(pk__in=before).delete()
        postings.write_changes(corpus, changed)


def told_of(public: QuerySet[PublicRecord]) -> Iterator[tuple[Corpus, Iterator[Any]]]:
    """The documents of some records and of their cases, not numbered yet."""
    records = {one.pk: one.record for one in public}
    updated = {one.pk: one.updated_at for one in public}
    codes = {code for record in records.values() for code in area_codes(record)}
    known = known_of(Area.objects.filter(code__in=codes))
    yield PROGRAMS, program_documents(records, updated, known)
    yield CASES, case_documents(records, stored_cases(records), known)


def save(corpus: Corpus, documents: list[Any]) -> None:
    columns = corpus.documents._meta.concrete_fields
    corpus.documents.objects.bulk_create(
        documents,
        batch_size=postings.BATCH,
        update_conflicts=True,
        unique_fields=[corpus.documents._meta.pk.name],
        update_fields=[column.name for column in columns if not column.primary_key],
    )


@transaction.atomic
def forget(document: Any) -> None:
    """Take a document that is being deleted, by whatever way, out of the index."""
    wait_for_other_writers()
    postings.write_changes(CORPORA[type(document)], [(entry(document), None)])
    renew_stamp()


def entry(document: Any) -> postings.Entry:
    return postings.Entry(document.number, document.text, document.facets, document.words)


def known_of(areas: QuerySet[Area]) -> Known:
    """What some areas are contained in, and the terms of the vocabularies; a query each."""
    return Known(
        lineage={
            area.code: [above.code for above in area.lineage]
            for area in areas.select_related("parent__parent__parent")
        },
        slugs={kind: {name: slug for slug, name in terms} for kind, terms in vocabulary().items()},
    )


def stored_cases(programs: Iterable[int]) -> dict[int, list[StoredCase]]:
    """The cases of some programs, in the order of the catalog; one query."""
    cases = CaseStudy.objects.filter(program__in=list(programs))
    found: dict[int, list[StoredCase]] = {}
    in_order = cases.order_by("program__position", BY_CODE, "position", "pk")
    for program, pk, *key in in_order.values_list("program_id", "pk", "title", "theme", "fiscal_year"):
        found.setdefault(program, []).append(StoredCase(pk, key))
    return found

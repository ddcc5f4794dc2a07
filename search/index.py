"""Writing the search documents: out of public records, in the transaction that changes them."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import count
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from programs.budgets import is_comparable
from programs.choices import TargetAreaKind
from programs.editions import telling_edition
from programs.models import Area, CaseStudy, Program, PublicRecord
from programs.presentation.absent import is_only_named
from programs.presentation.cards import listed
from programs.services import wait_for_other_writers
from programs.vocabularies import vocabulary

from . import postings
from .corpora import CASES, CORPORA, PROGRAMS, Corpus
from .models import CaseDocument, ProgramDocument
from .normalize import fold
from .querysets import BY_CODE
from .spelling import words_of
from .stamp import renew_stamp
from .texts import (
    LINE_BREAK,
    ZONE_BREAK,
    Line,
    Zone,
    by_zone,
    case_lines,
    case_of,
    designations,
    program_lines,
    written,
)

Record = dict[str, Any]


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
    for corpus, batches in ((PROGRAMS, program_batches()), (CASES, case_batches())):
        corpus.documents.objects.filter(program__public_record=None).delete()
        postings.write_all(corpus, saved(corpus, batches))


def saved(corpus: Corpus, batches: Iterable[list[Any]]) -> Iterator[postings.Entry]:
    """Documents numbered and saved, a batch at a time: all of them need not be in memory."""
    numbers = count()
    for documents in batches:
        for document in documents:
            document.number = next(numbers)
        save(corpus, documents)
        yield from map(entry, documents)


def program_batches() -> Iterator[list[Any]]:
    for records in record_batches(PublicRecord.objects.order_by(BY_CODE)):
        yield list(program_documents(records))


def case_batches() -> Iterator[list[Any]]:
    for records in record_batches(PublicRecord.objects.order_by("program__position", BY_CODE)):
        yield list(case_documents(records))


def record_batches(public: QuerySet[PublicRecord]) -> Iterator[dict[int, Record]]:
    keys = list(public.values_list("pk", flat=True))
    for start in range(0, len(keys), postings.BATCH):
        found = PublicRecord.objects.in_bulk(keys[start : start + postings.BATCH])
        yield {pk: found[pk].record for pk in keys[start : start + postings.BATCH]}


def write_some(programs: set[int]) -> None:
    records = {public.pk: public.record for public in PublicRecord.objects.filter(pk__in=programs)}
    for corpus, told in ((PROGRAMS, program_documents(records)), (CASES, case_documents(records))):
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


def program_documents(records: dict[int, Record]) -> Iterator[ProgramDocument]:
    """One for each record, in their order."""
    above = Containment(records.values())
    slugs = slugs_by_name()
    for pk, record in records.items():
        lines = list(program_lines(record))
        yield ProgramDocument(
            program_id=pk,
            text=folded(lines),
            lines=written(lines),
            words=words_of(line.text for line in lines),
            facets=sorted({*own_facets(record, slugs), *program_facets(record, above, lines)}),
            listed=listed(record),
            name_key=fold(record["reading"] or record["name"]).encode(),
            budget_yen=initial_budget(record),
        )


def case_documents(records: dict[int, Record]) -> Iterator[CaseDocument]:
    """One for each case of the records, in the order of the catalog."""
    slugs = slugs_by_name()
    cases = CaseStudy.objects.filter(program__in=records).prefetch_related("places__area__parent__parent")
    for case in cases.order_by("program__position", BY_CODE, "position", "pk"):
        record = records[case.program_id]
        told = record_of(case, records)
        lines = list(case_lines(told, record["name"]))
        fields = (facet for facet in own_facets(record, slugs) if facet.startswith("field:"))
        yield CaseDocument(
            case=case,
            program_id=case.program_id,
            text=folded(lines),
            lines=written(lines),
            words=words_of(line.text for line in lines),
            facets=sorted({*fields, f"program:{record['code']}", *case_facets(case)}),
            listed={"case": told, "program": {key: record[key] for key in ("code", "name", "url")}},
        )


Slugs = dict[str, dict[str, str]]


def slugs_by_name() -> Slugs:
    """Slugs of the terms that records name: vocabulary → name → slug."""
    return {kind: {name: slug for slug, name in terms} for kind, terms in vocabulary().items()}


def own_facets(record: Record, slugs: Slugs) -> Iterator[str]:
    """A name that the vocabulary does not hold any more has no facet: its record is out of date."""
    for dimension, names in (("support_type", [record["support_type"]]), ("field", record["fields"])):
        yield from (f"{dimension}:{slugs[dimension][name]}" for name in names if name in slugs[dimension])


class Containment:
    """Which areas contain which, for the areas that some records name; one query."""

    def __init__(self, records: Iterable[Record]):
        codes = {code for record in records for code in area_codes(record)}
        areas = Area.objects.filter(code__in=codes).select_related("parent__parent__parent")
        self.lineage = {area.code: [above.code for above in area.lineage] for area in areas}

    def upwards(self, codes: Iterable[str]) -> set[str]:
        """The codes of these areas and of all that contain them."""
        return {above for code in codes for above in self.lineage.get(code, ())}


# Most lines of a program are those of many others: 市町村, 補助率 1/2, the name of an office. Only what
# the catalog holds comes here, never what a reader types.
fold_line = lru_cache(maxsize=2**15)(fold)


def folded(lines: Iterable[Line]) -> str:
    """The `SearchDocument.text` of some lines: no term is found across the border of two."""
    zones = by_zone(lines).values()
    return ZONE_BREAK.join(LINE_BREAK.join(fold_line(line.text) for line in zone) for zone in zones)


def record_of(case: CaseStudy, records: dict[int, Record]) -> Record:
    """A case as its program's public record tells it."""
    return case_of(records[case.program_id], [case.title, case.theme, case.fiscal_year])


PLACED = (TargetAreaKind.DISTRICT, TargetAreaKind.PREFECTURE, TargetAreaKind.MUNICIPALITY)


def target_codes(record: Record) -> set[str]:
    """Areas that a program is limited to by name."""
    targets = (target for edition in record["editions"] for target in edition["target_areas"])
    return {target["code"] for target in targets if target["kind"] in PLACED}


def area_codes(record: Record) -> set[str]:
    """Every area that a program is limited to or has a case in."""
    places = {place["code"] for case in record["cases"] for place in case["places"]}
    return target_codes(record) | places - {None}


def program_facets(record: Record, above: Containment, lines: Iterable[Line]) -> Iterator[str]:
    """What a reader filters by, and what orders hits of the same points."""
    for edition in record["editions"]:
        if edition["fiscal_year"]:
            yield f"fiscal_year:{edition['fiscal_year']}"
        for applicant in edition["applicants"]:
            yield from (f"applicant:{kind}" for kind in applicant["kinds"])
        for call in edition["calls"]:
            yield f"call:{call['opens_on'] or ''}/{call['closes_on'] or ''}"
    yield from (f"designation:{code}" for code in designations(record))
    placed = target_codes(record)
    if not placed:
        yield "reach:nationwide"
    yield from (f"covers:{code}" for code in placed)
    yield from (f"within:{code}" for code in above.upwards(area_codes(record)))
    yield f"newest:{newest_year(record)}"
    yield f"told:{times_told(lines)}"
    if is_only_named(record):
        yield "only-named:yes"


def case_facets(case: CaseStudy) -> Iterator[str]:
    if case.fiscal_year:
        yield f"fiscal_year:{case.fiscal_year}"
    for place in case.places.all():
        if place.area:
            yield from (f"within:{area.code}" for area in place.area.lineage)


def times_told(lines: Iterable[Line]) -> int:
    """How often twice as much is printed of a program: 1 of nothing, 6 of some sixty lines."""
    return (sum(line.zone is Zone.PRINTED for line in lines) + 2).bit_length() - 1


def newest_year(record: Record) -> int:
    """The newest fiscal year that an edition is of, 0 if none is stated."""
    return max((edition["fiscal_year"] or 0 for edition in record["editions"]), default=0)


def initial_budget(record: Record) -> int | None:
    """The sort key 予算額: the newest edition's initial budgets in yen, 内数 and side measures left out."""
    amounts = [line["amount_yen"] for line in telling_edition(record)["budgets"] if is_comparable(line)]
    return sum(amounts) if amounts else None

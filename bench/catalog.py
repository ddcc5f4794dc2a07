"""A synthetic catalog in the database of the settings: programs, public records, search index.

Only what a search and its pages read is written, and on demand the tables that the plain list page counts.
The real catalog gives areas and vocabularies, and is then taken away.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice
from typing import Any, TypeVar

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from pyroaring import BitMap

from programs.choices import PublicationStatus
from programs.models import Program, PublicRecord, Source, SupportType
from search import postings
from search.corpora import PROGRAMS
from search.gathering import gathered
from search.index import refresh, write_all
from search.making import Made
from search.models import ProgramDocument
from search.stamp import renew_stamp

from . import tables
from .editions import LONGEST_LITERAL

Record = dict[str, Any]
T = TypeVar("T")
BATCH = 1000


def prepare() -> None:
    """Tables, areas and vocabularies, and no program."""
    call_command("migrate", verbosity=0)
    call_command("load_catalog", stdout=StringIO())
    with transaction.atomic():
        Program.objects.all().delete()


def fill(records: Iterable[Record], *, with_tables: bool) -> None:
    """Programs with their public records, and with the tables that they are made of; no index yet."""
    kinds = dict(SupportType.objects.values_list("name", "pk"))
    source, now = Source.objects.first(), timezone.now()
    with transaction.atomic():
        for position, batch in enumerate(in_batches(records)):
            programs = Program.objects.bulk_create(
                Program(
                    code=record["code"],
                    name=record["name"],
                    reading=record["reading"] or "",
                    summary=record["summary"],
                    support_type_id=kinds[record["support_type"]],
                    status=PublicationStatus.PUBLISHED,
                    position=position * BATCH + number,
                    source=source,
                    first_line=1,
                    last_line=1,
                    literal=record["name"][:LONGEST_LITERAL],
                )
                for number, record in enumerate(batch)
            )
            PublicRecord.objects.bulk_create(
                PublicRecord(program=program, record=record, updated_at=now)
                for program, record in zip(programs, batch, strict=True)
            )
            if with_tables:
                tables.write(programs, batch)


def index() -> None:
    """The whole index, as `rebuild_search_index` writes it."""
    with transaction.atomic():
        write_all()
        renew_stamp()


def index_of_texts() -> None:
    """Grams and facets out of the documents, written once more: what a rival builds out of the same rows."""
    documents = ProgramDocument.objects.order_by("number").values_list("number", "text", "facets")
    facets: dict[str, BitMap] = defaultdict(BitMap)

    def keep(made: Made) -> None:
        for facet, held in made.facets.items():
            facets[facet] |= held

    with transaction.atomic():
        parts = in_batches(documents.iterator(chunk_size=BATCH))
        postings.replace_rows(PROGRAMS.grams, gathered(parts, indexed, keep))
        held = ((facet, numbers.serialize()) for facet, numbers in sorted(facets.items()))
        postings.replace_rows(PROGRAMS.facets, held)


def indexed(part: list[tuple[int, str, list[str]]]) -> Made:
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, _, facets in part:
        for facet in (postings.ALL, postings.GIVEN, *facets):
            numbers[facet].append(number)
    held = {facet: BitMap(carriers) for facet, carriers in numbers.items()}
    return Made([], held, Counter(), [(number, text) for number, text, _ in part])


def in_batches(things: Iterable[T]) -> Iterator[list[T]]:
    every = iter(things)
    while batch := list(islice(every, BATCH)):
        yield batch


def edit_one() -> None:
    """One program gets another name and summary, and its row of the index with it."""
    public = PublicRecord.objects.select_related("program").order_by("pk")[0]
    public.record |= {"name": f"{public.record['name']}改", "summary": "海底ケーブルを敷き直します。"}
    public.save()
    with transaction.atomic():
        refresh([public.program])

"""Whether the index is what the public records say, down to the last bitmap; nothing is written."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from pyroaring import BitMap

from programs.models import PublicRecord

from . import gathering
from .columns import everywhere
from .corpora import Corpus
from .index import entry, told_of
from .postings import ALL, GIVEN, LATE


def differences() -> Iterator[str]:
    """A sentence for each document, gram, facet and word that is not as a rebuild would write it."""
    for corpus, told in told_of(PublicRecord.objects.all()):
        stored = corpus.documents.objects.in_bulk()
        yield from wrong_documents(corpus, stored, {document.pk: document for document in told})
        yield from wrong_rows(corpus, stored.values())


def wrong_documents(corpus: Corpus, stored: dict[int, Any], told: dict[int, Any]) -> Iterator[str]:
    for key in sorted(stored.keys() | told.keys()):
        if (key not in stored) or (key not in told) or content(stored[key]) != content(told[key]):
            document = stored.get(key) or told[key]
            yield f"検索の索引が公開レコードと違います：{corpus.documents.__name__} {named(document)}"
    if len({document.number for document in stored.values()}) < len(stored):
        yield f"同じ番号の索引があります：{corpus.documents.__name__}"


def content(document: Any) -> list[Any]:
    skipped = {"number", document._meta.pk.name}
    values = [getattr(document, f.attname) for f in document._meta.concrete_fields if f.name not in skipped]
    return [bytes(value) if isinstance(value, memoryview) else value for value in values]


def named(document: Any) -> str:
    return str(document.program.code if hasattr(document, "program") else document.pk)


def wrong_rows(corpus: Corpus, documents: Iterable[Any]) -> Iterator[str]:
    """Rows of bitmaps and words that do not follow from the documents."""
    entries = sorted(entry(document) for document in documents)
    there = BitMap(one.number for one in entries)
    facets: dict[str, BitMap] = defaultdict(BitMap, {ALL: there} if there else {})
    words: Counter[str] = Counter()
    for one in entries:
        words.update(one.words.splitlines())
        for facet in one.facets:
            facets[facet].add(one.number)
    grams = gathering.rows((one.number, one.text) for one in entries)
    carriers = ((facet, numbers.serialize()) for facet, numbers in facets.items())
    wrong = [
        *wrong_bitmaps(corpus.grams, grams, everywhere(there)),
        *wrong_bitmaps(corpus.facets, carriers, there),
        *(dict(corpus.words.objects.values_list("key", "documents")).items() ^ words.items()),
    ]
    if wrong:
        yield f"検索の索引の{corpus.documents.__name__}の行が本文と違います（{len(wrong)}か所）。"


def wrong_bitmaps(table: Any, rows: Iterable[gathering.Row], there: BitMap) -> Iterator[str]:
    """Keys that hold other documents than they should; numbers of gone ones do not count."""
    stored = table.objects.exclude(key__in=(LATE, GIVEN)).values_list("key", "documents")
    expected, present = (
        {key: BitMap.deserialize(bytes(held)) & there for key, held in told} for told in (rows, stored)
    )
    for key in expected.keys() | present.keys():
        if expected.get(key, BitMap()) != present.get(key, BitMap()):
            yield str(key)

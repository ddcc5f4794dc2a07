"""What every search needs and few edits change, kept in memory until the stamp of the index changes.

A process holds one snapshot; it is replaced as a whole, never changed, so threads need no lock.
"""

from array import array
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Count
from django.forms import Form
from django.utils.translation import get_language
from pyroaring import BitMap, FrozenBitMap

from programs.calls import status_on
from programs.choices import CallStatus
from programs.models import Area, Office, Program, Source
from programs.vocabularies import vocabulary

from .areas import Places
from .corpora import CORPORA, Corpus
from .facets import NONE, Documents, FacetIndex, union
from .factors import Factors
from .groups import Groups
from .held import Held, Zones
from .kept import Kept
from .models import Synonym
from .places.conditions import Record, stated_conditions
from .query import Alternative, Synonyms
from .spelling import Vocabulary
from .stamp import stamp

T = TypeVar("T")


class CorpusSnapshot:
    """The facets and words of one corpus."""

    def __init__(self, corpus: Corpus):
        self.corpus = corpus
        rows = corpus.facets.objects.values_list("key", "documents")
        self.facets = FacetIndex({key: FrozenBitMap.deserialize(bytes(held)) for key, held in rows})
        told = {int(times): documents for times, documents in self.facets.by_value("told").items()}
        self.factors = Factors(told, self.facets.carrying("only-named", ["yes"]))
        self.forget()
        self._in_place: dict[tuple[str, bool], Documents] = {}
        self._in_prefectures: dict[bool, Mapping[str, Documents]] = {}
        self._today: Today | None = None

    def forget(self) -> None:
        """Where texts and terms stand that were asked for lately (see `matching`)."""
        self.kept = Kept[str, Zones]()
        self.terms = Kept[tuple[Alternative, ...], Held]()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words that a correction may offer; read when the first is needed."""
        return Vocabulary(self.corpus.words.objects.values_list("key", "documents"))

    @cached_property
    def places(self) -> Sequence[int]:
        """Document number → its place in the last order; read when a document was written since numbers
        were given.
        """
        in_order = self.corpus.documents.objects.in_last_order()
        numbers: list[int] = list(in_order.values_list("number", flat=True))
        places = array("I", [0]) * (max(*numbers, self.facets.all.max()) + 1)
        for place, number in enumerate(numbers):
            places[number] = place
        return places

    def in_place(self, place: Area, *, nationwide: bool) -> Documents:
        """Documents that name a place, contain it, have a case in it, or are limited to no place."""
        key = place.code, nationwide
        if key not in self._in_place:
            self._in_place[key] = union(
                (
                    self.facets.carrying("within", [place.code]),
                    self.facets.carrying("covers", [area.code for area in place.lineage]),
                    self.facets.carrying("reach", ["nationwide"]) if nationwide else NONE,
                )
            )
        return self._in_place[key]

    def in_prefectures(self, prefectures: Sequence[Area], *, nationwide: bool) -> Mapping[str, Documents]:
        """By code: what each list counts beside its prefectures."""
        if nationwide not in self._in_prefectures:
            self._in_prefectures[nationwide] = {
                area.code: self.in_place(area, nationwide=nationwide) for area in prefectures
            }
        return self._in_prefectures[nationwide]

    def statuses_on(self, day: date) -> Mapping[str, Documents]:
        """公募状況 → documents on one Tokyo day; one whose calls say nothing is 公募情報なし."""
        return self._on(day).statuses

    def groups_on(self, day: date) -> Groups:
        """Documents with a call open or to come, then the others; of each the newest year first."""
        return self._on(day).groups

    def _on(self, day: date) -> "Today":
        kept = self._today
        if kept is None or kept.day != day:
            kept = self._today = Today(self.facets, day)
        return kept


class Today:
    """What is so on one day only."""

    def __init__(self, facets: FacetIndex, day: date):
        self.day = day
        self.statuses: dict[str, Documents] = {value: BitMap() for value in CallStatus.values}
        for window in facets.values("call"):
            opens, _, closes = window.partition("/")
            status = status_on(day_of(opens), day_of(closes), day)
            self.statuses[status] |= facets.carrying("call", [window])
        current = self.statuses[CallStatus.OPEN] | self.statuses[CallStatus.UPCOMING]
        self.statuses[CallStatus.NOT_STATED] = facets.all - (current | self.statuses[CallStatus.CLOSED])
        years = [facets.carrying("newest", [year]) for year in reversed(facets.values("newest"))]
        self.groups = Groups([*(current & year for year in years), *years])


def day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


class Snapshot:
    def __init__(self) -> None:
        self.corpora = {documents: CorpusSnapshot(corpus) for documents, corpus in CORPORA.items()}
        # Form classes of filter sets, by set.
        self.forms: dict[type, type[Form]] = {}
        # What pages make of the whole catalog, by a name of theirs.
        self.worked_out: dict[str, Any] = {}
        self._worded: dict[tuple[str, str | None], Any] = {}

    def worded(self, name: str, make: Callable[[], T]) -> T:
        """What `make` says of the catalog, made once in each language."""
        key = name, get_language()
        if key not in self._worded:
            self._worded[key] = make()
        worded: T = self._worded[key]
        return worded

    @cached_property
    def synonyms(self) -> Synonyms:
        synonyms: Synonyms = Synonym.objects.in_force()
        return synonyms

    @cached_property
    def vocabulary(self) -> dict[str, list[tuple[str, str]]]:
        """See `programs.vocabularies`."""
        return vocabulary()

    @cached_property
    def places(self) -> Places:
        return Places(Area.objects.order_by("code"))

    @cached_property
    def offices(self) -> list[tuple[str, str, int]]:
        """(code, name, number of published programs) of each office that has one."""
        # Of the published programs alone: the condition holds for the counted rows too.
        programs = Count("edition_offices__edition__program", distinct=True)
        counted = Office.objects.of_published_programs().annotate(program_count=programs)
        return [
            (office.code, office.name, office.program_count) for office in counted.order_by("name", "code")
        ]

    @cached_property
    def programs_with_cases(self) -> list[tuple[str, str]]:
        """(code, name), in the order of the catalog."""
        programs = Program.objects.filter(case_documents__isnull=False).distinct()
        return list(programs.order_by("position", "code").values_list("code", "name"))

    @cached_property
    def conditions(self) -> dict[int, Record]:
        """See `places.conditions`; read when the first place is asked for."""
        return stated_conditions()

    @cached_property
    def sources(self) -> list[Source]:
        """The documents, in their order."""
        return list(Source.objects.all())

    @cached_property
    def letters(self) -> dict[str, str]:
        """The letter of each document, by its id."""
        return {source.document_id: source.letter for source in self.sources}


_kept: tuple[str | None, Snapshot] | None = None


def snapshot() -> Snapshot:
    """The snapshot of the present state; one query where nothing changed since the last."""
    global _kept
    now = stamp()
    if _kept is None or now is None or _kept[0] != now:
        _kept = (now, Snapshot())
    return _kept[1]

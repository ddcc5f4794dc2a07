"""What a search box offers while a reader types: programs, places, fields and offices by name.

Names are read and compared folded, in process. Nothing of the text reaches the database: no text
can fail there, and every database gives the same answer. On an English page our English for a name
counts as another name of the thing (`englishnames`), and what is ours is said in English.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import islice
from operator import and_, itemgetter

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from programs.choices import AreaLevel
from programs.languages import gloss, glosses, is_japanese, term
from programs.models import Program, ProgramAlias

from .englishnames import place_in, typed_stems
from .facetfilters import MAX_QUERY_LENGTH
from .facets import union
from .filters import ProgramFilter
from .grams import EDGE
from .matching import Matcher
from .models import ProgramDocument
from .normalize import fold

MAX_SUGGESTIONS = 8
MAX_OF_A_KIND = 5
# Of more programs than this no more are read to find the best.
MAX_READ = 100

EXACT, PREFIX, INSIDE = range(3)
# How the text stands in a name, and whether that is another name than the thing's own.
Rank = tuple[int, bool]

KIND_LABELS = {"program": _("施策"), "place": _("地域"), "field": _("分野"), "office": _("部署")}

# Of two places that match alike the larger comes first. The nation is no place to narrow to.
LEVELS: list[str] = [AreaLevel.PREFECTURE, AreaLevel.DISTRICT, AreaLevel.MUNICIPALITY]


@dataclass(frozen=True)
class Suggestion:
    """`note` is the other name that matched, of a place its full name, in English our gloss; may be empty.

    `count` is how many programs are at `url`; None for a program.
    """

    kind: str
    kind_label: str
    name: str
    note: str
    count: int | None
    url: str


Ranked = tuple[Rank, Suggestion]


def suggestion(kind: str, name: str, note: str, count: int | None, url: str) -> Suggestion:
    return Suggestion(kind, gettext(KIND_LABELS[kind]), name, note, count, url)


class Typed:
    """What was typed: folded words, and the stems that English names are sought by."""

    def __init__(self, text: str):
        self.words = [word for word in map(fold, text.split()) if word]
        self.stems = () if is_japanese() else typed_stems(text)

    def match(self, names: tuple[str, ...], english: str = "") -> tuple[Rank, str] | None:
        """The name that holds all words best, with its rank; `names` begin with the thing's own."""
        found = best_match(self.words, names)
        place = place_in(english, self.stems)
        if place is None:
            return found
        by_english = (INSIDE if place else PREFIX, True), english
        return min(found, by_english, key=itemgetter(0)) if found else by_english


def suggestions(text: str) -> list[Suggestion]:
    """At most MAX_SUGGESTIONS for a text as typed, names that begin with it before all others.

    Within both: programs, places, fields, offices. Each kind that matches is there. Empty for an
    empty text and for one that the list would refuse as too long.
    """
    if len(text.strip()) > MAX_QUERY_LENGTH:
        return []
    typed = Typed(text)
    if not typed.words:
        return []
    filters = ProgramFilter(QueryDict(), ProgramDocument.objects.all())
    kinds = (each(typed, filters) for each in (programs, places, fields, offices))
    found = [kind for kind in (list(islice(each, MAX_OF_A_KIND)) for each in kinds) if kind]
    chosen: list[Ranked] = []
    for number, kind in enumerate(found, start=1):
        later_kinds = len(found) - number  # one place is kept for each
        chosen += kind[: MAX_SUGGESTIONS - len(chosen) - later_kinds]
    chosen.sort(key=lambda ranked: ranked[0][0] == INSIDE)
    return [suggestion for _, suggestion in chosen]


def programs(typed: Typed, filters: ProgramFilter) -> Iterator[Ranked]:
    """Only programs of the index are read whose names hold every word, and of many only the first."""
    wanted = Q(search_document__number__in=named_with(typed.words, filters))
    if typed.stems:
        named = [code for code, name in glosses()["programs"].items() if typed.match((), name)]
        wanted |= Q(code__in=named[:MAX_READ], search_document__isnull=False)
    # Not by code, which databases order by rules of their own: numbers follow its bytes.
    shown = Program.objects.filter(wanted).order_by("position", "search_document__number")
    aliases = defaultdict(list)
    for program, alias in ProgramAlias.objects.filter(program__in=shown).values_list("program_id", "name"):
        aliases[program].append(alias)
    matched = []
    for pk, code, name, reading in shown.values_list("pk", "code", "name", "reading"):
        english = gloss("programs", code)
        if match := typed.match((name, *aliases[pk], reading), english):
            rank, held = match
            matched.append((rank, code, name, english if held == name else held))
    for rank, code, name, note in sorted(matched, key=itemgetter(0)):
        url = reverse("programs:detail", args=[code])
        yield rank, suggestion("program", name, note, None, url)


def named_with(words: Sequence[str], filters: ProgramFilter) -> list[int]:
    """Numbers of programs with a name that holds every word; those that begin with the first one first."""
    matcher = Matcher(filters.corpus)
    beginning = f"{EDGE}{words[0]}"
    matcher.read([beginning, *words])
    holding = reduce(and_, (union(matcher.in_names(word)) for word in words))
    first = holding & union(matcher.in_names(beginning))
    return [*first[:MAX_READ], *(holding - first)[:MAX_READ]]


def places(typed: Typed, filters: ProgramFilter) -> Iterator[Ranked]:
    """Counted one by one as they are asked for: one character may match a thousand places."""
    matched = []
    for area in filters.snapshot.places:
        names = (area.name, area.short_name, area.full_name, area.county_name, area.kana)
        # Of the English names of places only those of prefectures are known.
        shown = term(area.name) if area.level == AreaLevel.PREFECTURE else area.name
        english = "" if shown == area.name else shown
        if area.level in LEVELS and (match := typed.match(names, english)):
            matched.append((match[0], LEVELS.index(area.level), area, shown))
    for rank, _level, area, shown in sorted(matched, key=itemgetter(0, 1)):
        if count := filters.selection.count("place", filters.in_place(area)):
            note = "" if area.full_name == shown else area.full_name
            yield rank, suggestion("place", shown, note, count, list_url("area", area.code))


def fields(typed: Typed, filters: ProgramFilter) -> Iterator[Ranked]:
    matched = []
    for option in filters.group("field").options:
        match = typed.match((option.label,), option.label)
        if match and option.count:
            url = list_url("field", option.value)
            matched.append((match[0], suggestion("field", option.label, "", option.count, url)))
    yield from sorted(matched, key=itemgetter(0))


def offices(typed: Typed, filters: ProgramFilter) -> Iterator[Ranked]:
    matched = []
    for code, name, count in filters.snapshot.offices:
        english = gloss("offices", code)
        if match := typed.match((name,), english):
            url = reverse("programs:office", args=[code])
            matched.append((match[0], suggestion("office", name, english, count, url)))
    yield from sorted(matched, key=itemgetter(0))


def list_url(parameter: str, value: str) -> str:
    return f"{reverse('search:programs')}?{urlencode({parameter: value})}"


def best_match(words: Sequence[str], names: tuple[str, ...]) -> tuple[Rank, str] | None:
    """The name that holds all words best, with its rank; `names` begin with the thing's own."""
    found = [
        ((closeness(words, folded), position > 0), names[position])
        for position, folded in enumerate(folded_names(names))
        if all(word in folded for word in words)
    ]
    return min(found, key=itemgetter(0), default=None)


def closeness(words: Sequence[str], folded: str) -> int:
    if folded == "".join(words):
        return EXACT
    return PREFIX if folded.startswith(words[0]) else INSIDE


# Folding five names of each of 1,800 areas would be most of an answer's time. Only names of the
# catalog come here, never what a reader types.
@lru_cache(maxsize=2**14)
def folded_names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold, names))

"""This search in process: match, exact total, every group's counts, the first 20."""

from datetime import date

from django.http import QueryDict

from search import snapshot as snapshots
from search.answers import answer
from search.facets import Selection, union
from search.filters import ProgramFilter
from search.models import ProgramDocument
from search.ordering import ByPoints
from search.ranking import in_order

from .corpus import TODAY
from .databases import chosen
from .groups import TOP, Answer
from .queries import Query

# The groups of the page, whose values are facets; 公募状況 and prefectures come besides.
DIMENSIONS = tuple(name for name in ProgramFilter.groups if name != "call")


class Ours:
    """One database; as another process would, it keeps a snapshot of its own.

    `forgetful`: every query is asked as for the first time.
    """

    def __init__(self, alias: str = "default", *, forgetful: bool = False, today: date = TODAY):
        self.alias = alias
        self.forgetful = forgetful
        self.today = today
        self._kept = snapshots._kept

    def answer(self, query: Query) -> Answer:
        snapshots._kept, others = self._kept, snapshots._kept
        try:
            with chosen(self.alias):
                return self._answer(query)
        finally:
            self._kept, snapshots._kept = snapshots._kept, others

    def _answer(self, query: Query) -> Answer:
        present = snapshots.snapshot()
        corpus = present.corpora[ProgramDocument]
        if self.forgetful:
            corpus.forget()
        index = corpus.facets
        # As typed: the rivals correct no words.
        found = answer(query.text, corpus, present.synonyms, as_typed=True)
        conditions = {"q": found.hits} | {
            dimension: union(index.carrying(dimension, [value]) for value in values)
            for dimension, values in query.filters.items()
        }
        selection = Selection(index, conditions)
        counts = {name: selection.counts(name, index.by_value(name)) for name in DIMENSIONS}
        counts["call"] = selection.counts("call", corpus.statuses_on(self.today))
        prefectures = corpus.in_prefectures(present.places.prefectures, nationwide=True)
        counts["prefecture"] = selection.counts("within", prefectures)
        ordered = ByPoints(
            selection.hits,
            lambda most: in_order(found.matches, corpus.factors, selection.hits, most),
            corpus.groups_on(self.today),
            corpus,
        )
        return Answer(len(ordered), ordered[:TOP], counts)


def parameters(query: Query) -> str:
    """The query string of the same question to the site."""
    asked = QueryDict(mutable=True)
    asked["q"], asked["spelling"] = query.text, "as-typed"
    for dimension, values in query.filters.items():
        if dimension == "within":
            # The site's place filter also takes programs limited to no place; a rival's does not.
            asked["area"], asked["nationwide"] = values[0], "exclude"
        else:
            asked.setlist(dimension, values)
    return asked.urlencode()

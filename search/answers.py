"""A query answered: its terms, what was put in the place of unknown words, and the documents found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .models import Synonym
from .query import Term, parse, term
from .querysets import SearchDocumentQuerySet
from .ranking import Matches, match
from .spelling import Repair, Vocabulary


@dataclass(frozen=True)
class Answer:
    """`points` orders the documents that answer, `partial` those that hold some of the terms.

    `texts` are what the documents of `points` were searched by; `counts` says how many documents
    hold each term.
    """

    terms: Sequence[Term]
    points: Mapping[int, float]
    texts: Mapping[int, str]
    partial: Mapping[int, float]
    counts: Sequence[int]
    repairs: Sequence[Repair]
    is_relaxed: bool


def answer(query: str, documents: SearchDocumentQuerySet, total: int, *, as_typed: bool = False) -> Answer:
    """The documents that hold every term of a query, of `total` in the index.

    A word found nowhere is repaired; where no document holds every term, those that hold the most of
    them answer. `as_typed` leaves both out.
    """
    synonyms = Synonym.objects.in_force()
    terms = parse(query, synonyms)
    matches = find(terms, documents, total)
    repairs: list[Repair] = []
    if not as_typed and 0 in matches.found:
        vocabulary = Vocabulary(documents.values_list("text", "words"))
        unknown = {t.typed for t, count in zip(terms, matches.found, strict=True) if not count}
        repairs = [repair for word in sorted(unknown) if (repair := vocabulary.repair(word)).words]
    if repairs:
        new = {repair.typed: repair.words for repair in repairs}
        words = [word for t in terms for word in new.get(t.typed, (t.typed,))]
        terms = [term(word, synonyms) for word in dict.fromkeys(words)]
        matches = find(terms, documents, total)
    points = {} if as_typed and matches.is_relaxed else matches.points
    partial = {} if as_typed else matches.partial
    return Answer(
        terms, points, matches.texts, partial, matches.found, repairs, matches.is_relaxed and not as_typed
    )


def find(terms: Sequence[Term], documents: SearchDocumentQuerySet, total: int) -> Matches:
    texts = {alternative.text for term in terms for alternative in term.alternatives}
    return match(documents.holding_any(texts).values_list("pk", "text"), terms, total)

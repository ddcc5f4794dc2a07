"""The oracle: every document read, for every query. Slow, and right by construction."""

from collections.abc import Iterable, Sequence

from search.query import Synonyms, Term, parse

from .groups import admits
from .queries import Query
from .rows import Row


def answers(rows: Iterable[Row], asked: Sequence[Query]) -> list[list[int]]:
    """For each query the numbers of the documents that answer it, in the order of the rows."""
    terms = [parse(query.text, Synonyms([])) for query in asked]
    found: list[list[int]] = [[] for _ in asked]
    for row in rows:
        for numbers, query, words in zip(found, asked, terms, strict=True):
            if holds(row.text, words) and admits(query.filters, row.facets):
                numbers.append(row.number)
    return found


def holds(text: str, terms: Iterable[Term]) -> bool:
    """Whether a folded text holds every term by any of its alternatives."""
    return all(
        any(way.text in text and way.pattern.search(text) for way in term.alternatives) for term in terms
    )

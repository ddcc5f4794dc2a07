"""A query answered: its terms, what was put in the place of unknown words, and the documents found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pyroaring import BitMap

from .facets import Documents
from .matching import Matcher, whole_line
from .normalize import fold
from .query import Synonyms, Term, parse, term
from .ranking import Matches, match
from .snapshot import CorpusSnapshot
from .spelling import Repair, Speller, is_telling, runs


@dataclass(frozen=True)
class Answer:
    """`hits` answer the query, in the order of `matches`; `partial` hold some of its words or, of a
    single one, all its parts, in the order of `looser`.
    """

    terms: Sequence[Term]
    matches: Matches
    repairs: Sequence[Repair]
    as_typed: bool
    corpus: CorpusSnapshot
    synonyms: Synonyms

    @property
    def hits(self) -> Documents:
        return BitMap() if self.as_typed and self.matches.is_relaxed else self.matches.hits

    @property
    def partial(self) -> Documents:
        if self.as_typed:
            return BitMap()
        return self.looser.hits - self.hits if len(self.terms) == 1 else self.matches.partial

    @cached_property
    def looser(self) -> Matches:
        """What `partial` is ordered by: a word alone is taken apart (教育クラウド is 教育 and クラウド)."""
        parts = parts_of(self.terms[0].typed) if len(self.terms) == 1 and self.matches.hits else ()
        if not parts:
            return self.matches
        return find([term(part, self.synonyms) for part in parts], Matcher(self.corpus))

    @property
    def is_relaxed(self) -> bool:
        return self.matches.is_relaxed and not self.as_typed

    @property
    def counts(self) -> Sequence[int]:
        """How many documents hold each term."""
        return self.matches.found


def answer(query: str, corpus: CorpusSnapshot, synonyms: Synonyms, *, as_typed: bool = False) -> Answer:
    """The documents that hold every term of a query.

    A word found nowhere is repaired; where no document holds every term, those that hold the most of
    them answer. `as_typed` leaves both out.
    """
    matcher = Matcher(corpus)
    terms = parse(query, synonyms)
    matches = find(terms, matcher)
    repairs: list[Repair] = []
    if not as_typed and 0 in matches.found:
        speller = Speller(corpus.vocabulary, matcher.found)
        unknown = {t.typed for t, count in zip(terms, matches.found, strict=True) if not count}
        repairs = [repair for word in sorted(unknown) if (repair := speller.repair(word)).words]
    if repairs:
        new = {repair.typed: repair.words for repair in repairs}
        words = [word for t in terms for word in new.get(t.typed, (t.typed,))]
        terms = [term(word, synonyms) for word in dict.fromkeys(words)]
        matches = find(terms, matcher)
    return Answer(terms, matches, repairs, as_typed, corpus, synonyms)


def parts_of(word: str) -> Sequence[str]:
    """The stretches of one script in a word, endings in hiragana left out; none if it is one itself, or
    holds a figure.
    """
    telling = (part for part in runs(word) if is_telling(part) and not re.fullmatch("[ぁ-ゖー]+", part))
    parts = [*dict.fromkeys(telling)]
    return [] if parts == [word] or re.search(r"[\d\s]", word) else parts


def find(terms: Sequence[Term], matcher: Matcher) -> Matches:
    asked = fold(" ".join(term.typed for term in terms))
    matcher.read([whole_line(asked), *(way.text for term in terms for way in term.alternatives)])
    named, other_named = matcher.in_names(whole_line(asked))
    return match(matcher.held(terms), len(matcher.everything), named, other_named)

"""What a results page says of the words that were searched: sentences about an `Answer`."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from .answers import Answer
from .facetfilters import FacetFilterSet
from .spelling import Repair


@dataclass(frozen=True)
class Notices:
    """`sentences` tell what was searched instead; `as_typed` is the query string that undoes it."""

    sentences: list[str]
    as_typed: str


def notices(answer: Answer, data: QueryDict, what: str) -> Notices | None:
    """What the reader must know of the words; None where they were searched as typed.

    `what` is what is sought: 施策 or 事例.
    """
    sentences = [repair_sentence(repair, what) for repair in answer.repairs]
    if answer.is_relaxed:
        sentences.append(
            gettext("ことばをすべて含む%(what)sはないため、いちばん多く含むものを示しています。")
            % {"what": gettext(what)}
        )
    if not sentences:
        return None
    query = data.copy()
    query.pop("page", None)
    query["spelling"] = "as-typed"
    return Notices(sentences, query.urlencode())


def words_context(filters: FacetFilterSet, what: str) -> dict[str, Any]:
    """`notices` and `counted_terms` for the template of a list."""
    if "q" not in filters.cleaned:
        return {"notices": None, "counted_terms": []}
    return {
        "notices": notices(filters.answer, filters.data, what),
        "counted_terms": counted_terms(filters.answer),
    }


def repair_sentence(repair: Repair, what: str) -> str:
    if repair.is_corrected or len(repair.words) == 1:
        sentence = gettext("「%(typed)s」を含む%(what)sはないため、%(words)sで探しました。")
    else:
        sentence = gettext("「%(typed)s」を含む%(what)sはないため、%(words)sに分けて探しました。")
    words = gettext("と").join(gettext("「%(word)s」") % {"word": word} for word in repair.words)
    return sentence % {"typed": repair.typed, "what": gettext(what), "words": words}


def counted_terms(answer: Answer) -> list[tuple[str, int]]:
    """Each word and how many entries of the whole catalog hold it; nothing for a single word."""
    pairs = [(term.typed, count) for term, count in zip(answer.terms, answer.counts, strict=True)]
    return pairs if len(pairs) > 1 or any(not count for _, count in pairs) else []

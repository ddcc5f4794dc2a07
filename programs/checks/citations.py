"""Whether a citation's literal stands on its cited lines: the rule of the build, asked of one fact."""

from collections.abc import Iterator

from programs.ingest.documents import Document, FalseCitation

from .findings import Finding, error

MOST_PLACES = 5


def lines_label(first: int, last: int) -> str:
    return f"{first}行目" if first == last else f"{first}～{last}行目"


def check_citation(document: Document, first: int, last: int, literal: str) -> Iterator[Finding]:
    """The lines are 1-based, `first` at most `last`. The message says where the literal does stand."""
    try:
        document.check(f"{first}-{last}", literal)
    except FalseCitation as refusal:
        # Lines after the end or too many, a literal too long: the build's own sentence says it.
        message = str(refusal)
        if last <= len(document.lines) and not document.prints(literal, first, last):
            message = f"「{literal}」は、資料の{lines_label(first, last)}にありません。"
            message += elsewhere(document, literal)
        yield error("false_citation", "literal", message, f"{first}-{last} {literal}")


def elsewhere(document: Document, literal: str) -> str:
    places = [lines_label(*place) for place in document.places(literal)]
    if not places:
        return "この資料のどこにもありません。字句を確かめてください。"
    more = f"など{len(places)}か所" if len(places) > MOST_PLACES else ""
    return f"{'、'.join(places[:MOST_PLACES])}{more}にあります。行番号を確かめてください。"

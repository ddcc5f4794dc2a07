"""What the catalog takes from each document, program by program."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from programs.editions import cases_address, edition_address
from programs.languages import localized

from .notes import Mark, far_mark

Record = dict[str, Any]

SECTION_LABELS = {
    "names": _("施策名"),
    "labels": _("分野・総合戦略"),
    "offices": _("問い合わせ先"),
    "budgets": _("予算額"),
    "rates": _("補助率"),
    "caps": _("上限額"),
    "applicants": _("申請できる人"),
    "excluded_applicants": _("申請できない人"),
    "implementing_bodies": _("事業主体"),
    "eligible_costs": _("対象になる費用"),
    "excluded_costs": _("対象にならない費用"),
    "funding_sources": _("地元負担の財源"),
    "target_areas": _("対象地域"),
    "requirements": _("要件"),
    "calls": _("公募・期限"),
    "period": _("期間"),
    "parts": _("施策の部分"),
    "cases": _("事例"),
    "outcomes": _("実績・成果"),
    "relations": _("関係"),
    "links": _("リンク"),
}


@dataclass(frozen=True)
class Extract:
    """What one program takes from one document: (kind of fact, literal, mark), in line order."""

    source: str
    url: str
    name: str
    groups: list[tuple[str, list[tuple[str, Mark]]]]
    count: int
    first_line: int
    last_line: int


def program_extracts(records: Iterable[Record], letters: dict[str, str]) -> list[Extract]:
    extracts = []
    for record in records:
        by_source: dict[str, list[tuple[str, Record, str]]] = {}
        for kind, fact, url in placed_facts(record):
            by_source.setdefault(fact["citation"]["source"], []).append((kind, fact, localized(url)))
        for source, facts in by_source.items():
            lines = [line for _kind, fact, _url in facts for line in fact["citation"]["lines"]]
            extracts.append(
                Extract(
                    source=source,
                    url=localized(record["url"]),
                    name=record["name"],
                    groups=grouped(facts, letters),
                    count=len(facts),
                    first_line=min(lines),
                    last_line=max(lines),
                )
            )
    return extracts


def grouped(
    facts: list[tuple[str, Record, str]], letters: dict[str, str]
) -> list[tuple[str, list[tuple[str, Mark]]]]:
    groups: dict[str, list[tuple[str, Mark]]] = {}
    for kind, fact, url in facts:
        entry = (fact["citation"]["literal"], far_mark(fact, url, letters))
        label = gettext(SECTION_LABELS[kind])
        if entry not in groups.setdefault(label, []):
            groups[label].append(entry)
    return list(groups.items())


def placed_facts(record: Record) -> Iterator[tuple[str, Record, str]]:
    """(kind, fact, path of the page that shows it): an older edition has a page of its own, the cases too."""
    for key, value in record.items():
        if key == "editions":
            for edition in value:
                for kind, fact in cited_facts(edition, "names"):
                    yield kind, fact, edition_address(record, edition)
        elif key == "cases":
            for kind, fact in cited_facts(value, key):
                yield kind, fact, cases_address(record["url"])
        else:
            for kind, fact in cited_facts(value, key if key in SECTION_LABELS else "names"):
                yield kind, fact, record["url"]


def cited_facts(record: Any, kind: str) -> Iterator[tuple[str, Record]]:
    """(key it stands under, fact) of every fact that has a citation, at whatever depth."""
    if isinstance(record, list):
        for item in record:
            yield from cited_facts(item, kind)
    elif isinstance(record, dict):
        if record.get("citation"):
            yield kind, record
        for key, value in record.items():
            if key != "citation":
                yield from cited_facts(value, key if key in SECTION_LABELS else kind)

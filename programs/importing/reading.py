"""A document of the 施策集 kind as entries: what is recognised on each page, and what is not.

The hard rule is "no wrong figure": what can be read in two ways is not read but listed. Every fact's literal
is held against its cited lines before it leaves here, as the build of the catalog does.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from programs.ingest.documents import Document, FalseCitation
from programs.ingest.parse import fold

from .budgets import read_budgets, read_measure, say_the_same
from .cases import read_cases
from .contacts import read_contacts, read_desk
from .eligibility import read_items
from .facts import Applicant, Budget, Cite, Cost, Entry, Fact, Label, Lines, Period, Reading, Target, cite
from .figures import AMOUNT, SHARE
from .rate_tables import header_of, read_row, table_cells
from .rates import RateReader, settle
from .sections import Section, Sections, read_sections
from .text import Page, Text, split_pages

_FIGURE = re.compile(f"{SHARE}|{AMOUNT}|@|0\\d{{1,4}}-\\d")
# No page of this kind states more; what is beyond is no page of this kind.
MAX_BUDGETS, MAX_CONTACTS, MAX_ITEMS = 40, 40, 500
_HEADINGS = {
    Section.FEATURES: "特徴・ポイント",
    Section.PURPOSE: "目的",
    Section.OUTLINE: "概要",
}


def read(text: Text) -> Reading:
    """The entries of a document, pages of one name as one; figures on them are exact or not there."""
    front, pages = split_pages(text)
    document = text.document()
    entries: dict[str, Entry] = {}
    for page in pages:
        entry = _read_page(page, document)
        known = entries.setdefault(fold(entry.name), entry)
        if known is not entry:
            _join(known, entry)
    return Reading(
        entries=list(entries.values()),
        front=[line.number for line in front if not line.is_blank and not line.is_furniture],
    )


def _read_page(page: Page, document: Document) -> Entry:
    sections = read_sections(page)
    used = set(sections.used)
    entry = Entry(page.name, cite(page.first, page.first + page.name_lines - 1, page.name))
    _read_labels(entry, sections, used)
    _read_contacts(entry, sections, used)
    _read_budgets(entry, sections, used)
    _read_rates(entry, sections, used)
    _read_lists(entry, sections, used)
    entry.cases, told = read_cases(sections.rows)
    used |= told
    _keep_proved(entry, document, used)
    prose = {line for lines in sections.prose.values() for line in lines}
    entry.to_write = _ranges(sections)
    # Sentences for the editor to put in own words are shown apart; figures in them that are not read are not.
    told = {fact_line for fact in entry.facts() for fact_line in (fact.cite.first, fact.cite.last)}
    entry.unrecognised = [
        line.number
        for line in page.body
        if not line.is_blank
        and not line.is_furniture
        and line.number not in used
        and (line.number not in prose or (_FIGURE.search(line.plain[:500]) and line.number not in told))
    ]
    return entry


def _read_labels(entry: Entry, sections: Sections, used: set[int]) -> None:
    for section, kind in ((Section.FIELD, "field"), (Section.STRATEGY, "strategy")):
        values = [cells for found, cells in sections.headers if found == section]
        for number, cells in enumerate(values):
            text = " ".join("".join(cell.printed for cell in cells).split())
            if number or not text or len(text) > 60:
                used -= {cell.line for cell in cells}
                continue
            place = cite(cells[0].line, cells[-1].line, text)
            entry.labels.append(Label(cite=place, kind=kind, text=text))


def _read_contacts(entry: Entry, sections: Sections, used: set[int]) -> None:
    for section, rows in groupby(sections.rows, key=lambda row: row.section):
        if section in (Section.HEAD, Section.CONTACT):
            contacts, told = read_contacts([row.cell for row in rows])
            entry.contacts += [c for c in contacts if not _has(entry.contacts, c, "name", "phone")]
            used |= told
    for row in sections.rows:
        if row.section not in (Section.HEAD, Section.CONTACT) and (desk := read_desk(row.cell)):
            if len(entry.contacts) < MAX_CONTACTS and not _has(entry.contacts, desk, "name", "phone"):
                entry.contacts.append(desk)
            used.add(row.line)


def _read_budgets(entry: Entry, sections: Sections, used: set[int]) -> None:
    """The first 予算額 is the program's; others add what could not be the same sum printed again."""
    for section, cells in sections.headers:
        if section != Section.BUDGET:
            continue
        found = read_budgets(cells) if len(entry.budgets) < MAX_BUDGETS else []
        if not found:
            used -= {cell.line for cell in cells}
        for budget in found:
            same = [known for known in entry.budgets if say_the_same(budget, known)]
            if not same:
                entry.budgets.append(budget)
            elif same[0].amount_yen != budget.amount_yen:  # a rounding, perhaps: the editor decides
                used -= set(range(budget.cite.first, budget.cite.last + 1))
    for row in sections.rows:
        measure = read_measure(row.cell)
        if measure and not any(say_the_same(measure, known) for known in entry.budgets):
            entry.budgets.append(measure)
            used.add(row.line)


def _read_rates(entry: Entry, sections: Sections, used: set[int]) -> None:
    reader = RateReader()
    table = None
    for row in sections.rows:
        cells = table_cells(row.cell)
        opened = header_of(cells) if len(cells) > 1 else None
        if opened:
            table = opened
            used.add(row.line)
            continue
        if table and len(cells) > 1:
            found = list(read_row(table, cells, row.line))
            reader.rates += found
            if found:
                used |= {row.line, table.begun or row.line}
                continue
            # A line of the table that tells names or conditions, or a footnote below a rate.
            if table.begun == row.line:
                continue
        elif len(cells) == 1:
            table = None
        reader.read(row)
    used |= reader.used
    entry.rates, entry.caps, contradicting = settle(reader.rates, reader.caps)
    for place in contradicting:
        used -= set(range(place.first, place.last + 1))


def _read_lists(entry: Entry, sections: Sections, used: set[int]) -> None:
    lists: dict[type[Fact], list[Any]] = {
        Applicant: entry.applicants,
        Cost: entry.costs,
        Target: entry.targets,
        Period: entry.periods,
    }
    seen: set[tuple[type[Fact], str, str]] = set()
    for row in sections.rows:
        facts = read_items(row)
        for fact in facts:
            key = (type(fact), fold(fact.cite.literal), getattr(fact, "role", ""))
            if key not in seen and len(seen) < MAX_ITEMS:
                seen.add(key)
                lists[type(fact)].append(fact)
        if facts:
            used.add(row.line)
    if len(entry.periods) > 1:
        used -= {period.cite.first for period in entry.periods}
        entry.periods = []


def _has(known: Sequence[Fact], fact: Fact, *names: str) -> bool:
    return any(all(fold(getattr(k, n)) == fold(getattr(fact, n)) for n in names) for k in known)


def _keep_proved(entry: Entry, document: Document, used: set[int]) -> None:
    """Drops what its lines do not bear out: nothing leaves here that the build would refuse."""
    for name in (
        "labels",
        "contacts",
        "budgets",
        "rates",
        "caps",
        "applicants",
        "costs",
        "targets",
        "periods",
        "cases",
    ):
        facts: list[Fact] = getattr(entry, name)
        proved = []
        for fact in facts:
            if stands(document, fact.cite):
                proved.append(fact)
            else:
                used -= set(range(fact.cite.first, fact.cite.last + 1))
        setattr(entry, name, proved)


def stands(document: Document, place: Cite) -> bool:
    try:
        document.check(f"{place.first}-{place.last}", place.literal)
    except FalseCitation:
        return False
    return bool(place.literal)


def _ranges(sections: Sections) -> list[Lines]:
    return [Lines(_HEADINGS[section], min(lines), max(lines)) for section, lines in sections.prose.items()]


def _join(known: Entry, more: Entry) -> None:
    """A second page of one name: what it adds; where it contradicts the first, neither figure stands."""
    for budget in more.budgets:
        same = [b for b in known.budgets if _budget_key(b) == _budget_key(budget)]
        if not same:
            known.budgets.append(budget)
        elif same[0].amount_yen != budget.amount_yen:
            known.budgets.remove(same[0])
            known.unrecognised += [same[0].cite.first, budget.cite.first]
    known.rates, known.caps, contradicting = settle(known.rates + more.rates, known.caps + more.caps)
    known.contacts += [c for c in more.contacts if not _has(known.contacts, c, "name", "phone")]
    known.labels += [label for label in more.labels if not _has(known.labels, label, "kind")]
    known.applicants += [a for a in more.applicants if not _has(known.applicants, a, "role", "name")]
    known.costs += [c for c in more.costs if not _has(known.costs, c, "name")]
    known.targets += [t for t in more.targets if not _has(known.targets, t, "name")]
    known.cases += [c for c in more.cases if not _has(known.cases, c, "title")]
    known.periods = known.periods or more.periods
    known.to_write += more.to_write
    lines = {*known.unrecognised, *more.unrecognised, *(place.first for place in contradicting)}
    known.unrecognised = sorted(lines)


def _budget_key(budget: Budget) -> tuple[int, str, str]:
    return budget.fiscal_year, budget.phase, budget.component

"""Measured figures: one a line, and those of one printed table as that table."""

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext

from programs.choices import Nature, Qualifier

from .figures import Figure, Marker
from .writing import fiscal_year_label, fiscal_year_short

Record = dict[str, Any]

# A table of figures is drawn as one only if it is nearly full and narrow enough to read.
MOST_COLUMNS = 8
FULL_PERCENT = 60


@dataclass(frozen=True)
class OutcomeRow:
    """One figure; `before` and its unit carry the qualifier as printed (約 before, 以上 after)."""

    metric: str
    subject: str
    before: str
    figure: Figure
    year: str
    nature: str
    is_result: bool


@dataclass(frozen=True)
class OutcomeTable:
    """A printed table: its columns, and a row of cells (None where the table has none) by subject."""

    title: str
    columns: list[str]
    rows: list[tuple[str, list[OutcomeRow | None]]]
    natures: list[str]
    counted: str
    # How many rows stand in the lists and tables before.
    before: int = 0


@dataclass(frozen=True)
class OutcomeList:
    """Figures one below the other; `title` is that of the printed table they are from, if any."""

    title: str
    rows: list[OutcomeRow]
    before: int = 0


def outcome_row(outcome: Record, mark: Marker) -> OutcomeRow:
    qualifier, unit = outcome["qualifier"], outcome["unit"] or ""
    if qualifier and qualifier != Qualifier.ABOUT:
        words = {"unit": unit, "qualifier": gettext(Qualifier(qualifier).label)}
        unit = gettext("%(unit)s%(qualifier)s") % words
    value = outcome["value"]
    return OutcomeRow(
        metric=outcome["metric"],
        subject=outcome["subject"] or "",
        before=gettext("約") if qualifier == Qualifier.ABOUT else "",
        figure=Figure(
            value if isinstance(value, str) else f"{value:,}",
            mark(outcome),
            unit=unit,
        ),
        year=fiscal_year_label(outcome["fiscal_year"]) if outcome["fiscal_year"] else "",
        nature=gettext(Nature(outcome["nature"]).label),
        is_result=outcome["nature"] == Nature.RESULT,
    )


def outcome_groups(outcomes: list[Record], mark: Marker) -> tuple[list[OutcomeList], list[OutcomeTable]]:
    """Figures that stand alone, table by table where they cannot be drawn as one, and full tables."""
    by_table: dict[str, list[Record]] = {}
    for outcome in outcomes:
        by_table.setdefault(outcome["table"] or "", []).append(outcome)
    lists, tables = [], []
    for title, found in by_table.items():
        table = as_table(title, found, mark) if title else None
        if table:
            tables.append(table)
        else:
            lists.append(OutcomeList(title, [outcome_row(outcome, mark) for outcome in found]))
    lists.sort(key=lambda group: bool(group.title))
    ends = [
        *accumulate(
            [*(len(group.rows) for group in lists), *(len(table.rows) for table in tables)], initial=0
        )
    ]
    return (
        [replace(group, before=before) for group, before in zip(lists, ends, strict=False)],
        [replace(table, before=before) for table, before in zip(tables, ends[len(lists) :], strict=False)],
    )


def as_table(title: str, outcomes: list[Record], mark: Marker) -> OutcomeTable | None:
    """The outcomes by subject × (metric, year), or None where that is no table worth the name."""
    columns = list(dict.fromkeys((o["metric"], o["fiscal_year"]) for o in outcomes))
    subjects = list(dict.fromkeys(o["subject"] or "" for o in outcomes))
    cells = {(o["subject"] or "", o["metric"], o["fiscal_year"]): o for o in outcomes}
    is_full = len(cells) * 100 >= len(columns) * len(subjects) * FULL_PERCENT
    if len(cells) < len(outcomes) or len(columns) > MOST_COLUMNS or not is_full or len(subjects) < 2:
        return None
    metrics = {metric for metric, _ in columns}
    return OutcomeTable(
        title=title,
        columns=[column_label(metric, year, len(metrics) == 1) for metric, year in columns],
        rows=[
            (
                subject,
                [
                    outcome_row(cells[key], mark) if (key := (subject, *column)) in cells else None
                    for column in columns
                ],
            )
            for subject in subjects
        ],
        natures=sorted({gettext(Nature(o["nature"]).label) for o in outcomes}),
        counted=next(iter(metrics)) if len(metrics) == 1 else "",
    )


def column_label(metric: str, year: int | None, one_metric: bool) -> str:
    """The year alone where all columns count one thing, which the caption then names."""
    label = fiscal_year_short(year) if year else ""
    return label if one_metric and label else " ".join(filter(None, (metric, label)))

"""Display only: a figure with its mark, a bar, a status. These tags never query."""

from dataclasses import replace
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from programs.choices import CallStatus
from programs.presentation.figures import BudgetRow, Figure
from programs.presentation.notes import Mark
from programs.presentation.writing import day_label

from .languages import ja

register = template.Library()

# Shape and word tell the states apart, not colour alone.
STATUS_SHAPES = {
    CallStatus.OPEN: ("st-open", "●"),
    CallStatus.UPCOMING: ("st-soon", "◇"),
    CallStatus.CLOSED: ("st-end", "■"),
    CallStatus.NOT_STATED: ("st-none", "－"),
}


def marked(content: SafeString, mark: Mark) -> SafeString:
    """Content as the link to its proof; the marker is read out as 「（出典 資料A 24行）」."""
    figure_id = format_html(' id="{}"', mark.figure_id) if mark.figure_id else ""
    return format_html(
        '<a{} class="fig" href="{}"><span>{}</span><sup><span class="vh">{}</span>'
        '<span aria-hidden="true">{}</span></sup></a>',
        figure_id,
        mark.href,
        content,
        mark.spoken,
        mark.label,
    )


@register.simple_tag
def fig(figure: Figure, repeated: bool = False) -> SafeString:
    """A figure, its unit, its mark. `repeated`: it stands below once more, where notes return to."""
    unit = format_html("<small>{}</small>", ja(figure.unit)) if figure.unit else ""
    tail = format_html("<small>{}</small>", figure.tail) if figure.tail else ""
    content = format_html("{}{}{}", ja(figure.text), unit, tail)
    if figure.mark is None:
        return content
    return marked(content, replace(figure.mark, figure_id="") if repeated else figure.mark)


@register.simple_tag
def stated(mark: Mark, text: str = "") -> SafeString:
    """That a document says so, as the link to where it does."""
    return marked(format_html("{}", text or gettext("資料に記載")), mark)


@register.simple_tag
def bar(width: str, kind: str = "b1") -> SafeString:
    """A bar of `width` percent, drawn by attribute: the content security policy forbids style."""
    return format_html(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false"><rect class="b0" width="100" height="10"/>'
        '<rect class="{}" width="{}" height="10"/></svg>',
        kind,
        width,
    )


@register.simple_tag
def call_status(status: CallStatus) -> SafeString:
    css, shape = STATUS_SHAPES[status]
    return format_html(
        '<span class="st {}"><span aria-hidden="true">{}</span>{}</span>', css, shape, gettext(status.label)
    )


@register.filter
def era_day(moment: date) -> str:
    """「令和8年（2026年）11月22日」, "November 22, 2026" of a day, or of a moment in Asia/Tokyo."""
    return day_label(timezone.localdate(moment) if isinstance(moment, datetime) else moment)


@register.filter
def budget_bar(row: BudgetRow) -> str:
    """Solid for an initial budget, outline for any other phase: not by colour alone."""
    return "b1" if row.is_initial else "b2"

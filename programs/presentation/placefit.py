"""Why a program fits a place, line by line: ○, ？ or ×, what is asked, and what the document prints."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from programs.placefit import Condition, Fit, Kind, Outcome, is_national

from .figures import Figure, Marker

Record = dict[str, Any]

# Shape and spoken word of each outcome: not by colour alone.
SIGNS = {
    Outcome.HOLDS: ("○", gettext_lazy("合う"), "y"),
    Outcome.OPEN: ("？", gettext_lazy("未確認"), "q"),
    Outcome.FAILS: ("×", gettext_lazy("合わない"), "x"),
}
LABELS = {
    (Kind.HERE, Outcome.HOLDS): gettext_lazy("対象の地域"),
    (Kind.WITHIN, Outcome.OPEN): gettext_lazy("対象はこの中の一部"),
    (Kind.ELSEWHERE, Outcome.FAILS): gettext_lazy("対象はほかの地域"),
    (Kind.ELSEWHERE, Outcome.OPEN): gettext_lazy("名前があるのはほかの地域"),
    (Kind.UNLIMITED, Outcome.HOLDS): gettext_lazy("地域の限定は記載なし"),
    (Kind.DESIGNATION, Outcome.HOLDS): gettext_lazy("指定を確認ずみ"),
    (Kind.CRITERION, Outcome.OPEN): gettext_lazy("資料の条件に当たるか"),
    (Kind.EXCLUDED, Outcome.FAILS): gettext_lazy("対象から除かれる"),
    (Kind.EXCLUDED, Outcome.OPEN): gettext_lazy("除かれるものに当たらないか"),
    (Kind.APPLICANT, Outcome.HOLDS): gettext_lazy("申請できる人"),
}


@dataclass(frozen=True)
class Why:
    """One condition: its sign, the word read out for it and its style; the figures may be none."""

    sign: str
    spoken: str
    style: str
    label: str
    figures: list[Figure]
    component: str


def why_lines(fit: Fit, mark: Marker, applicant: str) -> list[Why]:
    """The conditions of a fit in their order; `applicant` is the name of the 立場."""
    return [why(condition, mark, applicant) for condition in fit.conditions]


def why(condition: Condition, mark: Marker, applicant: str) -> Why:
    sign, spoken, style = SIGNS[condition.outcome]
    return Why(
        sign=sign,
        spoken=str(spoken),
        style=style,
        label=label_of(condition, applicant),
        figures=[Figure(name, mark(fact)) for name, fact in once(condition.facts)],
        component=condition.component,
    )


def label_of(condition: Condition, applicant: str) -> str:
    key = condition.kind, condition.outcome
    if condition.kind is Kind.HERE and is_national(condition.facts):
        return gettext("地域の限定なし")
    if key == (Kind.DESIGNATION, Outcome.OPEN):
        several = len(condition.facts) > 1
        return gettext("次のどれかに当たるか") if several else gettext("次の地域に当たるか")
    if key in LABELS:
        return str(LABELS[key])
    if not condition.facts:
        return gettext("申請できる人は記載なし")
    if condition.outcome is Outcome.FAILS:
        return gettext("申請できる人に%(applicant)sがない") % {"applicant": applicant}
    return gettext("%(applicant)sが入るか") % {"applicant": applicant}


def once(facts: Iterable[Record]) -> list[tuple[str, Record]]:
    """Facts by name: a name that several parts repeat is said once."""
    found: dict[str, Record] = {}
    for fact in facts:
        found.setdefault(fact["name"], fact)
    return list(found.items())

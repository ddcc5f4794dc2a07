"""The steps from a cost to the shares, and who pays what, as readers see them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.presentation.figures import Figure, Marker, cap_figure, rate_text, share_text
from programs.presentation.items import per_text
from programs.presentation.writing import exact_number, limit_of

from .arithmetic import Split
from .rates import Caps, Limit, WhyNotApplied, counted, is_before_correction

Record = dict[str, Any]

REASONS = {
    WhyNotApplied.OBJECT_NOT_STATED: gettext_lazy("何の上限かが資料に記載されていないため、使っていません。"),
    WhyNotApplied.BENEFIT: gettext_lazy("給付額の上限で、国の補助額の上限ではないため、使っていません。"),
    WhyNotApplied.WHOLE_PROGRAM: gettext_lazy("この部分に掛かるかどうかの記載がないため、使っていません。"),
    WhyNotApplied.OTHER_PART: gettext_lazy(
        "施策の一部の上限で、この率に掛かる記載がないため、使っていません。"
    ),
}
UNIT_WORDS = {"yen": gettext_lazy("円未満"), "thousand": gettext_lazy("千円未満")}


@dataclass(frozen=True)
class Line:
    """One step: what was done, by which figure, why; the sum after it."""

    label: str
    amount: str
    figure: Figure | None = None
    detail: str = ""
    is_sum: bool = False


@dataclass(frozen=True)
class Payer:
    """Who pays what; `share` is missing where no document states one."""

    name: str
    amount: str
    share: Figure | None = None


def yen_text(amount: int) -> str:
    return f"{amount:,}"


def state_name(rate: Record) -> str:
    return _("国（財政力補正を掛ける前）") if is_before_correction(rate) else _("国")


def base_name(rate: Record) -> str:
    """What the rate multiplies, as printed; our own word where no document says."""
    return rate["base"] or _("費用")


def base_beside(rate: Record) -> str:
    if rate["is_fixed_amount"]:
        return ""
    return _("率を掛けるもの：%(base)s") % {"base": rate["base"] or _("記載なし")}


def payers(rate: Record, parts: Split, mark: Marker) -> list[Payer]:
    found = [Payer(state_name(rate), yen_text(parts.state), Figure(rate_text(rate), mark(rate)))]
    for share, portion in zip(rate["shares"][1:], parts.others, strict=True):
        found.append(Payer(portion.payer, yen_text(portion.yen), Figure(share_text(share))))
    if parts.rest:
        found.append(Payer(_("残り（負担者の記載なし）"), yen_text(parts.rest)))
    return found


def steps(rate: Record, parts: Split, caps: Caps, rounding: str, mark: Marker) -> list[Line]:
    lines = [
        Line(
            _("入力した額"),
            yen_text(parts.cost),
            detail=base_beside(rate),
        ),
        *cap_lines(caps.lowest_of_cost, parts.cost, parts.counted, mark),
        Line(_("× 国の率"), exact_number(parts.exact), Figure(rate_text(rate), mark(rate))),
        Line(
            _("端数：%(unit)sを切り捨て") % {"unit": UNIT_WORDS[rounding]},
            yen_text(parts.rounded),
            detail=_("資料に決まりの記載がないため、このカタログの設定です。"),
        ),
        *cap_lines(caps.lowest_of_state, parts.rounded, parts.state, mark),
    ]
    if not caps.cost and not caps.state:
        lines.append(no_cap_line(rate, caps))
    lines.append(Line(state_name(rate), yen_text(parts.state), is_sum=True))
    return [*lines, *other_lines(rate, parts), Line(_("合計"), yen_text(parts.cost), is_sum=True)]


def cap_lines(limit: Limit | None, before: int, after: int, mark: Marker) -> list[Line]:
    if limit is None:
        return []
    cap = limit.cap
    label = " ".join(filter(None, (per_text(cap["per"]) if cap["per"] else "", limit_of(cap["of"]))))
    unchanged = "" if after < before else _("上限を超えないので、変わりません。")
    figure = cap_figure(cap["amount_yen"], mark(cap))
    return [Line(label, yen_text(after), figure, how_often(limit) + unchanged)]


def how_often(limit: Limit) -> str:
    """Of a limit per something, the sum that it is for as many as there are, or that it is that for one."""
    if not limit.cap["per"]:
        return ""
    if not limit.is_typed:
        return _("%(what)sの数が入力されていないため、1として計算しました。") % {
            "what": counted(limit.cap["per"])
        }
    return _("%(amount)s × %(times)s ＝ %(yen)s円。") % {
        "amount": yen_text(limit.cap["amount_yen"]),
        "times": f"{limit.times:,}",
        "yen": yen_text(limit.yen),
    }


def no_cap_line(rate: Record, caps: Caps) -> Line:
    if rate["no_cap"]:
        return Line(_("上限額"), _("なし"), detail=_("資料に「上限なし」と明記されています。"))
    if caps.not_applied:
        return Line(_("上限額"), _("使わない"), detail=_("使わなかった上限額と理由を、下に示します。"))
    return Line(_("上限額"), _("記載なし"), detail=_("資料に記載がないため、使いません。"))


def other_lines(rate: Record, parts: Split) -> list[Line]:
    lines = []
    for share, portion in zip(rate["shares"][1:], parts.others, strict=True):
        is_last = parts.others_are_whole and portion is parts.others[-1]
        if is_last:
            detail = (
                _("切り捨てた端数を含む残りです。") if portion.yen != parts.counted * portion.share else ""
            )
        else:
            detail = _("円未満を切り捨て（このカタログの設定）。")
        lines.append(Line(f"{portion.payer} {share_text(share)}", yen_text(portion.yen), detail=detail))
    if parts.rest:
        lines.append(Line(_("残り（負担者の記載なし）"), yen_text(parts.rest), detail=rest_detail(parts)))
    return lines


def rest_detail(parts: Split) -> str:
    """What the rest is made of, where that is more than shares that are not stated."""
    is_whole = parts.exact == parts.counted  # the State's alone: what is left was cut off
    if not (parts.is_limited or is_whole):
        return ""
    pieces = [
        (parts.outside, _("対象経費の上限を超える額")),
        (parts.cut, _("上限で減った国の分")),
        (parts.unshared, _("切り捨てた端数") if is_whole else _("率の記載がない分")),
    ]
    return _("、").join(f"{what} {yen_text(amount)}" for amount, what in pieces if amount)

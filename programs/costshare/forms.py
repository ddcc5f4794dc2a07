"""What a reader types into the calculator."""

import re
from collections.abc import Collection, Mapping
from decimal import Inexact, localcontext
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.ingest import parse

# More than the whole national budget; a sum above it is a slip.
MOST_YEN = 100 * parse.UNIT["兆"]
MOST_CHARACTERS = 40
ROUNDINGS = [("yen", _("円未満を切り捨てる")), ("thousand", _("千円未満を切り捨てる"))]
UNITS = {"yen": 1, "thousand": 1000}
# More than there are municipalities, schools or enterprises in Japan; a larger number is a slip.
MOST_COUNTED = 10_000_000


def yen_typed(text: str) -> int:
    """「１億2千万円」「120,000,000」「¥5,000」 as yen. Raises `UnreadableFigure`."""
    with localcontext(prec=2 * MOST_CHARACTERS) as exact:
        exact.traps[Inexact] = True  # not a yen may get lost in a long row of digits
        try:
            return parse.yen(parse.fold(text).removeprefix("¥"))
        except Inexact:
            raise parse.UnreadableFigure(text) from None


class CountField(forms.CharField):
    """How many there are of something, as an `int`; None where nothing is typed. Digits of any width."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> int | None:
        text = parse.fold(super().clean(value)).replace(",", "")
        if not text:
            return None
        if len(text) > MOST_CHARACTERS or not re.fullmatch("[0-9]+", text):
            raise forms.ValidationError(_("数は、数字だけで入力してください。例：3"))
        if not 1 <= int(text) <= MOST_COUNTED:
            raise forms.ValidationError(_("数は、1から1,000万までで入力してください。"))
        return int(text)


class CostForm(forms.Form):
    """A cost, the row of rates, how fractions are cut. `rates` are the keys of the rows, `counted` the keys
    of what limits are per and may be counted.

    Without a row, all rows are compared; an edition with one row has nothing to choose.
    """

    cost = forms.CharField(
        max_length=MOST_CHARACTERS,
        error_messages={
            "required": _("金額を入力してください。例：1億2,000万円、120,000,000"),
            "max_length": _("金額は40文字までで入力してください。例：1億2,000万円、120,000,000"),
        },
    )
    rate = forms.ChoiceField(
        required=False,
        error_messages={
            "invalid_choice": _("選ばれた補助率は、この年度版にありません。条件を選び直してください。")
        },
    )
    rounding = forms.ChoiceField(
        required=False,
        choices=ROUNDINGS,
        error_messages={"invalid_choice": _("端数の扱いを、示したものから選び直してください。")},
    )

    def __init__(self, data: Any, rates: Collection[str], counted: Collection[str] = ()):
        self.asks = bool(data.keys() & {*self.base_fields, *counted})
        super().__init__(data if self.asks else None)
        self.fields["rate"].choices = [(key, key) for key in rates]  # type: ignore[attr-defined]
        self.counted = counted
        self.fields |= {key: CountField() for key in counted}

    @property
    def counts(self) -> Mapping[str, int]:
        """What was typed, by key."""
        return {key: self.cleaned_data[key] for key in self.counted if self.cleaned_data[key]}

    def clean_cost(self) -> int:
        try:
            yen = yen_typed(self.cleaned_data["cost"])
        except parse.UnreadableFigure:
            message = _(
                "金額を読み取れません。数字と、兆・億・万・千、円だけで入力してください。例：1億2,000万円"
            )
            raise forms.ValidationError(message) from None
        if not 1 <= yen <= MOST_YEN:
            raise forms.ValidationError(_("金額は、1円から100兆円までで入力してください。"))
        return yen

    def clean_rounding(self) -> str:
        return self.cleaned_data["rounding"] or "yen"

"""Forms of the table of budgets: what is chosen once for the whole page, and one row."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from programs.budgettable import Row, amount_text
from programs.choices import BudgetPhase
from programs.drafting.budgets import Amount, Stored, stamp
from programs.drafting.cloning import Place
from programs.ingest import parse
from programs.models import Office, Source
from programs.models.sources import LITERAL_MAX_LENGTH

from .fields import FiscalYearField, YenField

LINES_HELP = "例：24、24-26"
# 「3,682百万円 24」: the amount as printed, then the lines; the 円 keeps a figure from being read as lines.
_AMOUNT_AND_LINES = re.compile(r"(?P<amount>.+円)\s+(?P<lines>\S+)")
NO_PLACE = (
    "出典の行がありません。金額のあとに空白を空けて行番号を書くか（例：3,682百万円 24）、"
    "「行」を入力してください。"
)
NOT_ERASED = "保存してある予算額は、この表では消せません。年度版の画面で消してください。"


class LinesField(forms.CharField):
    """「24」「24-26」「A24」「24行」 as first and last line."""

    def to_python(self, value: Any) -> tuple[int, int] | None:
        text = super().to_python(value)
        if not text:
            return None
        plain = re.sub(r"^[A-Z]{1,2}(?=\d)|行$", "", parse.fold(text))
        try:
            return parse.line_span(re.sub(r"[-–~]", "-", plain))
        except parse.UnreadableFigure as error:
            raise ValidationError(str(error)) from None

    def run_validators(self, value: Any) -> None:
        """Those of a text box would measure the lines, not the text."""


class WhichForm(forms.Form):
    """年度 and 担当課・室 of the table."""

    year = FiscalYearField(label="入力する年度")
    office = forms.ModelChoiceField(Office.objects.none(), label="担当課・室", to_field_name="code")

    def __init__(self, data: Any, offices: list[Office]):
        super().__init__(data)
        self.fields["office"].queryset = Office.objects.filter(pk__in=[office.pk for office in offices])  # type: ignore[attr-defined]
        self.fields["office"].choices = [("", "選んでください"), *((o.code, o.name) for o in offices)]  # type: ignore[attr-defined]


class WholePageForm(forms.Form):
    """What holds for every row that does not say otherwise."""

    source = forms.ModelChoiceField(
        Source.objects.all(), label="資料", required=False, empty_label="選んでください"
    )
    lines = LinesField(label="行", required=False, help_text=f"行を書かなかった施策に使います。{LINES_HELP}")
    carry_over = forms.BooleanField(
        label="年度版がない施策は、前の年度版の補助率・対象者なども引き継ぐ",
        required=False,
        help_text="引き継ぐと、その行を新しい資料で確かめるまで確認に出せません。"
        "引き継がないと、予算額だけの年度版を作ります。",
    )


class RowForm(forms.Form):
    """One amount. Left as it is, the row is skipped."""

    amount = forms.CharField(
        label="予算額",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"size": "22", "class": "budget-amount", "autocomplete": "off"}),
    )
    phase = forms.ChoiceField(label="区分", choices=BudgetPhase.choices)
    part_of_larger = forms.BooleanField(label="内数", required=False)
    lines = LinesField(label="行", required=False, widget=forms.TextInput(attrs={"size": "8"}))
    literal = forms.CharField(
        label="印刷の字句",
        required=False,
        max_length=LITERAL_MAX_LENGTH,
        widget=forms.TextInput(attrs={"size": "18"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any, row: Row):
        self.row = row
        initial: dict[str, Any] = {"phase": row.phase, "seen": stamp(row.base)}
        if row.line:
            initial["amount"] = amount_text(row.line.amount_yen)
            initial["part_of_larger"] = row.line.part_of_larger
        # A row that came after the page was opened was not sent: it is shown as new.
        sent = data if data is not None and f"{row.key}-amount" in data else None
        super().__init__(sent, prefix=row.key, initial=initial, use_required_attribute=False)
        about = f"{row.program} {row.component}".strip()
        for name in ("amount", "phase", "part_of_larger", "lines", "literal"):
            self.fields[name].widget.attrs["aria-label"] = f"{about}：{self.fields[name].label}"

    @property
    def is_filled(self) -> bool:
        """Whether anything was typed or changed; what the page remembers for itself does not count."""
        return self.is_bound and bool({*self.changed_data} - {"seen"})

    def clean_amount(self) -> tuple[int | None, str, tuple[int, int] | None]:
        """Yen, the amount as typed, and the lines typed behind it."""
        typed = self.cleaned_data["amount"]
        both = _AMOUNT_AND_LINES.fullmatch(typed)
        lines = LinesField().clean(both["lines"]) if both else None
        text = both["amount"] if both else typed
        return YenField(required=False).clean(text), text, lines

    def amount_to_save(self, page: WholePageForm) -> Amount | None:
        """What the row asks for; adds the errors that need the whole page, and returns None with them."""
        if self.errors:
            return None
        yen, typed, lines = self.cleaned_data["amount"]
        if yen is None:
            self.add_error("amount", NOT_ERASED if self.row.line else "予算額を入力してください。")
            return None
        line = self.row.line
        place = self.place(page, lines, typed)
        if place is None and self.errors:
            return None
        return Amount(
            program=self.row.program,
            component=self.row.component,
            phase=self.cleaned_data["phase"],
            amount_yen=yen,
            part_of_larger=self.cleaned_data["part_of_larger"],
            seen=self.cleaned_data["seen"],
            place=place,
            is_separate_measure=self.row.is_separate_measure,
            stored=Stored(line.phase, line.source_id) if line else None,
        )

    def place(self, page: WholePageForm, behind: tuple[int, int] | None, typed: str) -> Place | None:
        """Where the amount stands; None where a stored line keeps its citation, or with an error."""
        if self.row.line and not {"amount", "lines", "literal"} & {*self.changed_data}:
            return None
        source = page.cleaned_data.get("source")
        lines = self.cleaned_data["lines"] or behind or page.cleaned_data.get("lines")
        if lines is None:
            self.add_error("amount", NO_PLACE)
        elif source and lines[1] > source.line_count:
            self.add_error("amount", f"この資料は{source.line_count:,}行までです。行番号を確かめてください。")
        if source is None and "source" not in page.errors:
            page.add_error("source", "予算額の書いてある資料を選んでください。")
        if self.errors or source is None or lines is None:
            return None
        return Place(source, *lines, self.cleaned_data["literal"] or typed[:LITERAL_MAX_LENGTH])

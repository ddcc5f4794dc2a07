"""Form fields that take figures as editors type them, and choices shared by many rows."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Model

from programs.display import fiscal_year_label
from programs.ingest import parse

FISCAL_YEARS = range(1945, 2101)
_MINUS = ("-", "−", "▲", "△", "‐", "–")
_YEAR_IN_BOTH_FORMS = re.compile(r"(.+?)\((.+)\)")


class PrintedField(forms.CharField):
    """A text box whose value is a figure: shows it as people write it, and reads it back.

    What was typed stays in the box when it cannot be read.
    """

    max_length = 40
    width = "20"

    def __init__(self, *, required: bool = True, **kwargs: Any):
        kwargs.setdefault("widget", forms.TextInput(attrs={"size": self.width}))
        super().__init__(required=required, max_length=self.max_length, **kwargs)

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def show(self, value: Any) -> str:
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        if len(text) > self.max_length:
            raise ValidationError(f"{self.max_length}字以内で入力してください。", code="max_length")
        try:
            return self.read(text)
        except parse.UnreadableFigure as error:
            raise ValidationError(str(error), code="unreadable") from None

    def run_validators(self, value: Any) -> None:
        """The validators of a text box would measure the figure, not the text."""

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else self.show(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class YenField(PrintedField):
    """金額: 「3,682百万円」「2,000万円」「36820」 as integer yen."""

    def __init__(self, **kwargs: Any):
        kwargs["help_text"] = "例：3,682百万円。円でも入力できます"
        super().__init__(**kwargs)

    def read(self, text: str) -> int:
        if parse.fold(text).startswith(_MINUS):
            raise ValidationError("金額は0円以上で入力してください。", code="negative")
        return parse.yen(text)

    def show(self, value: int) -> str:
        return f"{value:,}"


class FiscalYearField(PrintedField):
    """年度: 「令和3年度」「R3」「2021」, and the form in which it is shown, as a Western year."""

    def __init__(self, **kwargs: Any):
        kwargs["help_text"] = "例：令和3年度。R3、2021でも入力できます"
        super().__init__(**kwargs)

    def read(self, text: str) -> int:
        folded = parse.fold(text).upper()
        both = _YEAR_IN_BOTH_FORMS.fullmatch(folded)
        try:
            years = {parse.fiscal_year(form) for form in (both.groups() if both else (folded,))}
        except parse.UnreadableFigure:
            # The parser names the part that it stumbled over; an editor looks for what was typed.
            raise parse.UnreadableFigure(f"「{text}」を年度として読めません。例：令和3年度") from None
        if len(years) > 1:
            raise ValidationError("和暦と西暦が別の年度です。", code="two_years")
        [year] = years
        if year not in FISCAL_YEARS:
            raise ValidationError("年度は1945から2100までで入力してください。", code="year_range")
        return year

    def show(self, value: int) -> str:
        return fiscal_year_label(value)


class DayField(forms.DateField):
    """A day: 2021-04-30, 2021/4/30 or 令和3年4月30日."""

    def __init__(self, **kwargs: Any):
        kwargs["help_text"] = "例：令和3年4月30日。2021-04-30でも入力できます"
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        try:
            return super().to_python(str(value).strip().replace("/", "-") if value else value)
        except ValidationError:
            pass
        try:
            return parse.calendar_day(value)
        except parse.UnreadableFigure as error:
            raise ValidationError(str(error), code="unreadable") from None


class SharedChoices:
    """Choices read once a request instead of once a row: 30 facts ask for the same documents."""

    def __init__(self, *args: Any, rows: Iterable[Model], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row in rows}
        choices = [(row.pk, str(row)) for row in self.rows.values()]
        if not isinstance(self, forms.ModelMultipleChoiceField):
            choices.insert(0, ("", self.empty_label))
        self.choices = choices

    def row(self, value: Any) -> Model:
        key = str(value.pk if isinstance(value, Model) else value)
        if key not in self.rows:
            raise ValidationError("一覧にない値です。選び直してください。", code="invalid_choice")
        return self.rows[key]


class SharedChoiceField(SharedChoices, forms.ModelChoiceField):
    def to_python(self, value: Any) -> Model | None:
        return None if value in self.empty_values else self.row(value)


class SharedMultipleChoiceField(SharedChoices, forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def _check_values(self, value: Any) -> list[Model]:
        return [self.row(pk) for pk in value]


class KnowingAutocomplete(AutocompleteSelect):
    """Autocomplete that need not ask for the name of what is chosen when the form knows it."""

    known: Model | None = None

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> list[Any]:
        if self.known is None or value != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        options = [self.create_option(name, self.known.pk, str(self.known), True, 0)]
        if not self.is_required:
            options.insert(0, self.create_option(name, "", "", False, 0))
        return [(None, options, 0)]

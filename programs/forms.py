"""Forms of the record's public pages."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from .languages import term
from .presentation.writing import fiscal_year_label


class BudgetForm(forms.Form):
    """年度 and 分野 of the budget view; what is not there is an error."""

    fiscal_year = forms.ChoiceField(
        label=_("年度"),
        required=False,
        error_messages={"invalid_choice": _("選んだ年度の予算は、登録した資料にありません。")},
    )
    field = forms.ChoiceField(
        label=_("分野"), required=False, error_messages={"invalid_choice": _("選んだ分野はありません。")}
    )

    def __init__(self, data: object, years: Sequence[int], fields: Sequence[tuple[str, str]]):
        super().__init__(data)  # type: ignore[arg-type]
        every = ("", _("すべて"))
        of_years = [(str(year), fiscal_year_label(year)) for year in years]
        self.fields["fiscal_year"].choices = [every, *of_years]  # type: ignore[attr-defined]
        self.fields["field"].choices = [every, *((slug, term(name)) for slug, name in fields)]  # type: ignore[attr-defined]

    def messages(self) -> list[tuple[str, str]]:
        """(parameter, message) of every error."""
        return [(name, str(message)) for name, found in self.errors.items() for message in found]

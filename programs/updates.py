"""The page of updates: its parameters, and what it lists."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from .choices import ChangeKind
from .formerrors import form_errors
from .models import PublicRecord, RecordChange
from .querysets import RecordChangeQuerySet

PER_PAGE = 30
KINDS = [(kind.value, kind.label) for kind in (ChangeKind.ADDED, ChangeKind.CHANGED, ChangeKind.ENDED)]


class UpdatesForm(forms.Form):
    """`kind` may be given several times; `program` is a code."""

    kind = forms.MultipleChoiceField(
        required=False,
        choices=KINDS,
        error_messages={"invalid_choice": _("種別は、新規・変更・終了から選んでください。")},
    )
    program = forms.SlugField(
        required=False,
        max_length=60,
        error_messages={"invalid": _("施策の記号を読み取れません。")},
    )

    def clean_program(self) -> str:
        code = str(self.cleaned_data["program"])
        known = not code or RecordChange.objects.of_program(code).exists()
        if not known and not PublicRecord.objects.filter(program__code=code).exists():
            raise forms.ValidationError(_("その記号の施策は、更新履歴にありません。"))
        return code

    def found(self) -> RecordChangeQuerySet:
        """Entries, newest first; none while a parameter is in error."""
        if not self.is_valid():
            return RecordChange.objects.none()
        code, kinds = self.cleaned_data["program"], self.cleaned_data["kind"]
        # Of one program each change stands by itself; of all, the opening is one entry.
        found = RecordChange.objects.of_program(code) if code else RecordChange.objects.entries()
        return found.of_kinds(kinds) if kinds else found

    def problems(self) -> list[tuple[str, str]]:
        """(parameter, message) of everything that is wrong."""
        return form_errors(self)


def public_codes(changes: Sequence[RecordChange]) -> set[str]:
    """Which of the programs of these changes have a page."""
    codes = {change.code for change in changes}
    found = PublicRecord.objects.filter(program__code__in=codes)
    return set(found.values_list("program__code", flat=True))

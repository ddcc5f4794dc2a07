"""Two editors at once: what one typed beside what the other saved, field by field, inlines included."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.models import BaseInlineFormSet

from .fields import SharedChoices

# What a form carries that is no value of its row.
CARRIED = {"seen", "why", "DELETE", "position"}
NOTHING = "（空）"
GONE = "（ほかの人が削除しました）"
NOT_HERE = "（この画面にはない行です。保存しても残ります）"
REMOVED = "（削除の印）"


class Conflict(NamedTuple):
    where: str
    label: str
    typed: str
    stored: str


def conflicts(form: forms.ModelForm, formsets: Iterable[BaseInlineFormSet]) -> list[Conflict]:
    """Every value that a refused page would write and that differs from what is stored now."""
    found = list(of_form(form, "", type(form.instance)._default_manager.get(pk=form.instance.pk)))
    for formset in formsets:
        found += of_formset(formset)
    return found


def of_formset(formset: BaseInlineFormSet) -> Iterator[Conflict]:
    kind = str(formset.model._meta.verbose_name)
    stored = {str(row.pk): row for row in formset.get_queryset().all()}
    for form in formset.initial_forms:
        key = str(form["id"].value())
        if key not in stored:
            yield Conflict(kind, "行の全体", typed_line(form), GONE)
            continue
        row = stored.pop(key)
        if form in formset.deleted_forms:
            yield Conflict(kind, "行の全体", REMOVED, str(row))
        else:
            yield from of_form(form, f"{kind}「{row}」", row)
    for row in stored.values():
        yield Conflict(kind, "行の全体", NOT_HERE, str(row))


def of_form(form: forms.ModelForm, where: str, row: Model) -> Iterator[Conflict]:
    now = type(form)(instance=row, prefix=form.prefix)
    for name, field in form.fields.items():
        if name in CARRIED or isinstance(field.widget, forms.HiddenInput):
            continue
        typed, stored = form[name].value(), now[name].value()
        if field.has_changed(now.get_initial_for_field(field, name), typed):
            label = str(field.label or name)
            yield Conflict(where, label, text(field, typed), text(field, stored))


def text(field: forms.Field, value: Any) -> str:
    """A value as the editor knows it from the form."""
    if isinstance(field, forms.BooleanField):
        return "はい" if value else "いいえ"
    if isinstance(field, forms.ModelMultipleChoiceField):
        return "、".join(chosen(field, one) for one in value or ()) or NOTHING
    if isinstance(field, forms.ModelChoiceField):
        return chosen(field, value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value)) or NOTHING
    return str(field.prepare_value(value) or NOTHING) if value not in (None, "") else NOTHING


def chosen(field: forms.ModelChoiceField, value: Any) -> str:
    """The name of a chosen row, by its key or the row itself."""
    if value in (None, ""):
        return NOTHING
    try:
        return str(field.row(value) if isinstance(field, SharedChoices) else field.to_python(value))
    except ValidationError:
        return str(value)


def typed_line(form: forms.ModelForm) -> str:
    values = (text(field, form[name].value()) for name, field in form.fields.items() if name not in CARRIED)
    return " ".join(value for value in values if value != NOTHING)[:200]

"""The forms of the staff pages, for rows of a spreadsheet: the same fields, rules and messages."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest

from programs.models import Edition, Program

from .cells import form_value
from .reading import Line, Problem
from .tables import PROGRAMS, Choices, Table, Vocabulary


class RowForms:
    """Makes the form of a row as the page of its model would, for one user and one file."""

    def __init__(self, user: User, vocabulary: Vocabulary):
        # Forms ask the request for its user, and keep small vocabularies on it.
        self.request = HttpRequest()
        self.request.user = user
        self.choices: dict[str, dict[str, Choices]] = {}
        self.classes: dict[str, Any] = {}
        self.vocabulary = vocabulary

    def form(self, line: Line, instance: Any) -> forms.ModelForm:
        """The form of `instance`, filled in with what the line says."""
        table = line.table
        if table.name not in self.classes:
            self.classes[table.name] = self._class(table)
            self.choices[table.name] = {c.header: c.choices(self.vocabulary) for c in table.columns}
        form = self.classes[table.name](data=self._data(line), instance=instance)
        if isinstance(instance, Program) and instance.pk:
            # Addresses are made of it.
            form.fields.pop("code", None)
            # Which state its editor saw, the file says in a column of its own (書き出した版).
            form.data["seen"] = form.initial["seen"]
        return form

    def _class(self, table: Table) -> Any:
        if table is PROGRAMS:
            return admin.site.get_model_admin(Program).get_form(self.request)
        inlines = admin.site.get_model_admin(Edition).get_inline_instances(self.request)
        inline = next(inline for inline in inlines if inline.model is table.model)
        form: Any = inline.get_formset(self.request).form
        # On the page the formset knows the edition; here rules that name it must be told to look.
        return type("RowForm", (form,), {"checked_too": (*form.checked_too, "edition")})

    def _data(self, line: Line) -> dict[str, Any]:
        choices = self.choices[line.table.name]
        data = {
            column.field: form_value(column.kind, line.cells[column.header], choices[column.header])
            for column in line.table.by_field.values()
        }
        if line.table is PROGRAMS:
            data["code"] = str(line.cells[PROGRAMS.columns[0].header])
        return data

    def problems(self, line: Line, form: forms.ModelForm) -> list[Problem]:
        """The form's messages, each at its column; not of cells that could not be read anyway."""
        found = []
        for name, messages in form.errors.items():
            column = line.table.by_field.get(name)
            if name == "code":
                column = PROGRAMS.columns[0]
            if column and column.header in line.unreadable:
                continue
            if column:
                found += [
                    Problem(line.table.name, line.number, line.place(column.header), str(m)) for m in messages
                ]
            else:
                label = "" if name == NON_FIELD_ERRORS else f"{form.fields[name].label}："
                found += [Problem(line.table.name, line.number, "", f"{label}{m}") for m in messages]
        return found

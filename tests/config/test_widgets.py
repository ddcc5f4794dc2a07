"""Widgets by Django's templates for Jinja are the HTML of Django's other templates."""

import pytest
from django import forms
from django.contrib.admin import widgets as admin_widgets
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.test.html import parse_html

from config.widgets import QuickWidgets

CHOICES = [("", "---"), ("a", "<あ>"), ("組", [("b", '"い"'), ("c", "う")])]
WIDGETS = {
    "text": (forms.TextInput(attrs={"class": "wide", "disabled": True, "hidden": False}), '<"記載">'),
    "number": (forms.NumberInput(attrs={"step": 1000}), 12_000),
    "textarea": (forms.Textarea(attrs={"rows": 3}), "\n一行目\n</textarea>"),
    "hidden": (forms.HiddenInput(), 7),
    "checkbox": (forms.CheckboxInput(), True),
    "unchecked": (forms.CheckboxInput(), False),
    "select": (forms.Select(choices=CHOICES), "b"),
    "several": (forms.SelectMultiple(choices=CHOICES), ["a", "c"]),
    "radio": (forms.RadioSelect(choices=CHOICES), "a"),
    "boxes": (forms.CheckboxSelectMultiple(choices=CHOICES), ["a", "b"]),
    "unknown": (forms.NullBooleanSelect(), None),
    "file": (forms.ClearableFileInput(), None),
    "password": (forms.PasswordInput(), "x"),
    "date": (admin_widgets.AdminDateWidget(), "2026-04-01"),
    "moment": (admin_widgets.AdminSplitDateTime(), None),
    "url": (admin_widgets.AdminURLFieldWidget(), "https://example.jp/?a=1&b=2"),
}


@pytest.mark.parametrize("name", WIDGETS)
def test_the_html_is_the_same(name):
    widget, value = WIDGETS[name]
    own, quick = (
        widget.render("name", value, {"id": "id_name"}, way()) for way in (DjangoTemplates, QuickWidgets)
    )
    assert parse_html(quick) == parse_html(own)
    assert "<あ>" not in quick
    assert '<"' not in quick


def test_forms_are_rendered_so():
    assert isinstance(get_default_renderer(), QuickWidgets)

"""Filling in staff pages as a browser does: what the page shows, with what the editor changed."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from programs import drafting
from programs.admin.permissions import ensure_editors
from programs.models import Program, Version
from tests.factories import SourceFactory

Posted = dict[str, Any]


def make_editor(django_user_model, username: str = "editor"):
    user = django_user_model.objects.create_user(username, password="pw", is_staff=True)
    user.groups.add(ensure_editors())
    return user


def make_approver(django_user_model, username: str = "approver"):
    user = django_user_model.objects.create_user(username, password="pw", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["review_program", "view_program"]))
    return user


def begin(client: Client, row: Model) -> Any:
    """Make a draft from the page of a public record; returns the same record in the draft."""
    address = url("revision", "begin", row._meta.model_name, row.pk)
    response = client.post(address)
    assert response.status_code == 302
    return type(row)._default_manager.get(pk=response.url.rstrip("/").split("/")[-2])


def approve(program: Program, user: Any) -> None:
    """Send the draft of a program to review and publish it."""
    revision = program.revisions.open().get()
    drafting.submit(revision=revision, user=user)
    version = Version.objects.last_number(revision.code)
    drafting.approve(revision=revision, user=make_approver(type(user)), version=version)


def url(model: str, action: str, *args: Any) -> str:
    return reverse(f"admin:programs_{model}_{action}", args=args)


def page_forms(response: HttpResponse) -> list[forms.BaseForm]:
    context = response.context
    pages = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        pages += [inline.formset.management_form, *inline.formset.forms]
    return pages


def shown(response: HttpResponse) -> Posted:
    """What the browser would send if its user pressed 保存 at once."""
    data: Posted = {}
    for form in page_forms(response):
        for bound in form:
            value = bound.value()
            if value is None or value is False:
                continue
            if isinstance(value, list | tuple):
                data[bound.html_name] = [str(item) for item in value]
            else:
                data[bound.html_name] = value.isoformat() if isinstance(value, date) else str(value)
    return data


def add_row(data: Posted, prefix: str, **values: Any) -> str:
    """One more row of an inline; returns the prefix of its fields."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    data[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
    data.update({f"{prefix}-{number}-{name}": value for name, value in values.items()})
    return f"{prefix}-{number}"


def cited(**values: Any) -> Posted:
    """The fields of a fact with its citation."""
    return {
        "source": SourceFactory().pk,
        "first_line": 24,
        "last_line": 24,
        "literal": "3,682百万円",
        **values,
    }


def errors(response: HttpResponse) -> dict[str, list[str]]:
    """Messages by the name of the field that they stand beside."""
    assert response.status_code == 200, "the page was saved"
    return {
        form.add_prefix(name): list(messages)
        for form in page_forms(response)
        for name, messages in form.errors.items()
    }

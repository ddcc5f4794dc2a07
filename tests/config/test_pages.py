"""Pages about the site: what they promise must be so."""

import re
import tomllib
from pathlib import Path

import pytest
from django.urls import reverse

from config.about.licenses import SOFTWARE
from programs.contract import LICENSE

ROOT = Path(__file__).parents[2]


def test_the_licence_is_that_of_the_data(client):
    assert LICENSE in client.get(reverse("about:terms")).text


def test_the_software_is_that_of_the_project(client):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [name for name, _ in SOFTWARE] == [re.split(r"[\[=]", line)[0] for line in project["dependencies"]]
    text = client.get(reverse("about:licenses")).text
    assert all(f"{name}（{licence}）" in text for name, licence in SOFTWARE)
    style = (ROOT / "config/static/css/site.css").read_text(encoding="utf-8")
    [version] = re.findall(r"design tokens ([\d.]+)", style)
    assert f"（{version}）" in text


@pytest.mark.django_db
def test_an_address_to_write_to_is_the_operators_or_not_stated(client, settings):
    settings.CONTACT_EMAIL = ""
    text = client.get(reverse("about:contact")).text
    assert "運営者の連絡先：記載なし" in text
    assert "mailto:" not in text
    settings.CONTACT_EMAIL = "catalog@example.jp"
    text = client.get(reverse("about:contact")).text
    assert '<a href="mailto:catalog@example.jp">' in text
    assert "記載なし（" not in text

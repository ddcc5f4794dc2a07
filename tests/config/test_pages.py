"""Pages about the site: what they promise must be so."""

import re
import tomllib
from pathlib import Path

import pytest
from django.urls import reverse

from config.about.accessibility import Kind, Result, report
from config.about.licenses import SOFTWARE
from programs.contract import LICENSE
from tests.browser.pages import PAGES

ROOT = Path(__file__).parents[2]
# JIS X 8341-3:2016 is WCAG 2.0: 25 criteria of level A, 13 of AA.
CRITERIA = {"A": 25, "AA": 13}


def test_every_criterion_of_the_standard_has_its_result():
    numbers = [criterion.number for criterion in report().criteria]
    assert numbers == sorted(set(numbers), key=lambda number: [int(part) for part in number.split(".")])
    for level, count in CRITERIA.items():
        assert sum(criterion.level == level for criterion in report().criteria) == count
    assert not {criterion.number for criterion in report().later} & set(numbers)


def test_a_result_says_no_more_than_its_checks():
    for criterion in (*report().criteria, *report().later):
        assert bool(criterion.checks) is (criterion.result != Result.ABSENT), criterion
        if criterion.only_by_tool:
            assert criterion.result != Result.PASS, criterion
        if criterion.result == Result.FAIL:
            assert criterion.note, criterion


def test_the_tests_that_are_named_are_in_the_suite():
    for check in report().checks.values():
        assert bool(check.tests) is (check.kind != Kind.HAND), check
        for test in check.tests:
            path, _, name = test.partition("::")
            assert re.search(rf"^\s*def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE), (
                test
            )
    used = {check.label for each in (*report().criteria, *report().later) for check in each.checks}
    assert used == {check.label for check in report().checks.values()}


def test_the_tested_pages_are_those_of_the_browser_test():
    assert report().addresses == PAGES


def test_conformance_is_not_claimed_while_a_criterion_is_open(client):
    assert any(criterion.result in (Result.PART, Result.FAIL) for criterion in report().criteria)
    text = client.get(reverse("about:accessibility")).text
    assert "適合レベルAAに配慮" in text
    assert not re.search("AAに(?:一部)?準拠", text)


def test_the_results_show_every_criterion_and_its_checks(client):
    text = client.get(reverse("about:accessibility-results")).text
    for criterion in (*report().criteria, *report().later):
        assert f"{criterion.number} {criterion.name}" in text
        assert str(criterion.result.label) in text
    for check in report().checks.values():
        assert all(test in text for test in check.tests)


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
@pytest.mark.parametrize("name", ["about:contact", "about:accessibility"])
def test_an_address_to_write_to_is_the_operators_or_not_stated(client, settings, name):
    settings.CONTACT_EMAIL = ""
    text = client.get(reverse(name)).text
    assert "運営者の連絡先：記載なし" in text
    assert "mailto:" not in text
    settings.CONTACT_EMAIL = "catalog@example.jp"
    text = client.get(reverse(name)).text
    assert '<a href="mailto:catalog@example.jp">' in text
    assert "記載なし（" not in text

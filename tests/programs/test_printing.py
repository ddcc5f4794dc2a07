"""The QR code on paper: of the page's own address, drawn without style, made once."""

import re

import pytest
import segno
from django.urls import reverse

from programs.services import refresh_public_record
from programs.templatetags.printing import qr_code
from tests import factories as make

ADDRESS = "https://catalog.example.jp/programs/kodo-musen-kankyo/"


def drawn(svg: str) -> set[tuple[int, int]]:
    """(row, column) of every dark square of the drawing."""
    [path] = re.findall(r' d="([^"]+)"', svg)
    squares, x, y = set(), 0, 0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: ?(-?[\d.]+))?", path):
        match command:
            case "M":
                x, y = int(first), int(float(second))
            case "m":
                x, y = x + int(first), y + int(second)
            case "h":
                squares |= {(y, column) for column in range(x, x + int(first))}
                x += int(first)
    return squares


def test_the_drawing_is_the_code_of_the_address():
    matrix = segno.make(ADDRESS, error="m", micro=False).matrix
    border = 4
    expected = {
        (row + border, column + border)
        for row, values in enumerate(matrix)
        for column, value in enumerate(values)
        if value
    }
    assert drawn(qr_code(ADDRESS)) == expected
    assert drawn(qr_code(f"{ADDRESS}?year=2020")) != expected


def test_the_drawing_obeys_the_content_security_policy():
    assert not re.search(r"style|script|http|on\w+=", qr_code(ADDRESS))
    assert "viewBox=" in qr_code(ADDRESS)


def test_a_code_is_made_once_an_address():
    assert qr_code(ADDRESS) is qr_code(ADDRESS)


@pytest.mark.django_db
def test_the_page_holds_its_own_address_whatever_else_was_asked(client):
    program = make.ProgramFactory(published=True, code="fibre")
    make.EditionFactory(program=program, fiscal_year=2020)
    refresh_public_record(program)
    page = reverse("programs:detail", args=["fibre"])
    for query, address in (
        ("", f"http://testserver{page}"),
        ("?year=2020", f"http://testserver{page}?year=2020"),
        (f"?q={'x' * 3000}", f"http://testserver{page}"),
    ):
        text = client.get(page + query).text
        assert qr_code(address) in text
        assert f"<br>{address}</p>" in text

"""Templates lose the indentation that readers are sent for nothing, and no word of theirs."""

import pytest

from config.compact import compact


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<ul>\n  {% for a in b %}\n    <li>{{ a }}</li>\n  {% endfor %}\n</ul>\n", None),
        ("  words\n    on two lines\n", "words\non two lines\n"),
        ("\n\n  <b>1</b>\n\n", "<b>1</b>\n"),
        ("{# what it needs #}\n{% load a b %}\n<p>\n", "{# what it needs #}{% load a b %}<p>\n"),
        (
            "a\n{% if b %}\nc\n{% else %}{# or #}\nd\n{% endif %}\n",
            "a\n{% if b %}c\n{% else %}{# or #}d\n{% endif %}",
        ),
        # What prints something keeps the space after it.
        ("{% include 'a' %}\n{% fig b %}\n{{ c }}\n", "{% include 'a' %}\n{% fig b %}\n{{ c }}\n"),
        ("{% if a %}b{% endif %}\nc", "{% if a %}b{% endif %}\nc\n"),
    ],
)
def test_a_source_is_without_indentation(source, expected):
    expected = expected or "<ul>\n{% for a in b %}<li>{{ a }}</li>\n{% endfor %}</ul>\n"
    assert compact(source) == expected


def test_pages_come_without_it(client, db):
    lines = client.get("/guide/").text.splitlines()
    assert not [line for line in lines if line.startswith(" ")]

"""The literal marked in the very lines of a document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.checks.marking import marked
from programs.ingest.documents import Document


def text_of(parts):
    return "".join(text for text, _ in parts)


def marks(lines, literal):
    return ["".join(text for text, belongs in parts if belongs) for parts in marked(lines, literal)]


@pytest.mark.parametrize(
    ("lines", "literal", "found"),
    [
        (["予算 3,682百万円 程度"], "3,682百万円", ["3,682百万円"]),
        (["予算 ３，６８２ 百万円"], "3,682百万円", ["３，６８２ 百万円"]),
        (["試験", "施策名"], "試験施策", ["試験", "施策"]),
        (["ｶﾞｲﾄﾞ一覧"], "ガイド", ["ｶﾞｲﾄﾞ"]),
        (["3,682百万円"], "682百万円", [""]),
        (["①2/3", "②1/2"], "1/2", ["", "1/2"]),
        (["㈱試験"], "(株)試験", ["㈱試験"]),
        (["何か"], " ", [""]),
        ([], "何か", []),
    ],
)
def test_what_is_marked(lines, literal, found):
    assert marks(lines, literal) == found


TEXT = st.text(alphabet="あｶﾞが１2,①㈱ 　", max_size=8)


@given(lines=st.lists(TEXT, max_size=5), literal=TEXT)
def test_lines_stay_what_they_are_and_something_is_marked_where_the_build_finds_it(lines, literal):
    assert [text_of(parts) for parts in marked(lines, literal)] == lines
    document = Document("x", tuple(lines), "")
    if lines and literal.strip():
        assert any(marks(lines, literal)) == document.prints(literal, 1, len(lines))

"""Fixture rows into tables: in the order of what they name, and never half."""

import pytest

from programs import models
from programs.loading import in_order_of_reference, load_rows
from tests import factories as make

pytestmark = pytest.mark.django_db


def row(model: str, **fields):
    return {"model": f"programs.{model}", "fields": fields}


FIELD = row("field", slug="a", name="分野", position=0)
KIND = row("supporttype", slug="k", name="種類", position=0)


def program(**changes):
    fields = {
        "code": "one",
        "name": "施策",
        "support_type": ["k"],
        "fields": [["a"]],
        "summary": "",
        "purpose": "",
        "source": ["900_testdocument"],
        "first_line": 1,
        "last_line": 1,
        "literal": "施策",
    }
    return row("program", **fields | changes)


def test_rows_may_stand_in_any_order():
    make.SourceFactory()
    assert load_rows([program(), KIND, FIELD]) == 3
    loaded = models.Program.objects.get()
    assert loaded.support_type.slug == "k"
    assert [field.slug for field in loaded.fields.all()] == ["a"]
    assert loaded.source.document_id == "900_testdocument"


def test_a_row_that_names_nothing_is_refused_by_name():
    make.SourceFactory()
    with pytest.raises(ValueError, match=r"programs.SupportType \['other'\]：fixtureにありません"):
        load_rows([program(support_type=["other"]), KIND, FIELD])


def test_a_term_that_is_there_is_mended_not_doubled():
    load_rows([FIELD])
    load_rows([row("field", slug="a", name="新しい名前", position=3)])
    assert list(models.Field.objects.values_list("name", "position")) == [("新しい名前", 3)]


def test_models_come_after_those_they_name():
    order = in_order_of_reference(
        [models.Outcome, models.CaseStudy, models.RoadmapItem, models.Program, models.Source]
    )
    assert order.index(models.Source) < order.index(models.Program) < order.index(models.CaseStudy)
    assert order[-1] is models.Outcome

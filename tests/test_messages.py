"""The catalog of English messages: complete, compiled, and no text a page would break on."""

import re

import pytest
from django.utils import translation

babel = pytest.importorskip("babel", reason="Babel is part of the test extra")

from programs import messages  # noqa: E402
from programs.presentation.writing import limit_of  # noqa: E402

PLACEHOLDER = re.compile(r"%\(\w+\)s")
TAG = re.compile(r"</?\w+[^>]*>")


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    return {str(message.id): str(message.string) for message in messages.read() if message.id}


def test_texts_are_found_wherever_they_stand():
    found = messages.messages()
    for text, place in {
        "施策をさがす": "templates/base.html",
        "注\u3000%(note)s": "templates/includes/_notes.html",
        "どちらも記載なし": "templates/jinja/rows.html",
        "事例": "templates/search/case_list.html",
        "受付中": "programs/choices.py",
        "光ファイバ・5G": "fixtures/vocabulary.yaml",
        "北海道": "fixtures/areas.json",
        "九州総合通信局": "fixtures/areas.json",
    }.items():
        assert place in found[text], text


@pytest.mark.parametrize(
    "template",
    [
        "{% blocktranslate count n=n %}一つ{% plural %}{{ n }}件{% endblocktranslate %}",
        '{% translate "国" context "払う人" %}',
    ],
)
def test_what_the_catalog_would_miss_is_refused(tmp_path, monkeypatch, template):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(template, encoding="utf-8")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    with pytest.raises(ValueError, match="no plural"):
        list(messages.in_templates())


def test_every_text_has_its_english_and_no_english_is_left_over(english):
    """`manage.py update_messages` adds what is missing and drops what is gone."""
    assert {text for text in messages.messages() if not english.get(text)} == set()
    assert english.keys() - messages.messages().keys() == set()


def test_nothing_is_fuzzy():
    assert [message.id for message in messages.read() if message.id and message.fuzzy] == []


def test_placeholders_and_tags_are_the_same_in_both(english):
    for text, said in english.items():
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(said)), text
        ours = [tag for tag in TAG.findall(said) if tag not in ('<span lang="ja">', "</span>")]
        assert sorted(TAG.findall(text)) == sorted(ours), text


def test_english_that_stands_in_an_attribute_has_no_quotation_mark_of_its_own(english):
    """A text between the quotes of an attribute would end it; typographic ones do not."""
    for said in english.values():
        assert '"' not in TAG.sub("", said), said


def test_the_files_are_what_the_command_writes():
    catalog = messages.updated(messages.read())
    assert messages.PO_PATH.read_bytes() == messages.written(catalog)
    assert messages.PO_PATH.with_suffix(".mo").read_bytes() == messages.compiled(catalog)


def test_a_sentence_is_put_together_in_the_language_in_use():
    for language, limit in (("ja", "補助額の上限"), ("en", "Upper limit of the subsidy")):
        with translation.override(language):
            assert limit_of("subsidy") == limit

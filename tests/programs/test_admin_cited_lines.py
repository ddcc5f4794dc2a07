"""Staff pages: the document's text beside the form, the cited lines marked."""

import re

import pytest

from programs.models import Source
from tests import factories
from tests.programs.staff_pages import shown, url

pytestmark = pytest.mark.django_db


class TestDocumentBesideTheForm:
    def test_the_cited_lines_are_shown_with_the_literal_marked(self, client, editor):
        factories.SourceTextFactory()
        line = factories.BudgetLineFactory()
        text = client.get(url("edition", "change", line.edition_id)).text
        assert "<mark>3,682百万円</mark>" in text
        assert re.findall(r'<th scope="row">\s*(\d+)', text) == ["21", "22", "23", "24", "25", "26", "27"]
        source = Source.objects.get()
        address = f"{url('source', 'text', source.pk)}?first=24&amp;last=24&amp;literal=3%2C682"
        assert address in text

    def test_what_was_typed_is_what_is_shown(self, client, editor):
        factories.SourceTextFactory()
        line = factories.BudgetLineFactory()
        address = url("edition", "change", line.edition_id)
        typed = {"budgetlines-0-first_line": "1", "budgetlines-0-last_line": "1"}
        text = client.post(address, shown(client.get(address)) | typed).text
        assert re.findall(r'<th scope="row">\s*(\d+)', text) == ["1", "2", "3", "4"]

    @pytest.mark.parametrize("first", ["", "0", "-1", "abc", "999999999999999999999", "501", "²"])
    def test_no_typed_line_breaks_the_page(self, client, editor, first):
        factories.SourceTextFactory()
        line = factories.BudgetLineFactory()
        address = url("edition", "change", line.edition_id)
        response = client.post(address, shown(client.get(address)) | {"budgetlines-0-first_line": first})
        assert response.status_code == 200

    def test_the_whole_text_is_escaped_and_numbered(self, client, editor):
        source = factories.SourceTextFactory(text="一行目\n<script>alert(1)</script> 2/3\n").source
        query = {"first": "2", "last": "2", "literal": "<script>alert(1)</script>"}
        text = client.get(url("source", "text", source.pk), query).text
        assert "<script>alert" not in text
        assert "<mark>&lt;script&gt;alert(1)&lt;/script&gt;</mark> 2/3" in text
        assert 'id="line-2" class="cited-line"' in text

    @pytest.mark.parametrize(
        "query",
        [{}, {"first": "x", "last": "²"}, {"first": "9", "last": "3", "literal": "\0"}, {"first": "700"}],
    )
    def test_no_address_breaks_the_text(self, client, editor, query):
        source = factories.SourceTextFactory().source
        assert client.get(url("source", "text", source.pk), query).status_code == 200

    def test_a_document_without_text_says_so(self, client, editor):
        source = factories.SourceFactory()
        assert "本文がないので確かめられません" in client.get(url("source", "text", source.pk)).text
        assert client.get(url("source", "text", source.pk + 1)).status_code == 404

    def test_the_text_is_for_those_who_may_see_documents(self, client, django_user_model):
        address = url("source", "text", factories.SourceTextFactory().source.pk)
        assert client.get(address).status_code == 302
        client.force_login(django_user_model.objects.create_user("clerk", password="pw", is_staff=True))
        assert client.get(address).status_code == 403

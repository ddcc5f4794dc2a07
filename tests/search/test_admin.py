"""Synonyms on the staff pages: an editor's change acts at the next search."""

import pytest
from django.urls import reverse

from search.models import Synonym
from tests.programs.staff_pages import errors, make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, django_user_model):
    client.force_login(make_editor(django_user_model))


def test_an_editor_adds_a_synonym(client, editor):
    address = reverse("admin:search_synonym_add")
    data = {"words": "海底\r\n深海", "leading": "うみ", "note": ""}
    assert client.post(address, data).status_code == 302
    assert Synonym.objects.get().as_set().words == ("海底", "深海")
    assert "うみ" in client.get(reverse("admin:search_synonym_changelist")).text


def test_one_word_is_no_synonym_and_what_was_typed_stays(client, editor):
    response = client.post(
        reverse("admin:search_synonym_add"), {"words": "海底", "leading": "", "note": "覚え"}
    )
    assert "ことばは二つ以上要ります" in str(errors(response))
    assert "海底" in response.text
    assert 'value="覚え"' in response.text
    assert not Synonym.objects.exists()

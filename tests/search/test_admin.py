"""Synonyms on the staff pages: an editor's change acts at the next search."""

import pytest
from django.urls import reverse

from programs.models import ApplicantKind, Field, Office, Program
from programs.services import refresh_public_record
from search.models import Synonym
from tests.programs.staff_pages import errors, make_editor, shown

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


# --- What is changed here acts at the very next search ------------------------------------------------


def titles(client, query):
    """Names on the list of programs, as a reader sees them."""
    page = client.get("/programs/", {"q": query, "spelling": "as-typed"}).text
    return {name for name in ("光ファイバ整備事業", "神山町だけの事業", "北海道だけの事業") if name in page}


def change(client, model, row, **changes):
    address = reverse(f"admin:{model}_change", args=[row.pk])
    response = client.post(address, shown(client.get(address)) | changes)
    assert response.status_code == 302, errors(response)


def test_a_synonym_acts_at_the_next_search_until_it_is_deleted(small_catalog, client, editor):
    assert titles(client, "うみのけーぶる") == set(), "and what was found is kept in memory now"
    words = {"words": "うみのけーぶる\r\n光ファイバ整備", "leading": "", "note": ""}
    client.post(reverse("admin:search_synonym_add"), words)
    assert titles(client, "うみのけーぶる") == {"光ファイバ整備事業"}

    synonym = Synonym.objects.get()
    change(client, "search_synonym", synonym, words="うみのけーぶる\r\n神山町だけ")
    assert titles(client, "うみのけーぶる") == {"神山町だけの事業"}

    client.post(reverse("admin:search_synonym_delete", args=[synonym.pk]), {"post": "yes"})
    assert titles(client, "うみのけーぶる") == set()


def test_synonyms_deleted_from_the_list_are_gone_at_once(small_catalog, client, editor):
    Synonym.objects.create(words="うみのけーぶる\n光ファイバ整備")
    assert titles(client, "うみのけーぶる") == {"光ファイバ整備事業"}
    data = {"action": "delete_selected", "_selected_action": [Synonym.objects.get().pk], "post": "yes"}
    client.post(reverse("admin:search_synonym_changelist"), data)
    assert titles(client, "うみのけーぶる") == set()


@pytest.mark.parametrize(
    ("model", "row", "of"),
    [
        ("field", lambda: Field.objects.get(slug="talent"), {"神山町だけの事業"}),
        ("supporttype", lambda: Program.objects.get(code="fibre").support_type, {"光ファイバ整備事業"}),
        ("office", lambda: Office.objects.get(), {"光ファイバ整備事業", "神山町だけの事業"}),
    ],
)
def test_a_renamed_word_is_found_at_once_and_no_longer_by_its_old_name(
    small_catalog, client, editor, model, row, of
):
    for old, new in (("うみのけーぶる", "珊瑚礁"), ("珊瑚礁", "鍾乳洞")):
        assert titles(client, new) == set()
        change(client, f"programs_{model}", row(), name=new)
        assert titles(client, new) >= of
        assert titles(client, old) == set()


@pytest.mark.parametrize(
    ("model", "row"),
    [
        ("field", lambda: Field.objects.get(slug="talent")),
        ("supporttype", lambda: Program.objects.get(code="fibre").support_type),
        ("applicantkind", lambda: ApplicantKind.objects.get()),
    ],
)
def test_a_renamed_choice_is_shown_at_once(small_catalog, client, editor, model, row):
    assert row().name in client.get("/programs/").text
    before = row().name
    change(client, f"programs_{model}", row(), name="鍾乳洞")
    page = client.get("/programs/").text
    assert "鍾乳洞" in page
    assert before not in page


def test_a_new_field_can_be_chosen_in_the_list_when_a_program_has_it(small_catalog, client, editor):
    data = {"name": "あたらしい分野", "slug": "new-field", "position": "99"}
    assert client.post(reverse("admin:programs_field_add"), data).status_code == 302
    program = Program.objects.get(code="fibre")
    program.fields.add(Field.objects.get(slug="new-field"))
    refresh_public_record(program)
    page = client.get("/programs/", {"field": "new-field"}).text
    assert "あたらしい分野" in page
    assert "光ファイバ整備事業" in page
    assert "神山町だけの事業" not in page

"""The pages that carry an edition over: the way there, what they make, and what they say is wrong."""

import pytest
from django.urls import reverse

from programs import drafting
from programs.models import Edition, Program, ProgramRelation, Revision
from tests import factories
from tests.programs.staff_pages import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    program = factories.ProgramFactory(published=True, code="old-name", name="古い名前の事業")
    edition = program.editions.get()
    factories.SubsidyRateFactory(edition=edition)
    return edition


def next_page(edition):
    return reverse("admin:programs_edition_next", args=[edition.pk])


def renamed_page(edition):
    return reverse("admin:programs_edition_renamed", args=[edition.pk])


def new_program(**values):
    return {
        "name": "新しい名前の事業",
        "code": "new-name",
        "fiscal_year": "令和4年度",
        "kind": "predecessor",
        "source": factories.SourceFactory().pk,
        "first_line": "10",
        "last_line": "",
        "literal": "",
        **values,
    }


def test_the_pages_of_an_edition_and_of_a_program_lead_there(client, editor, edition):
    for address in (url("edition", "change", edition.pk), url("program", "change", edition.program_id)):
        page = client.get(address).text
        assert f'href="{next_page(edition)}"' in page
        assert f'href="{renamed_page(edition)}"' in page
    assert client.get(url("program", "change", factories.ProgramFactory().pk)).status_code == 200


def test_the_next_edition_is_offered_and_made_as_a_draft(client, editor, edition):
    assert 'value="令和4年度（2022年度）"' in client.get(next_page(edition)).text
    response = client.post(next_page(edition), {"fiscal_year": "Ｒ４"})
    copy = Edition.objects.get(fiscal_year=2022)
    assert response.url == url("edition", "change", copy.pk)
    assert copy.program.draft_of == edition.program
    assert Revision.objects.get().authors.get() == editor


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("令和3年度", "この施策のこの年度版は、もうあります。"),
        ("来年", "「来年」を年度として読めません。"),
        ("", "このフィールドは必須です。"),
    ],
)
def test_a_year_that_cannot_be_is_told_and_stays_typed(client, editor, edition, typed, told):
    response = client.post(next_page(edition), {"fiscal_year": typed})
    assert response.status_code == 200
    [(_, form)] = response.context["forms"]
    assert told in form.errors["fiscal_year"][0]
    assert f'value="{typed}"' in response.text or not typed
    assert not Revision.objects.exists()


def test_a_change_that_waits_is_told(client, editor, edition):
    draft = drafting.begin(program=edition.program, user=editor)
    drafting.record_save(program=draft, user=editor)
    drafting.submit(revision=Revision.objects.get(), user=editor)
    assert "確認待ちです" in client.post(next_page(edition), {"fiscal_year": "R4"}).text


def test_a_program_under_a_new_name_is_made_as_a_draft(client, editor, edition):
    response = client.post(renamed_page(edition), new_program())
    program = Program.objects.get(code="new-name")
    assert response.url == url("program", "change", program.pk)
    assert (program.literal, program.first_line, program.last_line) == ("新しい名前の事業", 10, 10)
    tie = ProgramRelation.objects.get()
    assert (tie.kind, tie.to_program, tie.source) == ("predecessor", edition.program, None)


def test_the_place_that_states_the_tie_is_kept(client, editor, edition):
    stated = {"source": factories.SourceFactory().pk, "first_line": "12", "literal": "（旧　古い名前の事業）"}
    data = new_program(kind="renamed_from", **{f"stated-{name}": value for name, value in stated.items()})
    assert client.post(renamed_page(edition), data).status_code == 302
    tie = ProgramRelation.objects.get()
    assert (tie.kind, tie.first_line, tie.last_line, tie.literal) == (
        "renamed_from",
        12,
        12,
        "（旧　古い名前の事業）",
    )


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"name": "古い名前の事業"}, "name", "この施策名の施策・事業は、もうあります。"),
        ({"code": "old-name"}, "code", "既に存在します"),
        ({"code": "新しい"}, "code", "英小文字"),
        ({"source": ""}, "source", "必須"),
        ({"first_line": "501"}, "last_line", "この資料は500行までです"),
        ({"first_line": "10", "last_line": "30"}, "last_line", "12行以内"),
        ({"fiscal_year": "いつか"}, "fiscal_year", "年度として読めません"),
        ({"stated-first_line": "12"}, "stated-source", "必須"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_is_made(
    client, editor, edition, changes, field, told
):
    response = client.post(renamed_page(edition), new_program(**changes))
    assert response.status_code == 200
    messages = {
        form.add_prefix(name): found
        for _, form in response.context["forms"]
        for name, found in form.errors.items()
    }
    assert told in messages[field][0]
    assert Program.objects.count() == 1


def test_who_may_not_edit_carries_nothing_over(client, django_user_model, edition):
    client.force_login(django_user_model.objects.create_user("clerk", password="pw", is_staff=True))
    for address in (next_page(edition), renamed_page(edition)):
        assert client.get(address).status_code == 403
        assert client.post(address, new_program()).status_code == 403
    assert Program.objects.count() == 1

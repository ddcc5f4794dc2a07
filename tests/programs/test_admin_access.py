"""Staff pages: who may do what, at what cost, and the editor for trying them out."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.urls import reverse

from programs.admin.permissions import ensure_editors
from programs.models import Program
from tests import factories
from tests.programs.staff_pages import begin, shown, url

pytestmark = pytest.mark.django_db


def test_anonymous_visitors_are_sent_to_the_sign_in(client):
    response = client.get(url("program", "changelist"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


def test_staff_outside_the_group_see_nothing_to_edit(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("clerk", password="pw", is_staff=True))
    program = factories.ProgramFactory()
    for address in (url("program", "changelist"), url("program", "change", program.pk)):
        assert client.get(address).status_code == 403
    assert client.post(url("program", "delete", program.pk), {"post": "yes"}).status_code == 403


def test_editors_extend_vocabularies_but_load_no_places_or_documents(client, editor):
    for model in ("program", "edition", "casestudy", "field", "office", "areadesignation"):
        assert client.get(url(model, "add")).status_code == 200
    for model in ("area", "source"):
        assert client.get(url(model, "changelist")).status_code == 200
        assert client.get(url(model, "add")).status_code == 403
    field = factories.FieldFactory()
    assert client.post(url("field", "delete", field.pk), {"post": "yes"}).status_code == 403


def test_addresses_and_cited_texts_stay_what_they_are(client, editor):
    program = begin(client, factories.ProgramFactory(published=True))
    source = factories.SourceFactory()
    for model, row, changes in (
        ("program", program, {"code": "another-code", "status": "draft"}),
        ("source", source, {"document_id": "another", "line_count": "1", "letter": "A"}),
    ):
        address = url(model, "change", row.pk)
        assert client.post(address, shown(client.get(address)) | changes).status_code == 302
        before = {name: str(getattr(row, name)) for name in changes}
        row.refresh_from_db()
        assert {name: str(getattr(row, name)) for name in changes} == before


@pytest.mark.parametrize("model", ["program", "edition", "casestudy", "office"])
def test_list_queries_do_not_grow_with_rows(client, editor, count_queries, model):
    def grow(count):
        for number in range(count):
            program = factories.ProgramFactory(published=True, edited_by=editor)
            case = factories.CaseStudyFactory(program=program)
            factories.CasePlaceFactory(case=case)
            factories.OfficeFactory(code=f"{program.code}-{number}", area=factories.DistrictFactory())

    address = url(model, "changelist")
    grow(2)
    client.get(address)
    few = count_queries(client.get, address)
    grow(5)
    assert count_queries(client.get, address) == few


def add_facts(edition, count):
    """So many facts of every kind."""
    for n in range(count):
        rate = factories.SubsidyRateFactory(edition=edition, condition=f"条件{edition.pk}-{n}")
        factories.CostShareFactory(rate=rate)
        office = factories.OfficeFactory(code=f"office-{edition.pk}-{n}")
        factories.EditionOfficeFactory(edition=edition, office=office)
        factories.BudgetLineFactory(edition=edition, component=f"部分{n}")
        factories.CapFactory(edition=edition, component=f"部分{n}")
        factories.EligibleApplicantFactory(edition=edition, name=f"人{n}")
        factories.EligibleCostFactory(edition=edition, name=f"費用{n}")
        factories.TargetAreaFactory(edition=edition, placed=True, name=f"場所{n}")
        factories.RequirementFactory(edition=edition, text=f"要件{n}")
        factories.CallFactory(edition=edition, label=f"公募{n}")
        factories.ProgramPartFactory(edition=edition, name=f"部分{n}")
        factories.ProgramPeriodFactory(edition=edition, component=f"部分{n}")


def test_queries_of_an_edition_page_do_not_grow_with_its_facts(client, editor, count_queries):
    small, large = factories.EditionFactory(), factories.EditionFactory()
    add_facts(small, 1)
    add_facts(large, 4)
    client.get(url("edition", "change", small.pk))
    few = count_queries(client.get, url("edition", "change", small.pk))
    assert count_queries(client.get, url("edition", "change", large.pk)) == few


def test_queries_of_program_and_case_pages_do_not_grow_with_their_facts(client, editor, count_queries):
    def make(count):
        program = factories.ProgramFactory()
        case = factories.CaseStudyFactory(program=program)
        for n in range(count):
            factories.EditionFactory(program=program, fiscal_year=2020 + n)
            factories.ProgramAliasFactory(program=program, name=f"名前{n}")
            factories.ProgramRelationFactory(from_program=program)
            factories.OutcomeFactory(program=program)
            factories.OutcomeFactory(program=program, case=case)
            factories.LinkFactory(program=program, url=f"https://www.soumu.go.jp/{n}")
            factories.CasePlaceFactory(case=case, name=f"場所{n}")
            factories.CaseOrganizationFactory(case=case, name=f"団体{n}")
        return url("program", "change", program.pk), url("casestudy", "change", case.pk)

    for small, large in zip(make(1), make(4), strict=True):
        client.get(small)
        assert count_queries(client.get, large) == count_queries(client.get, small)


def test_the_demo_editor_is_refused_outside_development():
    with pytest.raises(CommandError, match="開発用の設定"):
        call_command("ensure_demo_editor")
    assert not get_user_model().objects.exists()


def test_the_demo_editor_can_sign_in_and_edit(client, settings, capsys):
    settings.DEBUG = True
    settings.DEMO_PASSWORD = "for-this-test"
    for _ in range(2):
        call_command("ensure_demo_editor")
    assert "for-this-test" in capsys.readouterr().out

    people = {user.username: user for user in get_user_model().objects.all()}
    assert {name: [g.name for g in user.groups.all()] for name, user in people.items()} == {
        "demo-editor": ["編集者"],
        "demo-approver": ["承認者"],
        "demo-admin": ["管理者"],
    }
    assert not any(user.is_superuser for user in people.values())
    assert client.login(username="demo-editor", password="for-this-test")
    assert client.get(url("program", "add")).status_code == 200


@pytest.mark.usefixtures("catalog")
def test_the_demo_editor_is_of_two_offices_with_several_programs(settings):
    settings.DEBUG = True
    for _ in range(2):
        call_command("ensure_demo_editor")
    user = get_user_model().objects.get(username="demo-editor")
    assert user.office_memberships.count() == 2
    assert Program.objects.editable_by(user).count() > 3


def test_the_group_has_exactly_its_permissions():
    group = ensure_editors()
    count = group.permissions.count()
    group.permissions.add(*[p for p in group.permissions.model.objects.all() if "user" in p.codename])
    assert ensure_editors().permissions.count() == count

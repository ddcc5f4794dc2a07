"""Who may edit which program and who may review: the roles, and how the staff pages keep to them."""

from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.management import call_command
from django.urls import reverse

from programs import drafting
from programs.admin.permissions import EDITORS, MANAGERS, REVIEWERS, ROLES, ensure_roles
from programs.choices import PublicationStatus
from programs.models import CaseStudy, Edition, OfficeMember, Program
from programs.staff import may_edit, may_review
from tests import factories
from tests.programs.every_fact import program_with_every_fact
from tests.programs.staff_pages import begin, errors, make_editor, make_person, shown, url

pytestmark = pytest.mark.django_db

# A page of each kind that hangs on a program.
PAGES = ("program", "edition", "casestudy", "roadmapitem", "disagreement")


@pytest.fixture
def office():
    return factories.OfficeFactory(code="ours")


@pytest.fixture
def editor(client, django_user_model, office):
    user = make_editor(django_user_model, offices=[office])
    client.force_login(user)
    return user


def program_of(*offices, **values):
    """A program with an edition that names the offices."""
    program = factories.ProgramFactory(**values)
    edition = factories.EditionFactory(program=program)
    for office in offices:
        factories.EditionOfficeFactory(edition=edition, office=office)
    return program


# --- The rule ---------------------------------------------------------------------------------------


def test_an_editor_edits_programs_that_name_an_office_of_theirs(editor, office):
    theirs = program_of(factories.OfficeFactory(code="other"))
    ours = program_of(office)
    shared = program_of(office, factories.OfficeFactory(code="other"))
    assert set(Program.objects.editable_by(editor)) == {ours, shared}
    assert may_edit(editor, ours)
    assert not may_edit(editor, theirs)


def test_any_edition_counts(editor, office):
    program = program_of(factories.OfficeFactory(code="other"))
    older = factories.EditionFactory(program=program, fiscal_year=2015)
    factories.EditionOfficeFactory(edition=older, office=office)
    assert may_edit(editor, program)
    assert Program.objects.editable_by(editor).count() == 1


def test_several_offices_and_leaving_one(editor, office):
    other = factories.OfficeFactory(code="other")
    first, second = program_of(office), program_of(other)
    OfficeMember.objects.create(user=editor, office=other)
    assert set(Program.objects.editable_by(editor)) == {first, second}
    editor.office_memberships.filter(office=office).delete()
    assert set(Program.objects.editable_by(editor)) == {second}


def test_a_program_without_an_office_is_open_to_every_editor(editor, office):
    program = program_of()
    assert set(Program.objects.editable_by(editor)) == {program}
    # Once it names an office, it is that office's.
    other = factories.OfficeFactory(code="other")
    factories.EditionOfficeFactory(edition=program.editions.get(), office=other)
    assert not may_edit(editor, program)


def test_a_draft_is_of_the_offices_of_its_program(editor, office, django_user_model):
    program = program_of(office, status=PublicationStatus.PUBLISHED)
    draft = drafting.begin(program=program, user=editor)
    draft.editions.all().delete()
    other = factories.OfficeFactory(code="other")
    factories.EditionOfficeFactory(edition=factories.EditionFactory(program=draft), office=other)
    stranger = make_editor(django_user_model, "stranger", [factories.OfficeFactory(code="third")])
    taking_over = make_editor(django_user_model, "taking-over", [other])
    for row in (program, draft):
        assert [may_edit(person, row) for person in (editor, taking_over, stranger)] == [True, True, False]


def test_membership_without_the_role_is_worth_nothing(django_user_model, office):
    program = program_of(office)
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    OfficeMember.objects.create(user=clerk, office=office)
    reviewer = make_person(django_user_model, "reviewer", REVIEWERS)
    OfficeMember.objects.create(user=reviewer, office=office)
    for user in (clerk, reviewer, AnonymousUser()):
        assert not may_edit(user, program)


def test_managers_and_superusers_edit_everything(django_user_model):
    program = program_of(factories.OfficeFactory(code="other"))
    for user in (
        make_person(django_user_model, "manager", MANAGERS),
        django_user_model.objects.create_superuser("root"),
    ):
        assert may_edit(user, program)


def test_switched_off_is_switched_off(editor, office):
    program = program_of(office)
    editor.is_active = False
    assert not may_edit(editor, program)
    assert not may_review(editor)


@pytest.mark.parametrize(("role", "reviews"), [(EDITORS, False), (REVIEWERS, True), (MANAGERS, False)])
def test_only_reviewers_review(django_user_model, role, reviews):
    assert may_review(make_person(django_user_model, "somebody", role)) is reviews


# --- The groups -------------------------------------------------------------------------------------


def test_roles_hold_exactly_what_is_written(django_user_model):
    groups = ensure_roles()
    before = {
        name: set(group.permissions.values_list("codename", flat=True)) for name, group in groups.items()
    }
    assert tuple(before) == ROLES
    assert {"change_program", "delete_cap", "add_office"} < before[EDITORS]
    assert not {"review_program", "edit_any_program", "change_user", "delete_office"} & before[EDITORS]
    assert {name.split("_")[0] for name in before[REVIEWERS]} == {"view", "review"}
    assert {"change_user", "add_officemember", "edit_any_program", "delete_field"} < before[MANAGERS]
    assert not {"review_program", "delete_user", "change_group", "add_permission"} & before[MANAGERS]
    groups[REVIEWERS].permissions.set(groups[MANAGERS].permissions.all())
    ensure_roles()
    for name, group in groups.items():
        assert set(group.permissions.values_list("codename", flat=True)) == before[name]


def test_the_command_tells_what_it_did_and_can_only_tell():
    out = StringIO()
    call_command("ensure_roles", "--dry-run", stdout=out)
    assert "書き込んでいません" in out.getvalue()
    assert not Group.objects.exists()
    call_command("ensure_roles", stdout=out)
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


# --- The pages --------------------------------------------------------------------------------------


def rows_of(program):
    factories.DisagreementFactory(program=program)
    return {
        "program": program,
        "edition": program.editions.first(),
        "casestudy": program.cases.first(),
        "roadmapitem": program.roadmap.first(),
        "disagreement": program.disagreements.first(),
    }


@pytest.mark.parametrize("model", PAGES)
def test_other_offices_pages_are_read_not_written(client, editor, model):
    row = rows_of(program_with_every_fact())[model]
    page = client.get(url(model, "change", row.pk))
    assert page.status_code == 200
    assert 'name="_save"' not in page.text
    assert 'name="_publish"' not in page.text
    assert "この画面は見るだけです" in page.text
    assert "内容と出典を直す" not in page.text
    before = type(row).objects.filter(pk=row.pk).values().get()
    assert client.post(url(model, "change", row.pk), {"_save": "1"}).status_code == 403
    assert client.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert type(row).objects.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("model", PAGES)
def test_reviewers_read_everything_and_write_nothing(client, django_user_model, model):
    client.force_login(make_person(django_user_model, "reviewer", REVIEWERS))
    row = rows_of(program_with_every_fact())[model]
    assert client.get(url(model, "changelist")).status_code == 200
    page = client.get(url(model, "change", row.pk))
    assert page.status_code == 200
    assert "見るだけ" not in page.text  # whose role is to read knows
    assert client.post(url(model, "change", row.pk), {"_save": "1"}).status_code == 403
    assert client.get(url(model, "add")).status_code == 403


@pytest.mark.parametrize("model", PAGES)
def test_pages_of_ones_own_office_are_written(client, editor, office, model):
    program = program_with_every_fact()
    factories.EditionOfficeFactory(edition=program.editions.first(), office=office)
    row = begin(client, rows_of(program)[model])
    page = client.get(url(model, "change", row.pk))
    assert 'name="_save"' in page.text
    assert "見るだけ" not in page.text
    assert client.post(url(model, "change", row.pk), shown(page)).status_code == 302
    assert Program.objects.get(draft_of=program).edited_by == editor


@pytest.mark.parametrize(("model", "added"), [("edition", Edition), ("casestudy", CaseStudy)])
def test_nothing_is_added_to_another_offices_program(client, editor, office, model, added):
    theirs = program_of(factories.OfficeFactory(code="other"))
    ours = begin(client, program_of(office))
    before = added.objects.count()
    page = client.get(url(model, "add"))
    data = shown(page) | {"program": theirs.pk, "fiscal_year": "令和3", "seen": ""}
    found = errors(client.post(url(model, "add"), data))
    assert found["program"] == ["あなたの担当課・室の施策ではないので、編集できません。"]
    assert "program" not in errors(
        client.post(url(model, "add"), data | {"program": ours.pk, "fiscal_year": "?"})
    )
    assert added.objects.count() == before


def test_an_editor_goes_on_with_what_they_began(client, editor):
    page = client.get(url("program", "add"))
    field, kind = factories.FieldFactory(), factories.SupportTypeFactory()
    data = shown(page) | {
        "name": "新しい事業",
        "code": "atarashii",
        "support_type": kind.pk,
        "fields": [field.pk],
        "summary": "要約。",
        "purpose": "目的。",
        "source": factories.SourceFactory().pk,
        "first_line": 1,
        "last_line": 1,
        "literal": "新しい事業",
    }
    response = client.post(url("program", "add"), data)
    assert response.status_code == 302, errors(response)
    program = Program.objects.get(code="atarashii")
    assert 'name="_save"' in client.get(url("program", "change", program.pk)).text


def test_the_rule_costs_one_page_one_question(client, editor, office, count_queries):
    """However many kinds of facts the page has."""
    program = program_of(office)
    edition = program.editions.get()
    client.get(url("edition", "change", edition.pk))
    limited = count_queries(client.get, url("edition", "change", edition.pk))
    editor.user_permissions.set([])
    editor.is_superuser = True
    editor.save()
    client.get(url("edition", "change", edition.pk))
    # A superuser's permissions are not read (of the person and of the groups), nor their offices.
    assert limited - count_queries(client.get, url("edition", "change", edition.pk)) == 3


def test_memberships_outlive_a_catalog_that_is_loaded_anew(django_user_model, settings, tmp_path):
    from programs.models import Office
    from programs.staff import memberships, restore_memberships

    user = django_user_model.objects.create_user("editor")
    kept, gone = factories.OfficeFactory(code="kept"), factories.OfficeFactory(code="gone")
    for office in (kept, gone):
        OfficeMember.objects.create(user=user, office=office)
    before = memberships()
    Office.objects.all().delete()
    assert not OfficeMember.objects.exists()
    factories.OfficeFactory(code="kept")
    assert restore_memberships(before) == [(user.pk, "gone")]
    assert [m.office.code for m in OfficeMember.objects.all()] == ["kept"]


def test_the_index_shows_each_role_what_it_may_use(client, django_user_model):
    for role, users in ((EDITORS, False), (REVIEWERS, False), (MANAGERS, True)):
        client.force_login(make_person(django_user_model, role, role))
        text = client.get(reverse("admin:index")).text
        assert (reverse("admin:auth_user_changelist") in text) is users

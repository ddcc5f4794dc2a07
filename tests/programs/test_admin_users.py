"""利用者: a 管理者 gives people their roles and offices, and cannot make themselves or others more."""

import logging

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

from programs.admin.permissions import EDITORS, MANAGERS, REVIEWERS, ensure_roles
from programs.models import OfficeMember
from tests import factories
from tests.programs.staff_pages import make_person, shown

pytestmark = pytest.mark.django_db

LIST = "/staff/auth/user/"
NEW_PASSWORD = "correct-horse-battery"


@pytest.fixture
def manager(client, django_user_model):
    user = make_person(django_user_model, "manager", MANAGERS)
    client.force_login(user)
    return user


@pytest.fixture
def person(django_user_model):
    return make_person(django_user_model, "person", EDITORS)


def page_of(user):
    return f"{LIST}{user.pk}/change/"


def enrol(user):
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=user, type=kind, data={})


def test_a_manager_adds_a_person_who_is_staff_and_no_more(client, manager):
    data = {"username": "newcomer", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    response = client.post(f"{LIST}add/", {**data, "is_superuser": "on", "groups": []})
    user = get_user_model().objects.get(username="newcomer")
    assert response.url == page_of(user)
    assert user.is_staff
    assert user.is_active
    assert not user.is_superuser
    assert user.check_password(NEW_PASSWORD)


def test_a_weak_password_is_refused_in_japanese(client, manager):
    page = client.post(f"{LIST}add/", {"username": "newcomer", "password1": "12345", "password2": "12345"})
    assert "このパスワードは短すぎます" in page.text
    assert not get_user_model().objects.filter(username="newcomer").exists()


def test_a_manager_gives_roles_and_offices(client, manager, person):
    office = factories.OfficeFactory()
    roles = ensure_roles()
    data = shown(client.get(page_of(person))) | {
        "groups": [roles[REVIEWERS].pk],
        "office_memberships-TOTAL_FORMS": "1",
        "office_memberships-0-office": office.pk,
        "office_memberships-0-user": person.pk,
    }
    assert client.post(page_of(person), data).status_code == 302
    assert [group.name for group in person.groups.all()] == [REVIEWERS]
    assert [membership.office for membership in person.office_memberships.all()] == [office]


def test_the_same_office_twice_is_told_in_japanese(client, manager, person):
    office = factories.OfficeFactory()
    OfficeMember.objects.create(user=person, office=office)
    data = shown(client.get(page_of(person)))
    number = int(data["office_memberships-TOTAL_FORMS"])
    data |= {
        "office_memberships-TOTAL_FORMS": str(number + 1),
        f"office_memberships-{number}-office": office.pk,
        f"office_memberships-{number}-user": person.pk,
    }
    page = client.post(page_of(person), data)
    assert page.status_code == 200
    assert "重複" in page.text
    assert person.office_memberships.count() == 1


def test_nothing_beyond_the_roles_can_be_given(client, manager, person):
    group = Group.objects.create(name="すべて")
    permission = Permission.objects.get(codename="delete_user")
    data = shown(client.get(page_of(person)))
    forged = data | {"is_superuser": "on", "is_staff": "", "user_permissions": [permission.pk]}
    assert client.post(page_of(person), forged).status_code == 302
    person.refresh_from_db()
    assert (person.is_staff, person.is_superuser) == (True, False)
    assert not person.user_permissions.exists()
    assert client.post(page_of(person), data | {"groups": [group.pk]}).status_code == 200
    assert group not in person.groups.all()
    own = shown(client.get(page_of(manager))) | {"is_superuser": "on"}
    client.post(page_of(manager), own)
    manager.refresh_from_db()
    assert not manager.is_superuser


def test_a_superuser_is_out_of_a_managers_reach(client, manager, django_user_model):
    root = django_user_model.objects.create_superuser("root", password="pw")
    enrol(root)
    assert 'name="_save"' not in client.get(page_of(root)).text
    for address in (page_of(root), f"{LIST}{root.pk}/password/", f"{LIST}{root.pk}/second-factor/"):
        assert client.post(address, {"is_active": ""}).status_code == 403, address
    assert client.post(f"{LIST}{root.pk}/delete/", {"post": "yes"}).status_code == 403
    root.refresh_from_db()
    assert root.is_active
    assert root.check_password("pw")
    assert root.authenticator_set.count() == 2


def test_nobody_is_deleted_but_switched_off(client, manager, person):
    assert client.post(f"{LIST}{person.pk}/delete/", {"post": "yes"}).status_code == 403
    data = shown(client.get(page_of(person)))
    data.pop("is_active")
    client.post(page_of(person), data)
    person.refresh_from_db()
    assert not person.is_active


def test_a_manager_sets_a_new_password(client, manager, person):
    data = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD, "usable_password": "true"}
    assert client.post(f"{LIST}{person.pk}/password/", data).status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)


@pytest.mark.parametrize("role", [EDITORS, REVIEWERS])
def test_other_roles_see_no_users(client, django_user_model, person, role):
    client.force_login(make_person(django_user_model, "other", role))
    for address in (LIST, page_of(person), f"{LIST}{person.pk}/second-factor/"):
        assert client.get(address).status_code == 403, address


def test_who_has_a_second_factor_is_seen_and_it_can_be_reset(client, manager, person, caplog):
    caplog.set_level(logging.INFO, logger="staff")
    enrol(person)
    enrol(manager)
    assert client.get(LIST).text.count('alt="True"') >= 2
    page = client.get(page_of(person)).text
    assert "認証アプリ" in page
    address = f"{LIST}{person.pk}/second-factor/"
    assert address in page
    assert person.username in client.get(address).text
    assert person.authenticator_set.count() == 2  # asking changes nothing
    assert client.post(address).url == page_of(person)
    assert not person.authenticator_set.exists()
    assert manager.authenticator_set.count() == 2
    lines = [record.getMessage() for record in caplog.records if record.name == "staff"]
    assert f"second factor reset user={person.pk} by={manager.pk}" in lines
    assert client.post(f"{LIST}{manager.pk}/second-factor/").url == "/staff/account/2fa/"
    assert manager.authenticator_set.count() == 2
    assert "二段階認証の登録を消しました" in client.get(f"{LIST}{person.pk}/history/").text


def test_the_list_does_not_grow_in_queries(client, manager, django_user_model, count_queries):
    def grow(*names):
        for name in names:
            user = make_person(django_user_model, name, EDITORS)
            enrol(user)
            OfficeMember.objects.create(user=user, office=factories.OfficeFactory(code=name))

    grow("a", "b")
    client.get(LIST)
    few = count_queries(client.get, LIST)
    grow("c", "d", "e")
    assert count_queries(client.get, LIST) == few


@pytest.mark.parametrize(
    "address", ["/staff/mfa/authenticator/", "/staff/account/emailaddress/", "/staff/auth/group/"]
)
def test_secrets_and_what_code_decides_have_no_page(client, django_user_model, address):
    client.force_login(django_user_model.objects.create_superuser("root"))
    assert client.get(address).status_code == 404


def test_a_superuser_can_make_another(client, django_user_model, person):
    client.force_login(django_user_model.objects.create_superuser("root"))
    data = shown(client.get(page_of(person))) | {"is_superuser": "on"}
    client.post(page_of(person), data)
    person.refresh_from_db()
    assert person.is_superuser

"""Who the tests of staff pages are signed in as."""

import pytest

from tests.programs.staff_pages import make_editor


@pytest.fixture
def editor(client, django_user_model):
    """Somebody of the group 編集者 who may edit every program, signed in."""
    user = make_editor(django_user_model)
    client.force_login(user)
    return user

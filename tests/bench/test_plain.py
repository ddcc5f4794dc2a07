"""The list page made the plain way, which the search's own is measured beside, still opens."""

import copy

import pytest
from django.conf import settings as project

from tests.factories import ProgramFactory

TEMPLATES = copy.deepcopy(project.TEMPLATES)
TEMPLATES[0]["DIRS"].append(project.BASE_DIR / "bench" / "templates")


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?q=テレワーク", "?q=光ファイバ"])
def test_the_plain_page_opens(client, settings, query):
    settings.ROOT_URLCONF = "bench.urls"
    settings.TEMPLATES = TEMPLATES
    ProgramFactory(published=True, name="テレワーク普及展開推進事業")
    response = client.get(f"/plain/{query}")
    assert response.status_code == 200
    assert ("テレワーク普及展開推進事業" in response.text) == (query != "?q=光ファイバ")

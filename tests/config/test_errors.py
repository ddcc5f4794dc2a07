"""Pages for when something is wrong, each tried with what it must do without."""

import json
from contextlib import contextmanager

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import bad_request, permission_denied, server_error
from tinyhtml5.parser import HTMLParser

from config.about.errors import near_programs
from config.middleware import DatabaseAwayMiddleware
from tests import factories as make

STATIC_PAGES = ["400.html", "403.html", "403_csrf.html", "500.html", "503.html"]


@contextmanager
def database_away(error: type[Exception] = OperationalError):
    def refuse(execute, sql, params, many, context):
        raise error("the server closed the connection")

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.parametrize("name", STATIC_PAGES)
def test_a_static_page_needs_no_database_no_request_and_no_list_of_files(name, settings):
    """Without the mark a query fails the test; this storage fails for every file before collectstatic."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    text = render_to_string(name)
    parser = HTMLParser(namespace_html_elements=False)
    tree = parser.parse(text)
    assert parser.errors == []
    assert tree.get("lang") == "ja"
    assert [link.get("href") for link in tree.iter("link")] == ["/static/css/site.css", "/static/icon.svg"]
    assert len(list(tree.iter("h1"))) == 1
    assert "<script" not in text
    assert "style=" not in text
    addresses = {link.get("href") for link in tree.iter("a")}
    assert addresses == {reverse("search:home"), reverse("search:programs"), reverse("about:contact")}


@pytest.mark.parametrize(
    ("handler", "status", "words"),
    [
        (lambda request: server_error(request), 500, "ただいま表示できません"),
        (lambda request: bad_request(request, Exception()), 400, "受け取れない内容です"),
        (lambda request: permission_denied(request, PermissionDenied()), 403, "このページは開けません"),
    ],
)
def test_the_handlers_answer_without_a_database(handler, status, words):
    response = handler(RequestFactory().get("/"))
    assert response.status_code == status
    assert words in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize("path", ["/programs/whole/", "/", "/programs/", "/sitemap.xml", "/contact/"])
def test_a_database_that_is_away_is_a_503_that_says_when_to_ask_again(client, path, error):
    make.ProgramFactory(published=True, code="whole")
    with database_away(error):
        response = client.get(path)
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert response["Cache-Control"] == "no-store"
    assert "1分ほど待って" in response.text
    assert "closed the connection" not in response.text
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies
    assert client.get(path).status_code == 200


@pytest.mark.django_db
def test_a_program_that_reads_the_api_gets_its_503_in_json(client):
    with database_away():
        response = client.get("/api/v1/programs/whole/")
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    [error] = json.loads(response.text)["errors"]
    assert "もう一度お試しください" in error["message"]


def test_other_faults_are_left_to_the_500_page():
    middleware = DatabaseAwayMiddleware(lambda request: None)
    assert middleware.process_exception(RequestFactory().get("/"), ValueError("x")) is None


@pytest.mark.django_db
def test_a_fault_of_ours_shows_the_500_page_and_nothing_of_the_fault(monkeypatch):
    def fail(*args, **kwargs):
        raise ValueError("secret")

    monkeypatch.setattr("programs.views.Source.objects", fail)
    response = Client(raise_request_exception=False).get("/sources/")
    assert response.status_code == 500
    assert "ただいま表示できません" in response.text
    assert "secret" not in response.text


@pytest.mark.django_db
class TestNotFound:
    @pytest.fixture(autouse=True)
    def programs(self):
        make.ProgramFactory(published=True, code="kodo-musen-kankyo", name="高度無線")
        make.ProgramFactory(published=True, code="local-5g-jissho", name="ローカル5G")
        make.ProgramFactory(code="keitai-area-seibi", name="下書き")

    @pytest.mark.parametrize(
        "path",
        [
            "/programs/kodo-musen-kankyou/",
            "/programs/kodo_musen_kankyo/",
            "/programs/Kodo-Musen-Kankyo/",
            "/kodo-musen-kankyo/",
            "/programs/kodo-musen-kankyo/nosuch!/",
        ],
    )
    def test_a_program_with_nearly_that_code_is_offered(self, client, path):
        response = client.get(path)
        assert response.status_code == 404
        assert '<a href="/programs/kodo-musen-kankyo/">高度無線</a>' in response.text
        assert "ローカル5G" not in response.text

    @pytest.mark.parametrize("path", ["/nosuch/", "/programs/keitai-area-seibi/", "/a/", f"/{'x' * 10_000}/"])
    def test_nothing_is_offered_that_is_not_near_or_not_public(self, client, path):
        response = client.get(path)
        assert response.status_code == 404
        assert "もしかして" not in response.text
        assert 'name="q"' in response.text

    def test_it_takes_one_query_and_none_where_no_code_was_asked_for(self, client, count_queries):
        assert count_queries(client.get, "/nosuch/") == 1
        assert count_queries(client.get, "/%F0%9F%98%80/") == 0

    def test_it_answers_while_the_database_is_away(self, client):
        with database_away():
            assert near_programs("/kodo-musen-kankyo/") == []
            assert client.get("/nosuch/").status_code == 404

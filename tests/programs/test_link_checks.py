"""Dead links: asked politely, never inside our own network, called dead after two failures a day apart."""

import threading
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from programs.linkchecks import HOSTS_AT_ONCE, Answer, Asking, Unreachable, check, check_all, public_address
from programs.management.commands.check_links import store, urls_to_check
from programs.models import LinkCheck
from tests import factories
from tests.programs.staff_pages import make_editor, url

LOCAL = Asking(timeout=5, delay=0, allow_private=True)
DAY = timedelta(days=1)
NOW = datetime(2021, 4, 10, tzinfo=UTC)


OWN_NETWORK = ["127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0"]
OWN_NETWORK += ["::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "224.0.0.1", "localhost"]


class Site(BaseHTTPRequestHandler):
    """/200, /404 …; /moved/3/200 redirects three times for good, /found/1/200 once for now."""

    asked: list[tuple[str, str]] = []

    def do_HEAD(self):
        self.asked.append((self.command, self.path))
        kind, *rest = self.path.strip("/").split("/")
        if kind == "get-only":
            self.send_response(405 if self.command == "HEAD" else 200)
        elif kind in ("moved", "found"):
            left = int(rest[0]) - 1
            target = f"/{kind}/{left}/{rest[1]}" if left else f"/{rest[1]}"
            self.send_response(301 if kind == "moved" else 302)
            self.send_header("Location", target)
        elif kind == "to-files":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
        else:
            self.send_response(int(kind) if kind.isdecimal() else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    Site.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


class TestAnswers:
    @pytest.mark.parametrize(
        ("path", "status", "problem", "moved_to"),
        [
            ("/200", 200, "", ""),
            ("/資料?q=光", 200, "", ""),
            ("/404", 404, "ページがありません（404）", ""),
            ("/410", 410, "ページがありません（410）", ""),
            ("/500", 500, "サーバーの誤り（500）", ""),
            ("/403", 403, "", ""),
            ("/get-only", 200, "", ""),
            ("/moved/5/200", 200, "", "/200"),
            ("/moved/1/404", 404, "ページがありません（404）", "/404"),
            ("/found/2/200", 200, "", ""),
            ("/found/6/200", None, "転送が5回を超えました", ""),
            ("/to-files", None, "httpかhttpsのアドレスではありません", ""),
        ],
    )
    def test_of_a_server(self, site, path, status, problem, moved_to):
        expected = Answer(f"{site}{path}", status, problem, f"{site}{moved_to}" if moved_to else "")
        assert check(f"{site}{path}", LOCAL) == expected

    def test_a_page_that_answers_head_is_not_asked_twice(self, site):
        check(f"{site}/200", LOCAL)
        check(f"{site}/404", LOCAL)
        assert Site.asked == [("HEAD", "/200"), ("HEAD", "/404"), ("GET", "/404")]

    @pytest.mark.parametrize(
        ("address", "problem"),
        [
            ("http://127.0.0.1:1/", "つながりません"),
            ("http://nowhere.invalid/", "サーバーの名前が見つかりません"),
            ("ftp://example.jp/", "httpかhttpsのアドレスではありません"),
            ("http:///x", "httpかhttpsのアドレスではありません"),
            ("http://[::1", "アドレスの形が正しくありません"),
            ("http://example.jp:99999/", "アドレスの形が正しくありません"),
            (f"http://{'あ' * 80}.jp/", "アドレスの形が正しくありません"),
        ],
    )
    def test_of_no_server(self, address, problem):
        assert check(address, LOCAL) == Answer(address, None, problem)

    def test_a_server_that_has_no_certificate(self, site):
        answer = check(site.replace("http:", "https:"), LOCAL)
        assert (answer.status, answer.problem) == (None, "証明書を確かめられません")

    @given(st.text(max_size=40))
    def test_no_text_makes_it_fail(self, text):
        assert check(text, Asking(timeout=1, delay=0)).url == text


class TestOwnNetwork:
    @pytest.mark.parametrize("host", OWN_NETWORK)
    def test_is_never_asked_unless_told_so(self, host):
        with pytest.raises(Unreachable, match="内部のアドレス"):
            public_address(host, 80, allow_private=False)

    def test_a_public_address_is(self):
        assert public_address("8.8.8.8", 443, allow_private=False) == ("8.8.8.8", 443)

    def test_nothing_reaches_a_local_server(self, site):
        answer = check(f"{site}/200", Asking(delay=0))
        assert (answer.status, answer.problem) == (None, "公開されていない内部のアドレスです")
        assert Site.asked == []

    def test_a_redirect_into_it_is_refused(self, site, monkeypatch):
        """The first host is public, the one that it redirects to is not."""
        from programs import linkchecks

        port = int(site.rpartition(":")[2])

        def resolve(host, asked_port, *, allow_private):
            if host == "public.example":
                return "127.0.0.1", port
            return public_address(host, asked_port, allow_private=allow_private)

        def ask(method, address, asking, real=linkchecks._request):
            status, location = real(method, address, asking)
            return (302, f"{site}/200") if "public.example" in address else (status, location)

        monkeypatch.setattr(linkchecks, "public_address", resolve)
        monkeypatch.setattr(linkchecks, "_request", ask)
        answer = check("http://public.example/200", Asking(delay=0))
        assert answer.problem == "公開されていない内部のアドレスです"
        assert len(Site.asked) == 1


class TestManners:
    def test_one_question_at_a_time_to_a_host_and_few_hosts_at_once(self):
        lock, running, most, hosts_at_once = threading.Lock(), defaultdict(int), defaultdict(int), [0]

        def ask(url, asking):
            host = url.split("/")[2]
            with lock:
                running[host] += 1
                most[host] = max(most[host], running[host])
                hosts_at_once[0] = max(hosts_at_once[0], sum(running.values()))
            threading.Event().wait(0.002)
            with lock:
                running[host] -= 1
            return Answer(url, 200)

        urls = [f"http://host-{number % 9}.example/{number}" for number in range(60)]
        answers = list(check_all(urls, LOCAL, ask))
        assert {answer.url for answer in answers} == set(urls)
        assert len(answers) == len(urls)
        assert set(most.values()) == {1}
        assert hosts_at_once[0] <= HOSTS_AT_ONCE

    def test_between_two_questions_to_a_host_it_waits(self, monkeypatch):
        waited = []
        monkeypatch.setattr("programs.linkchecks.time.sleep", waited.append)
        urls = ["http://a.example/1", "http://a.example/2", "http://A.example/3", "http://b.example/1"]
        list(check_all(urls, Asking(delay=7), lambda url, asking: Answer(url, 200)))
        assert waited == [7, 7]

    def test_a_fault_of_ours_is_not_swallowed(self):
        def ask(url, asking):
            raise RuntimeError("ours")

        with pytest.raises(RuntimeError, match="ours"):
            list(check_all(["http://a.example/"], LOCAL, ask))


@pytest.mark.django_db
class TestDead:
    URL = "https://www.soumu.go.jp/x"

    def fail(self, at):
        return store(Answer(self.URL, 404, "ページがありません（404）"), at)

    @pytest.mark.parametrize(
        ("later", "is_dead"),
        [
            ([], False),
            ([DAY - timedelta(seconds=1)], False),
            ([DAY], True),
            ([timedelta(hours=1), DAY * 2], True),
        ],
    )
    def test_after_two_failures_a_day_apart(self, later, is_dead):
        check = self.fail(NOW)
        for after in later:
            check = self.fail(NOW + after)
        assert check.failures == 1 + len(later)
        assert check.first_failed_at == NOW
        assert LinkCheck.objects.dead().exists() is check.is_dead is is_dead

    def test_one_that_opened_between_starts_anew(self):
        self.fail(NOW)
        check = store(Answer(self.URL, 200), NOW + DAY)
        assert (check.ok, check.failures, check.first_failed_at, check.problem) == (True, 0, None, "")
        check = self.fail(NOW + 2 * DAY)
        assert (check.failures, check.first_failed_at) == (1, NOW + 2 * DAY)
        assert not LinkCheck.objects.dead().exists()


@pytest.mark.django_db
class TestCommand:
    def run(self, *options):
        output = StringIO()
        call_command("check_links", "--delay", "0", *options, stdout=output)
        return output.getvalue()

    def test_every_link_is_asked_once_and_the_summary_says_what_failed(self, site):
        program = factories.ProgramFactory()
        for path in ("/200", "/404", "/moved/1/200"):
            factories.LinkFactory(program=program, url=f"{site}{path}")
        factories.LinkFactory(url=f"{site}/200")
        factories.LinkCheckFactory(url="https://www.soumu.go.jp/gone")
        output = self.run("--allow-private")

        assert "リンク 3件を確かめました。開けないもの 1件、リンク切れ（1日以上あけて2回） 0件。" in output
        assert "使われなくなった記録 1件を消しました。" in output
        assert f"/3 ページがありません（404）：{site}/404" in output
        checks = {c.url.removeprefix(site): (c.ok, c.status, c.moved_to) for c in LinkCheck.objects.all()}
        assert checks == {
            "/200": (True, 200, ""),
            "/404": (False, 404, ""),
            "/moved/1/200": (True, 200, f"{site}/200"),
        }

    def test_a_dry_run_asks_and_writes_nothing(self, site):
        factories.LinkFactory(url=f"{site}/200")
        factories.LinkCheckFactory(url="https://www.soumu.go.jp/gone")
        assert f"{site}/200" in self.run("--dry-run", "--allow-private")
        assert Site.asked == []
        assert [check.url for check in LinkCheck.objects.all()] == ["https://www.soumu.go.jp/gone"]

    def test_those_that_failed_come_first_then_the_unasked_then_the_oldest(self):
        made = {
            "a": {"checked_at": NOW},
            "b": {"checked_at": NOW - DAY},
            "d": {"failed": True, "checked_at": NOW},
        }
        for name in "abcd":
            factories.LinkFactory(url=f"https://{name}.example/")
        for name, values in made.items():
            factories.LinkCheckFactory(url=f"https://{name}.example/", **values)
        assert [url[8] for url in urls_to_check()] == ["d", "c", "b", "a"]

    def test_a_limit_is_kept(self, site):
        for status in (200, 204, 201):
            factories.LinkFactory(url=f"{site}/{status}")
        assert "リンク 2件を確かめました" in self.run("--limit", "2", "--allow-private")
        assert LinkCheck.objects.count() == 2

    @pytest.mark.parametrize("options", [["--limit", "0"], ["--timeout", "0"], ["--delay", "-1"]])
    def test_nonsense_is_refused(self, options):
        with pytest.raises(CommandError, match="1以上"):
            self.run(*options)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, ["2021年4月3日", "開けました。"]),
        ({"failed": True}, ["開けませんでした（ページがありません（404））", "もう一度確かめてから"]),
        (
            {"failed": True, "failures": 3, "checked_at": datetime(2021, 4, 9, tzinfo=UTC)},
            ["2021年4月9日", "リンク切れです", "2021年4月3日から3回"],
        ),
        ({"moved_to": "https://new.example/"}, ["移った先：https://new.example/"]),
    ],
)
def test_an_editor_sees_what_a_link_answered_and_when(client, django_user_model, values, said):
    client.force_login(make_editor(django_user_model))
    link = factories.LinkFactory()
    factories.LinkCheckFactory(url=link.url, **values)
    text = client.get(url("program", "change", link.program_id)).text
    for words in said:
        assert words in text

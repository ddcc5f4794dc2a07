"""更新履歴: written with the public record, told in words, never hidden by a bulk operation."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from programs import services
from programs.choices import PublicationStatus
from programs.models import Program, PublicRecord, RecordChange
from programs.presentation.history import ChangeItem, change_item
from programs.services import refresh_public_record, refresh_public_records
from tests import factories as make
from tests.programs.small_project import SmallProject

pytestmark = pytest.mark.django_db

SHORT = st.text("あいう", max_size=90)


@pytest.fixture
def opened():
    """A catalog that opened with one program; what comes later is new."""
    return make.ProgramFactory(published=True, code="first", name="はじめからの事業")


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create(username="editor")


@pytest.fixture
def project(tmp_path, settings) -> SmallProject:
    settings.BASE_DIR = tmp_path
    settings.SOURCES_DIR = tmp_path / "sources"
    project = SmallProject(tmp_path).write()
    project.command("build_fixtures", "--write")
    return project


def history(code: str) -> list[tuple[str, int]]:
    return [(change.kind, change.version) for change in RecordChange.objects.of_program(code)]


def raise_the_rate(program: Program) -> None:
    rate = make.SubsidyRateFactory(edition=program.editions.get(), numerator=1, denominator=2)
    refresh_public_record(program)
    rate.numerator, rate.denominator = 2, 3
    rate.save()
    refresh_public_record(program)


class TestWriting:
    def test_what_was_there_at_the_opening_is_not_new_and_what_came_later_is(self, opened):
        later = make.ProgramFactory(published=True)
        assert history("first") == [("opened", 1)]
        assert history(later.code) == [("added", 1)]

    def test_a_draft_has_no_history(self, opened):
        draft = make.ProgramFactory()
        refresh_public_record(draft)
        assert history(draft.code) == []

    def test_a_change_is_told_with_before_and_after(self, opened):
        raise_the_rate(opened)
        last = RecordChange.objects.of_program("first")[0]
        assert (last.kind, last.version) == ("changed", 3)
        assert last.changes == [
            {"label": "令和3年度（2021年度）版 補助率", "before": "国 1/2", "after": "国 2/3"}
        ]
        assert last.happened_at == PublicRecord.objects.get(program=opened).updated_at

    def test_nothing_is_written_where_nothing_changed(self, opened):
        refresh_public_records(Program.objects.all())
        assert history("first") == [("opened", 1)]

    def test_a_program_that_is_withdrawn_ends_and_may_come_back(self, opened, editor):
        services.withdraw(program=opened, user=editor)
        assert history("first")[0] == ("ended", 2)
        opened.status = PublicationStatus.PUBLISHED
        opened.save()
        services.record_edit(program=opened, user=editor)
        assert history("first")[0] == ("added", 3)

    def test_a_program_that_is_deleted_ends_and_its_neighbour_changes(self, opened):
        neighbour = make.ProgramFactory(published=True)
        make.ProgramRelationFactory(from_program=neighbour, to_program=opened)
        refresh_public_records([opened, neighbour])
        services.delete_programs([opened])
        assert history("first")[0] == ("ended", 3)
        assert RecordChange.objects.get(code="first", version=3).name == "はじめからの事業"
        assert history(neighbour.code)[0] == ("changed", 3)

    def test_a_change_that_is_rolled_back_leaves_no_entry(self, opened):
        with transaction.atomic():
            raise_the_rate(opened)
            transaction.set_rollback(True)
        assert history("first") == [("opened", 1)]

    def test_queries_do_not_grow_with_the_programs_that_changed(self, opened):
        programs = make.ProgramFactory.create_batch(6, published=True)

        def queries_of(some: list[Program]) -> int:
            for program in some:
                Program.objects.filter(pk=program.pk).update(purpose=f"{program.purpose}改")
                program.refresh_from_db()
            with CaptureQueriesContext(connection) as queries:
                refresh_public_records(some)
            # The index has a count of its own (tests/search/test_index.py).
            return sum("programs_recordchange" in query["sql"] for query in queries)

        few = queries_of(programs[:2])
        assert 0 < queries_of(programs) <= few
        assert history(programs[0].code)[0] == ("changed", 3)


class TestLoading:
    def test_the_first_load_is_one_entry_and_a_reload_of_the_same_none(self, project, client):
        project.command("load_catalog")
        count = PublicRecord.objects.count()
        assert set(RecordChange.objects.values_list("kind", "version")) == {("opened", 1)}
        times = dict(PublicRecord.objects.values_list("program__code", "updated_at"))
        project.command("load_catalog", "--overwrite")
        assert RecordChange.objects.count() == count
        assert dict(PublicRecord.objects.values_list("program__code", "updated_at")) == times
        text = client.get("/updates/").text
        assert f"カタログを公開（{count}件）" in text
        assert text.count('class="row"') == 1

    def test_another_catalog_tells_what_is_new_changed_and_gone(self, project):
        project.command("load_catalog")
        project.change("まちの通信をよくする", "村の通信をよくする", project.catalog)
        project.command("load_catalog")
        assert history("shiken")[0] == ("changed", 2)
        assert history("betsu") == [("opened", 1)]
        [item] = RecordChange.objects.get(code="shiken", version=2).changes
        assert "村の通信をよくする" in item["after"]

    def test_a_program_that_the_next_catalog_lacks_has_ended(self, project, editor):
        project.command("load_catalog")
        make.SourceFactory(letter="Y")
        extra = make.ProgramFactory(published=True, code="extra")
        project.command("load_catalog", "--overwrite")
        assert not Program.objects.filter(code="extra").exists()
        assert history(extra.code) == [("ended", 2), ("added", 1)]


@given(
    st.text("あいう", max_size=90),
    st.text("あいう", max_size=90),
    st.text("あいう", min_size=90, max_size=120),
)
def test_two_long_texts_are_shown_where_they_differ(middle, other, rest):
    before, after = f"{rest}甲{middle}{rest}", f"{rest}乙{other}{rest}"
    shown = change_item("要約", before, after)
    assert shown.before != shown.after
    for text, whole, mark in ((shown.before, before, "甲"), (shown.after, after, "乙")):
        assert text.strip("…") in whole
        assert mark in text
        assert len(text) < len(whole)


def test_short_texts_and_what_was_added_are_shown_whole():
    long = "長い" * 100
    assert change_item("要約", "", long).after == long
    assert change_item("補助率", "国 1/2", "国 2/3") == ChangeItem("補助率", "国 1/2", "国 2/3")


class TestPage:
    @pytest.fixture
    def some(self, opened, editor):
        raise_the_rate(opened)
        gone = make.ProgramFactory(published=True, code="gone", name="終わった事業")
        services.withdraw(program=gone, user=editor)

    def kinds(self, client, query: str) -> list[str]:
        return [entry.kind for entry in client.get(f"/updates/?{query}").context["entries"]]

    def test_entries_newest_first_in_words(self, client, some):
        response = client.get("/updates/")
        assert [e.kind for e in response.context["entries"]] == [
            "ended",
            "added",
            "changed",
            "changed",
            "opened",
        ]
        assert "国 1/2 → <b>国 2/3</b>" in response.text
        assert 'href="/programs/first/"' in response.text
        assert "/programs/gone/" not in response.text
        assert "終わった事業" in response.text

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("kind=ended", ["ended"]),
            ("kind=added", ["added", "opened"]),
            ("kind=added&kind=ended", ["ended", "added", "opened"]),
            ("program=gone", ["ended", "added"]),
            ("program=first&kind=changed", ["changed", "changed"]),
            ("program=first&kind=ended", []),
        ],
    )
    def test_filters(self, client, some, query, expected):
        assert self.kinds(client, query) == expected

    @pytest.mark.parametrize(
        "query",
        [
            "kind=nosuch",
            "kind=opened",
            "kind=%00",
            f"kind={'x' * 10_000}",
            "program=nosuch",
            "program=%00",
            "program=<b>",
            f"program={'9' * 10_000}",
            "kind=ended&kind=nosuch",
        ],
    )
    def test_a_bad_value_is_a_message_and_no_entries(self, client, some, query):
        response = client.get(f"/updates/?{query}")
        assert response.status_code == 200
        assert "条件を読み取れません" in response.text
        assert "エラー：" in response.text
        assert response.context["entries"] == []

    @pytest.mark.parametrize("page", ["0", "9", "x", "", "%00", "9" * 5000])
    def test_a_page_that_is_not_there_is_a_404(self, client, some, page):
        assert client.get(f"/updates/?page={page}").status_code == 404

    def test_pages(self, client, opened):
        make.ProgramFactory.create_batch(30, published=True)
        assert client.get("/updates/").text.count('class="row"') == 30
        assert client.get("/updates/?page=2").text.count('class="row"') == 1

    def test_an_empty_history_says_so(self, client):
        assert "記録を始めてからの更新はありません" in client.get("/updates/").text

    def test_queries_do_not_grow_with_entries(self, client, some, count_queries):
        few = count_queries(client.get, "/updates/")
        assert few <= 4
        for program in make.ProgramFactory.create_batch(5, published=True):
            raise_the_rate(program)
        assert count_queries(client.get, "/updates/") <= few

    def test_a_program_shows_its_last_changes_and_leads_to_all(self, client, opened):
        for number in range(6):
            Program.objects.filter(pk=opened.pk).update(purpose=f"目的その{number}です。")
            refresh_public_record(opened)
        text = client.get("/programs/first/").text
        assert text.count("<b>目的その") == 5
        assert 'href="/updates/?program=first"' in text
        assert len(self.kinds(client, "program=first")) == 7

    def test_a_program_without_entries_says_so(self, client, opened):
        RecordChange.objects.all().delete()
        assert "記録を始めてからの変更はありません" in client.get("/programs/first/").text

    def test_what_is_told_is_escaped(self, client, opened):
        Program.objects.filter(pk=opened.pk).update(purpose="<script>x</script>")
        refresh_public_record(opened)
        for path in ("/updates/", "/programs/first/"):
            assert "<script>x" not in client.get(path).text

    def test_a_program_that_never_was_public_is_unknown(self, client, opened):
        make.ProgramFactory(code="hidden", status=PublicationStatus.DRAFT)
        assert "更新履歴にありません" in client.get("/updates/?program=hidden").text

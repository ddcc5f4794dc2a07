"""What waits for whom: each list, the first page that shows them all, and the yearly confirmation."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from programs import drafting, worklists
from programs.models import Call, Confirmation, Program, Revision, Version
from tests import factories
from tests.programs.staff_pages import make_editor, url

pytestmark = pytest.mark.django_db

TODAY = date(2021, 6, 30)
INDEX = "admin:index"


@pytest.fixture
def approver(django_user_model):
    user = make_editor(django_user_model, "approver")
    user.user_permissions.add(Permission.objects.get(codename="review_program"))
    return user


def list_page(key):
    return reverse("admin:programs_worklist", args=[key])


def listed(client, key):
    """(text, detail) of each entry of a list's own page."""
    return [(entry.text, entry.detail) for entry in client.get(list_page(key)).context["entries"]]


def changed(program, user):
    draft = drafting.begin(program=program, user=user)
    drafting.record_save(program=draft, user=user)
    return Revision.objects.open().get(program=program)


def submitted(program, user):
    revision = changed(program, user)
    drafting.submit(revision=revision, user=user)
    return revision


def published(name, **values):
    return factories.ProgramFactory(published=True, name=name, **values)


# --- Changes ----------------------------------------------------------------------------------------


def test_my_drafts_are_those_i_began_or_worked_on(client, editor, approver):
    drafting.begin(program=published("始めただけ"), user=editor)
    both = published("二人で直した")
    changed(both, approver)
    changed(both, editor)
    changed(published("ほかの人の下書き"), approver)
    submitted(published("もう出した"), editor)
    assert sorted(text for text, _ in listed(client, "my-drafts")) == ["二人で直した", "始めただけ"]
    [entry] = [e for e in client.get(list_page("my-drafts")).context["entries"] if e.text == "始めただけ"]
    assert entry.href == url("program", "change", Program.objects.get(draft_of__name="始めただけ").pk)


def test_reviewers_see_what_waits_and_which_of_it_another_has_to_review(client, editor, approver):
    submitted(published("ほかの人の変更"), editor)
    submitted(published("自分の変更"), approver)
    client.force_login(approver)
    assert listed(client, "to-review") == [("ほかの人の変更", ""), ("自分の変更", "ほかの人の確認が必要")]


def test_who_may_not_review_is_shown_no_reviews(client, editor):
    submitted(published("自分の変更"), editor)
    assert client.get(list_page("to-review")).status_code == 404
    assert "確認待ちの変更" not in client.get(reverse(INDEX)).text


def test_what_waits_for_its_time_says_when(client, editor, approver):
    revision = submitted(published("四月から"), editor)
    drafting.approve(
        revision=revision,
        user=approver,
        version=Version.objects.last_number(revision.code),
        publish_at=datetime(2100, 3, 31, 15, 0, tzinfo=UTC),
    )
    assert listed(client, "to-publish") == [("四月から", "令和82年（2100年）4月1日 0:00に公開")]


# --- Confirmation -----------------------------------------------------------------------------------


def stale(today=TODAY):
    return sorted(p.name for p in worklists.not_confirmed(Program.objects.all(), today))


def test_stale_is_what_nobody_touched_since_the_first_of_april_in_tokyo():
    before, after = datetime(2021, 3, 31, 14, 59, tzinfo=UTC), datetime(2021, 3, 31, 15, 0, tzinfo=UTC)
    published("昨年度に編集", edited_at=before)
    published("四月一日の零時に編集", edited_at=after)
    published("取り込んだまま")
    factories.ProgramFactory(name="下書き")
    assert stale() == ["取り込んだまま", "昨年度に編集"]
    assert len(stale(date(2022, 3, 31))) == 2
    assert len(stale(date(2022, 4, 1))) == 3


def test_a_confirmation_holds_until_the_year_ends_and_changes_no_fact(editor):
    program = published("確かめる施策")
    edited_at = program.edited_at
    first = worklists.confirm(program=program, user=editor, today=TODAY)
    assert worklists.confirm(program=program, user=editor, today=date(2022, 3, 31)) == first
    assert stale() == stale(date(2022, 3, 31)) == []
    assert stale(date(2022, 4, 1)) == ["確かめる施策"]
    program.refresh_from_db()
    assert program.edited_at == edited_at
    assert not Revision.objects.exists()


def test_a_draft_is_not_confirmed(editor):
    with pytest.raises(ValidationError, match="公開中"):
        worklists.confirm(program=factories.ProgramFactory(), user=editor, today=TODAY)


def test_a_press_of_the_button_confirms_and_stays_on_the_list(client, editor):
    program, other = published("確かめる施策"), published("まだの施策")
    assert {text for text, _ in listed(client, "stale")} == {"確かめる施策", "まだの施策"}
    response = client.post(list_page("stale"), {"program": program.pk}, follow=True)
    assert "「確かめる施策」は、今年度もこの内容で正しいと記録しました。" in response.text
    assert [entry.pk for entry in response.context["entries"]] == [other.pk]
    assert Confirmation.objects.get().confirmed_by == editor


@pytest.mark.parametrize("pk", ["", "abc", "999999", "-1"])
def test_what_is_not_there_is_not_confirmed(client, editor, pk):
    assert client.post(list_page("stale"), {"program": pk}).status_code == 404


def test_who_may_not_edit_confirms_nothing_and_sees_no_entries(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("clerk", password="pw", is_staff=True))
    program = published("確かめる施策")
    assert client.post(list_page("stale"), {"program": program.pk}).status_code == 403
    assert listed(client, "stale") == []
    assert client.get(reverse(INDEX)).status_code == 200


def test_visitors_are_sent_to_the_sign_in(client):
    assert client.get(list_page("stale")).status_code == 302


# --- Facts ------------------------------------------------------------------------------------------


def test_calls_of_this_month_in_the_order_of_their_days():
    program = published("公募のある施策")
    edition = program.editions.get()
    for label, day in (
        ("前月末", date(2021, 5, 31)),
        ("月末", date(2021, 6, 30)),
        ("月初", date(2021, 6, 1)),
        ("翌月", date(2021, 7, 1)),
        ("去年の同じ月", date(2020, 6, 15)),
    ):
        factories.CallFactory(edition=edition, label=label, opens_on=None, closes_on=day)
    factories.CallFactory(label="下書きの公募", closes_on=date(2021, 6, 15))
    found = worklists.calls_closing_this_month(Program.objects.all(), TODAY)
    assert [call.label for call in found] == ["月初", "月末"]


def test_a_call_leads_to_its_edition(client, editor):
    program = published("公募のある施策")
    today = timezone.localdate()
    factories.CallFactory(edition=program.editions.get(), label="二次公募", opens_on=None, closes_on=today)
    [entry] = client.get(list_page("calls")).context["entries"]
    assert entry.text == "公募のある施策：二次公募"
    assert entry.href == url("edition", "change", Call.objects.get().edition_id)


def test_ties_without_a_citation_and_facts_carried_over_lack_one(client, editor):
    tied, cited = published("関係の根拠がない"), published("根拠がある")
    factories.ProgramRelationFactory(from_program=tied, to_program=cited)
    factories.ProgramRelationFactory(from_program=tied, to_program=cited, kind="predecessor")
    factories.ProgramRelationFactory(
        from_program=cited,
        to_program=tied,
        source=factories.SourceFactory(),
        first_line=1,
        last_line=1,
        literal="前身",
    )
    carried = published("引き継いだ")
    drafting.clone_edition(edition=carried.editions.get(), fiscal_year=2022, user=editor)
    changed(tied, editor)  # its copy holds the same ties and is not listed beside it
    assert sorted(listed(client, "citations")) == [
        ("引き継いだ", "引き継いだままの行があります"),
        ("関係の根拠がない", "出典のない関係 2件"),
    ]


def test_disagreements_are_listed_once_with_their_program(client, editor):
    program = published("食い違う施策")
    factories.DisagreementFactory(program=program)
    changed(program, editor)
    assert listed(client, "disagreements") == [("締切の日", "食い違う施策")]


# --- The pages --------------------------------------------------------------------------------------


def test_the_first_page_shows_counts_the_first_five_and_the_way_to_all(client, editor):
    for number in range(7):
        published(f"施策{number}")
    page = client.get(reverse(INDEX)).text
    assert "7件" in page
    assert sum(f"施策{n}</a>" in page for n in range(7)) == 5
    assert f'href="{list_page("stale")}"' in page
    assert "今は何もないもの" in page


def test_a_long_list_has_pages(client, editor):
    for number in range(51):
        factories.ProgramFactory(published=True, name=f"施策{number:02}")
    first, second = (client.get(list_page("stale"), {"page": page}) for page in (1, 2))
    assert [len(r.context["entries"]) for r in (first, second)] == [50, 1]
    assert "51件のうち1～50件目" in first.text
    assert client.get(list_page("stale"), {"page": "abc"}).status_code == 200


def test_a_list_that_is_not_there_is_not_found(client, editor):
    assert client.get(list_page("nosuch")).status_code == 404


def grow(count, editor, approver):
    """So many entries of every list."""
    for _ in range(count):
        program = factories.ProgramFactory(published=True)
        factories.ProgramRelationFactory(from_program=program, to_program=factories.ProgramFactory())
        factories.CallFactory(edition=program.editions.get(), opens_on=None, closes_on=timezone.localdate())
        factories.DisagreementFactory(program=program)
        changed(factories.ProgramFactory(published=True), approver)
        submitted(factories.ProgramFactory(published=True), editor)
        revision = submitted(factories.ProgramFactory(published=True), editor)
        drafting.approve(
            revision=revision,
            user=approver,
            version=Version.objects.last_number(revision.code),
            publish_at=timezone.now() + timedelta(days=1),
        )


def test_the_queries_of_the_first_page_do_not_grow(client, editor, approver, count_queries):
    client.force_login(approver)
    grow(1, editor, approver)
    client.get(reverse(INDEX))
    few = count_queries(client.get, reverse(INDEX))
    # Two of each of the seven lists; session, person, rights (2), and the admin's own log of actions.
    assert few <= 2 * 8 + 6
    grow(2, editor, approver)
    assert count_queries(client.get, reverse(INDEX)) == few
    for key in ("my-drafts", "to-review", "to-publish", "calls", "stale", "citations", "disagreements"):
        client.get(list_page(key))
        assert count_queries(client.get, list_page(key)) <= 6, key


def test_a_catalog_that_is_loaded_anew_keeps_what_was_confirmed(catalog, editor):
    program = Program.objects.get(code="kodo-musen-kankyo")
    worklists.confirm(program=program, user=editor, today=TODAY)
    call_command("load_catalog", overwrite=True, stdout=StringIO())
    assert program.name not in stale()
    assert len(stale()) == Program.objects.published().count() - 1

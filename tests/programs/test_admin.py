"""Staff pages: an editor makes, changes, publishes and removes programs without help."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from programs import drafting
from programs.models import (
    Edition,
    Outcome,
    Program,
    PublicRecord,
    SubsidyRate,
    Version,
)
from tests import factories
from tests.programs.staff_pages import add_row, approve, begin, cited, errors, shown, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorded(monkeypatch):
    """The programs whose edit was recorded."""
    calls = []
    record_save = drafting.record_save

    def spy(*, program, user, reason=""):
        calls.append(program.pk)
        record_save(program=program, user=user, reason=reason)

    monkeypatch.setattr(drafting, "record_save", spy)
    return calls


def save_edition(client, edition, **changes):
    address = url("edition", "change", edition.pk)
    return client.post(address, shown(client.get(address)) | changes)


def test_editor_makes_a_whole_program_and_readers_see_it(client, editor):
    address = url("program", "add")
    data = shown(client.get(address)) | cited(
        name="高度無線環境整備推進事業",
        code="kodo-musen-kankyo",
        reading="こうどむせんかんきょうせいびすいしんじぎょう",
        support_type=factories.SupportTypeFactory().pk,
        fields=[factories.FieldFactory().pk],
        purpose="光ファイバの整備を進めます。",
        summary="光ファイバを引く費用の一部を補助します。",
        literal="高度無線環境整備推進事業",
    )
    add_row(data, "aliases", **cited(name="高度無線環境整備", literal="高度無線環境整備"))
    response = client.post(address, data | {"_continue": "1"})
    program = Program.objects.get()
    assert response.url == url("program", "change", program.pk)

    page = client.get(response.url)
    add_edition = f"{url('edition', 'add')}?program={program.pk}"
    assert f'href="{add_edition}"' in page.text

    page = client.get(add_edition)
    assert "<option value" in page.text
    data = shown(page) | {"fiscal_year": "令和３年度"}
    assert data["program"] == str(program.pk)
    add_row(data, "editionoffices", **cited(office=factories.OfficeFactory().pk, phone="03-5253-5866"))
    add_row(
        data,
        "budgetlines",
        **cited(fiscal_year="R3", phase="initial", account="一般会計", amount_yen="３，６８２百万円"),
    )
    add_row(
        data,
        "subsidyrates",
        **cited(
            rate="2分の1", other_shares="都道府県 1/5、市町村 ３／１０", cap_yen="2,000万円", cap_of="subsidy"
        ),
    )
    add_row(data, "subsidyrates", **cited(rate="定額", condition="離島"))
    add_row(data, "eligibleapplicants", **cited(role="eligible", name="市町村", kinds=[]))
    add_row(data, "calls", **cited(opens_on="令和3年4月1日", closes_on="2021-04-30"))
    response = client.post(add_edition, data)
    assert response.status_code == 302, errors(response)
    assert not PublicRecord.objects.exists()

    address = url("program", "change", program.pk)
    assert "まだ" in client.get(address).context["standing"].sentence
    approve(program, editor)
    record = PublicRecord.objects.get(program=program).record
    [edition] = record["editions"]
    assert (edition["fiscal_year"], edition["offices"][0]["phone"]) == (2021, "03-5253-5866")
    assert edition["budgets"][0]["amount_yen"] == 3_682_000_000
    assert [rate["cap_yen"] for rate in edition["rates"]] == [20_000_000, None]
    assert [(s["payer"], s["numerator"], s["denominator"]) for s in edition["rates"][0]["shares"]] == [
        ("国", 1, 2),
        ("都道府県", 1, 5),
        ("市町村", 3, 10),
    ]
    assert edition["rates"][1]["is_fixed_amount"]
    assert edition["calls"][0]["opens_on"] == "2021-04-01"
    assert edition["budgets"][0]["citation"]["lines"] == [24, 24]


def test_every_edit_is_recorded_once_with_its_editor(client, editor, recorded):
    program = factories.ProgramFactory(published=True)
    edition = begin(client, program.editions.get())
    save_edition(client, edition, fiscal_year="令和4年度（2022年度）", why="資料の年度")

    draft = Program.objects.get(draft_of=program)
    assert recorded == [draft.pk]
    assert draft.edited_by == editor
    assert draft.edited_at
    version = Version.objects.of_program(program.code)[0]
    assert (version.saved_by, version.reason) == (editor, "資料の年度")
    assert version.record["editions"][0]["fiscal_year"] == 2022
    assert program.public_record.record["editions"][0]["fiscal_year"] == 2021
    [entry] = LogEntry.objects.all()
    assert entry.user == editor
    assert "年度" in entry.get_change_message()


def test_saving_an_untouched_page_changes_no_fact(client, editor):
    program = factories.ProgramFactory()
    edition = factories.EditionFactory(program=program)
    rate = factories.SubsidyRateFactory(edition=edition)
    # The comma in the payer could not be told from one between two shares.
    factories.CostShareFactory(rate=rate, payer="都道府県、市町村")
    factories.EligibleApplicantFactory(edition=edition)
    factories.TargetAreaFactory(edition=edition, placed=True)
    factories.CallFactory(edition=edition)
    factories.ProgramPeriodFactory(edition=edition)
    client.post(*_untouched(client, edition))
    response = client.post(*_untouched(client, edition))

    assert response.status_code == 302, errors(response)
    after, before = Version.objects.of_program(program.code)
    assert after.record == before.record
    assert after.snapshot == before.snapshot
    assert [share.payer for share in rate.shares.all()] == ["都道府県、市町村"]
    assert LogEntry.objects.first().get_change_message() == "変更はありませんでした。"


def _untouched(client, edition):
    address = url("edition", "change", edition.pk)
    return address, shown(client.get(address))


def test_new_rows_stand_last_unless_placed(client, editor):
    edition = factories.EditionFactory()
    factories.RequirementFactory(edition=edition, position=7, text="初めからある要件")
    address, data = _untouched(client, edition)
    add_row(data, "requirements", **cited(text="次の要件"))
    add_row(data, "requirements", **cited(text="その次の要件"))
    add_row(data, "requirements", **cited(text="一番上の要件", position="0"))
    client.post(address, data)

    texts = [requirement.text for requirement in edition.requirements.all()]
    assert texts == ["一番上の要件", "初めからある要件", "次の要件", "その次の要件"]


def test_changed_shares_replace_the_old_ones_and_removed_rows_go(client, editor, recorded):
    edition = factories.EditionFactory()
    kept = factories.SubsidyRateFactory(edition=edition)
    factories.CostShareFactory(rate=kept)
    factories.SubsidyRateFactory(edition=edition, condition="離島")
    changes = {"subsidyrates-0-other_shares": "民間1/4；市町村1/12", "subsidyrates-1-DELETE": "on"}
    assert save_edition(client, edition, **changes).status_code == 302

    assert [str(share) for share in kept.shares.all()] == ["民間 1/4", "市町村 1/12"]
    assert list(SubsidyRate.objects.all()) == [kept]
    assert recorded == [edition.program_id]


def test_outcomes_of_a_case_belong_to_its_program(client, editor, recorded):
    program = begin(client, factories.ProgramFactory(published=True))
    address = f"{url('casestudy', 'add')}?program={program.pk}"
    data = shown(client.get(address)) | cited(title="島の光ファイバ", summary="島に光ファイバを引きました。")
    add_row(data, "places", name="徳島県神山町", area=factories.MunicipalityFactory().pk)
    add_row(data, "outcomes", **cited(metric="つながった世帯", number="54", unit="世帯", nature="result"))
    response = client.post(address, data)
    assert response.status_code == 302, errors(response)

    assert Outcome.objects.get().program == program
    assert recorded == [program.pk]
    approve(program.draft_of, editor)
    program = Program.objects.get()
    record = PublicRecord.objects.get().record
    assert record["cases"][0]["outcomes"][0]["value"] == 54
    assert record["outcomes"] == []
    # The outcome is edited with its case, not twice.
    page = client.get(url("program", "change", program.pk))
    assert "つながった世帯" not in page.text
    assert "島の光ファイバ" in page.text


def test_only_a_published_program_can_be_viewed_on_site(client, editor):
    published, draft = factories.ProgramFactory(published=True), factories.ProgramFactory()
    assert "サイト上で表示" in client.get(url("program", "change", published.pk)).text
    assert "サイト上で表示" not in client.get(url("program", "change", draft.pk)).text
    assert "サイト上で表示" in client.get(url("edition", "change", published.editions.get().pk)).text


def test_deleting_an_edition_is_an_edit_of_the_draft(client, editor, recorded):
    program = factories.ProgramFactory(published=True)
    edition = begin(client, program.editions.get())
    assert client.post(url("edition", "delete", edition.pk), {"post": "yes"}).status_code == 302
    assert list(Edition.objects.all()) == [program.editions.get()]
    assert recorded == [edition.program_id]
    assert Version.objects.of_program(program.code)[0].record["editions"] == []
    assert PublicRecord.objects.get().record["editions"], "readers see it as before"
    public = program.editions.get()
    assert client.post(url("edition", "delete", public.pk), {"post": "yes"}).status_code == 403


def test_a_published_program_is_withdrawn_before_it_is_deleted(client, editor):
    published, draft = factories.ProgramFactory(published=True), factories.ProgramFactory()
    factories.ProgramRelationFactory(from_program=published, to_program=draft)
    assert client.post(url("program", "delete", published.pk), {"post": "yes"}).status_code == 403
    assert client.post(url("program", "delete", draft.pk), {"post": "yes"}).status_code == 302
    assert list(Program.objects.all()) == [published]


def test_a_new_name_of_a_term_reaches_every_program_that_shows_it(client, editor):
    field, office = factories.FieldFactory(), factories.OfficeFactory()
    factories.ProgramFactory.create_batch(2, published=True)
    for model, term in (("field", field), ("office", office)):
        address = url(model, "change", term.pk)
        response = client.post(address, shown(client.get(address)) | {"name": f"新しい名前の{model}"})
        assert response.status_code == 302, errors(response)

    for row in PublicRecord.objects.all():
        assert row.record["fields"] == ["新しい名前のfield"]
        assert row.record["editions"][0]["offices"][0]["name"] == "新しい名前のoffice"


def test_lists_are_searched_and_filtered_by_what_editors_know(client, editor):
    program = factories.ProgramFactory(name="光の道の施策", published=True)
    other = factories.ProgramFactory(name="別の施策")
    factories.EditionFactory(program=other, fiscal_year=None)
    factories.ProgramAliasFactory(program=program, name="ブロードバンド整備")
    address = url("program", "changelist")
    for query, found in (
        ({"q": "ブロードバンド"}, [program]),
        ({"q": "試験課"}, [program]),
        ({"fiscal_year": "2021"}, [program]),
        ({"fiscal_year": "none"}, [other]),
        ({"status__exact": "draft"}, [other]),
    ):
        assert list(client.get(address, query).context["cl"].queryset) == found, query
    assert "令和3年度（2021年度）" in client.get(address).text


VOCABULARIES = ["field", "supporttype", "applicantkind", "office", "source", "area", "areadesignation"]
LISTS = ["program", "edition", "casestudy", *VOCABULARIES]


@pytest.mark.parametrize("model", LISTS)
def test_every_list_opens_and_searches(client, editor, model):
    response = client.get(url(model, "changelist"), {"q": "あ"})
    assert response.status_code == 200
    assert "支援施策カタログ 編集" in response.text
    assert reverse("admin:index") in response.text

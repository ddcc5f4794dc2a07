"""From a document to drafts: what is proposed, what is written, by whom."""

from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from programs import drafting
from programs.choices import PublicationStatus
from programs.importing.confirming import confirm, next_letter
from programs.importing.proposal import Particulars, propose
from programs.importing.text import decode
from programs.models import (
    BudgetLine,
    EditionOffice,
    Office,
    Program,
    PublicRecord,
    Source,
    SubsidyRate,
    SupportType,
)
from tests import factories
from tests.programs.invented_document import TEXT
from tests.programs.staff_pages import make_editor

ONE, TWO, THREE = (
    "山あいの光回線みらい整備事業",
    "まちのデータ箱づくり実証 （つなぐ型）",
    "読めない数字の事業",
)
WORDS = Particulars(title="試験施策集", publisher="試験省", fiscal_year=2022)
ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def editor(django_user_model):
    for slug in ("other", "subsidy", "commission"):
        factories.SupportTypeFactory(slug=slug)
    factories.MunicipalityFactory()
    return make_editor(django_user_model)


def text(content: str = TEXT):
    return decode(content.encode())


def rows() -> Counter:
    """How many rows of each model there are."""
    return Counter(
        {m.__name__: m._default_manager.count() for m in apps.get_app_config("programs").get_models()}
    )


def proposed(name: str, particulars: Particulars = WORDS, content: str = TEXT):
    return next(p for p in propose(text(content), particulars).programs if p.entry.name == name)


@pytest.mark.django_db
class TestConfirm:
    def test_proposing_writes_nothing(self, editor):
        before = rows()
        proposal = propose(text(), WORDS)
        assert proposal.counts["new_programs"] == 3
        assert proposal.counts["new_facts"] > 20
        assert rows() == before

    def test_unknown_programs_become_drafts_with_cited_facts(self, editor):
        result = confirm(text=text(), particulars=WORDS, user=editor)
        assert [row["name"] for row in result.created] == [ONE, TWO, THREE]
        program = Program.objects.get(name=ONE)
        source = Source.objects.get()
        assert (source.letter, source.title, source.fiscal_year) == ("A", "試験施策集", 2022)
        assert (source.line_count, source.sha256) == (78, text().sha256)
        assert (program.status, program.summary, program.purpose) == (PublicationStatus.DRAFT, "", "")
        assert (program.source, program.first_line, program.literal) == (source, 7, ONE)
        assert program.edited_by == editor
        assert list(program.revision.authors.all()) == [editor]
        edition = program.editions.get()
        assert edition.fiscal_year == 2022
        budget = edition.budgetlines.get(phase="initial")
        assert (budget.amount_yen, budget.first_line, budget.literal) == (
            1_234_000_000,
            15,
            "１，２３４百万円",
        )
        assert edition.budgetlines.get(phase="supplementary-2").part_of_larger
        rate = edition.subsidyrates.get(area="離島")
        assert (rate.numerator, rate.denominator, rate.first_line) == (2, 3, 28)
        contact = edition.editionoffices.get()
        assert (contact.office.name, contact.fax) == (
            "総務省試験基盤局 回線整備課",
            "０３－１２３４－５６７９",
        )
        case = Program.objects.get(name=TWO).cases.get(title="箱を開ける実証")
        assert [(place.name, place.area.code) for place in case.places.all()] == [("徳島県神山町", "363421")]
        assert [(o.name, o.role) for o in case.organizations.all()] == [("株式会社みほん", "実施団体")]
        assert SubsidyRate.objects.get(is_fixed_amount=True).cap_yen == 3_000_000
        assert not PublicRecord.objects.exists()

    def test_a_second_time_adds_nothing(self, editor):
        confirm(text=text(), particulars=WORDS, user=editor)
        before = rows()
        again = confirm(text=text(), particulars=WORDS, user=editor)
        assert (again.created, again.changed, again.facts) == ([], [], 0)
        assert rows() == before

    def test_an_imported_program_that_was_renamed_is_still_known(self, editor):
        confirm(text=text(), particulars=WORDS, user=editor)
        Program.objects.filter(name=ONE).update(name="直した名前")
        before = rows()
        assert confirm(text=text(), particulars=WORDS, user=editor).created == []
        assert rows() == before

    def test_a_draft_says_what_it_lacks_before_it_may_be_public(self, editor):
        confirm(text=text(), particulars=WORDS, user=editor)
        revision = Program.objects.get(name=ONE).revision
        with pytest.raises(ValidationError) as refused:
            drafting.submit(revision=revision, user=editor)
        assert refused.value.messages == [
            "記号（URL）が仮のままです。公開の前に決めます。",
            "要約が空です。",
            "目的が空です。",
            "分野が選ばれていません。",
        ]
        with pytest.raises(ValidationError, match="内容が空の事例があります。"):
            drafting.submit(revision=Program.objects.get(name=TWO).revision, user=editor)

    def test_a_public_program_gets_a_new_edition_in_its_draft_alone(self, editor):
        program = factories.ProgramFactory(published=True, name=ONE)
        record = PublicRecord.objects.get(program=program).record
        result = confirm(text=text(), particulars=WORDS, user=editor)
        assert [row["name"] for row in result.changed] == [ONE]
        program.refresh_from_db()
        assert [edition.fiscal_year for edition in program.editions.all()] == [2021]
        assert PublicRecord.objects.get(program=program).record == record
        draft = program.draft
        assert sorted(edition.fiscal_year for edition in draft.editions.all()) == [2021, 2022]
        assert draft.aliases.get().name == ONE
        before = rows()
        assert confirm(text=text(), particulars=WORDS, user=editor).facts == 0
        assert rows() == before

    def test_a_program_is_known_by_the_name_that_another_document_prints(self, editor):
        program = factories.ProgramFactory(name="ほかの名前の施策")
        factories.ProgramAliasFactory(program=program, name="山あいの 光回線みらい整備事業")
        assert proposed(ONE).program == program

    def test_a_name_of_two_programs_is_left_to_a_person(self, editor):
        for _ in range(2):
            factories.ProgramAliasFactory(name=ONE)
        assert "どれか決まらない" in proposed(ONE).blocked
        result = confirm(text=text(), particulars=WORDS, user=editor)
        assert [row["name"] for row in result.left_out] == [ONE]
        assert not Program.objects.filter(name=ONE).exists()

    def test_a_near_name_is_told_and_is_another_program(self, editor):
        factories.ProgramFactory(name="山あいの光回線みらい整備事業（仮称）")
        assert proposed(ONE).near == ["山あいの光回線みらい整備事業（仮称）"]
        assert proposed(ONE).program is None

    def test_other_values_are_shown_and_not_written(self, editor):
        edition = factories.EditionFactory(program__name=ONE, fiscal_year=2022)
        factories.BudgetLineFactory(edition=edition, fiscal_year=2022, amount_yen=5_000_000)
        factories.SubsidyRateFactory(edition=edition, area="離島", numerator=1, denominator=9)
        office = factories.OfficeFactory(name="総務省試験基盤局 回線整備課")
        factories.EditionOfficeFactory(edition=edition, office=office, phone="03-9999-9999", email="")
        different = {c.fact.cite.first: c.existing for c in proposed(ONE).different}
        assert different.keys() == {8, 15, 28}
        assert "5百万円" in different[15]
        assert different[28] == "1/9"
        assert "03-9999-9999" in different[8]
        result = confirm(text=text(), particulars=WORDS, user=editor)
        assert result.different == 3
        assert edition.budgetlines.get(phase="initial").amount_yen == 5_000_000
        assert edition.subsidyrates.filter(area="離島").count() == 1
        assert edition.editionoffices.get().phone == "03-9999-9999"
        assert edition.budgetlines.filter(phase="supplementary-2").exists()

    def test_what_waits_for_review_is_left_out_and_said(self, editor):
        program = factories.ProgramFactory(published=True, name=ONE)
        draft = drafting.begin(program=program, user=editor)
        drafting.record_save(program=draft, user=editor)
        drafting.submit(revision=draft.revision, user=editor)
        result = confirm(text=text(), particulars=WORDS, user=editor)
        assert [row["name"] for row in result.left_out] == [ONE]
        assert [row["name"] for row in result.created] == [TWO, THREE]
        assert not draft.editions.filter(fiscal_year=2022).exists()

    def test_an_editor_adds_nothing_to_the_programs_of_another_office(self, editor, django_user_model):
        theirs, other = (factories.OfficeFactory(code=code) for code in ("theirs", "other"))
        mine = factories.ProgramFactory(name=ONE)
        factories.EditionOfficeFactory(edition__program=mine, office=theirs)
        foreign = factories.ProgramFactory(name=TWO)
        factories.EditionOfficeFactory(edition__program=foreign, office=other)
        clerk = make_editor(django_user_model, "clerk", offices=[theirs])
        result = confirm(text=text(), particulars=WORDS, user=clerk)
        assert [row["name"] for row in result.left_out] == [TWO]
        assert [row["name"] for row in result.changed] == [ONE]
        assert not foreign.editions.filter(fiscal_year=2022).exists()
        assert confirm(text=text(), particulars=WORDS, user=editor).left_out == []
        assert confirm(text=text(), particulars=WORDS, user=clerk).left_out == []

    def test_letters_go_on_after_z(self, editor):
        for number, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
            factories.SourceFactory(document_id=f"9{number:02}_taken", letter=letter)
        assert next_letter() == "AA"

    def test_who_may_not_add_programs_writes_nothing(self, editor, django_user_model):
        clerk = django_user_model.objects.create_user("clerk", is_staff=True)
        before = rows()
        with pytest.raises(PermissionDenied):
            confirm(text=text(), particulars=WORDS, user=clerk)
        assert rows() == before

    def test_a_failure_in_the_middle_writes_nothing(self, editor, monkeypatch):
        calls = []
        record_save = drafting.record_save

        def fail_at_the_third(**kwargs):
            calls.append(kwargs["program"])
            if len(calls) == 3:
                raise ValidationError("止まりました。")
            record_save(**kwargs)

        monkeypatch.setattr(drafting, "record_save", fail_at_the_third)
        before = rows()
        with pytest.raises(ValidationError):
            confirm(text=text(), particulars=WORDS, user=editor)
        assert len(calls) == 3
        assert rows() == before

    def test_every_imaginable_page_fits_the_tables(self, editor):
        """What the reader lets through, the database takes: lengths, doubled rows, very large sums."""
        long = "長" * 400
        body = "\n".join(
            [
                f"総務省{long}課 03-1234-5678",
                "総務省 試験課 03-1234-5678",
                "総務省試験課 03-1234-5678",
                f"{'a' * 300}@example.go.jp",
                "予算額\n令和4年度当初 99999999999999兆円",
                "国 1/2 市町村 1/4 市町村 1/4",
                f"【{long}】\n国 1/2 市町村 1/2",
                f"対象者\n{long}市町村\n市町村\n市 町村",
                f"対象地域\n離島、離島\n{long}",
                f"事例1 {long}",
                "事例1 同じ題名\n事例2 同じ題名",
                f"分野\n{long}",
            ]
        )
        result = confirm(text=text(f"施策名：{'名' * 120}\n{body}\n"), particulars=WORDS, user=editor)
        assert len(result.created) == 1
        assert [contact.phone for contact in EditionOffice.objects.all()] == ["03-1234-5678"]
        assert not BudgetLine.objects.exists()


@pytest.mark.django_db
class TestCommand:
    @pytest.fixture
    def command(self, editor, tmp_path):
        path = tmp_path / "document.txt"
        path.write_text(TEXT, encoding="utf-8")

        def run(*options: str, file: Path = path) -> str:
            output = StringIO()
            particulars = ("--title=試験施策集", "--publisher=試験省", "--fiscal-year=令和4年度")
            call_command("import_document", str(file), *particulars, *options, stdout=output)
            return output.getvalue()

        return run

    @pytest.mark.parametrize("options", [(), ("--dry-run",)])
    def test_without_confirm_it_tells_and_writes_nothing(self, command, options):
        before = rows()
        output = command(*options)
        assert f"■ {ONE}（7行）：新しい施策" in output
        assert "[新規] 予算額 令和4年度 当初 一般会計 1,234百万円（15行「１，２３４百万円」）" in output
        assert "[読み取れない] 48行 - 本年度は約3億円を見込む。" in output
        assert "施策 3件（新しい施策 3件" in output
        assert "書き込んでいません" in output
        assert rows() == before

    def test_with_confirm_it_writes_and_a_second_time_says_nothing_new(self, command):
        assert "施策 新規3件・追加0件" in command("--confirm", "--user=editor")
        before = rows()
        assert "新しいことはありませんでした。" in command("--confirm", "--user=editor")
        assert rows() == before

    def test_confirm_needs_a_person(self, command):
        with pytest.raises(CommandError, match="--user"):
            command("--confirm")
        with pytest.raises(CommandError, match="--user"):
            command("--confirm", "--user=nobody")
        assert not Program.objects.exists()

    def test_bad_files_are_refused_by_name(self, command, tmp_path):
        bad = tmp_path / "bad.txt"
        bad.write_bytes("施策名：あ".encode("cp932"))
        with pytest.raises(CommandError, match=r"bad\.txt：文字コードがUTF-8ではありません"):
            command(file=bad)
        with pytest.raises(CommandError, match="読めません"):
            command(file=tmp_path / "nowhere.txt")

    def test_a_year_that_is_none_is_refused(self, command, tmp_path):
        with pytest.raises(CommandError, match="年として読めません"):
            call_command("import_document", "x", "--title=t", "--publisher=p", "--fiscal-year=来年")


@pytest.mark.django_db
def test_an_office_is_made_once_by_its_name(editor):
    office = factories.OfficeFactory(name="総務省試験基盤局　回線整備課")
    confirm(text=text(), particulars=WORDS, user=editor)
    assert EditionOffice.objects.filter(office=office).count() == 1
    assert Office.objects.filter(name__contains="回線整備課").count() == 1
    assert SupportType.objects.count() == 3

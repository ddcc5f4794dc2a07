"""Next year's edition: what is carried over, how it is marked, and that no reader sees it unconfirmed."""

import pytest
from django.core.exceptions import ValidationError

from programs import drafting
from programs.carriedover import MARK, carried_over, fact_models
from programs.choices import MaterialKind, RelationKind
from programs.drafting import review
from programs.drafting.cloning import CARRIED
from programs.models import BudgetLine, Call, Edition, Program, PublicRecord, Revision, Version
from tests import factories
from tests.programs.every_fact import program_with_every_fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create(username="editor")


def printed(name, **values):
    source = factories.SourceFactory()
    return drafting.Place(**({"source": source, "first_line": 10, "last_line": 11, "literal": name} | values))


def facts_of(edition):
    return {model: list(model._default_manager.filter(edition=edition)) for model in fact_models()}


def test_every_kind_of_fact_is_carried_or_left_on_purpose():
    assert {*CARRIED, BudgetLine, Call} == {*fact_models()}


def test_rates_areas_and_applicants_are_carried_to_the_draft_and_budgets_and_calls_are_not(editor):
    program = program_with_every_fact()
    edition = program.editions.get()
    factories.MaterialFactory(edition=edition, kind=MaterialKind.LAW, name="電波法")
    copy = drafting.clone_edition(edition=edition, fiscal_year=2022, user=editor)

    assert copy.program.draft_of == program
    assert copy.fiscal_year == 2022
    before, after = facts_of(edition), facts_of(copy)
    assert after.pop(BudgetLine) == after.pop(Call) == []
    for model, facts in after.items():
        expected = [f for f in before[model] if getattr(f, "kind", "") != MaterialKind.GUIDE]
        assert [str(fact) for fact in facts] == [str(fact) for fact in expected]
        assert [(f.source, f.first_line, f.literal) for f in facts] == [
            (f.source, f.first_line, f.literal) for f in expected
        ]
        assert all(fact.note == f"令和3年度（2021年度）版{MARK}" for fact in facts)
    assert [str(s) for s in copy.subsidyrates.get().shares.all()] == ["市町村 1/3"]
    assert [kind.slug for kind in copy.eligibleapplicants.get().kinds.all()] == ["municipality"]
    last = Version.objects.of_program(program.code)[0]
    assert last.reason == "令和4年度版の作成（令和3年度（2021年度）から引き継ぎ）"
    assert Revision.objects.get().authors.get() == editor
    assert [e.fiscal_year for e in program.editions.all()] == [2021], "readers see nothing of it"
    assert all(not fact.note for facts in facts_of(edition).values() for fact in facts)


def test_a_period_that_is_over_is_left(editor):
    edition = factories.EditionFactory()
    factories.ProgramPeriodFactory(edition=edition, component="終わる部分", to_fiscal_year=2021)
    factories.ProgramPeriodFactory(edition=edition, component="続く部分", to_fiscal_year=2022)
    copy = drafting.clone_edition(edition=edition, fiscal_year=2022, user=editor)
    assert [period.component for period in copy.programperiods.all()] == ["続く部分"]


def test_the_notes_of_a_fact_stay_behind_the_mark_and_fit(editor):
    edition = factories.EditionFactory(fiscal_year=None)
    factories.CapFactory(edition=edition, note="誤植。" * 99)
    copy = drafting.clone_edition(edition=edition, fiscal_year=2022, user=editor)
    note = copy.caps.get().note
    assert note.startswith(f"年度の記載のない版{MARK}誤植。")
    assert len(note) == 300


def test_what_is_carried_over_is_not_sent_to_review_before_it_is_confirmed(editor):
    program = factories.ProgramFactory(published=True)
    factories.SubsidyRateFactory(edition=program.editions.get())
    copy = drafting.clone_edition(edition=program.editions.get(), fiscal_year=2022, user=editor)
    draft, revision = copy.program, Revision.objects.get()
    with pytest.raises(ValidationError) as refused:
        drafting.submit(revision=revision, user=editor)
    [message] = refused.value.messages
    assert "令和4年度（2022年度）版に、前の版から引き継いだまま" in message
    assert "（問い合わせ先1件、補助率1件、年度の根拠1件）" in message
    with pytest.raises(ValidationError):
        review.publish(revision, editor)

    copy.subsidyrates.update(note="", first_line=30, last_line=30)
    copy.editionoffices.all().delete()
    Edition.objects.filter(pk=copy.pk).update(year_note="")
    assert carried_over(draft) == []
    drafting.record_save(program=draft, user=editor)
    drafting.submit(revision=revision, user=editor)


def test_a_year_that_is_there_is_not_made_again_and_nothing_is_left_behind(editor):
    program = factories.ProgramFactory(published=True)
    factories.EditionFactory(program=program, fiscal_year=2022)
    edition = program.editions.get(fiscal_year=2021)
    with pytest.raises(ValidationError, match="この年度版は、もうあります"):
        drafting.clone_edition(edition=edition, fiscal_year=2022, user=editor)
    assert not Revision.objects.exists()
    assert list(Program.objects.all()) == [program]


def test_a_change_that_waits_is_not_cloned_into(editor):
    program = factories.ProgramFactory(published=True)
    draft = drafting.begin(program=program, user=editor)
    drafting.record_save(program=draft, user=editor)
    drafting.submit(revision=Revision.objects.get(), user=editor)
    with pytest.raises(ValidationError, match="確認待ち"):
        drafting.clone_edition(edition=program.editions.get(), fiscal_year=2022, user=editor)


def test_an_edition_of_the_draft_is_cloned_in_the_draft(editor):
    program = factories.ProgramFactory(published=True)
    draft = drafting.begin(program=program, user=editor)
    copy = drafting.clone_edition(edition=draft.editions.get(), fiscal_year=2022, user=editor)
    assert copy.program == draft
    draft.editions.filter(fiscal_year=2021).delete()
    with pytest.raises(ValidationError, match="下書きにはもうありません"):
        drafting.clone_edition(edition=program.editions.get(), fiscal_year=2023, user=editor)


def test_a_program_that_changes_its_name_is_a_new_one_tied_to_the_old(editor):
    old = program_with_every_fact(code="old-name", name="古い名前の事業")
    new = drafting.clone_program(
        edition=old.editions.get(),
        name="新しい名前の事業",
        code="new-name",
        fiscal_year=2022,
        printed_at=printed("新しい名前の事業"),
        user=editor,
    )
    assert (new.status, new.reading, new.summary) == ("draft", "", old.summary)
    assert (new.first_line, new.literal) == (10, "新しい名前の事業")
    assert [field.slug for field in new.fields.all()] == ["broadband"]
    assert [new.cases.count(), new.aliases.count(), new.outcomes.count(), new.links.count()] == [0, 0, 0, 0]
    [tie] = new.relations.all()
    assert (tie.kind, tie.to_program, tie.source) == (RelationKind.PREDECESSOR, old, None)
    edition = new.editions.get()
    assert edition.fiscal_year == 2022
    assert edition.subsidyrates.get().note.endswith(MARK)
    assert not edition.budgetlines.exists()
    revision = Revision.objects.get()
    assert (revision.draft, revision.program) == (new, new)
    with pytest.raises(ValidationError, match="要約と目的が前の施策のまま"):
        drafting.submit(revision=revision, user=editor)
    assert not PublicRecord.objects.filter(program=new).exists()


def test_the_tie_says_where_it_is_stated_where_it_is(editor):
    old = factories.ProgramFactory(published=True)
    draft = drafting.begin(program=old, user=editor)
    new = drafting.clone_program(
        edition=draft.editions.get(),
        name="新しい名前の事業",
        code="new-name",
        fiscal_year=2022,
        printed_at=printed("新しい名前の事業"),
        user=editor,
        kind=RelationKind.RENAMED_FROM,
        stated_at=printed("旧名称", first_line=12, last_line=12),
    )
    [tie] = new.relations.all()
    assert (tie.kind, tie.to_program, tie.first_line, tie.literal) == ("renamed_from", old, 12, "旧名称")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "古い名前の事業"}, "name"),
        ({"code": "old-name"}, "code"),
        ({"code": "新しい"}, "code"),
        ({"kind": RelationKind.RELATED}, "kind"),
    ],
)
def test_what_cannot_be_is_told_by_field_and_leaves_nothing(editor, changes, field):
    old = factories.ProgramFactory(published=True, code="old-name", name="古い名前の事業")
    values = {"name": "新しい名前の事業", "code": "new-name", "fiscal_year": 2022} | changes
    with pytest.raises(ValidationError) as refused:
        drafting.clone_program(
            edition=old.editions.get(), printed_at=printed("新しい名前の事業"), user=editor, **values
        )
    by_field = refused.value.error_dict
    assert field in {
        error.code if name == "__all__" else name for name in by_field for error in by_field[name]
    }
    assert list(Program.objects.all()) == [old]

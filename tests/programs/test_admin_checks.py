"""Staff pages: errors block, warnings ask for a reason."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from programs.models import AcceptedWarning, BudgetLine, Edition, Program
from tests import factories
from tests.programs.staff_pages import add_row, begin, cited, errors, shown, url

pytestmark = pytest.mark.django_db

LAST_YEAR = 3_500_000_000


@pytest.fixture
def edition(editor) -> Edition:
    """An edition of 2021 whose program had 3,500百万円 the year before."""
    edition = factories.EditionFactory()
    earlier = factories.EditionFactory(program=edition.program, fiscal_year=2020)
    factories.BudgetLineFactory(edition=earlier, fiscal_year=2020, amount_yen=LAST_YEAR)
    return edition


def budget(yen: str, **values):
    return cited(fiscal_year="R3", phase="initial", amount_yen=yen, **values)


def sent(client, edition, *rows, prefix="budgetlines"):
    """The answer to an edition's page with more rows, and what was posted."""
    address = url("edition", "change", edition.pk)
    data = shown(client.get(address))
    for row in rows:
        add_row(data, prefix, **row)
    return client.post(address, data), data


def again(client, edition, response, **changes):
    """The page that was refused, sent once more with changes."""
    return client.post(url("edition", "change", edition.pk), shown(response) | changes)


def beside(response) -> dict[str, list[str]]:
    """Warnings by the box that they stand beside, which must say them itself."""
    found: dict[str, list[str]] = {}
    for inline in response.context["inline_admin_formsets"]:
        for form in [*inline.formset.forms, response.context["adminform"].form]:
            for warned in form.findings:
                assert escape(warned.finding.message) in form[warned.finding.field].help_text
                place = found.setdefault(form.add_prefix(warned.finding.field), [])
                if warned.finding.code not in place:
                    place.append(warned.finding.code)
    return found


class TestWarnings:
    def test_a_slip_of_the_unit_is_refused_and_nothing_typed_is_lost(self, client, edition):
        response, data = sent(client, edition, budget("3,682千円", note="書きかけの注"))
        assert beside(response) == {"budgetlines-0-amount_yen": ["unit_slip"]}
        assert list(errors(response)) == ["warning_reason"]
        message = (
            "令和2年度（当初）の3,500百万円に対し、令和3年度（当初）の3,682,000円は1,000倍ほど少ないです。"
        )
        assert response.text.count(message) == 2, "beside its box and on top"
        assert "エラーを修正してください" not in response.text
        posted = {name: str(value) for name, value in data.items() if name.startswith("budgetlines-0-")}
        assert posted.items() <= shown(response).items()
        assert not edition.budgetlines.exists()

    def test_a_reason_saves_it_and_is_kept(self, client, edition, editor):
        response, _ = sent(client, edition, budget("3,682千円"))
        reason = "この年度は試験だけで、24行の額のとおりです。"
        assert again(client, edition, response, warning_reason=reason).status_code == 302

        assert edition.budgetlines.get().amount_yen == 3_682_000
        [kept] = AcceptedWarning.objects.of_program(edition.program)
        assert (kept.reason, kept.user, kept.code) == (reason, editor, "unit_slip")
        assert kept.values == "令和2年度（当初）の3,500百万円 → 令和3年度（当初）の3,682,000円"
        assert kept.about.startswith("予算額 2021 2021 initial")
        assert edition.program.code not in kept.about

    def test_the_same_warning_is_not_asked_again_a_changed_value_is(self, client, edition):
        response, _ = sent(client, edition, budget("3,682千円"))
        again(client, edition, response, warning_reason="試験だけの年度です。")
        line = edition.budgetlines.get()
        address = url("edition", "change", edition.pk)

        data = shown(client.get(address)) | {"budgetlines-0-account": "特別会計"}
        assert client.post(address, data).status_code == 302
        line.delete()
        response, _ = sent(client, edition, budget("3,682千円"))
        assert response.status_code == 302, "explained before"
        data = shown(client.get(address)) | {"budgetlines-0-amount_yen": "3,683千円"}
        response = client.post(address, data)
        assert beside(response) == {"budgetlines-0-amount_yen": ["unit_slip"]}
        assert edition.budgetlines.get().amount_yen == 3_682_000
        assert AcceptedWarning.objects.count() == 1

    def test_a_reason_is_no_answer_to_a_warning_that_was_not_seen(self, client, edition):
        response, _ = sent(client, edition, budget("3,682千円"))
        changed = {"budgetlines-0-amount_yen": "9,000百万円", "warning_reason": "正しいです。"}
        response = again(client, edition, response, **changed)
        assert beside(response) == {"budgetlines-0-amount_yen": ["large_change"]}
        assert "新しい注意があります（全1件）" in errors(response)["warning_reason"][0]
        assert shown(response)["warning_reason"] == "正しいです。"
        assert again(client, edition, response).status_code == 302
        assert AcceptedWarning.objects.get().code == "large_change"

    def test_a_blank_reason_is_none(self, client, edition):
        response, _ = sent(client, edition, budget("3,682千円"))
        response = again(client, edition, response, warning_reason=" \u3000 ")
        assert "注意が1件あります" in errors(response)["warning_reason"][0]
        assert not AcceptedWarning.objects.exists()

    def test_the_corrected_value_is_saved_without_a_reason(self, client, edition):
        response, _ = sent(client, edition, budget("3,682千円"))
        response = again(client, edition, response, **{"budgetlines-0-amount_yen": "3,682百万円"})
        assert response.status_code == 302
        assert not AcceptedWarning.objects.exists()

    def test_one_reason_answers_all_warnings_of_a_saving(self, client, edition):
        office = {"office": factories.OfficeFactory().pk, "phone": "03-5253-586", "email": "koudo.soumu"}
        address = url("edition", "change", edition.pk)
        data = shown(client.get(address))
        add_row(data, "budgetlines", **budget("3,682千円", part_of_larger="on"))
        add_row(data, "subsidyrates", **cited(rate="1/2", other_shares="市町村 3/10"))
        add_row(data, "editionoffices", **cited(**office))
        response = client.post(address, data)
        assert beside(response) == {
            "budgetlines-0-part_of_larger": ["part_of_nothing"],
            "subsidyrates-0-other_shares": ["shares_not_one"],
            "editionoffices-0-phone": ["odd_phone"],
            "editionoffices-0-email": ["odd_mail"],
        }
        assert "注意が4件あります" in errors(response)["warning_reason"][0]
        assert again(client, edition, response, warning_reason="印刷のとおりです。").status_code == 302
        assert AcceptedWarning.objects.of_program(edition.program).count() == 4

    def test_what_stood_before_does_not_stop_another_correction(self, client, edition):
        factories.BudgetLineFactory(edition=edition, amount_yen=1)
        factories.EditionOfficeFactory(edition=edition, phone="123")
        address = url("edition", "change", edition.pk)
        data = shown(client.get(address)) | {"editionoffices-0-email": "new@soumu.go.jp"}
        assert client.post(address, data).status_code == 302
        data = shown(client.get(address)) | {"editionoffices-0-phone": "1234"}
        assert beside(client.post(address, data)) == {"editionoffices-0-phone": ["odd_phone"]}

    def test_last_years_line_on_the_same_page_counts_and_a_removed_one_does_not(self, client, editor):
        edition = factories.EditionFactory()
        factories.BudgetLineFactory(edition=edition, fiscal_year=2020, amount_yen=100_000_000)
        factories.BudgetLineFactory(edition=edition, amount_yen=120_000_000, position=1)
        address = url("edition", "change", edition.pk)
        data = shown(client.get(address)) | {"budgetlines-0-amount_yen": "1億2千万円"}
        assert client.post(address, data).status_code == 302
        data = shown(client.get(address)) | {"budgetlines-0-amount_yen": "120千円"}
        assert beside(client.post(address, data)) == {"budgetlines-1-amount_yen": ["unit_slip"]}
        assert client.post(address, data | {"budgetlines-0-DELETE": "on"}).status_code == 302

    def test_a_new_edition_is_compared_with_the_program_it_names(self, client, edition):
        address = f"{url('edition', 'add')}?program={edition.program_id}"
        data = shown(client.get(address)) | {"fiscal_year": "R4"}
        add_row(data, "budgetlines", **budget("3,682千円"))
        response = client.post(address, data)
        assert beside(response) == {"budgetlines-0-amount_yen": ["unit_slip"]}
        data = shown(response) | {"warning_reason": "正しいです。"}
        assert client.post(address, data).status_code == 302
        assert AcceptedWarning.objects.get().about.startswith("予算額 2022 2021")

    def test_an_edition_of_no_program_is_told_so_and_no_more(self, client, edition):
        address = url("edition", "add")
        data = shown(client.get(address)) | {"fiscal_year": "R4"}
        add_row(data, "budgetlines", **budget("3,682千円"))
        assert errors(client.post(address, data)).keys() == {"program"}

    def test_warnings_and_errors_come_together(self, client, edition):
        response, _ = sent(client, edition, budget("3,682千円"), budget("三億", component="本省"))
        assert errors(response).keys() == {"warning_reason", "budgetlines-1-amount_yen"}
        assert "エラーを修正してください" in response.text
        assert not BudgetLine.objects.filter(edition=edition).exists()

    def test_a_saved_row_with_a_warning_opens(self, client, edition):
        factories.BudgetLineFactory(edition=edition, amount_yen=LAST_YEAR)
        address = url("edition", "change", edition.pk)
        response = client.post(address, shown(client.get(address)) | {"budgetlines-0-amount_yen": "35百万円"})
        assert response.text.count('<details class="fact" open>') == 1


class TestErrors:
    @pytest.mark.parametrize(
        ("prefix", "values", "field", "message"),
        [
            ("editionoffices", {"phone": "なし"}, "phone", "「なし」は電話の番号ではありません"),
            ("editionoffices", {"fax": "－"}, "fax", "「－」はFAXの番号ではありません"),
            ("editionoffices", {"email": "なし"}, "email", "「なし」はメールアドレスではありません"),
            ("calls", {"opens_on": "2021-05-01", "closes_on": "2021-04-30"}, "closes_on", "始まる日より前"),
            ("subsidyrates", {"rate": "3/2"}, "rate", "1以下"),
            ("subsidyrates", {"rate": "2/3", "other_shares": "町 1/2"}, "other_shares", "合計 7/6"),
        ],
    )
    def test_no_reason_helps(self, client, edition, prefix, values, field, message):
        if prefix == "editionoffices":
            values = {**values, "office": factories.OfficeFactory().pk}
        response, _ = sent(client, edition, cited(**values), prefix=prefix)
        for _ in range(2):
            [(place, [text])] = errors(response).items()
            assert place == f"{prefix}-0-{field}"
            assert message in text
            response = again(client, edition, response, warning_reason="このままで正しいです。")
        assert not AcceptedWarning.objects.exists()

    def test_a_literal_that_is_not_on_its_lines_is_refused_and_found(self, client, edition):
        factories.SourceTextFactory()
        response, _ = sent(client, edition, budget("3,682百万円", first_line=25, last_line=26))
        assert errors(response) == {
            "budgetlines-0-literal": [
                "「3,682百万円」は、資料の25～26行目にありません。24行目にあります。行番号を確かめてください。"
            ]
        }
        lines = {"budgetlines-0-first_line": "24", "budgetlines-0-last_line": "24"}
        assert again(client, edition, response, **lines).status_code == 302

    def test_width_and_white_space_do_not_matter(self, client, edition):
        factories.SourceTextFactory()
        response, _ = sent(client, edition, budget("3,682百万円", literal="令和3年度 当初予算"))
        assert response.status_code == 302, errors(response)

    @pytest.mark.parametrize("model", ["program", "casestudy", "roadmapitem"])
    def test_the_citation_of_a_page_itself_is_checked(self, client, editor, model):
        factories.SourceTextFactory()
        factory = {
            "program": factories.ProgramFactory,
            "casestudy": factories.CaseStudyFactory,
            "roadmapitem": factories.RoadmapItemFactory,
        }[model]
        address = url(model, "change", factory().pk)
        data = shown(client.get(address)) | {"literal": "どこにもない字句"}
        assert "どこにもありません" in errors(client.post(address, data))["literal"][0]
        assert client.post(address, shown(client.get(address))).status_code == 302

    def test_a_side_of_a_disagreement_is_checked(self, client, editor):
        factories.SourceTextFactory()
        disagreement = factories.DisagreementFactory(sides=False, program=factories.ProgramFactory())
        factories.DisagreementSideFactory(disagreement=disagreement)
        factories.DisagreementSideFactory(disagreement=disagreement, first_line=30, last_line=30)
        address = url("disagreement", "change", disagreement.pk)
        assert errors(client.post(address, shown(client.get(address)))).keys() == {"sides-1-literal"}

    def test_without_the_text_it_is_saved_and_said(self, client, edition):
        response, _ = sent(client, edition, budget("3,682百万円", literal="どこにもない字句"))
        page = client.get(response.url)
        assert "資料の本文がないので、出典の字句は確かめられません。" in page.text
        address = url("edition", "change", edition.pk)
        assert "本文がないので確かめられません" in client.get(address).text
        response = client.post(address, shown(client.get(address)) | {"year_note": "表題から"}, follow=True)
        assert "資料の本文がないので、" not in response.text, "no citation was touched"


class TestNearNames:
    NAME = "高度無線環境整備推進事業"

    def add(self, client, name):
        address = url("program", "add")
        data = shown(client.get(address)) | cited(
            name=name,
            code="another",
            support_type=factories.SupportTypeFactory().pk,
            fields=[factories.FieldFactory().pk],
            purpose="光ファイバの整備を進めます。",
            summary="費用の一部を補助します。",
        )
        return address, data

    def test_a_twin_is_named_with_the_way_to_it(self, client, editor):
        other = factories.ProgramFactory(name=self.NAME)
        address, data = self.add(client, "高度無線環境整備事業")
        response = client.post(address, data)
        [warned] = response.context["adminform"].form.findings
        assert warned.finding.field == "name"
        assert f'href="{url("program", "change", other.pk)}"' in response.text
        assert f"登録済みの「{self.NAME}」" in response.text
        response = client.post(address, shown(response) | {"warning_reason": "令和2年度からの別の事業です。"})
        assert response.status_code == 302
        assert AcceptedWarning.objects.get().program == Program.objects.get(code="another")

    def test_an_alias_counts_on_both_sides(self, client, editor):
        factories.ProgramAliasFactory(name=self.NAME)
        program = factories.ProgramFactory()
        address = url("program", "change", program.pk)
        data = shown(client.get(address))
        add_row(data, "aliases", **cited(name="高度無線環境整備推進"))
        assert beside(client.post(address, data)) == {"aliases-0-name": ["near_name"]}

    def test_a_tie_is_the_decision_that_they_are_two(self, client, editor):
        other = factories.ProgramFactory(name=self.NAME)
        program = factories.ProgramFactory(name="別の施策")
        address = url("program", "change", program.pk)
        data = shown(client.get(address)) | {"name": "高度無線環境整備事業"}
        assert client.post(address, data).status_code == 200
        add_row(data, "relations", to_program=other.pk, kind="related")
        assert client.post(address, data).status_code == 302
        data = shown(client.get(address)) | {"name": "高度無線環境整備の事業"}
        assert client.post(address, data).status_code == 302, "a stored tie too"

    def test_an_unchanged_name_is_not_asked_about(self, client, editor):
        factories.ProgramFactory(name=self.NAME)
        program = factories.ProgramFactory(name="高度無線環境整備事業")
        address = url("program", "change", program.pk)
        assert client.post(address, shown(client.get(address)) | {"purpose": "別の目的。"}).status_code == 302

    def test_a_draft_copy_is_no_twin(self, client, editor):
        program = factories.ProgramFactory(published=True, name=self.NAME)
        address = url("program", "change", begin(client, program).pk)
        data = shown(client.get(address)) | {"name": "高度無線環境整備推進の事業"}
        assert client.post(address, data).status_code == 302


OURS = re.compile(
    'FROM "programs_(sourcetext|linkcheck|acceptedwarning)"|NOT \\("programs_budgetline"."edition_id"'
)


def our_queries(call, *args) -> int:
    """How many queries the checks add."""
    with CaptureQueriesContext(connection) as queries:
        call(*args)
    return sum(bool(OURS.search(query["sql"])) for query in queries)


@pytest.mark.parametrize(("model", "added"), [("program", 2), ("edition", 1), ("casestudy", 1)])
def test_a_page_with_its_documents_costs_a_query_or_two(client, editor, model, added):
    factories.SourceTextFactory()
    line = factories.BudgetLineFactory()
    program = line.edition.program
    for n in range(3):
        factories.LinkFactory(program=program, url=f"https://www.soumu.go.jp/{n}")
    case = factories.CaseStudyFactory(program=program)
    row = {"program": program, "edition": line.edition, "casestudy": case}[model]
    assert our_queries(client.get, url(model, "change", row.pk)) == added


def test_queries_of_a_saving_do_not_grow_with_its_facts(client, edition):
    factories.SourceTextFactory()
    address = url("edition", "change", edition.pk)
    for n in range(5):
        factories.BudgetLineFactory(edition=edition, component=f"部分{n}")
        factories.EditionOfficeFactory(edition=edition, phone=f"{n}")
        data = shown(client.get(address))
        data |= {f"editionoffices-{row}-phone": f"1{row}" for row in range(n + 1)}
        # The document for the check and again for the page, the other editions' lines, the reasons.
        assert our_queries(client.post, address, data) == 4

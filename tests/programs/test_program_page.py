"""What a program's page shows of its years, family, cases, tables and gaps."""

import re

import pytest

from programs.choices import FactKind
from programs.editions import TELLING_KEYS, telling_edition
from programs.models import Program, SourceReading
from programs.presentation.figures import budget_rows
from programs.presentation.outcomes import outcome_groups
from programs.services import refresh_public_records
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    return make.ProgramFactory(published=True, code="whole", name="何でもある事業")


def page(client, program: Program, query: str = "") -> str:
    refresh_public_records(Program.objects.all())
    response = client.get(program.get_absolute_url() + query)
    assert response.status_code == 200
    return response.text


def section(text: str, name: str) -> str:
    """The section of a page that a heading of this id labels."""
    [found] = re.findall(rf'<section[^>]*aria-labelledby="{name}">.*?</section>', text, re.DOTALL)
    return found


class TestYears:
    def test_editions_stand_side_by_side_oldest_first(self, client, program):
        make.BudgetLineFactory(edition=program.editions.get())
        early = make.EditionFactory(program=program, fiscal_year=2019)
        make.SubsidyRateFactory(edition=early, cap_yen=20_000_000, cap_of="subsidy")
        years = section(page(client, program), "years")
        assert years.index("令和元年度") < years.index("令和3年度")
        assert "3,682" in years
        assert "2/3" in years
        assert "（補助額）" in years
        assert "－" in years  # neither edition states what the other does

    def test_one_edition_is_no_comparison(self, client, program):
        assert 'aria-labelledby="years"' not in page(client, program)

    def test_a_year_between_two_budgets_is_shown_as_a_gap(self, client, program):
        edition = program.editions.get()
        make.BudgetLineFactory(edition=edition, fiscal_year=2021)
        make.BudgetLineFactory(edition=edition, fiscal_year=2018, amount_yen=1_000_000)
        budget = section(page(client, program), "budget")
        assert re.findall(r"(平成30|令和元|令和2|令和3)年度 <small", budget) == [
            "令和3",
            "令和2",
            "令和元",
            "平成30",
        ]
        assert budget.count('class="num none"') == 2

    def test_lines_of_one_year_leave_no_gap(self):
        line = {"amount_yen": 1, "part_of_larger": False, "account": None, "component": None}
        lines = [line | {"fiscal_year": 2020, "phase": phase} for phase in ("initial", "draft")]
        assert [row.figure is None for row in budget_rows(lines, lambda fact: None)] == [False, False]

    def test_a_newer_mention_does_not_hide_what_an_older_edition_states(self, client, program):
        make.BudgetLineFactory(edition=program.editions.get())
        make.EditionFactory(program=program, fiscal_year=2024)
        text = page(client, program)
        assert "いちばん新しい令和6年度（2024年度）の資料には" in text
        assert "令和3年度（2021年度）版</span>" in text
        assert "令和6年度（2024年度）版</span>" in page(client, program, "?year=2024")
        assert client.get("/programs/").text.count("令和3年度（2021年度）版") == 1

    def test_with_nothing_to_tell_the_newest_edition_is_shown(self):
        empty = {key: [] for key in TELLING_KEYS}
        editions = [empty | {"fiscal_year": 2024}, empty | {"fiscal_year": 2021}]
        assert telling_edition({"editions": editions})["fiscal_year"] == 2024


class TestFamily:
    def test_the_line_is_nested_lists_with_their_proof(self, client, program):
        old = make.ProgramFactory(published=True, name="古い事業")
        new = make.ProgramFactory(published=True, name="新しい事業")
        cited = {"source": make.SourceFactory(), "first_line": 30, "last_line": 30, "literal": "の後継"}
        make.ProgramRelationFactory(from_program=program, kind="predecessor", to_program=old, **cited)
        make.ProgramRelationFactory(
            from_program=new, kind="predecessor", to_program=program, note="読みです。"
        )
        tree = section(page(client, program), "rel")
        order = [tree.index(name) for name in ("古い事業", "何でもある事業", "新しい事業")]
        assert order == sorted(order)
        assert '<strong aria-current="page">何でもある事業</strong>' in tree
        assert 'href="#Z30"' in tree  # stated: its proof stands on this page
        assert '<span class="tag">カタログの読み</span>' in tree
        assert "読みです。" in tree

    def test_cases_of_predecessors_are_listed_as_theirs(self, client, program):
        old = make.ProgramFactory(published=True, code="old", name="古い事業")
        make.CaseStudyFactory(program=old, title="前の時代の事例")
        make.ProgramRelationFactory(from_program=program, kind="predecessor", to_program=old)
        cases = section(page(client, program), "cases")
        assert "事例（0件）" in cases
        assert "前身「" in cases
        assert 'href="/programs/old/cases/#Z24"' in cases

    def test_queries_follow_the_depth_of_the_family_not_its_size(self, client, program, count_queries):
        for number in range(3):
            part = make.ProgramFactory(published=True, code=f"part-{number}")
            make.ProgramRelationFactory(from_program=part, kind="part_of", to_program=program)
        refresh_public_records(Program.objects.all())
        few = count_queries(client.get, program.get_absolute_url())
        for number in range(3, 20):
            part = make.ProgramFactory(published=True, code=f"part-{number}")
            make.ProgramRelationFactory(from_program=part, kind="part_of", to_program=program)
        refresh_public_records(Program.objects.all())
        assert count_queries(client.get, program.get_absolute_url()) == few <= 8


class TestCases:
    def test_stand_under_their_prefecture(self, client, program):
        tokushima = make.CasePlaceFactory(case__program=program, case__title="町の事例").case
        make.CaseStudyFactory(program=program, title="場所のない事例")
        make.CaseMentionFactory(case=tokushima, literal="同じ派遣の行")
        cases = section(page(client, program), "cases")
        order = [
            cases.index(text)
            for text in ("徳島県 <small", "町の事例", "都道府県の記載なし", "場所のない事例")
        ]
        assert order == sorted(order)
        assert "同じ派遣の行" in cases

    def test_many_are_titles_with_the_way_to_their_list(self, client, program):
        for number in range(21):
            case = make.CaseStudyFactory(
                program=program, title=f"事例{number}", summary=f"要約{number}です。"
            )
            make.OutcomeFactory(program=program, case=case, first_line=100 + number, last_line=100 + number)
        text = page(client, program)
        assert "事例3" in text
        assert "事例20" not in text
        assert "要約3です。" not in text
        assert "この施策の事例を全部見る（21件）" in text
        assert "ほか15件" in text
        assert "/cases/?program=whole" in text
        # Lists lead to the notes there, those of outcomes too.
        whole = client.get("/programs/whole/cases/").text
        for number in range(21):
            assert f"要約{number}です。" in whole
            assert f'id="Z{100 + number}"' in whole
        assert 'href="/programs/whole/cases/#Z103"' in client.get("/cases/?program=whole").text
        assert "/programs/whole/cases/" in client.get("/sitemap.xml").text

    def test_one_that_tells_much_is_a_title_too(self, client, program):
        case = make.CaseStudyFactory(program=program, title="事例", summary="要約です。")
        for line in range(100, 115):
            make.OutcomeFactory(program=program, case=case, first_line=line, last_line=line)
        text = page(client, program)
        assert "要約です。" not in text
        assert "この施策の事例を全部見る（1件）" in text
        assert "要約です。" in client.get("/programs/whole/cases/").text


class TestOutcomes:
    def table(self, **changes):
        base = {"table": "表", "metric": "正答率", "unit": "%", "nature": "result", "qualifier": None}
        return [
            base | {"subject": subject, "fiscal_year": year, "value": year % 100, "citation": None} | changes
            for subject in ("総合", "違法情報")
            for year in (2018, 2019)
        ]

    def test_a_full_table_is_drawn_as_one(self):
        lists, [table] = outcome_groups(self.table(), lambda fact: None)
        assert lists == []
        assert (table.title, table.counted, table.columns) == ("表", "正答率", ["平成30年度", "令和元年度"])
        assert [(subject, [cell.figure.text for cell in cells]) for subject, cells in table.rows] == [
            ("総合", ["18", "19"]),
            ("違法情報", ["18", "19"]),
        ]

    def test_what_is_no_table_stays_a_list_under_its_title(self):
        [listed], tables = outcome_groups(self.table()[:2], lambda fact: None)
        assert (listed.title, len(listed.rows), tables) == ("表", 2, [])

    def test_two_figures_in_one_cell_are_not_hidden(self):
        outcomes = [*self.table(), *self.table()[:1]]
        [listed], tables = outcome_groups(outcomes, lambda fact: None)
        assert (len(listed.rows), tables) == (5, [])


class TestGaps:
    def test_a_program_known_by_name_alone_says_so_once(self, client):
        bare = make.ProgramFactory(published=True)
        bare.editions.get().editionoffices.all().delete()
        text = page(client, bare)
        assert "この施策の名前だけが書かれています" in text
        assert text.count("記載がありません") == 1
        assert 'id="rates"' not in text

    def test_a_document_not_read_for_budgets_leaves_them_unconfirmed(self, client, program):
        SourceReading.objects.filter(kind=FactKind.BUDGET).delete()
        assert "予算額は、資料をまだ確かめていません（未確認）。" in page(client, program)

    def test_another_ministry_s_measure_is_marked(self, client, program):
        assert "他省庁の施策" not in page(client, program)
        Program.objects.update(is_other_ministry=True)
        assert "他省庁の施策" in page(client, program)

    def test_references_and_how_the_year_is_known_are_shown(self, client, program):
        edition = program.editions.get()
        edition.year_note = "題名によります。"
        edition.save()
        make.MaterialFactory(edition=edition, name="利用ガイド", dated="令和6年4月版")
        text = page(client, program)
        assert "題名によります。" in text
        assert "利用ガイド" in text
        assert "令和6年4月版" in text

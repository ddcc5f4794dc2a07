"""Reading pages of the 施策集 kind in layouts of our own: exactly, or not at all."""

import re
from collections import Counter
from typing import Any

import pytest

from programs.importing.reading import read, stands
from programs.importing.text import UnreadableDocument, decode
from tests.programs.invented_document import TEXT
from tests.programs.test_import_document import read_budgets


def page(body: str):
    """The one entry of a page with this text."""
    [entry] = read(decode(f"施策名：試しの事業\n\n{body}\n".encode())).entries
    return entry


def rates_of(entry) -> set[tuple[Any, ...]]:
    return {(r.terms, r.component, r.applicant, r.area, r.condition, r.cap_yen) for r in entry.rates}


@pytest.fixture(scope="module")
def reading():
    return read(decode(TEXT.encode()))


class TestInventedDocument:
    """Layouts that the catalog's document does not have: nothing here is keyed on its names or lines."""

    def test_names(self, reading):
        assert [entry.name for entry in reading.entries] == [
            "山あいの光回線みらい整備事業",
            "まちのデータ箱づくり実証 （つなぐ型）",
            "読めない数字の事業",
        ]
        assert reading.front == [1, 3, 4, 5]

    def test_full_width_figures_and_numbered_headings(self, reading):
        entry = reading.entries[0]
        [contact] = entry.contacts
        assert (contact.name, contact.phone, contact.fax, contact.email) == (
            "総務省試験基盤局 回線整備課",
            "０３－１２３４－５６７８",
            "０３－１２３４－５６７９",
            "hikari@example.go.jp",
        )
        assert read_budgets(entry) == Counter(
            [
                (2022, "initial", "", 1_234_000_000, False, False),
                (2021, "supplementary-2", "", 5_600_000_000, True, False),
            ]
        )
        assert [label.text for label in entry.labels] == ["回線の整備"]
        assert rates_of(entry) == {
            ((2, 3), "", "", "離島", "", None),
            ((1, 2), "", "", "過疎地域", "", None),
            ((1, 3), "", "第三セクター", "", "", None),
        }
        assert [(cap.amount_yen, cap.of) for cap in entry.caps] == [(50_000_000, "subsidy")]
        assert [target.designation for target in entry.targets] == [
            "depopulated",
            "remote-island",
            "mountain-village",
        ]
        assert [(a.name, a.kinds) for a in entry.applicants] == [
            ("都道府県", ("prefecture",)),
            ("市町村", ("municipality",)),
            ("第三セクター", ("third-sector",)),
        ]
        assert entry.unrecognised == []

    def test_tables_and_what_they_leave_open(self, reading):
        entry = reading.entries[1]
        assert [(c.name, c.phone, c.email) for c in entry.contacts] == [
            ("総務省試験情報局 データ課", "03(5555)0001", ""),
            ("総務省試験地域局見本室", "03-5555-0002", "mihon@example.go.jp"),
        ]
        assert read_budgets(entry) == Counter(
            [
                (2022, "initial", "", 30_000_000, False, False),
                (2022, "supplementary", "", 120_000_000, False, False),
            ]
        )
        assert rates_of(entry) == {
            ((1, 2), "データ箱の導入", "市町村", "", "", 8_000_000),
            (None, "データ箱の調査", "協議会", "", "", 3_000_000),
        }
        assert [(p.from_fiscal_year, p.to_fiscal_year) for p in entry.periods] == [(2022, 2024)]
        assert [(case.title, case.places) for case in entry.cases] == [
            ("箱を開ける実証", ("徳島県神山町",)),
            ("箱を閉じる実証", ("長野県池田町", "長野県松本市")),
        ]
        # A second address of nobody in particular; 以内 and 程度; 約; a row whose name is left out.
        assert [TEXT.split("\n")[line - 1] for line in entry.unrecognised] == [
            "kyotsu@example.go.jp",
            "- 補助率は1/2以内、上限は1,000万円程度とする。",
            "- 本年度は約3億円を見込む。",
            "\t都道府県\t1/3\t",
        ]

    def test_what_contradicts_itself_is_listed_and_not_read(self, reading):
        entry = reading.entries[2]
        assert (entry.budgets, entry.rates, entry.caps) == ([], [], [])
        assert [contact.email for contact in entry.contacts] == [""]
        listed = "\n".join(TEXT.split("\n")[line - 1] for line in entry.unrecognised)
        for figure in ("two@example.go.jp", "20百万円", "2/3", "3/4", "5/4", "100万円", "200万円"):
            assert figure in listed

    def test_every_fact_stands_on_its_lines(self, reading):
        document = decode(TEXT.encode()).document()
        facts = [fact for entry in reading.entries for fact in entry.facts()]
        assert len(facts) > 20
        assert all(stands(document, fact.cite) for fact in facts)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("令和5年度当初 12億円", [(2023, "initial", 1_200_000_000, False)]),
        ("令和5年度概算要求額 12億円", []),
        ("令和5年度概算要求 12億円", [(2023, "request", 1_200_000_000, False)]),
        ("令和5年度予算案 12億円", [(2023, "draft", 1_200_000_000, False)]),
        ("令和5年度 12億円", [(2023, "unspecified", 1_200_000_000, False)]),
        ("R5当初：1億2,300万円（内数）", [(2023, "initial", 123_000_000, True)]),
        ("令和5年度当初 0円", [(2023, "initial", 0, False)]),
        ("令和5年度当初 12億円（前年度：10億円）", []),
        ("令和5年度当初 12億円（うち地方 1億円）", []),
        ("令和5年度当初 約12億円", []),
        ("令和5年度当初 12億円程度", []),
        ("当初 12億円", []),
        ("令和5年度当初 令和4年度補正 12億円", []),
        ("令和5年度当初 12億円 13億円", []),
        ("令和5年度当初 12億円 令和5年度当初 13億円", []),
        ("令和4年度～令和6年度 12億円", []),
        ("令和5年度当初 数億円", []),
        ("令和5年度当初 1,23円", []),
    ],
)
def test_a_budget_is_read_exactly_or_not_at_all(printed, expected):
    entry = page(f"予算額\n{printed}")
    assert [(b.fiscal_year, b.phase, b.amount_yen, b.part_of_larger) for b in entry.budgets] == expected
    assert bool(entry.unrecognised) is not bool(expected)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("補助率：1/2", {((1, 2), "", "", "", "", None)}),
        ("補助率は３分の２、補助上限額は500万円", {((2, 3), "", "", "", "", 5_000_000)}),
        ("補助率\n定額", {(None, "", "", "", "", None)}),
        ("事業費の2/3を補助する。", {((2, 3), "", "", "", "", None)}),
        ("国 1/2　県 1/4　市町村 1/4", {((1, 2), "", "", "", "", None)}),
        ("離島では補助率2/3", set()),
        ("補助率：1/2（離島は2/3）", set()),
        ("補助率1/2（財政力の弱い団体）", set()),
        ("補助率は1/2以内", set()),
        ("補助率：50/40", set()),
        ("負担割合\n都道府県：1/4\n市町村：1/4", set()),
        ("補助率\n国：1/2\n都道府県：1/4", {((1, 2), "", "", "", "", None)}),
        ("国 2/3　市町村 2/3", set()),
        ("事業費の1/2補助（離島は2/3）", set()),
        ("令和4/5/1から補助率を改める", set()),
        ("物価は1/2になった", set()),
    ],
)
def test_a_rate_is_read_with_what_it_is_for_or_not_at_all(printed, expected):
    assert rates_of(page(printed)) == expected


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "文字がありません"),
        (b"\n \n", "文字がありません"),
        ("施策名：あ".encode("cp932"), "UTF-8ではありません（1行目）"),
        ("施策名：あ".encode("utf-16"), "UTF-8ではありません"),
        ("施策名：あ\0".encode(), "NUL"),
        (b"%PDF-1.7\n\x01\x02", "制御文字があります（2行目）"),
        (b"a" * (5 * 1024 * 1024), "大きすぎます（5,242,880バイト）"),
        (b"\n" * 30_000 + b"a", "行が多すぎます"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(content, message):
    with pytest.raises(UnreadableDocument, match=re.escape(message)):
        decode(content)


def test_too_many_pages_are_refused():
    with pytest.raises(UnreadableDocument, match="501あります"):
        read(decode("施策名：あ\n".encode() * 501))


def test_a_text_without_a_program_has_no_entries():
    reading = read(decode("ただの文章です。\n施策名：\n\n施策名\tページ\n".encode()))
    assert (reading.entries, reading.front) == ([], [1, 2, 4])


def test_a_byte_order_mark_and_windows_lines_change_nothing():
    plain_text = read(decode(TEXT.encode()))
    other = read(decode(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()))
    assert [entry.facts() for entry in other.entries] == [entry.facts() for entry in plain_text.entries]


def test_two_pages_of_one_name_are_one_program_and_contradict_each_other_nowhere():
    one = "施策名：同じ事業\n予算額\n令和4年度当初 1億円\n補助率：1/2\n"
    [entry] = read(decode((one + one.replace("1億円", "2億円")).encode())).entries
    assert entry.budgets == []
    assert rates_of(entry) == {((1, 2), "", "", "", "", None)}
    assert {3, 7} <= set(entry.unrecognised)

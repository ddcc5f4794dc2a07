"""The checks of docs/checks.md as rules of plain values."""

from fractions import Fraction

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from programs.checks import Level, fingerprint
from programs.checks.amounts import Amount, check_amount, check_part, earlier, slipped_by
from programs.checks.citations import check_citation
from programs.checks.contacts import check_mail, check_phone, is_mail, is_phone
from programs.checks.names import Named, check_name
from programs.checks.rates import check_shares
from programs.ingest.documents import Document
from programs.models import Cited, EditionOffice, SourceText
from tests.programs.every_fact import concrete_factories

YEN = st.integers(min_value=1, max_value=10**13)


def amount(yen, year=2021, phase="initial", component="", part=False):
    return Amount(yen, year, phase, component, part)


def codes(findings):
    return [finding.code for finding in findings]


class TestUnitSlip:
    @given(old=YEN, factor=st.sampled_from([1_000, 10_000]))
    def test_the_very_factor_is_always_a_slip_both_ways(self, old, factor):
        assert slipped_by(old * factor, old) == factor
        assert slipped_by(old, old * factor) == factor

    @given(
        old=YEN,
        share=st.fractions(min_value=Fraction(1, 3), max_value=3),
        factor=st.sampled_from([1000, 10000]),
    )
    def test_a_true_change_up_to_threefold_does_not_hide_a_slip(self, old, share, factor):
        old *= share.denominator  # so that the product is whole yen
        assert slipped_by(int(old * share * factor), old) == factor

    @given(one=YEN, other=YEN)
    def test_the_order_does_not_matter_and_a_slip_stays_in_its_band(self, one, other):
        factor = slipped_by(one, other)
        assert factor == slipped_by(other, one)
        ratio = Fraction(max(one, other), min(one, other))
        assert (factor is not None) == any(Fraction(f, 3) <= ratio <= 3 * f for f in (1_000, 10_000))

    @pytest.mark.parametrize(
        ("new", "factor"), [(332, None), (334, 1000), (3000, 1000), (3001, None), (3334, 10000)]
    )
    def test_the_edges_of_the_bands(self, new, factor):
        assert slipped_by(new, 1) == factor

    def test_nothing_is_said_of_nought(self):
        assert slipped_by(0, 1_000) is None
        assert slipped_by(1_000, 0) is None

    def test_the_message_names_both_amounts(self):
        [found] = check_amount(amount(3_682_000), [amount(3_500_000_000, 2020)])
        assert (found.level, found.code, found.field) == (Level.WARNING, "unit_slip", "amount_yen")
        assert found.message.startswith(
            "令和2年度（当初）の3,500百万円に対し、令和3年度（当初）の3,682,000円は1,000倍ほど少ないです。"
        )


class TestLargeChange:
    @pytest.mark.parametrize(
        ("old", "new", "found"),
        [
            (100, 150, []),
            (100, 151, ["large_change"]),
            (100, 50, []),
            (100, 49, ["large_change"]),
            (100, 0, ["large_change"]),
            (0, 100, []),
            (3, 4, []),
        ],
    )
    def test_more_than_half_of_the_earlier_amount(self, old, new, found):
        assert codes(check_amount(amount(new), [amount(old, 2020)])) == found

    @given(old=YEN, new=YEN)
    def test_one_figure_gets_at_most_one_finding(self, old, new):
        found = codes(check_amount(amount(new), [amount(old, 2020)]))
        assert len(found) <= 1
        assert found or abs(new - old) * 2 <= old

    def test_both_values_and_the_percentage_are_named(self):
        [found] = check_amount(amount(160_000_000), [amount(100_000_000, 2020)])
        assert "令和2年度（当初）の100百万円から令和3年度（当初）の160百万円へ、60％増えて" in found.message


class TestWhatIsCompared:
    def test_the_same_phase_a_year_before_comes_first(self):
        known = [amount(1, 2020, "request"), amount(2, 2020), amount(3, 2019), amount(4, 2022)]
        assert earlier(amount(9), known).yen == 2

    def test_else_the_nearest_earlier_year_of_the_program(self):
        known = [amount(1, 2018), amount(2, 2019, "request"), amount(3, 2019, "supplementary-3")]
        assert earlier(amount(9), known).fiscal_year == 2019
        assert earlier(amount(9, phase="request"), known).yen == 2

    def test_never_another_part_or_a_part_of_a_sum(self):
        known = [amount(1, 2020, component="本省"), amount(2, 2020, part=True)]
        assert earlier(amount(9), known) is None
        assert earlier(amount(9, component="本省"), known).yen == 1

    def test_nothing_before_is_no_finding(self):
        assert codes(check_amount(amount(5), [amount(1), amount(2, 2022)])) == []


@pytest.mark.parametrize(
    ("part", "component", "note", "found"),
    [
        (True, "", "", ["part_of_nothing"]),
        (True, " ", "\u3000", ["part_of_nothing"]),
        (True, "本省", "", []),
        (True, "", "「電波」の額の内数です。", []),
        (False, "", "", []),
    ],
)
def test_a_part_says_of_what(part, component, note, found):
    assert codes(check_part(amount(5, component=component, part=part), note)) == found


class TestShares:
    @given(cut=st.fractions(min_value=Fraction(1, 99), max_value=Fraction(98, 99), max_denominator=99))
    def test_shares_that_make_the_whole_are_right(self, cut):
        rest = 1 - cut
        shares = [("国", cut.numerator, cut.denominator), ("市町村", rest.numerator, rest.denominator)]
        assert codes(check_shares(shares)) == []

    @pytest.mark.parametrize(
        ("shares", "found"),
        [
            ([], []),
            ([("国", 2, 3)], []),
            ([("国", 1, 2), ("市町村", 3, 10)], [("shares_not_one", Level.WARNING, "other_shares")]),
            ([("国", 2, 3), ("市町村", 1, 2)], [("shares_over_one", Level.ERROR, "other_shares")]),
            ([("国", 4, 3)], [("shares_over_one", Level.ERROR, "rate")]),
            ([("国", 10, 10)], []),
        ],
    )
    def test_sums(self, shares, found):
        assert [(f.code, f.level, f.field) for f in check_shares(shares)] == found

    def test_the_message_names_every_share_and_the_sum(self):
        [found] = check_shares([("国", 1, 2), ("市町村", 3, 10)])
        assert "国 1/2、市町村 3/10、合計 4/5" in found.message


class TestCitation:
    DOCUMENT = Document.of(
        "x", "１．試験施策\n予算額\n3,682百万円\n補助率 2/3\n予算額の内訳\n682百万円\n".encode()
    )

    @pytest.mark.parametrize(
        ("first", "last", "literal"),
        [(3, 3, "3,682百万円"), (1, 1, "1.試験 施策"), (2, 3, "予算額3,682百万円")],
    )
    def test_width_and_white_space_do_not_count(self, first, last, literal):
        assert codes(check_citation(self.DOCUMENT, first, last, literal)) == []

    @pytest.mark.parametrize(
        ("first", "last", "literal", "message"),
        [
            (4, 4, "3,682百万円", "「3,682百万円」は、資料の4行目にありません。3行目にあります。"),
            (3, 3, "予算額", "2行目、5行目にあります。"),
            (3, 3, "682百万円", "6行目にあります。"),
            (4, 5, "予算額3,682百万円", "資料の4～5行目にありません。2～3行目にあります。"),
            (1, 2, "三千六百", "この資料のどこにもありません。"),
            (6, 7, "682百万円", "7行目はありません（全6行）。"),
            (1, 13, "予算額", "13行目はありません"),
        ],
    )
    def test_the_message_tells_where_it_stands(self, first, last, literal, message):
        [found] = check_citation(self.DOCUMENT, first, last, literal)
        assert (found.level, found.field) == (Level.ERROR, "literal")
        assert message in found.message

    def test_long_spans_and_literals_are_refused_as_by_the_build(self):
        document = Document.of("x", ("あ" * 70 + "\n").encode() * 20)
        assert "長すぎます（12行まで）" in next(check_citation(document, 1, 13, "あ")).message
        assert "長すぎます（60字まで）" in next(check_citation(document, 1, 1, "あ" * 61)).message

    def test_many_places_are_counted_not_listed(self):
        document = Document.of("x", "予算額\n".encode() * 9 + "ここ\n".encode())
        assert "など9か所にあります" in next(check_citation(document, 10, 10, "予算額")).message


PHONES = [
    "03-5253-5866",
    "０３－５２５３－５８６６",
    "03（5253）5866",
    "03-5253-5111（内線 5866）",
    "03-5253-5111（内線×23456）",
    "03-5253-5111（代表）",
    "電話：03-5253-5866（直通）",
    "TEL 0120-95-0178",
    "096-326-7826、096-326-7829",
    "03-5253-5111 内線5866、5867",
    "+81-3-5253-5866",
    "090-1234-5678",
    "0800-123-4567",
    "03ー5253ー5866",
]
ODD_PHONES = [
    "03-5253-586",
    "3-5253-5866",
    "03-5253-58666",
    "03-xxxx-5866",
    "0120-95-01789",
    "内線5866",
    "1234",
]
MAILS = ["koudo@soumu.go.jp", "jinzai.ict@ml.soumu.go.jp", "ｋｏｕｄｏ＠soumu.go.jp", "a_b@x.jp、c@y.jp"]
MAILS += ["koudo【at】soumu.go.jp", "koudo(@)soumu.go.jp", "koudo★soumu.go.jp"]
ODD_MAILS = ["koudo.soumu.go.jp", "koudo@soumu", "koudo@@soumu.go.jp", "@soumu.go.jp", "koudo@soumu..jp"]


class TestContacts:
    @pytest.mark.parametrize("printed", PHONES)
    def test_numbers_as_printed_pass(self, printed):
        assert is_phone(printed)
        assert codes(check_phone("phone", "電話", printed)) == []

    @pytest.mark.parametrize("printed", ODD_PHONES)
    def test_a_misprint_can_be_kept_with_a_reason(self, printed):
        [found] = check_phone("fax", "FAX", printed)
        assert (found.level, found.code, found.field) == (Level.WARNING, "odd_phone", "fax")
        assert f"「{printed}」" in found.message

    @pytest.mark.parametrize("printed", ["なし", "記載なし", "－"])
    def test_what_has_no_digit_is_no_number(self, printed):
        [found] = check_phone("phone", "電話", printed)
        assert (found.level, found.code) == (Level.ERROR, "no_phone")

    @pytest.mark.parametrize("printed", MAILS)
    def test_addresses_as_printed_pass(self, printed):
        assert is_mail(printed)
        assert codes(check_mail(printed)) == []

    @pytest.mark.parametrize("printed", ODD_MAILS)
    def test_a_misprinted_address_can_be_kept_with_a_reason(self, printed):
        assert [(f.level, f.code) for f in check_mail(printed)] == [(Level.WARNING, "odd_mail")]

    def test_what_has_no_letter_is_no_address(self):
        assert [(f.level, f.code) for f in check_mail("なし")] == [(Level.ERROR, "no_mail")]

    def test_nothing_printed_is_no_fault(self):
        assert [*check_phone("phone", "電話", ""), *check_mail("")] == []

    @given(digits=st.text("0123456789", min_size=9, max_size=9), cut=st.integers(1, 8))
    def test_a_nought_and_nine_digits_are_a_number_however_they_are_cut(self, digits, cut):
        assert is_phone(f"0{digits[:cut]}-{digits[cut:]}")
        assert not is_phone(f"0{digits[:cut]}-{digits[cut:]}123")


class TestNearNames:
    OTHERS = [
        Named(1, "高度無線環境整備推進事業", "高度無線環境整備推進事業"),
        Named(1, "高度無線環境整備推進事業", "高度無線環境整備推進"),
        Named(2, "5G", "5G"),
    ]

    def test_one_warning_a_program_that_names_it(self):
        [found] = check_name("高度無線環境整備事業", self.OTHERS)
        assert (found.level, found.program) == (Level.WARNING, 1)
        assert "「高度無線環境整備推進事業」" in found.message

    def test_another_name_is_told(self):
        [found] = check_name("光の道", [Named(3, "光ファイバ整備事業", "光の 道")])
        assert "資料の中の名前「光の 道」" in found.message

    def test_short_and_different_names_are_let_be(self):
        assert codes(check_name("5G高度化研究開発", self.OTHERS)) == []


@given(st.text(), st.text(), st.text(), st.text())
def test_a_fingerprint_keeps_row_and_values_apart(about, values, other_about, other_values):
    same = (about, values) == (other_about, other_values)
    assert (fingerprint("x", about, values) == fingerprint("x", other_about, other_values)) == same


@pytest.mark.django_db
@pytest.mark.usefixtures("catalog")
class TestCommittedCatalog:
    @pytest.mark.skipif(not settings.SOURCES_DIR.is_dir(), reason="the source documents are not here")
    def test_every_citation_passes_the_check_that_editors_get(self):
        documents = SourceText.objects.documents(SourceText.objects.values_list("pk", flat=True))
        checked = 0
        for model in (model for model in concrete_factories() if issubclass(model, Cited)):
            for fact in model._default_manager.all():
                found = check_citation(
                    documents[fact.source_id], fact.first_line, fact.last_line, fact.literal
                )
                assert codes(found) == [], fact
                checked += 1
        assert checked > 2_000

    def test_every_printed_contact_passes(self):
        for office in EditionOffice.objects.all():
            found = [*check_phone("phone", "電話", office.phone), *check_phone("fax", "FAX", office.fax)]
            assert codes([*found, *check_mail(office.email)]) == [], office

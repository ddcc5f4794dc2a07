"""The calculator's page: every row of the catalog, bad input, what is not stated, what is not computed."""

import re
from fractions import Fraction

import pytest

from programs.choices import CapOf
from programs.costshare.rates import rate_key
from programs.models import PublicRecord, SubsidyRate
from programs.services import refresh_public_record
from tests import factories as make

from .calculator_page import number, table

pytestmark = pytest.mark.django_db

# Limits of editions that say what they limit, for whom and of which part. Read by hand.
APPLIED = {
    ("chiiki-iot-kofuzei", "eligible_cost"): 20_000_000,
    # Per 団体, of which there is one where no number is typed.
    ("otameshi-satellite-office", "eligible_cost"): 10_000_000,
    ("satellite-office-matching", "eligible_cost"): 10_000_000,
}
COSTS = [1, 999, 33_333_333, 40_000_001, 100 * 10**12]
LIMITED = "上限額を使ったため、国の分は、費用に率を掛けた額より少なくなっています。"
UNITS = {"yen": 1, "thousand": 1000}


@pytest.fixture
def program():
    """Two components; of the first, two places and a footnote's row whose other shares are not stated."""
    program = make.ProgramFactory(published=True, code="fibre", name="光の事業")
    edition = program.editions.get()
    island = make.SubsidyRateFactory(
        edition=edition, component="整備", area="離島", first_line=57, last_line=58
    )
    make.CostShareFactory(rate=island)
    other = make.SubsidyRateFactory(
        edition=edition,
        component="整備",
        area="その他",
        numerator=1,
        denominator=2,
        first_line=59,
        last_line=60,
    )
    make.CostShareFactory(rate=other, numerator=1, denominator=2)
    make.SubsidyRateFactory(
        edition=edition,
        component="整備",
        area="その他",
        condition="財政力指数0.5以上",
        numerator=1,
        denominator=3,
        first_line=63,
        last_line=63,
        note="※は上の行に付く",
    )
    make.SubsidyRateFactory(
        edition=edition,
        component="維持管理",
        base="収支赤字",
        numerator=1,
        denominator=2,
        first_line=72,
        last_line=72,
    )
    refresh_public_record(program)
    return program


def rates_of(program):
    return PublicRecord.objects.get(program=program).record["editions"][0]["rates"]


def ask(client, program, row=None, **typed):
    if row is not None:
        typed["rate"] = rate_key(rates_of(program)[row])
    response = client.get(f"/programs/{program.code}/calc/", typed)
    assert response.status_code == 200
    return response


def editions():
    for record in PublicRecord.objects.in_catalog_order().values_list("record", flat=True):
        for edition in record["editions"]:
            yield record, edition


@pytest.mark.usefixtures("catalog")
@pytest.mark.parametrize("rounding", UNITS)
def test_every_rate_of_the_catalog_is_calculated_and_adds_up(client, rounding):
    seen = 0
    for record, edition in editions():
        for rate in edition["rates"]:
            for cost in COSTS:
                typed = {"year": edition["fiscal_year"], "cost": cost, "rounding": rounding}
                response = client.get(f"{record['url']}calc/", {**typed, "rate": rate_key(rate)})
                assert response.status_code == 200
                result = response.context["page"].result
                seen += 1
                assert result.rate == rate
                if rate["is_fixed_amount"]:
                    assert result.parts is None
                    assert "決まった額を補助するもの" in response.text
                    continue
                assert number(result.payers[0].amount) == expected(record, rate, cost, UNITS[rounding])
                assert sum(number(payer.amount) for payer in result.payers) == cost
                assert number(result.steps[-1].amount) == cost
    assert seen == 49 * len(COSTS)


def expected(record, rate, cost, unit):
    """What the State pays, by a formula of its own."""
    share = Fraction(rate["shares"][0]["numerator"], rate["shares"][0]["denominator"])
    assert rate["cap_of"] in (None, "subsidy")
    counted = min(cost, APPLIED.get((record["code"], "eligible_cost"), cost))
    pays = int(counted * share / unit) * unit
    return pays if rate["cap_yen"] is None else min(pays, rate["cap_yen"])


@pytest.mark.usefixtures("catalog")
def test_every_mark_of_every_calculator_leads_to_a_note_on_it(client):
    for record, edition in editions():
        for rate in [None, *edition["rates"]]:
            typed = {"year": str(edition["fiscal_year"]), "cost": "1億2千万円"}
            typed |= {"rate": rate_key(rate)} if rate else {}
            text = client.get(f"{record['url']}calc/", typed).text
            ids = re.findall(r'\sid="([^"]+)"', text)
            assert len(ids) == len(set(ids)), record["code"]
            links = set(re.findall(r'href="#([^"]+)"', text))
            assert links <= set(ids), record["code"]
            assert bool(edition["rates"] or edition["caps"]) == ('class="src"' in text), record["code"]


@pytest.mark.usefixtures("catalog")
def test_the_rows_of_an_edition_have_names_of_their_own():
    for _, edition in editions():
        keys = [rate_key(rate) for rate in edition["rates"]]
        assert len(keys) == len(set(keys))


@pytest.mark.usefixtures("catalog")
def test_a_rate_that_is_multiplied_once_more_is_not_shown_as_what_the_state_pays(client):
    text = client.get("/programs/otameshi-satellite-office/calc/?cost=1億円").text
    assert "国（財政力補正を掛ける前）" in text
    assert "補正の値は資料に記載がない" in text
    assert "1団体当たり 対象経費の上限" in text


@pytest.mark.usefixtures("catalog")
def test_a_limit_of_benefits_does_not_limit_a_subsidy(client):
    text = client.get("/programs/mynapoint-kakuju/calc/?cost=1億円").text
    assert "給付額の上限で、国の補助額の上限ではないため、使っていません。" in text
    assert '<span class="v">100,000,000</span>' in text


# ---- One answer ----


def test_the_answer_names_the_rate_its_proof_and_every_payer(client, program):
    response = ask(client, program, row=1, cost="１億２千万円")
    assert [(p.name, p.amount) for p in response.context["page"].result.payers] == [
        ("国", "60,000,000"),
        ("市町村", "60,000,000"),
    ]
    assert 'href="#Z59"' in response.text
    assert table(response.text, "計算のしかた") == [
        "手順 その後の額",
        "入力した額 率を掛けるもの：記載なし 120,000,000",
        "× 国の率 1/2 （出典 資料Z 59行） Z59 60,000,000",
        "端数：円未満を切り捨て 資料に決まりの記載がないため、このカタログの設定です。 60,000,000",
        "上限額 資料に記載がないため、使いません。 記載なし",
        "国 60,000,000",
        "市町村 1/2 60,000,000",
        "合計 120,000,000",
    ]


def test_other_conditions_show_what_they_would_give(client, program):
    response = ask(client, program, row=1, cost="1億2千万円")
    assert table(response.text, "条件を変えると")[1:] == [
        "離島 2/3 （出典 資料Z 57行） Z57 80,000,000 +20,000,000",
        "その他 今の条件 1/2 （出典 資料Z 59行） Z59 60,000,000",
        "その他 ／ 財政力指数0.5以上 1/3 （出典 資料Z 63行） Z63 40,000,000 −20,000,000",
    ]
    assert "率が変わります：財政力指数0.5以上" in response.text
    again = re.search(r'href="\?([^"]+)#result">離島</a>', response.text)[1].replace("&amp;", "&")
    shared = client.get(f"/programs/{program.code}/calc/?{again}")
    assert shared.context["page"].result.payers[0].amount == "80,000,000"


def test_shares_that_no_document_states_are_not_given_to_anybody(client, program):
    response = ask(client, program, row=2, cost="100")
    assert [(p.name, p.amount) for p in response.context["page"].result.payers] == [
        ("国", "33"),
        ("残り（負担者の記載なし）", "67"),
    ]
    assert "33と1/3" in response.text
    assert "この率についての注：※は上の行に付く" in response.text


def test_the_rounding_is_a_setting_and_its_remainder_is_told(client, program):
    response = ask(client, program, row=0, cost="1,000,000", rounding="thousand")
    assert [(p.name, p.amount) for p in response.context["page"].result.payers] == [
        ("国", "666,000"),
        ("市町村", "334,000"),
    ]
    assert "端数：千円未満を切り捨て" in response.text
    assert "切り捨てた端数を含む残りです。" in response.text


def test_what_the_rate_multiplies_is_asked_for_and_shown(client, program):
    text = ask(client, program, row=3, cost="100").text
    assert "<dt>収支赤字</dt><dd>100円</dd>" in text
    assert "率によって掛けるものが違います。" in text
    assert "条件を変えると" not in text


def test_a_row_that_multiplies_something_else_is_not_calculated_with_the_same_sum(client, program):
    edition = program.editions.get()
    make.SubsidyRateFactory(edition=edition, component="整備", area="その他", base="収支赤字")
    make.SubsidyRateFactory(edition=edition, component="整備", area="離島", base="総額", fixed=True)
    refresh_public_record(program)
    rows = table(ask(client, program, row=1, cost="100").text, "条件を変えると")
    assert any("率を掛けるものが違います（収支赤字）" in row for row in rows)
    assert any("定額のため、率からは計算できません" in row for row in rows)


def test_without_a_rate_all_rates_are_compared(client, program):
    response = ask(client, program, cost="90円")
    assert response.context["page"].result is None
    assert table(response.text, "すべての率")[1] == "整備 率を掛けるもの：記載なし"
    amounts = [row.amount for group in response.context["page"].others for row in group.rows]
    assert amounts == ["60", "45", "30", "45"]


def test_a_limit_that_takes_from_the_state_leaves_its_part_without_a_payer(client, program):
    edition = program.editions.get()
    make.CapFactory(edition=edition, component="整備", of=CapOf.SUBSIDY, amount_yen=50_000_000)
    make.CapFactory(edition=edition, component="整備", of=CapOf.ELIGIBLE_COST, amount_yen=110_000_000)
    refresh_public_record(program)
    response = ask(client, program, row=1, cost="1億2千万円")
    assert [(p.name, p.amount) for p in response.context["page"].result.payers] == [
        ("国", "50,000,000"),
        ("市町村", "55,000,000"),
        ("残り（負担者の記載なし）", "15,000,000"),
    ]
    assert "対象経費の上限を超える額 10,000,000、上限で減った国の分 5,000,000" in response.text
    assert LIMITED in response.text
    assert LIMITED not in ask(client, program, row=1, cost="1億円").text


def test_what_is_cut_off_from_the_whole_is_called_so(client):
    program = make.ProgramFactory(published=True)
    make.SubsidyRateFactory(edition=program.editions.get(), numerator=10, denominator=10)
    refresh_public_record(program)
    text = ask(client, program, cost="1,234,567", rounding="thousand").text
    assert "切り捨てた端数 567" in text
    assert "残り" not in ask(client, program, cost="1,234,567").text


# ---- Editions ----


def test_the_edition_may_be_chosen_and_what_was_typed_goes_along(client, program):
    older = make.EditionFactory(program=program, fiscal_year=2020)
    make.SubsidyRateFactory(edition=older, numerator=1, denominator=5)
    refresh_public_record(program)
    text = ask(client, program, row=1, cost="100").text
    assert 'href="?year=2020&amp;cost=100&amp;rounding=yen"' in text
    response = ask(client, program, year="2020", cost="100")
    assert response.context["page"].result.payers[0].amount == "20"
    assert "令和2年度（2020年度）版" in response.text


@pytest.mark.parametrize("year", ["1999", "", "abc", "２０２１", "9" * 10_000, "\x00"])
def test_an_edition_that_is_not_there_is_a_404(client, program, year):
    assert client.get(f"/programs/{program.code}/calc/", {"year": year}).status_code == 404


def test_the_newest_edition_with_a_rate_stands_in_for_one_without(client, program):
    newer = make.EditionFactory(program=program, fiscal_year=2023)
    make.BudgetLineFactory(edition=newer, fiscal_year=2023)
    refresh_public_record(program)
    assert ask(client, program).context["page"].edition["fiscal_year"] == 2021
    text = ask(client, program, year="2023").text
    assert "補助率は、この年度版には記載がありません。" in text
    assert 'href="?year=2021"' in text


def test_a_program_without_a_rate_says_so(client):
    program = make.ProgramFactory(published=True)
    text = ask(client, program, cost="100").text
    assert "試算できません" in text
    assert "補助率は、登録した資料に記載がありません。" in text
    assert "<form" not in text


def test_a_program_with_a_limit_alone_shows_it(client):
    program = make.ProgramFactory(published=True)
    make.CapFactory(edition=program.editions.get())
    refresh_public_record(program)
    text = ask(client, program).text
    assert "書かれているのは上限額だけです。" in text
    assert "2,000<small>万円</small>" in text


def test_a_draft_has_no_calculator(client):
    program = make.ProgramFactory()
    assert client.get(f"/programs/{program.code}/calc/").status_code == 404


# ---- Bad input ----


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"cost": ""}, ["cost"]),
        ({"cost": "百万円くらい"}, ["cost"]),
        ({"cost": "1\x00"}, ["cost"]),
        ({"cost": "9" * 10_000}, ["cost"]),
        ({"cost": ["1億", "零"]}, ["cost"]),
        ({"rate": "nosuch"}, ["cost", "rate"]),
        ({"cost": "100", "rate": "x" * 10_000}, ["rate"]),
        ({"cost": "100", "rate": "\x00"}, ["rate"]),
        ({"cost": "100", "rounding": "up"}, ["rounding"]),
        ({"cost": "<b>"}, ["cost"]),
    ],
)
def test_bad_input_says_where_and_why_and_shows_no_result(client, program, typed, fields):
    response = ask(client, program, **typed)
    text = response.text
    assert "<title>エラー：負担額の試算" in text
    for name in fields:
        assert f'<a href="#in-{name}">' in text
        assert f'id="in-{name}"' in text
        assert re.search(rf'aria-describedby="[^"]*\berr-{name}"', text)
    assert text.count('aria-invalid="true"') == len(fields)
    assert "試算の結果" not in text
    assert response.context["page"].others == []


def test_what_was_typed_is_kept(client, program):
    text = ask(client, program, row=1, cost="<百万>", rounding="thousand").text
    assert 'value="&lt;百万&gt;"' in text
    assert text.count(" checked") == 2
    assert 'value="thousand" checked' in text


def test_nothing_asked_is_no_error(client, program):
    text = ask(client, program, utm_source="mail").text
    assert "エラー" not in text
    assert "aria-invalid" not in text


def test_the_calculator_asks_the_database_twice(client, program, count_queries):
    address = f"/programs/{program.code}/calc/?cost=100"
    assert count_queries(client.get, address) == 2


def test_fractions_are_exact():
    rate, fixed = make.SubsidyRateFactory(), SubsidyRate(is_fixed_amount=True)
    assert str(rate.fraction) == "2/3"
    assert SubsidyRate.objects.get(pk=rate.pk).fraction == rate.fraction
    assert fixed.fraction is None
    assert 2 * make.CostShareFactory(rate=rate).fraction == rate.fraction

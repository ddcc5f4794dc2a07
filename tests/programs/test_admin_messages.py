"""Staff pages: every message is in Japanese, beside its field, and nothing typed is lost."""

import pytest
from django.core.exceptions import ValidationError

from programs.admin.fields import DayField, FiscalYearField, YenField
from programs.admin.shares import read_shares
from programs.ingest.parse import UnreadableFigure
from programs.models import ProgramRelation, SubsidyRate
from tests import factories
from tests.programs.staff_pages import add_row, cited, errors, shown, url

RATE = {"rate": "2/3"}
BUDGET = {"fiscal_year": "令和3年度", "phase": "initial", "amount_yen": "3,682百万円"}
BAD_FACTS = {
    "rate over one": ("subsidyrates", {"rate": "3/2"}, "rate", "割合「3/2」は0より大きく1以下"),
    "rate in words": ("subsidyrates", {"rate": "半分"}, "rate", "「半分」を割合として読めません"),
    "no rate": ("subsidyrates", {"rate": ""}, "rate", "補助率を入力してください"),
    "rate too long": ("subsidyrates", {"rate": "1/99999999999"}, "rate", "数字が大きすぎます"),
    "share without figure": (
        "subsidyrates",
        {**RATE, "other_shares": "都道府県、市町村 1/5"},
        "other_shares",
        "「都道府県」に割合がありません",
    ),
    "shares over one": (
        "subsidyrates",
        {**RATE, "other_shares": "都道府県 1/5、市町村 3/10"},
        "other_shares",
        "国と合わせた割合の合計が1を超えています（合計 7/6）",
    ),
    "cap of nothing": (
        "subsidyrates",
        {**RATE, "cap_yen": "2,000万円"},
        "cap_of",
        "何の上限か（補助額・対象経費）と一緒に",
    ),
    "negative amount": (
        "budgetlines",
        {**BUDGET, "amount_yen": "▲5百万円"},
        "amount_yen",
        "金額は0円以上で入力してください",
    ),
    "amount in words": (
        "budgetlines",
        {**BUDGET, "amount_yen": "三億円くらい"},
        "amount_yen",
        "「三億円くらい」を金額として読めません",
    ),
    "amount beyond storing": (
        "budgetlines",
        {**BUDGET, "amount_yen": "99999999999兆円"},
        "amount_yen",
        "以下",
    ),
    "year in words": (
        "budgetlines",
        {**BUDGET, "fiscal_year": "今年"},
        "fiscal_year",
        "「今年」を年度として読めません",
    ),
    "year far off": (
        "budgetlines",
        {**BUDGET, "fiscal_year": "明治10年度"},
        "fiscal_year",
        "1945から2100まで",
    ),
    "call closes before it opens": (
        "calls",
        {"opens_on": "2021-05-01", "closes_on": "令和3年4月30日"},
        "closes_on",
        "締切の日は、始まる日より前にはできません",
    ),
    "period backwards": (
        "programperiods",
        {"from_fiscal_year": "R3", "to_fiscal_year": "R2"},
        "to_fiscal_year",
        "終わりの年度は、始めの年度より前には",
    ),
    "area of the wrong kind": (
        "targetareas",
        {"name": "離島", "kind": "criterion", "designation": "remote-island"},
        "kind",
        "種別に合わせて",
    ),
    "lines reversed": (
        "requirements",
        {"text": "要件", "first_line": 30, "last_line": 29},
        "last_line",
        "出典の行は、始めの行から終わりの行まで12行以内で、順に",
    ),
    "too many lines": (
        "requirements",
        {"text": "要件", "first_line": 30, "last_line": 42},
        "last_line",
        "12行以内",
    ),
    "line after the end": (
        "requirements",
        {"text": "要件", "first_line": 501, "last_line": 501},
        "last_line",
        "この資料は500行までです",
    ),
    "no source": ("requirements", {"text": "要件", "source": ""}, "source", "出典の資料を選んで"),
    "unknown source": ("requirements", {"text": "要件", "source": "9999"}, "source", "選び直して"),
    "no line": ("requirements", {"text": "要件", "first_line": ""}, "first_line", "始めの行を入力"),
    "no literal": ("requirements", {"text": "要件", "literal": ""}, "literal", "印刷されている字句を"),
}


@pytest.mark.django_db
def test_bad_facts_are_told_beside_their_fields_and_stay_typed(client, editor):
    address = url("edition", "change", factories.EditionFactory().pk)
    data = shown(client.get(address))
    # All on one page: a browser sends it once, and so do we.
    rows = {
        case: add_row(data, prefix, **cited(**typed)) for case, (prefix, typed, _, _) in BAD_FACTS.items()
    }
    response = client.post(address, data)
    found, again = errors(response), shown(response)

    assert len(found) == len(BAD_FACTS), "one message a row"
    for case, (_, typed, field, message) in BAD_FACTS.items():
        [text] = found.get(f"{rows[case]}-{field}", ["nothing beside its field"])
        assert message in text, case
        for name, value in typed.items():
            assert again.get(f"{rows[case]}-{name}", "") == str(value), case


@pytest.mark.django_db
def test_a_saved_row_with_a_mistake_opens(client, editor):
    rate = factories.SubsidyRateFactory()
    factories.SubsidyRateFactory(edition=rate.edition, condition="離島")
    address = url("edition", "change", rate.edition_id)
    data = shown(client.get(address)) | {"subsidyrates-0-rate": "4/3"}
    response = client.post(address, data)

    assert response.text.count('<details class="fact" open>') == 1
    assert 'value="4/3"' in response.text
    assert list(SubsidyRate.objects.values_list("numerator", flat=True)) == [2, 2]


@pytest.mark.django_db
def test_two_equal_rows_are_told_beside_the_field(client, editor):
    edition = factories.EditionFactory()
    address = url("edition", "change", edition.pk)
    data = shown(client.get(address))
    add_row(data, "subsidyrates", **cited(rate="1/2"))
    second = add_row(data, "subsidyrates", **cited(rate="1/3"))

    assert errors(client.post(address, data)) == {
        f"{second}-condition": ["同じ部分・人・地域・条件の補助率が、この年度版にもうあります。"]
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("year", "message"),
    [
        ("R3", "この施策のこの年度版は、もうあります。"),
        ("", "年度の書かれていない版は、一つの施策に一つだけです。"),
    ],
)
def test_a_second_edition_of_a_year_is_told_beside_the_year(client, editor, year, message):
    program = factories.ProgramFactory()
    factories.EditionFactory(program=program, fiscal_year=2021)
    factories.EditionFactory(program=program, fiscal_year=None)
    add = f"{url('edition', 'add')}?program={program.pk}"
    change = url("edition", "change", factories.EditionFactory(program=program, fiscal_year=2020).pk)
    for address in (add, change):
        response = client.post(address, shown(client.get(address)) | {"fiscal_year": year})
        assert errors(response) == {"fiscal_year": [message]}


@pytest.mark.django_db
def test_relations_to_itself_or_half_cited_are_told_beside_their_fields(client, editor):
    program, other = factories.ProgramFactory.create_batch(2)
    address = url("program", "change", program.pk)
    data = shown(client.get(address))
    itself = add_row(data, "relations", to_program=program.pk, kind="related")
    half = add_row(data, "relations", to_program=other.pk, kind="predecessor", literal="前身事業")
    response = client.post(address, data)

    found = errors(response)
    assert found.keys() == {f"{itself}-to_program", f"{half}-source"}
    assert "その施策自身と" in found[f"{itself}-to_program"][0]
    assert "カタログの読み" in found[f"{half}-source"][0]
    assert not ProgramRelation.objects.exists()


@pytest.mark.django_db
def test_an_outcome_is_a_number_or_a_text(client, editor):
    program = factories.ProgramFactory()
    address = url("program", "change", program.pk)
    data = shown(client.get(address))
    row = add_row(data, "outcomes", **cited(metric="件数", number="5", text="多い", nature="result"))
    [(place, [message])] = errors(client.post(address, data)).items()
    assert place == f"{row}-number"
    assert "どちらか一つ" in message


@pytest.mark.parametrize(
    ("field", "typed", "value", "shown_again"),
    [
        (YenField(), "3,682百万円", 3_682_000_000, "3,682,000,000"),
        (YenField(), "２，０００万円", 20_000_000, "20,000,000"),
        (YenField(), "0", 0, "0"),
        (FiscalYearField(), "令和元年度", 2019, "令和元年度（2019年度）"),
        (FiscalYearField(), "r3", 2021, "令和3年度（2021年度）"),
        (FiscalYearField(), "令和3年度（2021年度）", 2021, "令和3年度（2021年度）"),
        (FiscalYearField(), "２０２１", 2021, "令和3年度（2021年度）"),
    ],
)
def test_figures_are_read_as_typed_and_shown_to_be_read_again(field, typed, value, shown_again):
    assert field.clean(typed) == value
    assert field.prepare_value(value) == shown_again
    assert field.clean(shown_again) == value
    assert not field.has_changed(value, shown_again)


@pytest.mark.parametrize("typed", ["令和3年度（2020年度）", "3" * 100, "令和\x003年度"])
def test_years_that_contradict_themselves_are_refused(typed):
    with pytest.raises(ValidationError):
        FiscalYearField().clean(typed)


@pytest.mark.parametrize("typed", ["2021-04-30", "2021/4/30", "令和3年4月30日", "令和３年４月３０日"])
def test_days_are_read_in_either_calendar(typed):
    assert DayField().clean(typed).isoformat() == "2021-04-30"


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("", []),
        ("都道府県 1/5、市町村 3/10", [("都道府県", 1, 5), ("市町村", 3, 10)]),
        ("都道府県：５分の１\n市町村１０／１０、", [("都道府県", 1, 5), ("市町村", 10, 10)]),
        ("3セク・民間 0.5", [("3セク・民間", 1, 2)]),
    ],
)
def test_shares_are_read_as_typed(text, shares):
    assert read_shares(text) == shares


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("国 1/2", "国の割合は「補助率」に"),
        ("1/2", "だれの割合か分かりません"),
        ("市町村 1/5、市町村 1/6", "「市町村」が2回あります"),
        ("市町村 0/5", "0より大きく1以下"),
        ("市" * 61 + " 1/5", "60字以内"),
    ],
)
def test_bad_shares_are_told_apart(text, message):
    with pytest.raises(UnreadableFigure, match=message):
        read_shares(text)


def test_rows_that_trade_unique_values_are_refused_and_nothing_typed_is_lost(client, editor):
    edition = factories.EditionFactory(program=factories.ProgramFactory())
    for position, name in enumerate(("伝送路設備", "局舎")):
        factories.EligibleCostFactory(edition=edition, name=name, position=position)
    address = url("edition", "change", edition.pk)
    data = shown(client.get(address))
    data["eligiblecosts-0-name"], data["eligiblecosts-1-name"] = "局舎", "伝送路設備"
    data["eligiblecosts-0-note"] = "書きかけの注"
    response = client.post(address, data)
    assert response.status_code == 200
    assert "行どうしで値を入れ替えたか" in response.text
    assert "書きかけの注" in response.text
    assert [cost.name for cost in edition.eligiblecosts.order_by("position")] == ["伝送路設備", "局舎"]

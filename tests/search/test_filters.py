"""One table: parameter, programs found, condition shown. And what a bad value gives."""

import pytest
from django.http import QueryDict

from programs.models import Program
from programs.services import refresh_public_record
from search.filters import CaseFilter, ProgramFilter
from search.models import CaseDocument, ProgramDocument
from tests import factories as make
from tests.search.asking import ordered_ids

pytestmark = pytest.mark.django_db

EVERYWHERE = {"fibre", "with-case", "is-open"}


def found(query: str) -> set[str]:
    filters = programs(query)
    ids = ordered_ids(filters)
    return set(ProgramDocument.objects.filter(pk__in=ids).values_list("program__code", flat=True))


def programs(query: str) -> ProgramFilter:
    return ProgramFilter(QueryDict(query), ProgramDocument.objects.all())


@pytest.mark.parametrize(
    ("query", "codes", "chips"),
    [
        ("", {*EVERYWHERE, "town-only", "north-only"}, []),
        ("field=talent", {"town-only"}, ["分野：分野 talent"]),
        ("field=talent&field=broadband", {*EVERYWHERE, "town-only", "north-only"}, None),
        ("support_type=expert", {"with-case"}, ["支援の種類：種類 expert"]),
        ("applicant=municipality", {"fibre"}, ["立場：立場 municipality"]),
        ("designation=remote-island", {"fibre"}, ["条件不利地域等：離島"]),
        ("designation=disadvantaged", {"fibre"}, ["条件不利地域等：条件不利地域"]),
        ("designation=peninsula", set(), ["条件不利地域等：半島"]),
        ("fiscal_year=2020", {"is-open"}, ["年度：令和2年度（2020年度）"]),
        ("call=open", {"is-open"}, ["公募の状況：受付中"]),
        ("call=not-stated", {"fibre", "town-only", "north-only", "with-case"}, None),
        ("q=光ファイバ", {"fibre", "with-case"}, ["ことば：光ファイバ"]),
        ("q=光ﾌｧｲﾊﾞ+整備", {"fibre"}, None),
        ("q=ﾃﾚﾜｰｸ", {"with-case"}, None),
        ("q=光ファイバ+テレワーク", {"with-case"}, None),
        ("q=光ファイバ+公募中&spelling=as-typed", set(), None),
        # A place brings the programs limited to no place; the switch leaves them out.
        ("area=363421", {*EVERYWHERE, "town-only"}, ["地域：徳島県名西郡神山町"]),
        ("town=神山町", {*EVERYWHERE, "town-only"}, ["地域：徳島県名西郡神山町"]),
        ("area=360007&town=神山町", {*EVERYWHERE, "town-only"}, None),
        ("area=363421&nationwide=exclude", {"town-only", "with-case"}, None),
        ("area=360007&nationwide=exclude", {"town-only", "with-case"}, ["地域：徳島県"]),
        ("area=010006&nationwide=exclude", {"north-only"}, None),
        ("area=010006", {*EVERYWHERE, "north-only"}, None),
        ("area=district-hokkaido&nationwide=exclude", {"north-only"}, None),
        ("area=010006&field=talent", set(), None),
    ],
)
def test_a_parameter_finds_its_programs_and_says_so(small_catalog, query, codes, chips):
    assert found(query) == codes
    if chips is not None:
        assert [chip.label for chip in programs(query).chips()] == chips


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("field=nosuch", "nosuch は候補にありません"),
        ("call=maybe", "maybe は候補にありません"),
        ("fiscal_year=9999999999", "候補にありません"),
        ("nationwide=yes", "候補にありません"),
        ("sort=price", "候補にありません"),
        ("area=999999", "地域のコード「999999」はありません"),
        ("town=無い町", "「無い町」という名前の市区町村・都道府県はありません"),
        ("area=010006&town=神山町", "北海道に「神山町」という名前の"),
        ("q=%00", "使えない文字（NUL）"),
        ("town=%00", "使えない文字（NUL）"),
        ("area=%00", "使えない文字（NUL）"),
        (f"q={'あ' * 10_000}", "100 文字以下"),
    ],
)
def test_a_bad_value_shows_its_error_and_an_empty_list_never_a_wider_one(small_catalog, query, message):
    filters = programs(query)
    assert ordered_ids(filters) == []
    assert not list(filters.qs)
    assert any(message in error for _, error in filters.errors()), filters.errors()


def test_a_town_of_several_places_names_them_all(small_catalog):
    from tests.factories import MunicipalityFactory, PrefectureFactory

    hokkaido = PrefectureFactory(code="010006")
    MunicipalityFactory(
        code="016446", name="神山町", short_name="北海道神山町", full_name="北海道神山町", parent=hokkaido
    )
    [(name, message)] = programs("town=神山町").errors()
    assert name == "town"
    assert "2か所" in message
    assert "徳島県名西郡神山町" in message
    assert [label for label, _ in programs("town=神山町&q=事業").place_candidates()] == [
        "北海道神山町",
        "徳島県名西郡神山町",
    ]
    for _, query in programs("town=神山町&page=4").place_candidates():
        assert programs(query).place is not None
        assert "page" not in query
    assert found("town=神山町&area=010006") == {*EVERYWHERE, "north-only"}


def test_a_count_beside_a_choice_is_what_the_choice_gives(small_catalog):
    """Every count of every group, under another condition, is the length of the list it leads to."""
    for condition in ("", "area=363421", "q=事業&designation=remote-island", "field=talent"):
        filters = programs(condition)
        for name in filters.groups:
            for option in filters.group(name).options:
                alone = QueryDict(condition, mutable=True)
                alone.setlist(name, [option.value])
                assert option.count == len(found(alone.urlencode())), (condition, name, option)


def test_a_count_beside_a_prefecture_is_what_it_gives(small_catalog):
    filters = programs("nationwide=exclude")
    counts = {option.label: option.count for option in filters.prefecture_options()}
    assert counts == {"北海道": 1, "徳島県": 2}


def test_removing_a_chip_leaves_the_other_conditions(small_catalog):
    filters = programs("field=talent&field=broadband&q=事業&page=3")
    without = {chip.label: chip.without for chip in filters.chips()}
    assert QueryDict(without["分野：分野 talent"]) == QueryDict("field=broadband&q=事業")
    assert QueryDict(without["ことば：事業"]) == QueryDict("field=talent&field=broadband")


def test_the_budget_sort_puts_the_largest_first_and_programs_without_a_sum_last(small_catalog):
    ids = ordered_ids(programs("sort=budget"))
    codes = dict(ProgramDocument.objects.values_list("pk", "program__code"))
    assert [codes[pk] for pk in ids][:2] == ["with-case", "fibre"]


def test_a_name_that_holds_the_words_comes_before_a_body_that_does(small_catalog):
    from programs.models import Program
    from programs.services import refresh_public_record

    early = Program.objects.get(code="fibre")
    early.summary = "テレワークにも使えます。"
    early.save()
    refresh_public_record(early)
    codes = dict(ProgramDocument.objects.values_list("pk", "program__code"))
    assert [codes[pk] for pk in ordered_ids(programs("q=テレワーク"))] == ["with-case", "fibre"]


def test_cases_are_found_by_place_program_year_and_words(small_catalog):
    def cases(query):
        return len(CaseFilter(QueryDict(query), CaseDocument.objects.all()).ordered())

    assert cases("") == 1
    assert cases("area=360007") == 1
    assert cases("area=010006") == 0
    assert cases("program=with-case") == 1
    assert cases("program=fibre") == 0
    assert cases("fiscal_year=2020") == 1
    assert cases("q=神山町") == 1
    assert cases("q=札幌") == 0


@pytest.mark.parametrize(("query", "chosen"), [("town=神山町", []), ("area=360007&town=神山町", ["360007"])])
def test_a_typed_town_stays_in_its_own_box(small_catalog, query, chosen):
    """Else a reader who types another town next would seek it inside the first."""
    assert [option.value for option in programs(query).prefecture_options() if option.selected] == chosen


def test_a_municipality_given_by_code_stands_in_the_list_as_chosen(small_catalog):
    first = programs("area=363421").prefecture_options()[0]
    assert (first.label, first.selected) == ("徳島県名西郡神山町", True)


def test_without_words_open_calls_stand_first_then_the_newest_year_then_the_code(small_catalog):
    """As /search/order/ says."""
    older = make.ProgramFactory(published=True, code="a-of-2020")
    older.editions.update(fiscal_year=2020)
    refresh_public_record(older)
    codes = dict(Program.objects.values_list("pk", "code"))
    found = [codes[pk] for pk in ordered_ids(programs(""))]
    assert found == ["is-open", "fibre", "north-only", "town-only", "with-case", "a-of-2020"]

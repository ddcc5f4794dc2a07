"""What a query finds, in which order, and what the page says of its words."""

import pytest
from django.core.management import CommandError, call_command
from django.http import QueryDict
from django.urls import reverse

from programs.models import EditionOffice, Program
from programs.services import refresh_public_record
from search.filters import CaseFilter, ProgramFilter
from search.models import CaseDocument, ProgramDocument, Synonym
from tests import factories as make
from tests.search.asking import ordered_ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(small_catalog):
    """Write texts into a program of the small catalog, through its record."""

    def name(code, **texts):
        program = Program.objects.get(code=code)
        for attribute, text in texts.items():
            setattr(program, attribute, text)
        program.save()
        refresh_public_record(program)

    return name


def filters(query, model=ProgramDocument, **others):
    data = QueryDict(mutable=True)
    data["q"] = query
    data.update(others)
    return (ProgramFilter if model is ProgramDocument else CaseFilter)(data, model.objects.all())


def codes(query, **others):
    ids = ordered_ids(filters(query, **others))
    known = dict(Program.objects.values_list("pk", "code"))
    return [known[pk] for pk in ids]


def partial(query, **others):
    return codes_of(filters(query, **others).partial())


def codes_of(numbers):
    known = dict(ProgramDocument.objects.values_list("number", "program__code"))
    return [known[number] for number in numbers]


def page(client, query, **others):
    return client.get(reverse("search:programs"), {"q": query, **others}).content.decode()


class TestMatching:
    def test_every_word_must_be_held(self, named):
        named("fibre", summary="海底ケーブルを敷きます。")
        named("town-only", summary="海底を調べます。")
        assert codes("海底 ケーブル") == ["fibre"]
        assert set(codes("海底")) == {"fibre", "town-only"}

    def test_a_latin_word_is_found_as_a_whole_only(self, named):
        named("fibre", summary="AIDのための事業です。")
        assert codes("AID") == ["fibre"]
        assert "fibre" not in codes("AI", spelling="as-typed")

    def test_an_amount_is_not_found_within_a_larger_one(self, named):
        named("fibre", summary="一人に1,500万円を配ります。")
        assert codes("15百万円") == ["fibre"]
        assert codes("500万円", spelling="as-typed") == []

    def test_words_of_two_lines_never_make_one(self, named):
        named("fibre", summary="終わりは海", purpose="底から始まる")
        assert codes("海底", spelling="as-typed") == []


class TestOrder:
    def test_the_name_itself_then_names_then_summaries(self, named):
        named("town-only", name="海底整備", summary="あ。")
        named("fibre", name="海底", summary="あ。")
        named("with-case", summary="海底を調べます。")
        assert codes("海底") == ["fibre", "town-only", "with-case"]

    def test_a_rarer_word_weighs_more(self, named):
        for code in ("fibre", "town-only", "with-case"):
            named(code, summary="海底を調べます。")
        named("fibre", name="海底の事業")
        named("town-only", name="珊瑚の事業")
        named("with-case", name="別の事業")
        named("fibre", summary="海底と珊瑚を調べます。")
        assert codes("海底 珊瑚")[:2] == ["town-only", "fibre"]

    def test_a_sort_that_was_chosen_wins(self, named):
        named("fibre", name="ん海底", summary="海底。", reading="")
        named("town-only", name="あ事業", summary="海底。", reading="")
        assert codes("海底", sort="name") == ["town-only", "fibre"]


class TestSynonyms:
    def test_a_synonym_acts_at_the_next_search_both_ways(self, named):
        named("fibre", summary="海底を調べます。")
        named("town-only", summary="深海を調べます。")
        assert codes("海底") == ["fibre"]
        Synonym.objects.create(words="海底\n深海")
        assert codes("海底") == ["fibre", "town-only"]
        assert codes("深海") == ["town-only", "fibre"]

    def test_a_leading_word_leads_one_way(self, named):
        named("fibre", summary="海底を調べます。")
        named("town-only", summary="うみを調べます。")
        Synonym.objects.create(words="海底", leading="うみ")
        assert set(codes("うみ")) == {"fibre", "town-only"}
        assert codes("海底") == ["fibre"]

    def test_a_part_of_a_word_has_synonyms_too(self, named):
        named("fibre", summary="深海調査です。")
        Synonym.objects.create(words="海底\n深海")
        assert codes("海底調査") == ["fibre"]

    def test_words_with_a_space_between_are_one_synonym(self, named):
        named("fibre", summary="海底を調べます。")
        Synonym.objects.create(words="海底", leading="sea bed")
        assert codes("Sea　Bed") == ["fibre"]

    def test_a_set_of_one_word_is_refused_in_japanese(self):
        with pytest.raises(Exception, match="ことばは二つ以上要ります"):
            Synonym(words="テレワーク\nﾃﾚﾜｰｸ").full_clean()

    def test_the_file_is_loaded_once_and_staff_changes_stay(self, capsys):
        call_command("load_synonyms")
        first = Synonym.objects.first()
        first.delete()
        call_command("load_synonyms")
        assert not Synonym.objects.filter(words=first.words).exists()
        call_command("load_synonyms", "--overwrite")
        assert Synonym.objects.filter(words=first.words).exists()

    def test_a_dry_run_writes_nothing(self):
        call_command("load_synonyms", "--dry-run")
        assert not Synonym.objects.exists()

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("- words: [あ]", "1組目"),
            ("- words: [あ, い]\n- [う]", "2組目"),
            ("words", "並びではありません"),
            ("- {", "YAML"),
        ],
    )
    def test_a_wrong_file_is_refused_whole_and_named(self, tmp_path, text, message):
        path = tmp_path / "synonyms.yaml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(CommandError, match=message) as error:
            call_command("load_synonyms", str(path))
        assert str(path) in str(error.value)
        assert not Synonym.objects.exists()


class TestRepairs:
    def test_a_misspelt_word_is_corrected_and_the_page_says_so(self, named, client):
        named("fibre", summary="ハナビラタケを広げます。")
        body = page(client, "ハナビラケ")
        assert "「ハナビラケ」を含む施策はないため、「ハナビラタケ」で探しました。" in body
        assert codes("ハナビラケ") == ["fibre"]
        assert "spelling=as-typed" in body

    def test_the_uncorrected_search_is_one_click_away(self, named, client):
        named("fibre", summary="ハナビラタケを広げます。")
        assert codes("ハナビラケ", spelling="as-typed") == []
        body = page(client, "ハナビラケ", spelling="as-typed")
        assert "「ハナビラケ」を含むものはありません" in body
        assert "で探しました" not in body

    def test_a_word_that_is_nowhere_is_taken_apart(self, named, client):
        named("fibre", summary="珊瑚をスマホで見守ります。")
        assert codes("珊瑚スマホ") == ["fibre"]
        assert "「珊瑚」と「スマホ」に分けて探しました" in page(client, "珊瑚スマホ")

    def test_a_wrong_letter_inside_a_compound_is_corrected(self, named):
        named("fibre", summary="サンゴ見守手引書です。")
        assert codes("サンゴ見守手弓書") == ["fibre"]

    def test_an_amount_is_never_taken_apart(self, named, client):
        named("fibre", summary="上限は一人6,000万円です。")
        named("town-only", summary="上限は一人6,000円、ほかに5万円です。")
        assert codes("上限6000万円") == ["fibre"]
        body = page(client, "上限6000万円")
        assert "「上限」と「6000万円」に分けて探しました" in body
        assert "<mark>6,000万円</mark>" in body

    def test_a_word_that_is_near_to_nothing_finds_nothing(self, named, client):
        assert codes("ぬぬぬぬぬ") == []
        assert "「ぬぬぬぬぬ」を含むものはありません" in page(client, "ぬぬぬぬぬ")


class TestRelaxing:
    def test_where_none_holds_all_words_those_with_most_answer(self, named, client):
        named("fibre", summary="珊瑚と海藻です。")
        named("town-only", summary="海藻と昆布です。珊瑚礁。")
        named("with-case", summary="昆布です。")
        assert set(codes("珊瑚 海藻 スイカ")) == {"fibre", "town-only"}
        assert "ことばをすべて含む施策はないため" in page(client, "珊瑚 海藻 スイカ")

    def test_as_typed_relaxes_nothing(self, named):
        named("fibre", summary="珊瑚です。")
        assert codes("珊瑚 昆布", spelling="as-typed") == []

    def test_other_conditions_never_widen(self, named):
        named("fibre", summary="珊瑚です。")
        assert codes("珊瑚", fiscal_year="1999") == []

    def test_programs_with_some_words_stand_below_and_are_not_counted(self, named, client):
        named("fibre", name="珊瑚の事業", summary="珊瑚と海藻です。")
        named("town-only", name="海藻の事業", summary="海藻です。")
        body = page(client, "珊瑚 海藻")
        assert "1件の施策" in body
        below = body[body.index("ことばの一部だけを含む施策") :]
        assert "海藻の事業" in below
        assert "珊瑚の事業" not in below

    def test_a_word_alone_is_also_looked_for_in_parts(self, named):
        named("fibre", summary="珊瑚ケーブルを敷きます。")
        named("town-only", summary="ケーブルで珊瑚を調べます。")
        named("with-case", summary="珊瑚を調べます。")
        assert codes("珊瑚ケーブル") == ["fibre"]
        assert partial("珊瑚ケーブル") == ["town-only"]
        assert partial("珊瑚ケーブル", spelling="as-typed") == []

    def test_a_word_with_a_figure_is_never_taken_apart(self, named):
        named("fibre", summary="珊瑚100ケーブルを敷きます。")
        named("town-only", summary="珊瑚とケーブルを調べます。")
        assert partial("珊瑚100ケーブル") == []

    def test_every_word_has_its_count_where_nothing_is_found(self, named, client):
        named("fibre", summary="珊瑚です。")
        body = page(client, "珊瑚 昆布", spelling="as-typed")
        assert "「珊瑚」を含むもの</a>（1件）" in body
        assert "「昆布」を含むものはありません" in body


class TestMarks:
    def test_the_printed_words_are_marked_where_they_were_found(self, named, client):
        named("fibre", summary="山に公衆無線 ＬＡＮを置きます。")
        assert "山に<mark>公衆無線 ＬＡＮ</mark>を置きます。" in page(client, "公衆無線lan")

    def test_markup_in_a_text_stays_text(self, named, client):
        named("fibre", summary="<script>珊瑚</script>です。")
        body = page(client, "珊瑚")
        assert "&lt;script&gt;<mark>珊瑚</mark>&lt;/script&gt;" in body
        assert "<script>珊瑚" not in body

    def test_a_case_says_where_the_words_stand_in_it(self, small_catalog, client):
        title = CaseDocument.objects.select_related("case").first().case.title
        body = client.get(reverse("search:cases"), {"q": title}).content.decode()
        assert f"<mark>{title}</mark>" in body

    def test_no_words_no_marks(self, small_catalog, client):
        assert "<mark>" not in client.get(reverse("search:programs")).content.decode()


def test_cases_are_found_and_ordered_by_the_same_rule(small_catalog):
    document = CaseDocument.objects.select_related("case").first()
    [best] = filters(document.case.title, CaseDocument).ordered()[:1]
    assert CaseDocument.objects.get(number=best).case.title == document.case.title


def test_what_documents_only_name_stands_behind_what_they_describe(named):
    """Alike in all else, the code would put the one that is only named first."""
    only_named = make.ProgramFactory(published=True, code="a-only-named", name="珊瑚の事業")
    named("town-only", name="珊瑚の調査")
    assert codes("珊瑚") == ["a-only-named", "town-only"]
    EditionOffice.objects.filter(edition__program=only_named).delete()
    refresh_public_record(only_named)
    assert codes("珊瑚") == ["town-only", "a-only-named"]


def test_the_rule_is_explained_with_the_figures_in_force(client):
    body = client.get(reverse("search:order")).content.decode()
    assert "別の呼び名、前や後の名前" in body
    assert "50%" in body


def test_nothing_asked_for_is_nothing(small_catalog):
    """A list with hits enough asks for none of those that hold some of the words only."""
    assert filters("光 町").ordered()[:0] == []
    assert filters("光 町").partial()[:0] == []

"""Synthetic records: valid against the contract, repeatable, and as mixed as the catalog."""

import json
from collections import Counter
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator

from bench.corpus import TODAY, code_of, records
from bench.documents import rows
from bench.phrases import spelled, template
from bench.rows import load, save
from bench.vocabulary import vocabulary
from programs.calls import program_status
from programs.choices import CallStatus
from search.texts import ZONE_BREAK, Zone

DIMENSIONS = {
    *("field", "support_type", "applicant", "fiscal_year"),
    *("designation", "reach", "covers", "within"),
    "call",
    "newest",
    "told",
}


def test_records_are_valid_against_the_contract(written):
    schema = json.loads((Path(settings.BASE_DIR) / "programs" / "contract.schema.json").read_text("utf-8"))
    program = {"$ref": "#/$defs/program", "$defs": schema["$defs"]}
    validator = Draft202012Validator(program, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for record in written for error in validator.iter_errors(record)] == []


def test_the_same_seed_gives_the_same_records(written):
    assert list(records(len(written))) == written
    assert list(islice(records(10**9), 20)) == written[:20]
    assert list(records(5, seed=2)) != written[:5]


def test_names_are_unique_and_as_long_as_the_catalog_takes_them():
    names = [record["name"] for record in records(3_000)]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 100


def test_codes_are_unique_and_out_of_order():
    codes = [code_of(number) for number in range(10_000)]
    assert len(set(codes)) == len(codes)
    assert codes[:100] != sorted(codes[:100])


def test_every_dimension_of_facets_is_there(corpus):
    counts = Counter(facet.partition(":")[0] for row in corpus for facet in set(row.facets))
    assert set(counts) == DIMENSIONS
    assert 0.6 < counts["reach"] / len(corpus) < 0.9
    assert all(1 <= sum(f.startswith("field:") for f in row.facets) <= 3 for row in corpus)
    assert all(1 <= sum(f.startswith("applicant:") for f in row.facets) <= 4 for row in corpus)


def test_facets_are_those_of_the_catalog(corpus):
    words = vocabulary()
    found = {facet for row in corpus for facet in row.facets}
    codes = {f.partition(":")[2] for f in found if f.startswith(("within:", "covers:"))}
    assert codes <= set(words.areas)
    assert {f for f in found if f.startswith("field:")} <= {f"field:{s}" for s in words.fields.values()}


def test_calls_are_open_closed_and_to_come_on_the_day_of_the_corpus(written):
    assert {program_status(record, TODAY) for record in written} == set(CallStatus)
    later = list(records(300, today=date(2030, 1, 1)))
    assert {program_status(record, date(2030, 1, 1)) for record in later} == set(CallStatus)


def test_texts_are_as_long_as_those_of_the_catalog_and_fill_every_zone(corpus):
    assert 700 < sum(len(row.text) for row in corpus) / len(corpus) < 1100
    zones = [row.text.split(ZONE_BREAK) for row in corpus]
    assert all(len(texts) == len(Zone) for texts in zones)
    assert all(any(texts[zone] for texts in zones) for zone in Zone)


def test_sentences_are_not_repeated(corpus):
    lines = Counter(line for row in corpus for line in row.text.split(ZONE_BREAK)[Zone.SUMMARY].split("\n"))
    sentences = [line for line in lines if line.endswith("。")]
    assert sum(lines[line] == 1 for line in sentences) > 0.95 * len(sentences)


def test_an_invented_word_has_one_spelling():
    words = [spelled(rank, "かきく", "さしす", "たちつ") for rank in range(27)]
    assert len(set(words)) == 27
    assert words[5] == spelled(5, "かきく", "さしす", "たちつ")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("離島の光ファイバを整備する", ("%sの%sを整備する", ("離島", "光ファイバ"))),
        ("100%の地域で", ("100%%の%sで", ("地域",))),
        ("Wi-Fiのつなぎ方", ("%sのつなぎ方", ("Wi-Fi",))),
        ("「新たな日常", None),
    ],
)
def test_a_sentence_becomes_a_template(text, made):
    assert template(text) == made


def test_rows_are_kept_in_a_file(corpus, folder):
    assert save(corpus, folder / "rows") == len(corpus)
    assert list(load(folder / "rows")) == corpus
    assert list(rows(records(3))) == corpus[:3]

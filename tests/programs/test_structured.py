"""schema.org: only types and properties that exist, nothing that the record does not state."""

import json
import re

import pytest

from programs.models import PublicRecord
from programs.presentation import structured
from programs.services import refresh_public_record
from programs.templatetags.head import data_block
from tests import factories as make

# From the vocabulary at schema.org: the properties we use of each type, own or inherited.
THING = {"name", "alternateName", "description", "identifier", "url"}
ALLOWED = {
    "WebSite": THING | {"inLanguage", "potentialAction"},
    "SearchAction": THING | {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Dataset": THING | {"inLanguage", "isAccessibleForFree", "license", "distribution"},
    "CreativeWork": THING,
    "DataDownload": {"contentUrl", "encodingFormat"},
    "GovernmentService": THING
    | {"serviceType", "category", "audience", "areaServed", "availableChannel", "serviceOutput"},
    "Audience": {"audienceType"},
    "AdministrativeArea": THING,
    "ServiceChannel": {"servicePhone"},
    "ContactPoint": THING | {"telephone", "faxNumber", "email"},
    "MonetaryGrant": THING | {"amount"},
    "MonetaryAmount": {"currency", "maxValue"},
}
# Property → types that it may hold; the others hold text, a number or a truth value.
HOLDS = {
    "potentialAction": {"SearchAction"},
    "target": {"EntryPoint"},
    "itemListElement": {"ListItem"},
    "license": {"CreativeWork"},
    "distribution": {"DataDownload"},
    "audience": {"Audience"},
    "areaServed": {"AdministrativeArea"},
    "availableChannel": {"ServiceChannel"},
    "servicePhone": {"ContactPoint"},
    "serviceOutput": {"MonetaryGrant"},
    "amount": {"MonetaryAmount"},
}


def check(thing: dict, types: set[str] | None = None) -> None:
    properties = {name: value for name, value in thing.items() if name not in ("@context", "@type")}
    assert types is None or thing["@type"] in types
    assert set(properties) <= ALLOWED[thing["@type"]]
    for name, value in properties.items():
        for item in value if isinstance(value, list) else [value]:
            assert item not in (None, "", [], {}), name
            if name in HOLDS:
                check(item, HOLDS[name])
            else:
                assert isinstance(item, str | int), name


def data_of(text: str) -> dict[str, dict]:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    found = [json.loads(block) for block in blocks]
    for thing in found:
        assert thing["@context"] == "https://schema.org"
        check(thing)
    return {thing["@type"]: thing for thing in found}


@pytest.fixture
def program(db):
    return make.ProgramFactory(
        published=True, code="whole", support_type=make.SupportTypeFactory(slug="subsidy", name="補助金")
    )


@pytest.fixture
def data(client, program):
    def read() -> dict:
        refresh_public_record(program)
        return data_of(client.get("/programs/whole/").text)

    return read


def test_a_program_says_what_its_record_states(program, data):
    edition = program.editions.get()
    make.EligibleApplicantFactory(edition=edition, name="市町村")
    make.TargetAreaFactory(edition=edition, placed=True)
    make.TargetAreaFactory(edition=edition)  # 離島 is no place
    make.ProgramAliasFactory(program=program, name="別名")
    service = data()["GovernmentService"]
    assert service["name"] == program.name
    assert service["url"] == "http://testserver/programs/whole/"
    assert service["serviceType"] == "補助金"
    assert service["alternateName"] == ["別名"]
    assert service["audience"] == [{"@type": "Audience", "audienceType": "市町村"}]
    assert service["areaServed"] == [
        {"@type": "AdministrativeArea", "name": "徳島県神山町", "identifier": "363421"}
    ]
    [channel] = service["availableChannel"]
    assert channel["servicePhone"]["telephone"] == "03-0000-0000"


def test_what_is_not_stated_has_no_key(program, data):
    program.editions.get().editionoffices.all().delete()
    service = data()["GovernmentService"]
    assert not {"alternateName", "audience", "areaServed", "availableChannel"} & set(service)


def test_a_grant_has_the_amount_of_one_ceiling_of_the_subsidy_and_of_nothing_else(program, data):
    edition = program.editions.get()
    make.BudgetLineFactory(edition=edition)
    make.CapFactory(edition=edition, of="eligible_cost", amount_yen=5)
    make.CapFactory(edition=edition, component="一部", amount_yen=6)
    grant = {"@type": "MonetaryGrant", "name": program.name}
    assert data()["GovernmentService"]["serviceOutput"] == grant
    make.CapFactory(edition=edition, amount_yen=20_000_000)
    amount = {"@type": "MonetaryAmount", "currency": "JPY", "maxValue": 20_000_000}
    assert data()["GovernmentService"]["serviceOutput"] == grant | {"amount": amount}
    make.CapFactory(edition=edition, amount_yen=30_000_000, per="1団体")
    assert data()["GovernmentService"]["serviceOutput"] == grant


def test_what_is_no_subsidy_is_no_grant(program, data):
    program.support_type = make.SupportTypeFactory(slug="expert", name="専門家派遣")
    program.save()
    assert "serviceOutput" not in data()["GovernmentService"]


def test_the_way_to_a_page_is_what_its_breadcrumb_shows(program, data):
    steps = data()["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step.get("item")) for step in steps] == [
        (1, "ホーム", "http://testserver/"),
        (2, "施策をさがす", "http://testserver/programs/"),
        (3, program.name, None),
    ]


@pytest.mark.django_db
def test_the_entrance_names_its_search_and_the_open_data_its_file(client):
    action = data_of(client.get("/").text)["WebSite"]["potentialAction"]
    assert action["target"]["urlTemplate"] == "http://testserver/programs/?q={search_term_string}"
    dataset = data_of(client.get("/opendata/?x=1").text)["Dataset"]
    assert dataset["url"] == "http://testserver/opendata/"
    assert [f["contentUrl"] for f in dataset["distribution"]] == ["http://testserver/opendata/catalog.json"]


def test_a_text_can_neither_end_the_block_nor_change_how_it_is_read():
    hostile = "</script><!--<script>&amp;\u2028"
    block = data_block(structured.breadcrumbs([(hostile, "")]))
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&") & set(inside)
    assert json.loads(inside)["itemListElement"][0]["name"] == hostile


@pytest.mark.django_db
@pytest.mark.usefixtures("catalog")
def test_every_program_of_the_catalog_is_well_described(client):
    for record in PublicRecord.objects.values_list("record", flat=True):
        for edition in record["editions"]:
            check(structured.program(record, edition, url="http://testserver" + record["url"]))

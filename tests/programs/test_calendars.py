"""Calendars of calls: days that are stated and no others, in a form that calendars read."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.calendars import LINE_OCTETS, calendar, escaped, folded
from programs.models import PublicRecord
from programs.presentation.calls import CallDay
from programs.services import refresh_public_record
from tests import factories as make

TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=200)


def unfolded(text: str) -> str:
    return text.replace("\r\n ", "")


def unescaped(text: str) -> str:
    found, characters = "", iter(text)
    for character in characters:
        if character == "\\":
            character = {"n": "\n"}.get(after := next(characters), after)
        found += character
    return found


def events(text: str) -> list[dict[str, str]]:
    assert text.endswith("END:VCALENDAR\r\n")
    found: list[dict[str, str]] = []
    for line in unfolded(text).split("\r\n"):
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and ":" in line:
            name, _, value = line.partition(":")
            found[-1].setdefault(name.split(";")[0], unescaped(value))
    return found


@given(TEXT.filter(lambda text: "\r" not in text and "\n" not in text))
def test_no_line_is_longer_than_it_may_be_and_none_loses_a_character(text):
    pieces = folded(text).split("\r\n")
    assert all(len(piece.encode()) <= LINE_OCTETS for piece in pieces)
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == text
    assert all(piece.startswith(" ") for piece in pieces[1:])


@given(TEXT)
def test_a_text_is_one_line_and_comes_back_less_control_characters(text):
    one_line = escaped(text)
    assert not [c for c in one_line if c != "\t" and (c < " " or c == "\x7f")]
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    assert unescaped(one_line) == "".join(c for c in kept if c in "\n\t" or (c >= " " and c != "\x7f"))


@given(TEXT)
def test_no_title_can_add_an_event(text):
    moment = datetime(2021, 4, 1, tzinfo=UTC)
    day = CallDay("x", date(2021, 4, 1), text, text, "https://example.jp/", moment)
    written = calendar(text, [day, day])
    assert unfolded(written).split("\r\n").count("BEGIN:VEVENT") == 2


@pytest.mark.django_db
class TestAddresses:
    @pytest.fixture
    def program(self):
        program = make.ProgramFactory(published=True, code="fibre", name="光の事業")
        self.add_call(program, literal="4月1日～5月31日")
        return program

    def add_call(self, program, **values):
        make.CallFactory(edition=program.editions.get(), **values)
        refresh_public_record(program)

    def events(self, client, path: str) -> list[dict[str, str]]:
        response = client.get(path)
        assert response.status_code == 200
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        return events(response.content.decode())

    def test_both_ends_are_whole_days_that_say_where_they_stand(self, client, program):
        opens, closes = self.events(client, "/programs/fibre/calls.ics")
        assert (opens["SUMMARY"], closes["SUMMARY"]) == ("公募開始：光の事業", "公募締切：光の事業")
        assert (opens["DTSTART"], opens["DTEND"]) == ("20210401", "20210402")
        assert (closes["DTSTART"], closes["DTEND"]) == ("20210531", "20210601")
        assert "出典：資料Z 24行「4月1日～5月31日」" in closes["DESCRIPTION"]
        assert closes["URL"] == "http://testserver/programs/fibre/#call"
        stamp = PublicRecord.objects.get().updated_at.astimezone(UTC)
        assert closes["DTSTAMP"] == f"{stamp:%Y%m%dT%H%M%SZ}"

    def test_a_day_that_no_document_states_makes_no_event(self, client, program):
        self.add_call(program, opens_on=None, closes_on=None, window="令和2年1月～2月", label="次回")
        self.add_call(program, opens_on=None, closes_on=date(2021, 9, 30), label="手続")
        titles = [event["SUMMARY"] for event in self.events(client, "/programs/fibre/calls.ics")]
        assert titles == ["公募開始：光の事業", "公募締切：光の事業", "締切（手続）：光の事業"]

    def test_what_happens_on_one_day_is_one_event(self, client, program):
        self.add_call(program, opens_on=date(2021, 4, 19), closes_on=date(2021, 4, 19), label="公募説明会")
        titles = [event["SUMMARY"] for event in self.events(client, "/programs/fibre/calls.ics")]
        assert titles == ["公募開始：光の事業", "公募説明会：光の事業", "公募締切：光の事業"]

    def test_a_corrected_date_moves_the_event(self, client, program):
        before = [event["UID"] for event in self.events(client, "/calls.ics")]
        program.editions.get().calls.update(closes_on=date(2021, 6, 30))
        refresh_public_record(program)
        found = self.events(client, "/calls.ics")
        assert [event["UID"] for event in found] == before
        assert found[-1]["DTSTART"] == "20210630"

    def test_the_same_days_are_the_same_bytes(self, client, program):
        first = client.get("/calls.ics")
        assert client.get("/calls.ics").content == first.content
        again = client.get("/calls.ics", headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304

    @pytest.mark.parametrize("path", ["/programs/nosuch/calls.ics", "/programs/bare/calls.ics"])
    def test_a_program_without_days_has_no_calendar(self, client, path):
        make.ProgramFactory(published=True, code="bare")
        assert client.get(path).status_code == 404
        assert client.get("/calls.ics").status_code == 404
        assert "calls.ics" not in client.get("/programs/bare/").text

    def test_the_page_leads_to_it(self, client, program):
        assert 'href="/programs/fibre/calls.ics"' in client.get("/programs/fibre/").text

    def test_queries_do_not_grow_with_calls(self, client, program, count_queries):
        few = count_queries(client.get, "/calls.ics")
        assert few <= 2
        for each in make.ProgramFactory.create_batch(4, published=True):
            self.add_call(each)
        assert count_queries(client.get, "/calls.ics") <= few


@pytest.mark.django_db
@pytest.mark.usefixtures("catalog")
def test_every_stated_day_of_the_catalog_is_an_event(client):
    found = events(client.get("/calls.ics").content.decode())
    ids = [event["UID"] for event in found]
    assert len(ids) == len(set(ids))
    days = 0
    for record in PublicRecord.objects.values_list("record", flat=True):
        for edition in record["editions"]:
            for call in edition["calls"]:
                days += len({call["opens_on"], call["closes_on"]} - {None})
    assert len(found) == days > 15

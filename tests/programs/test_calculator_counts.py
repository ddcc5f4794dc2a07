"""A limit per something: multiplied by how many a reader says there are."""

import re

import pytest

from programs.costshare.rates import count_key
from programs.services import refresh_public_record
from tests import factories as make

from .calculator_page import sum_of, table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalog")]

COUNT = count_key("1団体")


@pytest.mark.parametrize(
    ("number", "counted", "said"),
    [
        ("", 10_000_000, "団体の数が入力されていないため、1として計算しました。"),
        ("1", 10_000_000, "10,000,000 × 1 ＝ 10,000,000円。"),
        ("３", 30_000_000, "10,000,000 × 3 ＝ 30,000,000円。"),
        ("1,000", 100_000_000, "10,000,000 × 1,000 ＝ 10,000,000,000円。上限を超えないので、変わりません。"),
    ],
)
def test_a_limit_per_something_is_multiplied_by_how_many_there_are(client, number, counted, said):
    address = "/programs/otameshi-satellite-office/calc/"
    response = client.get(address, {"cost": "1億円", COUNT: number})
    result = response.context["page"].result
    assert result.parts.counted == counted
    assert sum_of(result.payers) == 100_000_000
    assert result.caps == []
    [line] = [row for row in table(response.text, "計算のしかた") if row.startswith("1団体当たり")]
    assert line.startswith("1団体当たり 対象経費の上限 1,000 万円 （出典 資料A ")
    assert f" {said} {counted:,}" in line
    assert f'id="in-{COUNT}" name="{COUNT}"' in response.text
    assert f'value="{number}"' in response.text
    # In English too, where what is counted stays as printed.
    text = client.get(f"/en{address}", {"cost": "100000000", COUNT: number}).text
    assert 'Number of <span lang="ja">団体</span>' in text


def test_a_number_goes_along_to_the_other_rates(client):
    program = make.ProgramFactory(published=True, code="fibre")
    edition = program.editions.get()
    make.CapFactory(edition=edition, per="1団体")
    for area, lines in (("離島", 57), ("その他", 59)):
        rate = make.SubsidyRateFactory(edition=edition, area=area, first_line=lines, last_line=lines)
        make.CostShareFactory(rate=rate)
    refresh_public_record(program)
    response = client.get("/programs/fibre/calc/", {"cost": "1億円", COUNT: "2"})
    links = re.findall(r'href="[^"]*\?([^"]*cost=[^"]*)"', response.text)
    assert len(links) > 1
    assert all(f"{COUNT}=2" in link for link in links)
    assert COUNT not in client.get("/programs/kodo-musen-kankyo/calc/?cost=1億円").text


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "三", "3団体", "1e3", "9" * 5000, "10000001", "\x00"])
def test_a_number_that_is_none_says_where_and_why(client, number):
    address = "/programs/otameshi-satellite-office/calc/"
    response = client.get(address, {"cost": "1億円", COUNT: number})
    assert response.status_code == 200
    assert f'<a href="#in-{COUNT}">' in response.text
    assert response.text.count('aria-invalid="true"') == 1
    assert "試算の結果" not in response.text

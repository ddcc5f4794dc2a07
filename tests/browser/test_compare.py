"""Choose, compare, keep, print, take away: by keyboard, without script, on a phone."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from .faults import faults_in_every_look
from .pages import overflow, resize

pytestmark = pytest.mark.browser

CHOSEN = "p=kodo-musen-kankyo&p=keitai-area-seibi&p=chiiki-johoka&p=chiiki-johoka-adviser"
# Beside those of `pages`.
PAGES = [
    "/programs/?p=ilas&q=光",
    f"/compare/?{CHOSEN}&p=ilas&p=nosuch",
    f"/list/?{CHOSEN}&p=ilas&q=テレワーク",
    "/budget/?fiscal_year=2021&field=nosuch",
]


def said_of(action, name):
    """What a control is called: what it does, and to which program."""
    return re.compile(rf"^{action}\s*：{re.escape(name)}$")


def tick_by_keyboard(page, name):
    box = page.get_by_role("checkbox", name=said_of("選ぶ", name))
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    return box


def choose_two(page, site):
    page.goto(f"{site}/programs/?q=整備")
    tick_by_keyboard(page, "高度無線環境整備推進事業")
    tick_by_keyboard(page, "携帯電話等エリア整備事業")


def sheets(page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def downloaded(page, name) -> list[list[str]]:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    content = waiting.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_two_programs_are_chosen_by_keyboard_compared_kept_printed_and_taken_away(
    page, site, outside_requests
):
    choose_two(page, site)
    button = page.get_by_role("button", name="選んだ施策を比べる")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("施策を比べる")
    expect(page.get_by_role("columnheader")).to_have_count(3)
    expect(page.get_by_role("row").filter(has_text="ちがいあり").first).to_be_visible()
    assert sheets(page) == 1
    rows = downloaded(page, "この表をCSVで")
    assert {"高度無線環境整備推進事業", "携帯電話等エリア整備事業"} == {row[3] for row in rows[1:]}

    page.get_by_role("link", name="リストで見る").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("施策のリスト")
    page.get_by_label("施策の名前やことば").fill("テレワーク普及展開推進事業")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=said_of("加える", "テレワーク普及展開推進事業")).press("Enter")
    expect(page.locator("#n")).to_have_text("3件の施策")
    assert sheets(page) == 1
    assert [row[1] for row in downloaded(page, "リストをCSVで")][1:] == page.locator(
        ".row h3"
    ).all_inner_texts()
    page.get_by_role("link", name=said_of("リストから外す", "携帯電話等エリア整備事業")).press("Enter")
    expect(page.locator("#n")).to_have_text("2件の施策")
    assert not page.context.cookies()
    assert not outside_requests


def test_the_same_way_works_without_script(browser, browser_context_args, site):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    choose_two(page, site)
    page.get_by_role("button", name="リストに入れる").click()
    expect(page.locator("#n")).to_have_text("2件の施策")
    page.get_by_role("link", name="条件でさがして足す").click()
    page.get_by_label("ことばで", exact=True).fill("テレワーク普及")
    page.get_by_role("button", name="この条件でさがす").click()
    tick_by_keyboard(page, "テレワーク普及展開推進事業")
    page.get_by_role("button", name="リストに入れる").click()
    expect(page.locator("#n")).to_have_text("3件の施策")
    page.get_by_role("link", name="リストの施策を比べる").click()
    expect(page.get_by_role("columnheader")).to_have_count(4)
    context.close()


def test_a_focused_box_is_not_hidden_by_the_buttons(page, site):
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{site}/programs/")
    bar = page.locator("p.submit[role=group]")
    for box in page.locator("input[type=checkbox][form=filter][name=p]").all()[:8]:
        box.focus()
        place, cover = box.bounding_box(), bar.bounding_box()
        assert place["y"] + place["height"] <= cover["y"]


def test_nothing_scrolls_sideways_and_no_tool_sees_a_fault(page, site):
    for path in PAGES:
        page.goto(f"{site}{path}")
        assert faults_in_every_look(page) == {}, path
        for width in (1280, 360, 320):
            resize(page, width)
            assert overflow(page) <= 0, (width, path)


def test_on_a_phone_each_cell_of_the_comparison_names_its_program(page, site):
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"{site}/compare/?{CHOSEN}")
    cells = page.get_by_role("row").nth(1).get_by_role("cell")
    expect(cells).to_have_count(4)
    expect(cells.nth(1).locator(".of")).to_be_visible()
    assert cells.nth(0).bounding_box()["y"] < cells.nth(1).bounding_box()["y"]


def test_four_programs_print_on_two_sheets_at_most(page, site):
    page.goto(f"{site}/compare/?{CHOSEN}")
    assert sheets(page) <= 2

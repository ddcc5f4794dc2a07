"""Suggestions while a reader types: by keyboard, by mouse, with an input method, without script."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import expect

from .faults import faults

pytestmark = pytest.mark.browser

BOXES = {"/": "ことばでさがす", "/programs/": "ことばで"}
PROGRAM = re.compile("^テレワーク普及展開推進事業")

# However busy the machine is, no letter comes later than the script waits for the next.
TYPE_AT_ONCE = """(box, text) => {
    for (let length = 1; length <= text.length; length++) {
        box.value = text.slice(0, length);
        box.dispatchEvent(new InputEvent("input", {bubbles: true}));
    }
}"""


@pytest.fixture
def asked(page):
    """Addresses of the suggestions that the page asked for."""
    addresses = []
    page.on("request", lambda r: addresses.append(unquote(r.url)) if "/search/suggest" in r.url else None)
    return addresses


def box_of(page, path):
    return page.get_by_role("combobox", name=BOXES[path], exact=True)


def options_of(page):
    """The suggestions; the choices of a select are options too."""
    return page.get_by_role("listbox").get_by_role("option")


def type_into(page, site, text, path="/"):
    page.goto(f"{site}{path}")
    box = box_of(page, path)
    box.press_sequentially(text)
    return box


def test_arrow_and_enter_arrive_at_a_program_under_the_sites_own_policy(browser, site):
    """The policy is in force here: neither the script nor its request is inline or from elsewhere."""
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    faults = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    box = type_into(page, site, "てれわーく")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile(""))
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^候補は\d件です。$"))
    page.keyboard.press("ArrowDown")
    option = page.get_by_role("option", name=PROGRAM)
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("テレワーク普及展開推進事業")
    assert not faults
    context.close()


def test_the_arrows_go_around_and_other_keys_return_to_the_text(page, site):
    box = type_into(page, site, "テレ")
    options = options_of(page)
    expect(options.first).to_be_visible()
    selected = page.get_by_role("listbox").get_by_role("option", selected=True)
    page.keyboard.press("ArrowUp")
    assert selected.get_attribute("id") == options.last.get_attribute("id")
    page.keyboard.press("ArrowDown")
    assert selected.get_attribute("id") == options.first.get_attribute("id")
    for key in ("Home", "End", "ArrowLeft"):
        page.keyboard.press("ArrowDown")
        expect(selected).to_have_count(1)
        page.keyboard.press(key)
        expect(selected).to_have_count(0)
        expect(box).not_to_have_attribute("aria-activedescendant", re.compile(""))
    assert page.evaluate("document.activeElement.selectionStart") == 1
    page.keyboard.press("Tab")
    expect(options).to_have_count(0)
    expect(page.get_by_role("button", name="さがす")).to_be_focused()


def test_escape_closes_and_keeps_the_text_and_enter_still_submits(page, site):
    box = type_into(page, site, "テレワーク", "/programs/")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("テレワーク")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/programs/\?q=%E3"))
    expect(page.get_by_role("link", name="条件「ことば：テレワーク」を外す")).to_be_visible()


def test_a_place_is_chosen_with_the_mouse(page, site):
    type_into(page, site, "かみやま")
    option = page.get_by_role("option", name=re.compile("^神山町 徳島県名西郡神山町 地域"))
    count = re.search(r"\d+件", option.inner_text())[0]
    option.click()
    expect(page.locator("#n")).to_have_text(f"{count}の施策")
    expect(page.get_by_role("link", name="条件「地域：徳島県名西郡神山町」を外す")).to_be_visible()


def test_quick_typing_asks_once_and_an_emptied_box_closes(page, site, asked):
    page.goto(f"{site}/")
    box = box_of(page, "/")
    box.evaluate(TYPE_AT_ONCE, "テレワーク")
    expect(options_of(page).first).to_be_visible()
    assert [address.partition("?")[2] for address in asked] == ["q=テレワーク"]
    box.fill("")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_nothing_is_asked_and_enter_is_left_alone_while_an_input_method_composes(page, site, asked):
    page.goto(site)
    box = box_of(page, "/")
    box.focus()
    client = page.context.new_cdp_session(page)
    for text in ("て", "てれ", "テレワーク"):
        client.send("Input.imeSetComposition", {"text": text, "selectionStart": 1, "selectionEnd": 1})
    page.wait_for_timeout(400)
    assert asked == []
    prevented = box.evaluate(
        """box => !box.dispatchEvent(new KeyboardEvent("keydown",
             {key: "ArrowDown", isComposing: true, bubbles: true, cancelable: true}))"""
    )
    assert not prevented
    page.wait_for_timeout(300)
    assert asked == []
    client.send("Input.insertText", {"text": "テレワーク"})
    expect(page.get_by_role("option", name=PROGRAM)).to_be_visible()
    assert len(asked) == 1


def test_a_failed_request_leaves_the_form_as_it_was(page, site):
    page.route("**/search/suggest*", lambda route: route.fulfill(status=500, body="<h1>500</h1>"))
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    with page.expect_response("**/search/suggest*"):
        type_into(page, site, "テレワーク")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/programs/\?q=%E3"))
    assert not faults


def test_without_script_the_box_is_plain_and_submits(browser, browser_context_args, site):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    box = page.get_by_role("searchbox", name="ことばでさがす")
    box.fill("テレワーク")
    box.press("Enter")
    expect(page.get_by_role("link", name="テレワーク普及展開推進事業", exact=True)).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_the_open_list_has_no_fault_that_a_tool_can_see(page, site, width):
    page.set_viewport_size({"width": width, "height": 900})
    for path in BOXES:
        page.goto(f"{site}{path}#filter")
        box_of(page, path).press_sequentially("光")
        options = options_of(page)
        expect(options).to_have_count(8)
        page.keyboard.press("ArrowDown")
        assert faults(page) == [], path
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, path
        assert all(options.nth(number).bounding_box()["height"] >= 44 for number in range(8))
        expect(page.get_by_role("button", name=re.compile("さがす$")).first).to_be_in_viewport()


@pytest.mark.parametrize("width", [1280, 360])
def test_on_an_english_page_an_english_word_leads_to_a_program(page, site, asked, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/en/")
    box = page.get_by_role("combobox")
    box.press_sequentially("telework")
    option = options_of(page).first
    expect(option).to_contain_text("Telework spread and expansion program")
    expect(option.locator("[lang=ja]")).to_have_text("テレワーク普及展開推進事業")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    expect(
        page.get_by_role("option", name=re.compile("Telework and satellite offices Field Programs: 29"))
    ).to_be_visible()
    assert [urlsplit(address).path for address in asked] == ["/en/search/suggest"]
    assert faults(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/programs/telework-fukyu-tenkai/")

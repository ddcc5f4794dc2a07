"""What axe finds wrong with a page: one set of rules for the public pages and the staff's."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from .pages import resize

# Each width and each colour scheme once: colours do not change with the width.
LOOKS = ((1280, "light"), (360, "dark"))
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def faults(page: Page, within: str | None = None) -> list[tuple[str, str]]:
    """(rule, element) of every fault of the page as it stands, or of what is inside one selector.

    axe is half a megabyte, and put in once a page. A page that a click leads to may not be all there yet.
    """
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "([within, rules]) => axe.run(within ?? document, rules).then(results => results.violations)",
        [within, RULES],
    )
    return [(rule["id"], node["html"][:200]) for rule in found for node in rule["nodes"]]


def faults_in_every_look(page: Page) -> dict[tuple[int, str], list[tuple[str, str]]]:
    """(width, colour scheme) → the faults; nothing for a look that has none."""
    found = {}
    for width, scheme in LOOKS:
        page.emulate_media(color_scheme=scheme)
        resize(page, width)
        if seen := faults(page):
            found[width, scheme] = seen
    page.emulate_media(color_scheme="light")
    return found

"""What axe finds wrong with a page: one set of rules for the public pages and the staff's."""

from axe_playwright_python.sync_playwright import Axe

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def faults(page, within: str | None = None) -> list[tuple[str, str]]:
    """(rule, element) of every fault of the page as it stands, or of what is inside one selector."""
    found = Axe().run(page, context=within, options=RULES).response["violations"]
    return [(rule["id"], node["html"][:200]) for rule in found for node in rule["nodes"]]

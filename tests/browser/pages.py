"""One address of every kind of page: what every page must be, these are held to."""

from playwright.sync_api import Page

PAGES = [
    "/",
    "/programs/",
    "/programs/?q=光&area=360007",
    "/programs/?town=池田町",
    "/programs/?field=learning&support_type=subsidy",
    "/programs/?q=テレワク",
    "/programs/?q=珊瑚 昆布&spelling=as-typed",
    "/programs/kodo-musen-kankyo/",
    "/programs/kodo-musen-kankyo/calc/?cost=1億2,000万円",
    "/programs/kodo-musen-kankyo/calc/?cost=abc",
    "/programs/keitai-area-seibi/",
    "/programs/local-5g-jissho/",
    "/programs/ilas/",
    "/programs/chiiki-iot-kyodo/",
    "/programs/chiiki-johoka-adviser/",
    "/programs/chiiki-johoka-adviser/cases/",
    "/programs/juten2020-kaso-taisaku/",
    "/cases/",
    "/cases/?q=農業",
    "/cases/?area=400009",
    "/compare/",
    "/compare/?p=kodo-musen-kankyo&p=keitai-area-seibi&p=catv-hikarika",
    "/list/",
    "/list/?p=kodo-musen-kankyo&p=keitai-area-seibi",
    "/places/",
    "/places/?town=池田町",
    "/places/363421/",
    "/places/010006/",
    "/budget/",
    "/budget/?year=2021&field=broadband",
    "/glossary/",
    "/updates/",
    "/roadmap/",
    "/offices/ido-tsushin/",
    "/sources/",
    "/sources/001_2babdfa40bdae4a2/",
    "/sources/disagreements/",
    "/sources/coverage/",
    "/search/order/",
    "/opendata/",
    "/api/v1/",
    "/guide/",
    "/contact/",
    "/sitemap/",
    "/about/accessibility/",
    "/about/accessibility/results/",
    "/about/terms/",
    "/about/privacy/",
    "/about/licenses/",
    "/nosuch/",
]


def resize(page: Page, width: int, height: int = 900) -> None:
    """The styles alone decide by the width (no script does): the page need not be fetched anew."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("width => window.innerWidth === width", arg=width)


def overflow(page: Page) -> int:
    """By how many pixels the page scrolls sideways."""
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found

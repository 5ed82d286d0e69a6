"""A page looked at by axe-core (WCAG 2.2 A and AA and its best practices) in four looks: light and dark, phone and desk."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
_LOOKS = ((PHONE, "light"), (PHONE, "dark"), (DESK, "dark"), (DESK, "light"))
_EVERYTHING = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# What can differ between two sizes or between light and dark; all the rest is the same markup.
_OF_A_LOOK = {
    "runOnly": ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"],
    "resultTypes": ["violations"],
}
_WIDEST = """() => [...document.querySelectorAll("main *")]
  .filter((part) => part.getBoundingClientRect().right > innerWidth)
  .slice(-3).map((part) => part.outerHTML.slice(0, 150))"""
_AXE = Axe().axe_script


def barriers(page: Page) -> list[str]:
    """Return every violation, and every look in which the page is wider than the screen."""
    problems = []
    for size, scheme in _LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        problems += _violations(page, _EVERYTHING if (size, scheme) == _LOOKS[0] else _OF_A_LOOK)
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            problems.append(f"{page.url} is wider than {size['width']} px: {page.evaluate(_WIDEST)}")
    return problems


def _violations(page: Page, options: dict) -> list[str]:
    # A button half way between two colours is not what anybody reads.
    page.evaluate(
        "Promise.all(document.getAnimations().filter(a => a instanceof CSSTransition).map(a => a.finished))"
    )
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [f"{page.url} {item['id']}: {[node['html'] for node in item['nodes']]}" for item in found]

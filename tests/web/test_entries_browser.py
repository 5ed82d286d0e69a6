"""Help, Identification and the window that says what is open, in a browser: no barrier, by keyboard, and without scripts."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assay.verifications.models import Verification
from assay.verifications.rules import Status
from made_looks import PHONE, barriers
from made_pages import Customer


@pytest.fixture
def customer(transactional_db, settings) -> Customer:
    settings.DEMO = True
    return Customer()


@pytest.fixture
def window(live_server, open_browser) -> BrowserContext:
    return open_browser(base_url=live_server.url, viewport=PHONE)


@pytest.fixture
def page(window) -> Page:
    """Fails a test in which anything was blocked or broke."""
    opened, complaints = window.new_page(), []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    assert complaints == []


def sign_in(window: BrowserContext, customer: Customer, address: str) -> None:
    session = customer.browser.cookies["sessionid"].value
    window.add_cookies([{"name": "sessionid", "value": session, "url": address}])


def test_identification_and_banners_have_no_barrier(page, window, customer, live_server):
    sign_in(window, customer, live_server.url)
    page.goto("/help")
    assert page.get_by_role("button", name="Get verified").is_visible()
    assert barriers(page) == []
    customer.begin()
    Verification.objects.update(status=Status.ACTION_REQUIRED, denials=2)
    for path in ("/identification", "/security/"):
        page.goto(path)
        if path == "/security/":
            page.keyboard.press("Escape")
        expect(page.locator(".asked-banner.wanted")).to_be_visible()
        assert barriers(page) == []


@pytest.mark.row("ENT-03", "ENT-14")
def test_the_window_takes_the_focus_closes_with_escape_and_stays_away(page, window, customer, live_server):
    sign_in(window, customer, live_server.url)
    customer.begin()
    page.goto("/")
    dialog = page.get_by_role("dialog", name="Your verification is not finished")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("link", name="Complete Now")).to_be_focused()
    assert barriers(page) == []
    with page.expect_response("**/asked/later"):
        page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.reload()
    expect(dialog).to_be_hidden()
    Verification.objects.update(status=Status.ACTION_REQUIRED)
    page.reload()
    page.get_by_role("dialog", name="Action Required").get_by_role("link", name="Complete Now").click()
    page.wait_for_url("**/verification/status")

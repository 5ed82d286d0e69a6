"""Sign-up, second steps and passkeys in a real browser, under the strict content policy."""

import re

import pytest
from django.core import mail
from playwright.sync_api import BrowserContext, Page, expect

from made_sign_in import CODE, PASSWORD, authenticator_code, made_person, newest_code

pytestmark = pytest.mark.django_db(transaction=True)
VIRTUAL_KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["made_sign_in.QuickHasher"]


@pytest.fixture
def window(open_browser, live_server) -> BrowserContext:
    return open_browser(base_url=live_server.url, viewport={"width": 390, "height": 844})


@pytest.fixture
def page(window) -> Page:
    """A page that fails the test when the browser complains, about the content policy above all."""
    complaints: list[str] = []
    page = window.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def sign_in(page: Page) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill("ada@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")


def prove_it_is_you(page: Page) -> None:
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Confirm")


def test_a_person_signs_up_types_the_code_and_is_in(page):
    page.goto("/account/signup/")
    page.get_by_label("E-mail address").fill("new@example.com")
    page.get_by_label("Choose a password").fill(PASSWORD)
    press(page, "Continue")
    expect(page.get_by_role("heading", name="Confirm your address")).to_be_visible()
    expect(page.get_by_label("Code")).to_be_focused()
    page.keyboard.type("00000000")
    press(page, "Confirm")
    expect(page.get_by_role("alert")).to_contain_text("This code is wrong or too old.")
    page.get_by_label("Code").fill(newest_code())
    press(page, "Confirm")
    expect(page.get_by_label("Your account", exact=True)).to_be_visible()


def test_an_app_and_a_recovery_code_as_second_step(page, window):
    made_person()
    sign_in(page)
    page.goto("/security/")
    page.get_by_role("link", name="Set up an app").click()
    prove_it_is_you(page)
    page.get_by_text("You cannot scan it?").click()
    secret = page.locator("#totp-secret").inner_text()
    page.get_by_label("Code").fill(authenticator_code(secret))
    press(page, "Turn it on")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    codes = page.locator("#recovery-codes li").all_inner_texts()
    assert len(codes) == 10
    window.clear_cookies()
    sign_in(page)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_label("Code").fill(codes[0])
    press(page, "Sign in")
    page.goto("/security/")
    expect(page.get_by_text("9 left")).to_be_visible()


def test_a_passkey_is_added_and_signs_in_without_a_password(page, window):
    made_person()
    devices = window.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL_KEY})
    sign_in(page)
    page.goto("/account/2fa/webauthn/add/")
    prove_it_is_you(page)
    page.get_by_label("Name").fill("My phone")
    expect(page.get_by_label("Sign in with it alone")).to_be_checked()
    press(page, "Add the passkey")
    expect(page.get_by_text("The passkey works from now on.")).to_be_visible()
    window.clear_cookies()
    page.goto("/account/login/")
    press(page, "Sign in with a passkey")
    expect(page.get_by_label("Your account", exact=True)).to_be_visible()
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_role("link", name="Rename My phone")).to_be_visible()


def test_a_passkey_that_is_not_there_is_explained(page, window):
    devices = window.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL_KEY})
    page.goto("/account/login/")
    press(page, "Sign in with a passkey")
    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used")


def test_the_colours_change_at_once_and_stay(page):
    page.goto("/account/login/")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.wait_for_load_state("networkidle")
    page.goto("/account/signup/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")


def test_a_form_that_is_sent_twice_in_a_hurry_arrives_once(page):
    made_person()
    page.goto("/account/login/code/")
    page.get_by_label("E-mail address").fill("ada@example.com")
    page.get_by_role("button", name="Send me the code").dblclick()
    expect(page.get_by_role("heading", name="Enter the code to sign in")).to_be_visible()
    assert len([message for message in mail.outbox if CODE.search(str(message.body))]) == 1


def test_everything_is_reached_with_the_keyboard(page):
    page.goto("/account/login/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#content$"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Open an account")).to_be_focused()

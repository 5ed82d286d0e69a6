"""Every sign-in page against axe-core (WCAG 2.2 A and AA and its best practices), light and dark, phone and desktop."""

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page

from assay.notify.models import OutboxEmail
from made_looks import PHONE, barriers
from made_sign_in import PASSWORD, authenticator_code, made_person, newest_code, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _a_demo_with_quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["made_sign_in.QuickHasher"]
    settings.DEMO = True


@pytest.fixture
def window(open_browser, live_server) -> BrowserContext:
    return open_browser(base_url=live_server.url, viewport=PHONE)


@pytest.fixture
def page(window) -> Page:
    return window.new_page()


def check(page: Page, path: str = "") -> None:
    """No violation, and nothing wider than the screen, in four looks."""
    if path:
        page.goto(path)
    assert barriers(page) == []


def test_pages_before_sign_in(page):
    for path in (
        "/account/login/",
        "/account/login/code/",
        "/account/password/reset/",
        "/nothing/",
        "/components/",
    ):
        check(page, path)
    page.goto("/account/signup/")
    page.locator("main").get_by_role("button", name="Continue").click()
    check(page)
    page.get_by_label("E-mail address").fill("new@example.com")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Continue").click()
    check(page)


def test_pages_on_the_way_in(page):
    browser = signed_in(made_person())
    secret = browser.get("/account/2fa/totp/activate/").context["form"].secret
    browser.post("/account/2fa/totp/activate/", {"code": authenticator_code(secret)})
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill("ada@example.com")
    page.get_by_label("Password").fill("not the password")
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    check(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    check(page)
    page.goto("/account/password/reset/")
    page.get_by_label("E-mail address").fill("ada@example.com")
    page.locator("main").get_by_role("button", name="Send me the code").click()
    check(page)
    page.get_by_label("Code").fill(newest_code())
    page.locator("main").get_by_role("button", name="Confirm").click()
    check(page)


def test_pages_of_a_person_who_is_in(page, window, live_server):
    browser = signed_in(made_person())
    secret = browser.get("/account/2fa/totp/activate/").context["form"].secret
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
    window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    for path in ("/security/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/"):
        check(page, path)
    browser.post("/account/2fa/totp/activate/", {"code": authenticator_code(secret)})
    page.goto("/security/")
    page.get_by_label("Your account", exact=True).click()
    check(page)
    for path in (
        "/account/email/", "/account/password/change/", "/account/2fa/", "/account/2fa/totp/deactivate/",
        "/account/2fa/recovery-codes/", "/account/2fa/recovery-codes/generate/", "/account/2fa/webauthn/add/",
        "/account/sessions/", "/account/reauthenticate/", "/account/2fa/reauthenticate/", "/account/logout/",
    ):  # fmt: skip
        check(page, path)


def test_the_outbox(page):
    email = OutboxEmail.objects.create(
        recipient="ada@example.com", subject="Your code", text="1", html="<p>1</p>"
    )
    check(page, "/outbox/")
    check(page, f"/outbox/{email.pk}/")

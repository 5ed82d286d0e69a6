"""Is there a page with a barrier? Every address of the product, in light and dark, on a phone and at a desk."""

from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import urlsplit

import pytest
from django.conf import settings as live_settings
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import BrowserContext, Page, Route, expect

from assay.core.actor import Role, machine
from assay.decisions import actions as decisions
from assay.decisions.models import Decision
from assay.notify.models import OutboxEmail
from assay.reviews import actions as reviews
from assay.sandbox.people import person
from assay.web import clock
from made_cases import GOOD, face, front
from made_console import STRANGER, a_member, a_referred_case
from made_console import signed_in as signed_in_member
from made_looks import DESK, PHONE, barriers
from made_pages import BEARER, Customer, id_card_photos, selfie
from made_pairs import a_pair
from made_sign_in import PASSWORD, authenticator_code, made_person, newest_code, signed_in
from made_verifications import give_all, passing, send, start

# Which tour looks at the page of an address.
LOOKED_AT = {
    "visitor": {
        "home", "help", "help_article", "why", "components", "outbox", "outbox_message",
        "account_request_login_code", "account_confirm_login_code", "account_signup", "account_inactive",
        "account_email_verification_sent", "account_password_reset_completed", "demo_host",
    },
    "way_in": {"account_login", "account_reset_password", "mfa_authenticate", "account_confirm_password_reset_code",
    "account_complete_password_reset"},
    "inside": {
        "security", "account_email", "account_change_password", "account_logout", "account_reauthenticate", "mfa_index",
        "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
        "mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn", "usersessions_list",
    },
    "customer": {
        "identification", "account_registration", "account_state", "verification_residence",
        "verification_checklist", "verification_details", "verification_confirm", "verification_document",
        "verification_intro", "verification_front", "verification_back", "verification_selfie",
        "verification_challenge",
    },
    "answers": {"verification_review", "verification_status"},
    "handoff": {"handoff", "go"},
    "console": {
        "console_queue", "console_case", "console_compare", "console_accounts", "console_account", "console_decision",
        "console_audit", "console_policy",
    },
}  # fmt: skip
_EMBEDDED = (
    "the pages of the way, shown in a frame; test_handoff_in_browser.py walks them, axe does not look inside"
)
_ONLY_POSTED = "a form is sent there; the answer is one of the pages"
_PART = "part of a page, or data for its scripts"
_LEADS_ON = "leads on to one of the pages"
_FILE = "a file or a picture"
NO_PAGE = {
    "account_set_password": "only for accounts without a password, and ours have one",
    "frame": _EMBEDDED, "frame_take": _EMBEDDED,
    "identification_start": _ONLY_POSTED, "account_route": _ONLY_POSTED, "account_invitation": _ONLY_POSTED,
    "verification_draw": _ONLY_POSTED,
    "verification_accept": _ONLY_POSTED, "verification_submit": _ONLY_POSTED, "verification_withdraw": _ONLY_POSTED,
    "handoff_mail": _ONLY_POSTED, "handoff_take_back": _ONLY_POSTED, "go_leave": _ONLY_POSTED,
    "theme": _ONLY_POSTED, "language": _ONLY_POSTED, "console_next": _ONLY_POSTED, "console_take": _ONLY_POSTED,
    "console_release": _ONLY_POSTED, "console_decide": _ONLY_POSTED, "console_pair": _ONLY_POSTED,
    "console_reveal": _ONLY_POSTED, "console_compare_reveal": _ONLY_POSTED, "asked_later": _ONLY_POSTED,
    "verification_residence_notice": _PART, "verification_document_kinds": _PART, "uploads": _PART, "upload": _PART,
    "upload_part": _PART, "upload_finish": _PART, "handoff_progress": _PART, "console_counts": _PART,
    "console_preview": _PART, "mfa_login_webauthn": _PART, "go_done": "the phone's page at the end, as `go` shows it",
    "outbox_body": "the e-mail itself, inside the page of the message",
    "verification": _LEADS_ON, "continue_to_platform": _LEADS_ON, "console": _LEADS_ON,
    "mfa_download_recovery_codes": _FILE, "help_film": _FILE, "brand_css": _FILE, "brand_logo": _FILE,
    "guidance_weights": _FILE, "evidence_picture": _FILE, "console_face": _FILE, "console_picture": _FILE,
}  # fmt: skip
ERROR_PAGES = ("403.html", "403_csrf.html", "429.html", "500.html")
DARK = front(face()).model_copy(update={"quality": GOOD.model_copy(update={"brightness": 20.0})})
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}

pytestmark = pytest.mark.django_db(transaction=True)


class Eyes:
    """Looks at pages in one browser, remembers which addresses they had and what was wrong."""

    def __init__(self, context: BrowserContext, address: str, picture: Callable[..., None]) -> None:
        self.context, self.address, self._picture = context, address, picture
        self.page: Page = context.new_page()
        self.seen: set[str] = set()
        self.found: list[str] = []

    def look(self, *paths: str) -> None:
        """Look at the page that is open, or at each of these."""
        for path in paths or ("",):
            if path:
                self.page.goto(path)
            self.found += barriers(self.page)
            self.page.set_viewport_size(PHONE)
            here = urlsplit(self.page.url).path
            self.seen.add(resolve(here).url_name if not here.startswith("/nothing") else "")

    def show(
        self, name: str, path: str = "", at: str = "body", *, desk: bool = False, dark: bool = False
    ) -> None:
        """Take a picture for the docs, where pictures are asked for."""
        if path:
            self.page.goto(path)
        self.page.set_viewport_size(DESK if desk else {"width": 390, "height": 844})
        self.page.emulate_media(color_scheme="dark" if dark else "light")
        self._picture(self.page, name, at)
        self.page.set_viewport_size(PHONE)

    def sign_in(self, session: str) -> None:
        self.context.add_cookies(
            [{"name": live_settings.SESSION_COOKIE_NAME, "value": session, "url": self.address}]
        )

    def press(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()

    def fill(self, **fields: str) -> None:
        for label, text in fields.items():
            self.page.get_by_label(label.replace("_", " ")).fill(text)


@pytest.fixture
def tour(open_browser, live_server, settings, request, picture) -> Iterator[Eyes]:
    """The eyes of one tour: afterwards nothing was found, and the table's addresses were seen."""
    settings.DEMO, settings.PASSWORD_HASHERS = True, ["made_sign_in.QuickHasher"]
    settings.BASE_URL = live_server.url
    eyes = Eyes(open_browser(base_url=live_server.url, viewport=PHONE), live_server.url, picture)
    yield eyes
    name = request.node.originalname.removeprefix("test_tour_of_")
    assert "\n".join(eyes.found) == ""
    assert LOOKED_AT[name] - eyes.seen == set()


def names_of(patterns: list[URLPattern | URLResolver]) -> set[str]:
    found = set()
    for pattern in patterns:
        found |= names_of(pattern.url_patterns) if isinstance(pattern, URLResolver) else {pattern.name}
    return found


def test_every_address_is_looked_at_or_is_no_page():
    assert names_of(get_resolver().url_patterns) == set().union(*LOOKED_AT.values()) | NO_PAGE.keys()


def test_tour_of_visitor(tour):
    email = OutboxEmail.objects.create(
        recipient="ada@example.com", subject="Your code", text="1", html="<p>1</p>"
    )
    made_person()
    tour.look(
        "/", "/help", "/help?q=camera", "/help?q=zebra", "/help/where", "/help/steps", "/help/documents?country=DE",
        "/help/status", "/help/why", "/components/", "/nothing/", "/account/inactive/",
        "/account/password/reset/done/", "/outbox/", f"/outbox/{email.pk}/",
    )  # fmt: skip
    tour.show("40-help", "/help", desk=True)
    tour.show("41-help-article", "/help/documents?country=DE")
    tour.show("45-page-that-is-not-there", "/nothing/", dark=True)
    for template in ERROR_PAGES:
        broken = {
            "body": render_to_string(template, {"brand": live_settings.BRAND}),
            "content_type": "text/html",
        }
        tour.page.route("**/nothing/broken", partial(Route.fulfill, **broken))
        tour.look("/nothing/broken")
    tour.look("/account/login/code/")
    tour.page.get_by_label("E-mail address").fill("ada@example.com")
    tour.page.locator("main form button").first.click()
    tour.look()
    tour.context.clear_cookies()
    tour.look("/account/signup/")
    tour.press("Continue")
    tour.look()
    tour.page.get_by_label("E-mail address").fill("new@example.com")
    tour.page.get_by_label("Choose a password").fill(PASSWORD)
    tour.press("Continue")
    tour.look()
    tour.look(f"{tour.address.replace('localhost', '127.0.0.1')}/demo/host")


def test_tour_of_way_in(tour):
    browser = signed_in(made_person())
    secret = browser.get("/account/2fa/totp/activate/").context["form"].secret
    browser.post("/account/2fa/totp/activate/", {"code": authenticator_code(secret)})
    page = tour.page
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill("ada@example.com")
    page.get_by_label("Password").fill("not the password")
    tour.press("Sign in")
    tour.look()
    page.get_by_label("Password").fill(PASSWORD)
    tour.press("Sign in")
    tour.look()
    tour.look("/account/password/reset/")
    page.get_by_label("E-mail address").fill("ada@example.com")
    tour.press("Send me the code")
    tour.look()
    page.get_by_label("Code").fill(newest_code())
    tour.press("Confirm")
    tour.look()


def test_tour_of_inside(tour):
    browser = signed_in(made_person())
    tour.sign_in(browser.cookies[live_settings.SESSION_COOKIE_NAME].value)
    secret = browser.get("/account/2fa/totp/activate/").context["form"].secret
    devices = tour.context.new_cdp_session(tour.page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    tour.look(
        "/security/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/", "/account/2fa/webauthn/add/"
    )
    tour.page.get_by_label("Name").fill("My phone")
    tour.press("Add the passkey")
    tour.page.get_by_text("The passkey works from now on.").wait_for()
    tour.page.goto("/account/2fa/webauthn/")
    address = tour.page.get_by_role("link", name="Rename My phone").get_attribute("href")
    tour.look("/account/2fa/webauthn/", address, address.replace("edit", "remove"))
    browser.post("/account/2fa/totp/activate/", {"code": authenticator_code(secret)})
    tour.page.goto("/security/")
    tour.page.get_by_label("Your account", exact=True).click()
    tour.look()
    tour.look(
        "/account/email/", "/account/password/change/", "/account/2fa/", "/account/2fa/totp/deactivate/",
        "/account/2fa/recovery-codes/", "/account/2fa/recovery-codes/generate/", "/account/sessions/",
        "/account/reauthenticate/", "/account/2fa/reauthenticate/", "/account/2fa/webauthn/reauthenticate/",
        "/account/logout/",
    )  # fmt: skip


def test_tour_of_customer(tour):
    customer = Customer()
    tour.sign_in(customer.browser.cookies["sessionid"].value)
    tour.look("/", "/identification", "/account/registration", "/account/state")
    tour.show("23-account-state", "/account/state", desk=True)
    tour.show("42-identification", "/identification")
    customer.begin()
    tour.look("/verification/residence")
    customer.live_in()
    tour.look("/verification/checklist", "/verification/details")
    tour.press("Continue")
    tour.look()
    customer.type_details()
    tour.look("/verification/details/confirm")
    customer.confirm()
    tour.look("/verification/document")
    customer.choose("id_card")
    tour.look("/verification/photos", "/verification/front")
    stages_of_the_camera(tour)
    front_side, back_side = id_card_photos()
    customer.give("/verification/front", front_side)
    tour.look("/verification/back")
    customer.give("/verification/back", back_side)
    tour.look("/verification/selfie")
    customer.give("/verification/selfie", selfie())
    tour.look("/verification/challenge")
    tour.press("Start")
    expect(tour.page.locator("[data-stage=recording]")).to_be_visible()
    tour.look()
    tour.page.keyboard.press("Escape")
    customer.post("/verification/challenge/draw")
    tour.look("/verification/challenge?way=file")


def stages_of_the_camera(tour: Eyes) -> None:
    """Look at the page while the camera runs, when a photo was taken, and when the camera was refused."""
    page = tour.page
    tour.press("Use the camera")
    page.get_by_role("button", name="Take the photo").wait_for()
    tour.look()
    tour.press("Take the photo")
    page.get_by_role("button", name="Use this photo").wait_for()
    tour.look()
    page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError')); }"
    )
    tour.press("Take it again")
    page.get_by_text("The camera is not allowed").wait_for()
    tour.look()
    tour.show("17-camera-refused", at="[role=alert]:visible")


@pytest.mark.parametrize(
    ("changes", "words", "name"),
    [
        (None, "We are checking", "18-status-checking"),
        ({}, "You are verified", "19-status-approved"),
        ({"front": DARK}, "We need something again", "20-status-asked-again"),
        ({"selfie": STRANGER}, "A person is looking at it", "21-status-person"),
    ],
)
def test_tour_of_answers(tour, changes, words, name):
    customer = Customer()
    tour.sign_in(customer.browser.cookies["sessionid"].value)
    verification = start(customer.account, BEARER, at=clock.now())
    give_all(verification, passing(BEARER).model_copy(update=changes or {}), at=clock.now())
    tour.look("/verification/review")
    send(verification, clock.now())
    if changes is not None:
        decisions.settle(verification.pk, 1, by=machine("test"), at=clock.now())
    tour.page.goto("/verification/status")
    expect(tour.page.get_by_role("heading", name=words)).to_be_visible()
    tour.look()
    tour.show(name, dark="person" in name)
    tour.look("/")
    if "again" in name:
        # The window that says what is open lies over the page.
        tour.look("/identification")
        tour.show("43-action-required", "/", desk=True)


def test_tour_of_handoff(tour, open_browser, picture):
    customer = Customer()
    start(customer.account, at=clock.now())
    tour.sign_in(customer.browser.cookies["sessionid"].value)
    desk = tour.page
    desk.goto("/verification/handoff")
    link = desk.locator("#handoff-link").inner_text()
    tour.look()
    tour.show("24-hand-off-on-the-computer", desk=True)
    phone = Eyes(open_browser(base_url=tour.address, viewport=PHONE), tour.address, picture)
    phone.page.goto(link)
    phone.look()
    phone.show("25-hand-off-on-the-phone")
    phone.press("Go on here")
    phone.page.wait_for_url("**/verification/front")
    expect(desk.get_by_role("heading", name="Your phone has taken over")).to_be_visible()
    tour.look()
    late = Eyes(open_browser(base_url=tour.address, viewport=PHONE), tour.address, picture)
    late.look(link)
    tour.press("Go on here instead")
    desk.wait_for_url("**/verification/front")
    phone.page.reload()
    phone.look()
    tour.seen |= phone.seen
    tour.found += phone.found + late.found


def test_tour_of_console(tour):
    first, review = a_pair(pictures=True)
    officer = a_member(Role.COMPLIANCE_OFFICER, "Casey")
    reviewer = a_member()
    reviews.take(review, by=reviewer.actor(), at=clock.now())
    other = a_referred_case("other@utopia.example", bearer=person(4))
    decision = Decision.objects.first()
    tour.sign_in(signed_in_member(officer).cookies[live_settings.SESSION_COOKIE_NAME].value)
    tour.look(*(f"/console/{path}" for path in (
        "reviews/", f"reviews/{other.pk}/", f"reviews/{review.pk}/compare/{first.account_id}/", "accounts/",
        f"accounts/{other.account_id}/", f"decisions/{decision.pk}/", "audit/", "policy/",
    )))  # fmt: skip
    tour.page.goto("about:blank")

"""A bad line, a reload, the back button, a second window, a session that ran out: whatever happens, nothing is lost."""

from collections.abc import Callable
from urllib.parse import urlsplit

import numpy as np
import pytest
from django.contrib.sessions.models import Session
from PIL import Image
from playwright.sync_api import BrowserContext, CDPSession, Page, Request, expect

from assay.evidence.models import Evidence
from assay.uploads.models import Upload
from assay.uploads.rules import PART_BYTES
from assay.verifications import progress
from assay.verifications.models import Verification
from made_files import saved
from made_pages import BEARER, Customer, passport_photo, selfie

PHONE = {"width": 390, "height": 844}
SLOW = 400_000  # bytes in a second
NOISE = np.random.default_rng(5).integers(0, 255, (1000, 1200, 3), dtype=np.uint8)
# Nothing of a document is on it; it only has to be a picture that takes its time.
BIG = saved(Image.fromarray(NOISE), quality=95)


class Line:
    """The line of one page: how fast it is, whether it is there, and what went over it."""

    def __init__(self, page: Page) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.send("Network.enable")
        self.begun: list[int] = []
        self.arrived: list[int] = []
        page.on("request", lambda request: self._note(request, self.begun))
        page.on("response", lambda answer: answer.ok and self._note(answer.request, self.arrived))

    def _note(self, request: Request, where: list[int]) -> None:
        if request.method == "PUT":
            where.append(int(urlsplit(request.url).path.rsplit("/", 1)[-1]))

    def be(self, *, upload: float = -1, offline: bool = False) -> None:
        speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": upload}
        self._session.send("Network.emulateNetworkConditions", {"offline": offline, **speed})


@pytest.fixture
def customer(transactional_db, settings) -> Customer:
    settings.DEMO = True
    return Customer()


@pytest.fixture
def window(customer, live_server, open_browser) -> Callable[..., BrowserContext]:
    """Open a browser in which the customer is signed in; what goes wrong on its pages fails the test."""
    wrong: list[str] = []

    def open_window() -> BrowserContext:
        context = open_browser(base_url=live_server.url, viewport=PHONE)
        session = customer.browser.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        # Chromium itself reports every answer above 399 and every lost request; what is not about the line counts.
        context.on(
            "console",
            lambda said: (
                said.type == "error"
                and "Failed to load resource" not in said.text
                and wrong.append(said.text)
            ),
        )
        return context

    yield open_window
    assert wrong == []


def choose_file(page: Page, data: bytes = BIG) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "passport.jpg", "mimeType": "image/jpeg", "buffer": data}
    )
    page.get_by_role("button", name="Send this file").click()


def until_arrived(page: Page, parts: int) -> None:
    for _ in range(200):
        if Upload.objects.filter(received__gte=parts * PART_BYTES).exists():
            return
        page.wait_for_timeout(50)
    raise AssertionError("the parts did not arrive")


def gone_on(page: Page, path: str) -> None:
    """Wait until the page has left a step, for whatever comes next."""
    page.wait_for_url(lambda address: urlsplit(address).path != f"/verification/{path}")


def at_front(customer: Customer, context: BrowserContext) -> tuple[Page, Line]:
    customer.until_document()
    customer.choose()
    page = context.new_page()
    page.goto("/verification/front")
    return page, Line(page)


@pytest.mark.row("X-19", "IDA-18", "IDA-20")
def test_twenty_seconds_without_a_line_in_the_middle_of_an_upload_lose_nothing(customer, window):
    page, line = at_front(customer, window())
    line.be(upload=SLOW)
    choose_file(page)
    until_arrived(page, 2)
    line.be(offline=True)
    expect(page.locator("[data-waiting]")).to_be_visible()
    page.wait_for_timeout(20_000)
    before = len(line.arrived)
    assert not Evidence.objects.exists()
    line.be(upload=-1)
    gone_on(page, "front")
    assert 2 <= before < len(line.arrived)
    assert line.arrived == sorted(set(line.arrived))
    assert Evidence.objects.get().size == len(BIG)


@pytest.mark.row("IDW-21", "IDA-18", "X-19")
def test_an_upload_goes_on_after_a_reload_from_the_parts_that_arrived(customer, window):
    page, line = at_front(customer, window())
    line.be(upload=SLOW)
    choose_file(page)
    until_arrived(page, 2)
    page.reload()
    first = len(line.begun)
    received = Upload.objects.get().received
    expect(page.get_by_text("This photo was not sent yet")).to_be_visible()
    line.be(upload=-1)
    page.get_by_role("button", name="Use this photo").click()
    gone_on(page, "front")
    assert line.begun[first] >= received >= 2 * PART_BYTES
    assert line.arrived == sorted(set(line.arrived))
    assert Evidence.objects.get().size == len(BIG)
    page.goto("/verification/front")
    expect(page.get_by_role("button", name="Use the camera")).to_be_visible()
    expect(page.get_by_text("This photo was not sent yet")).to_be_hidden()


def test_who_is_signed_out_in_the_middle_signs_in_and_finds_the_photo_at_the_same_step(customer, window):
    page, line = at_front(customer, window())
    line.be(upload=SLOW)
    choose_file(page)
    until_arrived(page, 1)
    Session.objects.all().delete()
    page.wait_for_url("**/account/login/**")
    expect(page.get_by_text("You were signed out. Sign in, and you go on where you were.")).to_be_visible()
    line.be(upload=-1)
    page.get_by_label("E-mail address").fill(customer.user.email)
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/verification/front")
    page.get_by_role("button", name="Use this photo").click()
    gone_on(page, "front")
    assert line.arrived == sorted(set(line.arrived))


def test_what_is_kept_in_the_browser_goes_with_the_sign_out(customer, window):
    page, line = at_front(customer, window())
    line.be(upload=SLOW)
    choose_file(page)
    until_arrived(page, 1)
    page.goto("/verification")
    page.get_by_label("Your account").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda address: urlsplit(address).path == "/")
    count = """() => new Promise((done) => {
      const opening = indexedDB.open("assay", 1);
      opening.onsuccess = () => {
        const counting = opening.result.transaction("pieces").objectStore("pieces").count();
        counting.onsuccess = () => { opening.result.close(); done(counting.result); };
      };
    })"""
    page.wait_for_function(f"async () => await ({count})() === 0")


def test_an_older_window_is_told_and_cannot_replace_newer_answers(customer, window):
    customer.until_document()
    context = window()
    older, newer = context.new_page(), context.new_page()
    for page in (older, newer):
        page.goto("/verification/document")
    newer.get_by_label("Passport").check()
    newer.get_by_role("button", name="Continue").click()
    gone_on(newer, "document")
    expect(older.get_by_text("You went on in another window")).to_be_visible()
    older.get_by_label("ID card").check()
    older.get_by_role("button", name="Continue").click()
    expect(older.get_by_role("heading", name="You went on in another window")).to_be_visible()
    assert Verification.objects.get().document_kind == "passport"
    older.get_by_role("link", name="Go on").click()
    gone_on(older, "document")
    assert urlsplit(older.url).path in {"/verification/front", urlsplit(newer.url).path}


def reload(page: Page, path: str) -> None:
    """Load the page again: it is the same one, and nothing is sent twice."""
    with page.expect_request(lambda request: request.is_navigation_request()) as asked:
        page.reload()
    assert asked.value.method == "GET"
    assert urlsplit(page.url).path == f"/verification/{path}"


@pytest.mark.row("IDW-21", "IDA-18", "X-19")
def test_every_step_survives_a_reload_and_the_way_back(customer, window):
    customer.begin()
    page = window().new_page()
    page.goto("/verification")
    reload(page, "residence")
    page.get_by_label("Country of residence").select_option("UT")
    page.get_by_role("button", name="Continue").click()
    reload(page, "checklist")
    page.get_by_role("link", name="Continue").click()
    page.get_by_label("Given names").fill(BEARER.given_names)
    page.get_by_label("Day").fill("31")
    reload(page, "details")
    expect(page.get_by_label("Given names")).to_have_value(BEARER.given_names)
    # A form that was answered with what is wrong is loaded again, not sent again.
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Enter")).not_to_have_count(0)
    reload(page, "details")
    expect(page.get_by_label("Day")).to_have_value("31")
    page.get_by_label("Surname").fill(BEARER.surname)
    page.get_by_label("Day").fill(str(BEARER.born_on.day))
    page.get_by_label("Month").fill(str(BEARER.born_on.month))
    page.get_by_label("Year").fill(str(BEARER.born_on.year))
    page.get_by_label("Nationality").select_option("UT")
    page.get_by_role("button", name="Continue").click()
    reload(page, "details/confirm")
    page.go_back()
    expect(page.get_by_label("Surname")).to_have_value(BEARER.surname)
    page.go_forward()
    page.get_by_role("button", name="Confirm and lock").click()
    page.wait_for_url("**/verification/document")
    # Details are locked: the way back leads to where the customer is.
    page.go_back()
    page.wait_for_url("**/verification/document")
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('assay')).length") == 0
    page.get_by_label("Passport").check()
    page.get_by_role("button", name="Continue").click()
    gone_on(page, "document")
    page.go_back()
    expect(page.get_by_label("Passport")).to_be_checked()
    page.goto("/verification/front")
    reload(page, "front")
    choose_file(page, passport_photo())
    gone_on(page, "front")
    page.go_back()
    expect(page.get_by_text("You have given this already")).to_be_visible()
    page.get_by_role("link", name="Go on without changing it").click()
    gone_on(page, "front")
    page.goto("/verification/selfie")
    reload(page, "selfie")
    choose_file(page, selfie())
    gone_on(page, "selfie")
    page.go_back()
    expect(page.get_by_text("You have given this already")).to_be_visible()
    page.goto("/verification/challenge")
    reload(page, "challenge")
    given = progress.given_evidence(Verification.objects.get())
    assert len(given) == Evidence.objects.count() == 2

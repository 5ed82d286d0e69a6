"""From the computer to the phone and back, and in a frame on another site, in real browsers."""

import re
from collections.abc import Iterator
from io import BytesIO

import numpy as np
import pytest
import zxingcpp
from django.core import mail
from django.core.cache import cache
from django.test.testcases import LiveServerThread
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from assay.core.actor import OPERATOR
from assay.evidence.models import Evidence
from assay.handoffs import actions as handoffs
from assay.handoffs.models import Handoff
from assay.handoffs.rules import Ending
from assay.verifications.models import Verification
from assay.web import clock
from made_looks import barriers
from made_pages import BEARER, Customer, passport_photo
from made_verifications import give_all, passing, send, start

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FILE = {"name": "passport.jpg", "mimeType": "image/jpeg"}


@pytest.fixture
def customer(transactional_db, settings, live_server) -> Customer:
    settings.DEMO, settings.BASE_URL = True, live_server.url
    cache.clear()
    made = Customer()
    start(made.account, at=clock.now())
    return made


def signed_in(context: BrowserContext, customer: Customer, address: str) -> Page:
    session = customer.browser.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    return context.new_page()


def watched(page: Page) -> Page:
    """Fail the test by what the browser complains of: blocked by policy, or broken."""
    page.problems = []
    page.on("console", lambda said: said.type == "error" and page.problems.append(said.text))
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    return page


@pytest.fixture
def server(transactional_db) -> Iterator[str]:
    """The address of a server whose static files are sent by the product: Django's test server has a way of its own."""
    thread = LiveServerThread("localhost", static_handler=lambda application: application)
    thread.start()
    thread.is_ready.wait()
    yield f"http://localhost:{thread.port}"
    thread.terminate()


def computer(open_browser, live_server, customer) -> tuple[BrowserContext, Page]:
    context = open_browser(base_url=live_server.url, **DESK)
    return context, watched(signed_in(context, customer, live_server.url))


def scanned(page: Page) -> str:
    """The link as a phone reads it from the screen."""
    picture = Image.open(BytesIO(page.get_by_alt_text("Code with the link").screenshot()))
    codes = zxingcpp.read_barcodes(np.asarray(picture.convert("RGB")))
    assert len(codes) == 1
    return codes[0].text


@pytest.mark.row("IDW-08", "IDW-09", "X-39")
def test_the_phone_takes_over_gives_a_picture_and_the_computer_shows_it_live(
    customer, open_browser, live_server, worker
):
    _, desk = computer(open_browser, live_server, customer)
    desk.goto("/verification/photos")
    desk.get_by_role("link", name="Go on with your phone").click()
    link = scanned(desk)
    assert link == desk.locator("#handoff-link").inner_text()
    desk.emulate_media(color_scheme="dark")
    assert scanned(desk) == link
    found = barriers(desk)
    expect(desk.get_by_role("timer")).to_have_text(re.compile(r"^9:\d\d$"))
    desk.get_by_role("button", name="Send the link to my e-mail").click()
    expect(desk.get_by_text("Open the e-mail on your phone")).to_be_visible()

    phone = watched(open_browser(**PHONE).new_page())
    phone.goto(link)
    expect(phone.get_by_text("cu••••••@utopia.example")).to_be_visible()
    found += barriers(phone)
    phone.set_viewport_size(PHONE["viewport"])
    phone.get_by_role("button", name="Go on here").tap()
    phone.wait_for_url("**/verification/front")
    expect(desk.get_by_role("heading", name="Your phone has taken over")).to_be_visible()
    expect(desk.locator("[aria-current=step]")).to_contain_text("Front of your document")
    found += barriers(desk)
    assert [sent.body.count(link) for sent in mail.outbox] == [1]
    phone.locator("input[type=file]").set_input_files({**FILE, "buffer": passport_photo()})
    phone.get_by_role("button", name="Send this file").tap()
    phone.wait_for_url("**/verification/selfie")
    expect(desk.locator("[aria-current=step]")).to_contain_text("Photo of your face")
    assert Evidence.objects.get().matter_id == Verification.objects.get().pk

    # A second phone with the same link, and the first one where it may not go.
    late = open_browser(**PHONE).new_page()
    late.goto(link)
    expect(late.get_by_role("heading", name="This link has been used already.")).to_be_visible()
    found += barriers(late)
    assert phone.request.get(f"{live_server.url}/security/").status == 403

    desk.get_by_role("button", name="Go on here instead").click()
    desk.wait_for_url("**/verification/selfie")
    phone.reload()
    expect(phone.get_by_role("heading", name="You go on on your computer")).to_be_visible()
    found += barriers(phone)
    assert found == []
    assert desk.problems == []
    assert [said for said in phone.problems if "409" not in said] == []


def test_when_the_phone_has_sent_everything_the_computer_goes_to_the_answer(
    customer, open_browser, live_server
):

    verification = Verification.objects.get()
    give_all(verification, passing(BEARER), at=clock.now())
    _, desk = computer(open_browser, live_server, customer)
    desk.goto("/verification/handoff")
    link = scanned(desk)
    phone = watched(open_browser(**PHONE).new_page())
    phone.goto(link)
    phone.get_by_role("button", name="Go on here").tap()
    phone.wait_for_url("**/verification/review")
    expect(desk.get_by_text("Everything is there.")).to_be_visible()
    send(verification, at=clock.now())
    phone.reload()
    expect(phone.get_by_role("heading", name="Done here")).to_be_visible()
    expect(phone.get_by_text("Checking")).to_be_visible()
    found = barriers(phone)
    expect(desk.get_by_role("heading", name="Your phone has sent everything")).to_be_visible()
    desk.wait_for_url("**/verification/status")
    assert Handoff.objects.get().ending == Ending.SUBMITTED
    assert found + desk.problems + phone.problems == []


@pytest.mark.row("ENT-15")
def test_in_a_frame_on_another_site_the_first_photo_is_stored(customer, open_browser, server):
    shop = server.replace("localhost", "127.0.0.1")
    context = open_browser(**DESK)
    page = watched(context.new_page())
    page.goto(f"{shop}/demo/host")
    page.locator("form").evaluate(
        "(form, email) => form.insertAdjacentHTML('beforeend', `<input name=email value=${email} hidden>`)",
        customer.user.email,
    )
    page.get_by_role("button", name="Begin").click()
    frame = page.frame_locator("assay-verify iframe")
    expect(frame.get_by_role("heading", level=1)).to_contain_text("Passport")
    events = page.locator("#events")
    expect(events).to_contain_text("assay-ready")
    expect(events).to_contain_text("assay-step front")
    found = barriers(page)
    page.set_viewport_size(DESK["viewport"])
    frame.get_by_role("button", name="Use the camera").click()
    frame.get_by_role("button", name="Take the photo").click()
    frame.get_by_role("button", name="Use this photo").click()
    expect(events).to_contain_text("assay-step selfie")
    assert Evidence.objects.get().matter_id == Verification.objects.get().pk
    assert page.locator("iframe").get_attribute("title").startswith("Photo of your face")
    height = page.locator("iframe").evaluate("frame => frame.offsetHeight")
    inside = page.frames[1].evaluate("document.documentElement.scrollHeight")
    assert height >= inside - 1, "nothing is cut off"
    names = {(cookie["name"], cookie.get("partitionKey")) for cookie in context.cookies(server)}
    assert "sessionid" not in {name for name, _ in names}
    assert "\n".join(found + page.problems) == ""


def test_a_site_the_token_was_not_made_for_cannot_show_the_frame(customer, open_browser, server):
    verification = Verification.objects.get()
    token = handoffs.offer_embedded(verification, origin="https://shop.example", by=OPERATOR, at=clock.now())[
        1
    ]
    shop = server.replace("localhost", "127.0.0.1")
    page = watched(open_browser(**DESK).new_page())
    page.goto(f"{shop}/demo/host")
    page.evaluate(
        """async ([origin, token]) => {
            const frame = document.createElement("iframe");
            frame.src = `${origin}/embed/frame/${token.split(".")[0]}`;
            document.body.append(frame);
            await new Promise((done) => frame.addEventListener("load", done));
        }""",
        [server, token],
    )
    assert any("frame-ancestors https://shop.example" in said for said in page.problems)
    assert Handoff.objects.get().taken_at is None

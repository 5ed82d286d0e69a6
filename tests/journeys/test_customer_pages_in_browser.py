"""Pages for customers in a browser: clear words without a camera, and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from made_pages import Customer, passport_photo, selfie

PHONE = {"width": 360, "height": 780}


@pytest.fixture
def customer(transactional_db, settings) -> Customer:
    settings.DEMO = True
    return Customer()


@pytest.fixture
def window(live_server, open_browser) -> Callable[..., BrowserContext]:
    return lambda **options: open_browser(base_url=live_server.url, **{"viewport": PHONE, **options})


def signed_in(context: BrowserContext, customer: Customer, address: str) -> Page:
    session = customer.browser.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    return context.new_page()


@pytest.mark.row("IDW-14", "IDA-11")
def test_a_refused_camera_is_explained_and_a_file_can_be_given_instead(customer, window, live_server):
    customer.until_document()
    customer.choose()
    page = signed_in(window(), customer, live_server.url)
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
    )
    page.goto("/verification/front")
    page.get_by_role("button", name="Use the camera").click()
    expect(page.get_by_text("The camera is not allowed")).to_be_visible()
    expect(page.get_by_role("button", name="Try the camera again")).to_be_focused()
    page.get_by_label("Choose a photo or a PDF").set_input_files(
        {"name": "passport.jpg", "mimeType": "image/jpeg", "buffer": passport_photo()}
    )
    page.get_by_role("button", name="Send this file").click()
    page.wait_for_url("**/verification/selfie")


@pytest.mark.parametrize(
    ("error", "words"),
    [("NotFoundError", "No camera here"), ("NotReadableError", "The camera does not answer")],
)
def test_a_camera_that_is_absent_or_busy_is_explained(customer, window, live_server, error, words):
    customer.until_challenge()
    page = signed_in(window(), customer, live_server.url)
    page.add_init_script(
        f"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{error}'))"
    )
    page.goto("/verification/challenge")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_text("No camera on this device?")).to_be_visible()


def test_a_recording_that_was_out_of_view_begins_again_with_another_draw(customer, window, live_server):
    customer.until_challenge()
    page = signed_in(window(), customer, live_server.url)
    draws = []
    page.on("response", lambda answer: answer.url.endswith("/draw") and draws.append(answer.status))
    page.goto("/verification/challenge")
    page.get_by_role("button", name="Start").press("Enter")
    expect(page.locator("[data-prompt=centre]")).to_be_visible()
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    expect(page.get_by_text("The recording stopped")).to_be_visible()
    page.evaluate("Object.defineProperty(document, 'hidden', {value: false, configurable: true})")
    page.get_by_role("button", name="Record again").click()
    expect(page.locator("[data-prompt=centre]")).to_be_visible()
    page.get_by_role("button", name="Stop and begin again").click()
    expect(page.get_by_role("button", name="Start")).to_be_focused()
    assert draws == [200, 200]


def test_a_photo_is_sent_as_the_camera_saw_it_and_not_mirrored(customer, window, live_server):
    customer.until_document()
    customer.choose()
    customer.give("/verification/front", passport_photo())
    page = signed_in(window(), customer, live_server.url)
    page.goto("/verification/selfie")
    page.get_by_role("button", name="Use the camera").click()
    page.get_by_role("button", name="Take the photo").wait_for()
    assert page.eval_on_selector("video", "video => getComputedStyle(video).transform").startswith(
        "matrix(-1"
    )
    page.get_by_role("button", name="Take the photo").click()
    taken = page.locator("img[data-taken]")
    expect(taken).to_be_visible()
    assert taken.evaluate("image => getComputedStyle(image).transform") == "none"
    page.get_by_role("button", name="Use this photo").click()
    page.wait_for_url("**/verification/challenge")


def test_everything_up_to_the_video_works_without_scripts(customer, window, live_server):
    page = signed_in(window(java_script_enabled=False), customer, live_server.url)
    customer.until_document()
    page.goto("/verification/document")
    page.get_by_label("Passport").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Continue").click()
    for label, data in (
        ("Choose a photo or a PDF", passport_photo()),
        ("Choose a photo of yourself", selfie()),
    ):
        page.get_by_label(label).set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": data})
        page.get_by_role("button", name="Send this file").click()
    page.wait_for_url("**/verification/challenge")
    page.get_by_text("No camera on this device?").click()
    page.get_by_role("button", name="Show me what to film").click()
    expect(page.get_by_label("Choose the video")).to_be_visible()

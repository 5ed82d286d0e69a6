"""Customers are guided before the photo is taken: what the browser measures, says, draws, and takes by itself."""

import base64
from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assay.sandbox import clips, documents, photos
from assay.sandbox.moves import Pose
from assay.sandbox.people import person
from assay.sandbox.photos import PhotoKind
from assay.sandbox.portraits import Pixels
from assay.web.way import guidance
from made_pages import BEARER, Customer

PHONE = {"width": 360, "height": 780}
# How long a busy machine may take.
SECONDS = 25_000
STILL = Pose(0.0, 0.0, (0.0, 0.0), 0.0)
# Shows pictures to one of the guides as if they were a video, the last one twice, as a camera that is held still would.
LOOK = """async ([made, pictures, weights]) => {
  const { DocumentGuide } = await import("/static/assay/js/document-guide.js");
  const { FaceGuide } = await import("/static/assay/js/face-guide.js");
  const video = document.createElement("canvas");
  const show = async (picture) => {
    const bytes = Uint8Array.from(atob(picture), (sign) => sign.charCodeAt(0));
    const { width, height } = await createImageBitmap(new Blob([bytes])).then((image) => {
      Object.assign(video, { width: image.width, height: image.height });
      video.getContext("2d").drawImage(image, 0, 0);
      return image;
    });
    Object.assign(video, { videoWidth: width, videoHeight: height });
  };
  const guide = made === "face" ? new FaceGuide(video, weights) : new DocumentGuide(video, made);
  if (weights.faces) await new Promise((resolve) => setTimeout(resolve, 700));
  for (const picture of pictures) {
    await show(picture);
    await guide.look();
  }
  const { hint } = await guide.look();
  guide.end();
  return hint;
}"""

# Which way to allow the camera is shown to a browser that calls itself so.
WAYS = """async (agent) => {
  const { showWays } = await import("/static/assay/js/camera-ways.js");
  showWays(document.querySelector("assay-verify"), agent);
  const shown = [...document.querySelectorAll("ul[data-browser]")].filter((part) => !part.hidden);
  return shown.map((part) => part.dataset.browser).join();
}"""
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
_ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko)"
AGENTS = {
    "Chrome, Android": f"{_ANDROID} Chrome/130.0 Mobile Safari/537.36",
    "Samsung": f"{_ANDROID} SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36",
    "Facebook": f"{_ANDROID} Version/4.0 Chrome/130.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/400.0;]",
    "Instagram": f"{_IPHONE} Mobile/15E148 Instagram 300.0",
    "Firefox, Android": "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0",
    "Safari, iPhone": f"{_IPHONE} Version/18.0 Mobile/15E148 Safari/604.1",
    "Chrome, iPhone": f"{_IPHONE} CriOS/130.0 Mobile/15E148 Safari/604.1",
    "Edge": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
    "Chrome": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36",
    "Firefox": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
    "Safari": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15",
    "unknown": "Lynx",
}
HOW = {
    "Chrome, Android": "chrome-android samsung",
    "Samsung": "chrome-android samsung",
    "Facebook": "in-app",
    "Instagram": "in-app",
    "Firefox, Android": "firefox-android",
    "Safari, iPhone": "ios-safari",
    "Chrome, iPhone": "ios-other",
    "Edge": "chrome edge",
    "Chrome": "chrome edge",
    "Firefox": "firefox",
    "Safari": "safari",
    "unknown": "other",
}


@pytest.fixture
def window(
    transactional_db, settings, live_server, open_browser
) -> Callable[..., tuple[Customer, BrowserContext]]:
    """Open a browser in which a customer is signed in; whatever goes wrong on its pages fails the test."""
    settings.DEMO = True
    complaints: list[str] = []

    def open_one(**options: object) -> tuple[Customer, BrowserContext]:
        customer = Customer()
        context = open_browser(base_url=live_server.url, viewport=PHONE, **options)
        session = customer.browser.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        return customer, context

    yield open_one
    assert complaints == []


@pytest.fixture
def look(live_server, open_browser) -> Callable[..., str]:
    """Ask a guide in a browser what it says of a picture."""
    page = open_browser(base_url=live_server.url).new_page()
    page.goto("/account/login/")

    def ask(made: str, *pictures: Pixels | bytes, **weights: str) -> str:
        data = [one if isinstance(one, bytes) else photos.encode(one, quality=90) for one in pictures]
        said: str = page.evaluate(LOOK, [made, [base64.b64encode(one).decode() for one in data], weights])
        return said

    return ask


@cache
def passport(kind: PhotoKind = PhotoKind.CLEAN, seed: int = 0) -> bytes:
    return photos.take(documents.draw("passport", BEARER)[0], kind, seed=seed)


@cache
def portrait(pose: Pose = STILL) -> Pixels:
    return clips.render_poses(person(3).portrait_id, [pose], seed=3)[0]


def film(path: Path, *frames: Pixels | bytes) -> Path:
    """Write what a fake camera plays over and over, at most 1280 pixels wide as most cameras of laptops."""
    pixels = [
        cv2.imdecode(np.frombuffer(one, np.uint8), cv2.IMREAD_COLOR) if isinstance(one, bytes) else one
        for one in frames
    ]
    small = [
        cv2.resize(one, (1280, 960), interpolation=cv2.INTER_AREA) if one.shape[1] > 1280 else one
        for one in pixels
    ]
    clips.write_mjpeg(small, path)
    return path


# Remember everything that the live region of the camera says.
LISTEN = """() => {
  window.said = [];
  const region = document.querySelector(".camera-hint[aria-live=polite]");
  const note = () => window.said.push(...[...region.querySelectorAll("[data-hint]:not([hidden])")].map((one) => one.textContent));
  new MutationObserver(note).observe(region, { subtree: true, attributes: true, attributeFilter: ["hidden"] });
}"""


def before_front(customer: Customer, context: BrowserContext) -> Page:
    customer.until_document()
    customer.choose()
    page = context.new_page()
    page.goto("/verification/front")
    return page


def smaller(picture: Pixels, share: float) -> Pixels:
    """Return the picture on a larger sheet of the grey of its rim."""
    height, width = picture.shape[:2]
    sheet = np.full((round(height / share), round(width / share), 3), 90, np.uint8)
    top, left = (sheet.shape[0] - height) // 2, (sheet.shape[1] - width) // 2
    sheet[top : top + height, left : left + width] = picture
    return sheet


@pytest.mark.row("IDW-11", "IDW-12", "IDA-08")
def test_each_fault_of_a_documents_picture_has_its_own_words_and_a_good_one_has_none(look):
    desk = photos.take(np.full((2, 3, 3), 90, np.uint8), seed=2)
    card = photos.take(documents.draw("id_card", BEARER)[0], PhotoKind.TILTED, seed=5)
    far = smaller(cv2.imdecode(np.frombuffer(passport(), np.uint8), cv2.IMREAD_COLOR), 0.6)
    said = {kind.value: look("page", passport(kind)) for kind in PhotoKind}
    assert said == {
        "clean": "good",
        "tilted": "good",
        "glare": "glare",
        "dark": "dark",
        "blurred": "blurred",
        "cut_off": "cut",
    }
    assert look("card", card) == "good"
    assert look("page", far) == "far"
    assert look("page", desk) == "find"
    assert look("page", np.full((960, 1280, 3), 4, np.uint8)) == "covered"


@pytest.mark.row("IDW-18", "IDA-13", "IDA-14", "IDA-15")
def test_each_fault_of_a_faces_picture_has_its_own_words(look):
    weights = {name: guidance.address_of(name) for name in ("faces", "eyes")}
    face = portrait()
    empty = np.full_like(face, 120)
    beside = np.roll(face, face.shape[1] // 4, axis=1)
    half = smaller(face, 0.75)
    middle = half.shape[1] // 2
    reach = half.shape[0] * 3 // 16
    two = np.concatenate([half[:, middle - reach : middle + reach]] * 2, axis=1)
    assert look("face", face, **weights) == "good"
    shut = portrait(Pose(0.0, 0.0, (0.0, 0.0), 1.0))
    assert look("face", face, shut, **weights) == "shut"
    # Nobody is told to open eyes that were never seen otherwise: they may be as open as they are.
    assert look("face", shut, **weights) == "good"
    assert look("face", smaller(face, 0.5), **weights) == "far"
    assert look("face", beside, **weights) == "centre"
    assert look("face", two, **weights) == "several"
    assert look("face", empty, **weights) == "find"
    dim = (face * 0.25).astype(np.uint8)
    assert look("face", dim, **weights) == "dark"
    # Without a model light is still spoken of, and nothing is said of what nobody has seen.
    assert look("face", dim) == "dark"
    assert look("face", empty) == ""


@pytest.mark.row("IDW-11", "IDW-12", "IDA-08")
def test_a_passport_held_into_the_frame_is_taken_by_itself_and_all_by_keyboard(window, tmp_path):
    customer, context = window(camera=film(tmp_path / "passport.mjpeg", passport()))
    page = before_front(customer, context)
    page.evaluate(LISTEN)
    page.get_by_role("button", name="Use the camera").press("Enter")
    expect(page.get_by_role("button", name="Use this photo")).to_be_focused(timeout=SECONDS)
    # The photo may be taken before a test can look; what the live region said is remembered.
    assert "Good. Hold still" in page.evaluate("window.said")
    expect(page.locator("[data-slot=said]")).to_have_text("The photo was taken.")
    # Taken and not sent: it is still there when the page was closed.
    page.reload()
    expect(page.get_by_text("This photo was not sent yet")).to_be_visible()
    page.get_by_role("button", name="Use this photo").press("Enter")
    page.wait_for_url("**/verification/selfie", timeout=SECONDS)


def test_what_is_not_sharp_is_not_taken_and_who_wants_no_help_takes_the_photo_themselves(window, tmp_path):
    camera = film(tmp_path / "camera.mjpeg", passport(PhotoKind.BLURRED))
    customer, context = window(camera=camera)
    page = before_front(customer, context)
    page.get_by_role("button", name="Use the camera").click()
    expect(page.get_by_text("Not sharp: wipe the lens")).to_be_visible(timeout=SECONDS)
    page.wait_for_timeout(1500)
    expect(page.get_by_role("button", name="Take the photo")).to_be_visible()
    page.get_by_text("Help while the camera looks").click()
    page.get_by_label("Take the photo by itself").uncheck()
    page.get_by_label("Sounds when something changes").check()
    film(camera, passport())
    page.reload()
    page.get_by_role("button", name="Use the camera").click()
    expect(page.get_by_text("Good. Hold still")).to_be_visible(timeout=SECONDS)
    page.wait_for_timeout(1500)
    page.get_by_text("Help while the camera looks").click()
    expect(page.get_by_label("Take the photo by itself")).not_to_be_checked()
    expect(page.get_by_label("Sounds when something changes")).to_be_checked()
    page.get_by_role("button", name="Take the photo").click()
    expect(page.get_by_role("button", name="Use this photo")).to_be_visible()


@pytest.mark.row("IDA-13", "IDA-14")
def test_a_face_in_the_oval_is_counted_down_and_taken(window, tmp_path):
    customer, context = window(camera=film(tmp_path / "face.mjpeg", portrait()))
    customer.until_selfie()
    page = context.new_page()
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto("/verification/selfie")
    page.get_by_role("button", name="Use the camera").wait_for()
    # Nothing of the model before the camera is live.
    assert not [url for url in loaded if "/guidance/" in url or "onnx" in url]
    page.get_by_role("button", name="Use the camera").click()
    count = page.locator("[data-count][aria-live=assertive]")
    for left in ("3", "2", "1"):
        expect(count).to_have_text(left, timeout=SECONDS)
    expect(page.get_by_role("button", name="Use this photo")).to_be_visible(timeout=SECONDS)
    assert [url for url in loaded if "/guidance/faces/" in url]


@pytest.mark.row("IDW-14", "IDA-11")
def test_a_camera_that_was_refused_and_is_allowed_afterwards_goes_on_by_itself(window, tmp_path):
    camera = film(tmp_path / "passport.mjpeg", passport(PhotoKind.DARK))
    customer, context = window(camera=camera, asks=True)
    page = before_front(customer, context)
    page.get_by_role("button", name="Use the camera").click()
    expect(page.get_by_text("The camera is not allowed")).to_be_visible()
    expect(page.get_by_role("button", name="Try the camera again")).to_be_focused()
    assert {name: page.evaluate(WAYS, agent) for name, agent in AGENTS.items()} == HOW
    context.grant_permissions(["camera"])
    expect(page.get_by_role("button", name="Take the photo")).to_be_visible(timeout=SECONDS)
    expect(page.get_by_text("Too dark: find more light")).to_be_visible(timeout=SECONDS)
    # It is switched off, and comes back; then another window takes it, and this one takes it back.
    page.evaluate(
        "document.querySelector('video').srcObject.getTracks()[0].dispatchEvent(new Event('ended'))"
    )
    expect(page.get_by_text("The camera stopped")).to_be_visible()
    page.get_by_role("button", name="Try the camera again").click()
    expect(page.get_by_role("button", name="Take the photo")).to_be_visible()
    other = context.new_page()
    other.goto("/verification/front")
    other.get_by_role("button", name="Use the camera").click()
    expect(other.get_by_role("button", name="Take the photo")).to_be_visible()
    page.bring_to_front()
    page.get_by_role("button", name="Use the camera here").click()
    expect(page.get_by_role("button", name="Take the photo")).to_be_visible()
    expect(other.get_by_text("The camera is open in another window")).to_be_visible()

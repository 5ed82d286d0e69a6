"""The whole way in a browser, from sign-in to sent: with no mouse before the camera, and in Arabic with files."""

import re
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from assay.checks.readings import Case
from assay.evidence.models import Evidence
from assay.policy.schema import EvidenceKind
from assay.sandbox import clips
from assay.verifications.models import Verification
from assay.web import clock
from made_pages import BEARER, Customer, id_card_photos, passport_photo, recording, selfie
from made_verifications import passing, store_reading

PHONE = {"width": 390, "height": 844}
# How long a busy machine may take.
SECONDS = 30_000
LETS_STAND = re.compile("I have read this|Leave it as it is|That is right")
# What has the focus can be seen: a line round it, or round the label that holds it.
VISIBLE = """() => {
  const marked = (part) => {
    const { outlineStyle, boxShadow } = getComputedStyle(part);
    return outlineStyle !== "none" || boxShadow !== "none";
  };
  const here = document.activeElement;
  return here.matches(":focus-visible") && [here, here.closest("label")].some((part) => part && marked(part));
}"""


@pytest.fixture
def customer(transactional_db, settings) -> Customer:
    settings.DEMO = True
    settings.PASSWORD_HASHERS = ["made_sign_in.QuickHasher"]
    return Customer()


@pytest.fixture
def visit(live_server, open_browser) -> Callable[..., Page]:
    """Open a page of a new browser; whatever goes wrong on it fails the test."""
    complaints: list[str] = []

    def open_page(**options: object) -> Page:
        context = open_browser(base_url=live_server.url, viewport=PHONE, **options)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        return context.new_page()

    yield open_page
    # A file that was refused is an answer, not a fault.
    assert [said for said in complaints if "409 (Conflict)" not in said] == []


class Hands:
    """Somebody at a keyboard: goes to a thing with the tab key and sees where they are."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> None:
        target.wait_for(timeout=SECONDS)
        for _ in range(60):
            if target.evaluate("part => part === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        expect(target).to_be_focused()
        assert self.page.evaluate(VISIBLE), f"the focus is not seen on {target}"

    def press(self, role: str, name: str | re.Pattern[str], key: str = "Enter") -> None:
        self.reach(self.page.locator("main").get_by_role(role, name=name).first)
        self.page.keyboard.press(key)

    def write(self, label: str, text: str) -> None:
        self.reach(self.page.locator("main").get_by_label(label).first)
        self.page.keyboard.type(text)

    def is_somewhere(self) -> None:
        """Within a page the focus is never thrown back to its beginning."""
        expect(self.page.locator("body :focus")).to_have_count(1)


def show(camera: Path, data: bytes) -> None:
    """Hold a picture before the fake camera; whoever opens it next sees it."""
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    size = (1280, round(pixels.shape[0] * 1280 / pixels.shape[1]) // 2 * 2)
    clips.write_mjpeg([cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)], camera)


def begins(hands: Hands, picture: Callable[..., None]) -> None:
    """From the sign-in to the choice of a document."""
    page = hands.page
    page.goto("/account/login/")
    picture(page, "01-sign-in")
    hands.write("E-mail address", "customer@utopia.example")
    hands.write("Password", "a long password")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Verify now").wait_for()
    picture(page, "02-home")
    hands.press("button", "Verify now")
    page.wait_for_url("**/account/registration")
    picture(page, "03-registration")
    hands.press("button", "Yes, this is my account")
    page.wait_for_url("**/verification/residence")
    hands.reach(page.get_by_label("Country of residence"))
    page.keyboard.type("Utopia")
    picture(page, "04-residence")
    hands.press("button", "Continue")
    page.wait_for_url("**/verification/checklist")
    picture(page, "05-checklist")
    hands.press("link", "Continue")
    hands.write("Given names", BEARER.given_names)
    hands.write("Surname", BEARER.surname)
    for label, part in zip(("Day", "Month", "Year"), ("day", "month", "year"), strict=True):
        hands.write(label, str(getattr(BEARER.born_on, part)))
    hands.reach(page.get_by_label("Nationality"))
    page.keyboard.type("Utopia")
    picture(page, "06-details")
    hands.press("button", "Continue")
    page.wait_for_url("**/details/confirm")
    picture(page, "07-confirm")
    hands.press("button", "Confirm and lock")
    page.wait_for_url("**/verification/document")


def takes_photo(hands: Hands, after: str, picture: Callable[..., None], name: str) -> None:
    """Open the camera, let it or the key take the photo, and send it."""
    page = hands.page
    hands.press("button", "Use the camera")
    page.locator("[data-stage=live]").wait_for(timeout=SECONDS)
    hands.is_somewhere()
    expect(page.locator("video")).to_have_js_property("readyState", 4)
    picture(page, f"{name}-camera", at="video")
    use = page.get_by_role("button", name="Use this photo")
    expect(use).to_be_focused(timeout=SECONDS)
    picture(page, f"{name}-taken", at="img[data-taken]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/verification/{after}", timeout=SECONDS)


def sends(hands: Hands) -> None:
    """Let every point stand as it is, and send."""
    page = hands.page
    send = page.get_by_role("button", name="Send for verification")
    send.wait_for()
    stand = page.get_by_role("button", name=LETS_STAND)
    while left := stand.count():
        hands.press("button", LETS_STAND)
        expect(stand).to_have_count(left - 1, timeout=SECONDS)
    hands.press("button", "Send for verification")
    page.wait_for_url("**/verification/status")


def are_read(case: Case) -> None:
    """Say what the engines would have read: they are not the point here."""
    readings = {EvidenceKind.SELFIE: case.selfie, EvidenceKind.CHALLENGE_CLIP: case.clip}
    for piece in Evidence.objects.filter(examination=None):
        store_reading(piece, readings.get(EvidenceKind(piece.kind), case.front), clock.now())


@pytest.mark.row("IDW-10", "IDW-11")
def test_an_id_card_face_and_film_are_given_by_camera_from_sign_in_to_sent_without_a_mouse(
    customer, visit, picture, tmp_path
):
    camera = tmp_path / "camera.mjpeg"
    front, back = id_card_photos()
    show(camera, front)
    page = visit(camera=camera)
    hands = Hands(page)
    begins(hands, picture)
    hands.reach(page.get_by_role("radio").first)
    page.keyboard.press("Space")
    for _ in range(6):
        if page.locator("[name=kind][value=id_card]").is_checked():
            break
        page.keyboard.press("ArrowDown")
    picture(page, "08-document")
    hands.press("button", "Continue")
    page.wait_for_url("**/verification/photos")
    picture(page, "09-before-the-photos")
    hands.press("link", "Continue")
    page.wait_for_url("**/verification/front")
    takes_photo(hands, "back", picture, "10-front")
    show(camera, back)
    takes_photo(hands, "selfie", picture, "11-back")
    show(camera, selfie())
    takes_photo(hands, "challenge", picture, "12-selfie")
    picture(page, "13-challenge-ready")
    page.get_by_role("button", name="Start").wait_for()
    hands.press("checkbox", "Record without the coloured light", "Space")
    hands.press("button", "Start")
    expect(page.locator("[data-prompt=centre]")).to_be_visible(timeout=SECONDS)
    hands.is_somewhere()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Start")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-prompt=centre]")).to_be_visible(timeout=SECONDS)
    expect(page.locator("[data-prompt=centre]")).to_be_hidden(timeout=SECONDS)
    picture(page, "14-challenge-running", at="[data-stage=recording]")
    page.wait_for_url("**/verification/review", timeout=60_000)
    are_read(passing(BEARER))
    expect(page.get_by_text("We are reading your pictures.")).to_have_count(0, timeout=SECONDS)
    picture(page, "15-review")
    sends(hands)
    picture(page, "16-status-waiting")
    assert Verification.objects.get().status == "checking"


def fits(page: Page) -> None:
    """The page reads from right to left, nothing is wider than the screen, and the way back points to the right."""
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    back = page.locator(".back-link svg, .back svg").first
    if back.count():
        turned = back.evaluate("icon => new DOMMatrix(getComputedStyle(icon).transform).a")
        assert turned == -1, f"{page.url}: the way back points to the left"


def give_file(page: Page, data: bytes, name: str = "photo.jpg") -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": data})
    page.locator(".file-drop button").click()


def test_the_way_in_arabic_is_walked_with_files_alone_from_right_to_left(customer, visit, picture):
    customer.post("/language/", {"language": "ar"})
    page = visit(locale="ar")
    page.goto("/account/login/")
    fits(page)
    email = page.locator("input[name=login]")
    email.fill("customer@utopia.example")
    assert email.evaluate("field => getComputedStyle(field).direction") == "ltr"
    page.locator("input[name=password]").fill("a long password")
    page.keyboard.press("Enter")
    page.locator("form[action$='identification/start'] button").first.click()
    customer.begin()
    customer.live_in()
    page.goto("/verification/details")
    fits(page)
    picture(page, "30-arabic-details")
    customer.type_details()
    page.goto("/verification/details/confirm")
    fits(page)
    customer.confirm()
    page.goto("/verification/document")
    fits(page)
    page.locator("[name=kind][value=passport]").check()
    page.locator("main form button:not(noscript button)").last.click()
    page.wait_for_url("**/verification/photos")
    fits(page)
    page.goto("/verification/front")
    fits(page)
    picture(page, "31-arabic-front")
    give_file(page, b"no picture at all")
    page.locator("[role=alert]:visible").first.wait_for()
    give_file(page, passport_photo())
    page.wait_for_url("**/verification/selfie")
    fits(page)
    give_file(page, selfie())
    page.wait_for_url("**/verification/challenge")
    fits(page)
    page.locator("details:has(form[action$='challenge/draw']) summary").last.click()
    page.locator("form[action$='challenge/draw'] button").last.click()
    page.wait_for_url("**/verification/challenge?way=file")
    fits(page)
    give_file(page, recording(), "film.mp4")
    page.wait_for_url("**/verification/review")
    are_read(passing(BEARER))
    page.reload()
    fits(page)
    picture(page, "32-arabic-review")
    customer.send()
    page.goto("/verification/status")
    fits(page)
    picture(page, "33-arabic-status")
    assert Verification.objects.get().status == "checking"

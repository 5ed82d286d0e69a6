"""From sign-up to the answer in a real browser, with real models on a synthetic person before a fake camera."""

import re
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from assay.checks.readings import Prompt
from assay.decisions.models import Decision
from assay.notify.models import OutboxEmail
from assay.sandbox import clips, documents, photos
from assay.sandbox.people import Person, person, with_portrait_of
from assay.verifications.models import Verification

FPS = 10
# A draw of three movements, a turn among them, that does not take long; which one it is does not matter.
SEED = 952
EMAIL, PASSWORD = "visitor@utopia.example", "lantern orchard seven boats"
PHONE = {"width": 390, "height": 844}
# The page lets people centre their face before it records, so the film begins as much earlier; the rest is what a camera
# takes to open, and that people are a little late and never early.
BEFORE_RECORDING = 3.8
SECONDS = 90_000


class FakeCamera:
    """The film that Chromium's fake camera plays whenever a page opens it."""

    def __init__(self, path: Path, bearer: Person) -> None:
        self.path, self.bearer = path, bearer
        self.film((), 2.0)

    def film(self, prompts: tuple[Prompt, ...], seconds: float) -> None:
        clips.write_mjpeg(
            clips.render_clip(self.bearer, prompts, fps=FPS, seconds=seconds), self.path, fps=FPS
        )

    def obey(self, route: Route) -> None:
        """Let the server draw the challenge, and film the person following it before the page opens the camera."""
        with pytest.MonkeyPatch.context() as fixed:
            random = secrets.randbits
            fixed.setattr(secrets, "randbits", lambda bits: SEED if bits == 128 else random(bits))
            answer = route.fetch()
        drawn = answer.json()
        asked = tuple(
            Prompt(
                gesture=prompt["gesture"],
                from_second=prompt["from_second"] + BEFORE_RECORDING,
                to_second=prompt["to_second"] + BEFORE_RECORDING,
                path=prompt["path"],
            )
            for prompt in drawn["prompts"]
        )
        self.film(asked, drawn["seconds"] + BEFORE_RECORDING + 2.0)
        route.fulfill(response=answer)


@pytest.fixture
def visit(live_server, worker, open_browser, settings) -> Callable[..., Page]:
    """Open a browser of its own on the running product; whatever goes wrong on its pages fails the test."""
    settings.DEMO = True
    settings.EMAIL_BACKEND = "assay.notify.outbox.OutboxBackend"
    complaints: list[str] = []

    def open_page(**options: object) -> Page:
        context: BrowserContext = open_browser(viewport=PHONE, base_url=live_server.url, **options)
        # The product sends people in front of driven browsers and invented cameras to a reviewer; this one pretends to be none.
        context.add_init_script(
            "Object.defineProperty(Navigator.prototype, 'webdriver', {get: () => false});"
            "Object.defineProperty(MediaStreamTrack.prototype, 'label', {get: () => 'Front Camera'})"
        )
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        return page

    yield open_page
    assert complaints == []


def sign_up(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Get verified").first.click()
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("password", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Code").wait_for()
    text = OutboxEmail.objects.get(recipient=EMAIL).text
    code = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", text, re.MULTILINE)
    assert code, text
    page.get_by_label("Code").fill(code[1])
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Verify now").wait_for()


def sign_in(page: Page) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def give_details(page: Page, bearer: Person) -> None:
    page.get_by_role("button", name="Verify now").click()
    page.get_by_role("button", name="Yes, this is my account").click()
    page.get_by_label("Country of residence").select_option("UT")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Continue").click()
    page.get_by_label("Given names").fill(bearer.given_names)
    page.get_by_label("Surname").fill(bearer.surname)
    page.get_by_label("Day").fill(str(bearer.born_on.day))
    page.get_by_label("Month").fill(str(bearer.born_on.month))
    page.get_by_label("Year").fill(str(bearer.born_on.year))
    page.get_by_label("Nationality").select_option("UT")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Confirm and lock").click()


def give_passport(page: Page, photo: bytes) -> None:
    page.get_by_label("Passport").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Continue").click()
    page.get_by_label("Choose a photo or a PDF").set_input_files(
        {"name": "passport.jpg", "mimeType": "image/jpeg", "buffer": photo}
    )
    page.get_by_role("button", name="Send this file").click()
    page.wait_for_url("**/verification/selfie")


def show_face(page: Page, camera: FakeCamera) -> None:
    """Take a selfie and record the challenge, both with the camera."""
    page.get_by_role("link", name="Complete Now").first.click()
    page.wait_for_url("**/verification/selfie")
    page.get_by_role("button", name="Use the camera").click()
    page.get_by_role("button", name="Take the photo").click()
    page.get_by_role("button", name="Use this photo").click()
    page.wait_for_url("**/verification/challenge")
    page.route("**/verification/challenge/draw", camera.obey)
    # No light falls on a film; that it comes back from a face is shown elsewhere.
    page.get_by_label("Record without the coloured light").check()
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/verification/review", timeout=SECONDS)


def verify(visit: Callable[..., Page], film: Path, bearer: Person, photo: bytes) -> Page:
    """Go from sign-up to the answer: begin at a desk, and go on before the camera of another device."""
    desk = visit()
    sign_up(desk)
    give_details(desk, bearer)
    give_passport(desk, photo)
    desk.context.browser.close()
    camera = FakeCamera(film, bearer)
    phone = visit(camera=film)
    sign_in(phone)
    show_face(phone, camera)
    # The pictures are being read beside; what there is to say of them, and of Utopia, is let stand.
    send = phone.get_by_role("button", name="Send for verification")
    phone.get_by_text("Please look at this before you send").wait_for(timeout=SECONDS)
    expect(phone.get_by_text("We are reading your pictures.")).to_have_count(0, timeout=SECONDS)
    while send.is_disabled():
        phone.get_by_role(
            "button", name=re.compile("I have read this|Leave it as it is|That is right")
        ).first.click()
    send.click()
    phone.get_by_role("heading", name="We are checking").or_(
        phone.get_by_role("heading", name=re.compile("verified|person is looking|again"))
    ).first.wait_for()
    return phone


@pytest.mark.row("IDW-13", "IDW-19", "IDW-20", "IDW-21", "IDA-20", "VER-03", "X-19")
def test_a_person_is_verified_from_sign_up_to_approved(visit, tmp_path):
    bearer = person(3)
    photo = photos.take(documents.draw("passport", bearer)[0])
    page = verify(visit, tmp_path / "camera.mjpeg", bearer, photo)
    expect(page.get_by_role("heading", name="You are verified")).to_be_visible(timeout=SECONDS)
    verification = Verification.objects.get()
    decision = Decision.objects.get(verification=verification)
    assert (decision.outcome, decision.reasons, decision.automated) == ("approve", [], True)
    assert verification.account.tier == 1
    page.get_by_role("link", name="Next step").click()
    expect(page.get_by_role("heading", name="Protect your account")).to_be_visible()
    subjects = OutboxEmail.objects.filter(recipient=EMAIL).values_list("subject", flat=True)
    assert any("verified" in subject.lower() for subject in subjects)


@pytest.mark.row("IDW-25", "REV-01", "REV-02")
def test_a_face_that_is_not_the_documents_goes_to_a_person(visit, tmp_path):
    bearer = person(5)
    photo = photos.take(documents.draw("passport", with_portrait_of(bearer, person(6)))[0])
    page = verify(visit, tmp_path / "camera.mjpeg", bearer, photo)
    expect(page.get_by_role("heading", name="A person is looking at it")).to_be_visible(timeout=SECONDS)
    expect(page.get_by_text("Your photo does not seem to match the photo on your document.")).to_be_visible()
    decision = Decision.objects.get()
    assert decision.outcome == "refer"
    assert "selfie.match.mismatch" in decision.reasons
    assert Verification.objects.get().account.tier == 0

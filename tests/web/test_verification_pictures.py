"""Pictures: sides by kind of document, files that cannot be used, the challenge, and who may see what was given."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assay.audit.models import Entry
from assay.checks.readings import Gesture
from assay.evidence.models import Evidence
from assay.verifications.models import Verification
from assay.web.way.challenge import GESTURES
from made_files import pdf
from made_pages import Customer, content_of, id_card_photos, passport_photo, recording, selfie, text_of

pytestmark = pytest.mark.django_db
AS_SCRIPT = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True


@pytest.fixture
def customer(db) -> Customer:
    return Customer()


def kinds() -> list[str]:
    return sorted(Evidence.objects.filter(superseded_at__isnull=True).values_list("kind", flat=True))


@pytest.mark.row("IDA-10", "IDW-11")
def test_a_passport_needs_one_side(customer):
    customer.until_document()
    customer.choose("passport")
    assert customer.give("/verification/front", passport_photo())["Location"] == "/verification/selfie"
    assert customer.get("/verification/back")["Location"] == "/verification/selfie"


@pytest.mark.row("IDA-09")
def test_an_id_card_needs_front_and_back(customer):
    front, back = id_card_photos()
    customer.until_document()
    customer.choose("id_card")
    assert customer.give("/verification/front", front)["Location"] == "/verification/back"
    assert customer.get("/verification/selfie")["Location"] == "/verification/back"
    assert customer.give("/verification/back", back)["Location"] == "/verification/selfie"


def test_choosing_another_document_asks_for_its_pictures(customer):
    customer.until_selfie()
    assert customer.choose("id_card")["Location"] == "/verification/photos"
    assert kinds() == []


def test_a_script_is_told_the_next_page(customer):
    customer.until_document()
    customer.choose()
    response = customer.give("/verification/front", passport_photo(), **AS_SCRIPT)
    assert content_of(response) == {"next": "/verification/selfie"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b"just text", "This kind of file cannot be used."),
        (b"\xff\xd8\xff\xe0 a JPEG that ends early", "The file is damaged or incomplete."),
        (pdf(encrypted=True), "The PDF is protected by a password."),
    ],
)
def test_a_file_that_cannot_be_used_is_explained_on_the_page(customer, data, words):
    customer.until_document()
    customer.choose()
    response = customer.give("/verification/front", data)
    assert response.status_code == 409
    assert words in text_of(response)
    assert kinds() == []


def test_a_script_gets_the_same_words_as_a_problem(customer):
    customer.until_document()
    customer.choose()
    response = customer.give("/verification/front", b"just text", **AS_SCRIPT)
    assert response.status_code == 409
    assert response["Content-Type"] == "application/problem+json"
    assert content_of(response)["code"] == "evidence.file.unknown_type"


@pytest.mark.row("IDW-14", "IDA-11")
@pytest.mark.parametrize("page", ["front", "selfie", "challenge"])
def test_pages_that_take_pictures_may_ask_for_the_camera_and_explain_how_to_allow_it(customer, page):
    customer.until_challenge()
    response = customer.get(f"/verification/{page}")
    assert response["Permissions-Policy"] == "camera=(self), microphone=()"
    assert "Your browser did not let us use the camera. To allow it:" in text_of(response)


@pytest.mark.row("IDA-12")
def test_the_face_comes_after_the_document(customer):
    customer.until_document()
    customer.choose()
    assert customer.get("/verification/selfie")["Location"] == "/verification/front"
    assert customer.give("/verification/challenge", recording())["Location"] == "/verification/front"


@pytest.mark.row("IDW-13")
def test_a_challenge_is_drawn_on_the_server_and_its_recording_kept(customer):
    customer.until_challenge()
    drawn = content_of(customer.post("/verification/challenge/draw", **AS_SCRIPT))
    stored = Verification.objects.get()
    assert (stored.prompts, stored.flashes) == (drawn["prompts"], drawn["flashes"])
    assert {prompt["gesture"] for prompt in drawn["prompts"]} & {"turn_left", "turn_right"}
    assert drawn["seconds"] > drawn["flashes"][-1]["to_second"] > drawn["prompts"][-1]["to_second"]
    assert customer.give("/verification/challenge", recording())["Location"] == "/verification/review"
    assert "challenge_clip" in kinds()


def test_a_recording_without_a_challenge_is_not_taken(customer):
    customer.until_challenge()
    assert customer.give("/verification/challenge", recording())["Location"] == "/verification/challenge"
    assert "challenge_clip" not in kinds()


def test_who_has_no_camera_here_gets_the_movements_as_a_list(customer):
    customer.until_challenge()
    response = customer.post("/verification/challenge/draw")
    assert response["Location"] == "/verification/challenge?way=file"
    words = text_of(customer.get(response["Location"]))
    drawn = [Gesture(prompt["gesture"]) for prompt in Verification.objects.get().prompts]
    assert drawn
    assert all(str(GESTURES[gesture].words) in words for gesture in drawn)
    assert "Choose the video" in words


@pytest.mark.row("IDA-13")
def test_the_page_says_to_centre_the_face_and_what_will_be_asked_before_it_records(customer):
    customer.until_challenge()
    words = text_of(customer.get("/verification/challenge"))
    assert "Centre your face" in words
    assert all(str(asked.words) in words for asked in GESTURES.values())
    assert "Record without the coloured light" in words
    assert "What is recorded, and why" in words


def test_light_and_movements_are_left_out_for_whom_they_would_harm_or_exclude(customer):
    customer.until_challenge()
    dark = content_of(customer.post("/verification/challenge/draw", {"no_light": "on"}, **AS_SCRIPT))
    assert (dark["flashes"], bool(dark["prompts"])) == ([], True)
    still = content_of(customer.post("/verification/challenge/draw", {"no_movements": "on"}, **AS_SCRIPT))
    assert (bool(still["flashes"]), still["prompts"]) == (True, [])
    assert Verification.objects.get().cannot_move
    customer.post("/verification/challenge/draw", {"no_movements": "on"})
    assert "No movement is asked for" in text_of(customer.get("/verification/challenge?way=file"))
    assert customer.give("/verification/challenge", recording())["Location"] == "/verification/review"


def test_a_recording_of_a_draw_that_another_window_replaced_is_refused_with_words(customer):
    customer.until_challenge()
    first = content_of(customer.post("/verification/challenge/draw", **AS_SCRIPT))["made_for"]
    second = content_of(customer.post("/verification/challenge/draw", **AS_SCRIPT))["made_for"]
    sent = {"made_for": first, "capture": "{}", "file": SimpleUploadedFile("given", recording())}
    refused = customer.post("/verification/challenge", sent, **AS_SCRIPT)
    assert (refused.status_code, content_of(refused)["code"]) == (409, "liveness.challenge.expired")
    sent |= {"made_for": second, "file": SimpleUploadedFile("given", recording())}
    assert (
        content_of(customer.post("/verification/challenge", sent, **AS_SCRIPT))["next"]
        == "/verification/review"
    )


@pytest.mark.parametrize("said", ["{", '{"frame_seconds": "all"}', '{"camera": "\\ud800"}', "\x00"])
def test_what_a_camera_cannot_have_said_is_refused_with_words(customer, said):
    customer.until_challenge()
    customer.post("/verification/challenge/draw", **AS_SCRIPT)
    sent = {"capture": said, "file": SimpleUploadedFile("given", recording())}
    refused = customer.post("/verification/challenge", sent, **AS_SCRIPT)
    assert (refused.status_code, content_of(refused)["code"]) == (409, "liveness.capture.unreadable")
    assert "challenge_clip" not in kinds()


def test_a_picture_is_no_recording(customer):
    customer.until_challenge()
    customer.post("/verification/challenge/draw")
    response = customer.give("/verification/challenge", selfie())
    assert response.status_code == 409
    assert "This kind of file cannot be used." in text_of(response)


def test_own_pictures_are_shown_uncached_and_each_look_is_recorded(customer):
    customer.until_selfie()
    piece = Evidence.objects.get()
    response = customer.get(f"/evidence/{piece.pk}/0")
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "no-store, private"
    assert response.content.startswith(b"\xff\xd8\xff")
    assert Entry.objects.filter(event="evidence.viewed", subject_id=piece.pk).count() == 1


def test_nobody_sees_the_pictures_of_somebody_else(customer, client):
    customer.until_selfie()
    address = f"/evidence/{Evidence.objects.get().pk}/0"
    assert Customer("other@utopia.example").get(address).status_code == 404
    assert client.get(address)["Location"].startswith("/account/login/")
    assert not Entry.objects.filter(event="evidence.viewed").exists()


def test_a_copy_that_does_not_exist_is_not_shown(customer):
    customer.until_selfie()
    assert customer.get(f"/evidence/{Evidence.objects.get().pk}/7").status_code == 403

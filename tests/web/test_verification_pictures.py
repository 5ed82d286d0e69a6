"""Pictures: sides by kind of document, files that cannot be used, the challenge, and who may see what was given."""

import pytest

from assay.audit.models import Entry
from assay.evidence.models import Evidence
from assay.verifications.models import Verification
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
    assert customer.choose("id_card")["Location"] == "/verification/front"
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
    assert Verification.objects.get().prompts == drawn["prompts"]
    assert sorted(prompt["gesture"] for prompt in drawn["prompts"]) == ["blink", "turn_left", "turn_right"]
    assert drawn["seconds"] > drawn["prompts"][-1]["to_second"]
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
    assert "Turn your head to your left" in words
    assert "Choose the video" in words


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

"""The addresses of files that arrive in parts, and what an older page or a session that ran out is told."""

import hashlib

import pytest
from django.test import Client

from assay.evidence.models import Evidence
from assay.uploads.models import Upload
from assay.uploads.rules import PART_BYTES
from assay.verifications import progress
from assay.verifications.models import Verification
from assay.verifications.rules import Step
from made_pages import SCRIPT, Customer, content_of, passport_photo, selfie, text_of

UPLOADS = "/verification/uploads"


@pytest.fixture
def customer(db, settings) -> Customer:
    settings.DEMO = True
    customer = Customer()
    customer.until_document()
    customer.choose()
    return customer


def latest(customer):
    return Verification.objects.latest_of(customer.account)


def announce(customer, data, kind="document_front", verification=""):
    said = {
        "verification": verification or latest(customer).pk,
        "kind": kind,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    return customer.post(UPLOADS, said, **SCRIPT)


def put(customer, upload_id, offset, part):
    address = f"{UPLOADS}/{upload_id}/{offset}"
    return customer.browser.put(address, part, content_type="application/octet-stream", headers=SCRIPT)


def send(customer, data, kind="document_front"):
    upload_id = content_of(announce(customer, data, kind))["id"]
    for offset in range(0, len(data), PART_BYTES):
        assert put(customer, upload_id, offset, data[offset : offset + PART_BYTES]).status_code == 200
    return upload_id


def finish(customer, upload_id, **said):
    return customer.post(f"{UPLOADS}/{upload_id}/finish", said, **SCRIPT)


@pytest.mark.row("X-19", "IDA-20")
def test_a_file_in_parts_is_given_as_the_form_gives_it_and_finished_twice_it_is_given_once(customer):
    upload_id = send(customer, passport_photo())
    first, second = finish(customer, upload_id), finish(customer, upload_id)
    assert content_of(first) == content_of(second) == {"next": "/verification/selfie"} | content_of(first)
    assert Evidence.objects.get().sha256 == hashlib.sha256(passport_photo()).hexdigest()
    # Announced once more, after a reload for instance, it need not be sent again.
    assert content_of(announce(customer, passport_photo())) == content_of(first)


def test_a_part_from_elsewhere_is_told_where_the_file_has_got_to(customer):
    data = bytes(3 * PART_BYTES)
    upload_id = content_of(announce(customer, data))["id"]
    put(customer, upload_id, 0, data[:PART_BYTES])
    answer = put(customer, upload_id, 2 * PART_BYTES, data[:PART_BYTES])
    assert (answer.status_code, answer["Upload-Offset"]) == (409, str(PART_BYTES))
    assert content_of(answer)["code"] == "evidence.upload.elsewhere"
    state = content_of(customer.get(f"{UPLOADS}/{upload_id}", **SCRIPT))
    assert state == content_of(announce(customer, data))
    assert (state["received"], state["part_bytes"]) == (PART_BYTES, PART_BYTES)
    assert finish(customer, upload_id).status_code == 409


def test_the_upload_of_somebody_else_does_not_exist(customer):
    upload_id = send(customer, passport_photo())
    stranger = Customer("stranger@utopia.example")
    answers = [
        stranger.get(f"{UPLOADS}/{upload_id}", **SCRIPT),
        put(stranger, upload_id, 0, b"x"),
        finish(stranger, upload_id),
    ]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert {content_of(answer)["code"] for answer in answers} == {"evidence.upload.gone"}
    assert Upload.objects.get().evidence is None


def test_a_piece_that_is_not_asked_for_yet_or_not_of_this_verification_is_not_taken(customer):
    ahead = announce(customer, selfie(), kind="selfie")
    strange = announce(customer, selfie(), verification="ver_of_somebody")
    assert {content_of(answer)["code"] for answer in (ahead, strange)} == {"verification.state.moved_on"}
    nothing = customer.post(UPLOADS, {"kind": "nothing"}, **SCRIPT)
    assert content_of(nothing)["code"] == "evidence.upload.invalid"
    assert not Upload.objects.exists()


def test_a_file_that_cannot_be_used_is_refused_as_the_form_refuses_it(customer):
    upload_id = send(customer, b"just text" * PART_BYTES)
    for _ in range(2):
        answer = finish(customer, upload_id)
        assert (answer.status_code, content_of(answer)["code"]) == (409, "evidence.file.unknown_type")
    assert not Evidence.objects.exists()


def test_another_site_cannot_send_parts(customer):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(customer.user)
    assert browser.post(UPLOADS, {}, headers=SCRIPT).status_code == 403
    assert browser.put(f"{UPLOADS}/upl_1/0", b"x", headers=SCRIPT).status_code == 403


def test_who_was_signed_out_is_told_where_to_sign_in_and_comes_back_to_the_same_page(customer):
    page = {"Referer": "http://testserver/verification/front"}
    visitor = Client()
    script = visitor.post(UPLOADS, {}, headers=SCRIPT | page)
    assert script.status_code == 401
    assert content_of(script)["code"] == "access.signed_out"
    form = visitor.post("/verification/challenge/draw", headers={"Accept": "text/html"} | page)
    part = visitor.get("/verification/document/kinds", headers={"HX-Request": "true"} | page)
    addresses = {script["Location"], form["Location"], part["HX-Redirect"]}
    assert addresses == {"/account/login/?next=/verification/front"}
    # Another site cannot choose where the way back leads.
    elsewhere = visitor.post(UPLOADS, {}, headers=SCRIPT | {"Referer": "https://evil.example/verification"})
    assert elsewhere["Location"].endswith("?next=/verification/uploads")


@pytest.mark.row("X-19")
@pytest.mark.parametrize("path", ["front", "document"])
def test_an_older_page_cannot_replace_a_newer_answer_and_leads_on(customer, path):
    verification = latest(customer)
    seen = progress.state_of(verification, Step(path))
    customer.give("/verification/front", passport_photo())
    given = Evidence.objects.get()
    said = {"kind": "id_card", "issuing_country": "UT"} if path == "document" else {}
    older = customer.post(f"/verification/{path}", said | {"seen": seen})
    assert older.status_code == 409
    assert "You went on in another window or on another device." in text_of(older)
    assert 'href="/verification"' in older.content.decode()
    assert progress.given_evidence(latest(customer)) == {given.kind: given}
    # The same answer once more loses nothing, and goes on.
    same = {"kind": "passport", "issuing_country": "UT"}
    if path == "document":
        assert customer.post("/verification/document", same | {"seen": seen}).status_code == 302

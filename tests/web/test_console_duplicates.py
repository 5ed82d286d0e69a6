"""Two accounts side by side: who may see what of the other one, what is recorded, and what a decision does."""

import io

import pytest
from PIL import Image

from assay.access import ROLE_PERMISSIONS, Permission
from assay.accounts.models import KnownPair
from assay.audit.models import Entry
from assay.checks.readings import Duplicates, FaceHit
from assay.core.actor import Role
from assay.decisions.models import FaceTemplate
from assay.encryption import actions as encryption
from assay.reviews import actions as reviews
from assay.sandbox.people import person
from assay.web import clock
from assay.web.console.face import cut_out
from made_cases import case, face
from made_console import a_customer, a_member, signed_in
from made_pairs import TWIN, a_pair

STAFF_ROLES = [role for role in Role if role not in {Role.CUSTOMER, Role.VISITOR, Role.HOST}]


def address(review, first, end=""):
    return f"/console/reviews/{review.pk}/compare/{first.account_id}/{end}"


def taken(review, member):
    return reviews.take(review, by=member.actor(), at=clock.now())


@pytest.mark.row("REV-10", "REV-11")
def test_the_other_account_is_shown_to_reviewers_and_each_look_is_recorded(db):
    first, review = a_pair()
    for role in STAFF_ROLES:
        member = a_member(role)
        answer = signed_in(member).get(address(review, first))
        sees = {Permission.REVIEW_READ, Permission.EVIDENCE_VIEW} <= ROLE_PERMISSIONS[role]
        assert answer.status_code == (200 if sees else 403), role
        looked = Entry.objects.filter(event="pair.viewed", actor_id=member.pk, account_id=first.account_id)
        assert looked.exists() == sees, role


def test_each_role_may_reveal_and_decide_as_its_permissions_say(db):
    first, review = a_pair()
    for role in STAFF_ROLES:
        client, held = signed_in(a_member(role)), ROLE_PERMISSIONS[role]
        read = {Permission.REVIEW_READ, Permission.EVIDENCE_VIEW} <= held
        revealed = client.post(address(review, first, "reveal/"), {"reason": "compare"}).status_code
        assert (revealed != 403) == (Permission.PERSONAL_REVEAL in held and read), role
        decided = client.post(address(review, first, "decide/"), {"relation": "twins"}).status_code
        assert (decided != 403) == (Permission.PAIR_DECIDE in held), role
    assert not KnownPair.objects.exists(), "nobody had taken the case"


def test_names_and_dates_of_both_are_masked_until_a_reason_is_given(db):
    first, review = a_pair()
    client = signed_in(a_member())
    secrets = (person(0).surname, person(0).born_on.isoformat(), TWIN.surname, TWIN.born_on.isoformat())
    page = client.get(address(review, first)).content.decode()
    assert not any(secret in page for secret in secrets)
    assert "differs" in page
    answer = client.post(address(review, first, "reveal/"), {"reason": "compare"}).content.decode()
    assert all(secret in answer for secret in secrets)
    revealed = Entry.objects.filter(event="personal.revealed").values_list("account_id", flat=True)
    assert set(revealed) == {first.account_id, review.account_id}
    refused = client.post(address(review, first, "reveal/"), {"reason": "curious"})
    assert refused.status_code == 409
    assert not any(secret in refused.content.decode() for secret in secrets)


def test_a_reviewer_learns_nothing_else_of_the_other_account(db):
    first, review = a_pair(pictures=True)
    client = signed_in(a_member())
    page = client.post(address(review, first, "reveal/"), {"reason": "compare"}).content.decode()
    assert first.account.user.email not in page
    assert person(0).passport_number not in page
    masked = client.get(address(review, first)).content.decode()
    assert "0.jpg" not in masked, "a whole picture is fetched only when it was asked for"


def test_only_the_face_leaves_the_picture_and_the_view_is_recorded(db):
    first, review = a_pair(pictures=True)
    member = a_member()
    sides = signed_in(member).get(address(review, first)).context["sides"]
    answer = signed_in(member).get(f"/console/evidence/{sides[1].portrait.pk}/face.jpg")
    assert Image.open(io.BytesIO(answer.content)).size == (400, 480)
    assert answer["Cache-Control"] == "no-store, private"
    viewed = Entry.objects.get(event="evidence.viewed", account_id=first.account_id)
    assert (viewed.actor_id, viewed.subject_id) == (member.pk, sides[1].portrait.pk)
    auditor = signed_in(a_member(Role.AUDITOR))
    assert auditor.get(f"/console/evidence/{sides[1].portrait.pk}/face.jpg").status_code == 403


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_cut_out_face_stands_upright_with_its_eyes_in_place(turned):
    upright = Image.new("RGB", (500, 400), "white")
    for x in (200, 260):
        upright.paste("black", (x - 6, 150 - 6, x + 6, 150 + 6))
    lying = upright.rotate(
        turned, expand=True
    )  # counter-clockwise, so that turning it clockwise makes it upright
    shown = cut_out(lying, face(eyes=((0.4, 0.375), (0.52, 0.375))), turned)
    for x in (140, 260):
        assert shown.getpixel((x, 210)) == (0, 0, 0)
    assert shown.getpixel((200, 210)) == (255, 255, 255)


@pytest.mark.row("APL-05")
def test_a_reviewer_confirms_twins_and_goes_back_to_the_case(db):
    first, review = a_pair()
    member = a_member()
    taken(review, member)
    client = signed_in(member)
    answer = client.post(address(review, first, "decide/"), {"relation": "twins"}, follow=True)
    page = answer.content.decode()
    assert "Remembered: twins." in page
    assert "confirmed" in page
    review.refresh_from_db()
    assert review.decided_at is None
    assert KnownPair.objects.get().relation == "twins"


def test_an_answer_that_is_none_is_refused_in_words(db):
    first, review = a_pair()
    member = a_member()
    taken(review, member)
    answer = signed_in(member).post(address(review, first, "decide/"), {"relation": "friends"})
    assert answer.status_code == 409
    assert "Choose what the two" in answer.content.decode()


def test_who_has_not_taken_the_case_is_told_to_take_it(db):
    first, review = a_pair()
    client = signed_in(a_member())
    assert "Take the case to decide it" in client.get(address(review, first)).content.decode()
    answer = client.post(address(review, first, "decide/"), {"relation": "twins"})
    assert answer.status_code == 409
    assert "Take the case first" in answer.content.decode()


def test_accounts_no_check_pointed_at_cannot_be_compared(db):
    _, review = a_pair()
    stranger = a_customer("stranger@utopia.example")
    client = signed_in(a_member())
    compare = f"/console/reviews/{review.pk}/compare/{stranger.pk}/"
    assert client.get(compare).status_code == 302
    assert client.post(f"{compare}reveal/", {"reason": "compare"}).status_code == 302
    assert not Entry.objects.filter(event__in=["pair.viewed", "personal.revealed"]).exists()


def test_an_erased_account_shows_that_there_is_nothing_left(db):
    first, review = a_pair(pictures=True)
    member = a_member()
    encryption.destroy_key(first.account_id, by=member.actor(), at=clock.now())
    page = signed_in(member).post(address(review, first, "reveal/"), {"reason": "compare"})
    assert page.status_code == 200
    assert person(0).surname not in page.content.decode()
    assert page.content.decode().count("No face to show") == 2
    assert FaceTemplate.objects.get(account=first.account).sealed is None


@pytest.mark.row("XCT-10")
def test_a_linked_account_is_shown_on_both_account_pages_to_who_may_read_pairs(db):
    first, review = a_pair()
    member = a_member()
    taken(review, member)
    signed_in(member).post(address(review, first, "decide/"), {"relation": "same_person"})
    for own, other in ((first.account_id, review.account_id), (review.account_id, first.account_id)):
        for role in (Role.REVIEWER, Role.LEGAL, Role.SUPPORT_AGENT):
            page = signed_in(a_member(role, f"Kim {own[-4:]}")).get(f"/console/accounts/{own}/")
            shown = other in page.content.decode()
            assert shown == (Permission.PAIR_READ in ROLE_PERMISSIONS[role]), (own, role)


def test_several_hits_are_reached_from_each_other_closest_first(db, monkeypatch):
    first, review = a_pair()
    other = a_customer("third@utopia.example")
    found = Duplicates(
        faces=(FaceHit(account_id=first.account_id, score=0.7),), documents=(other.pk, first.account_id)
    )
    monkeypatch.setattr("assay.web.console.material.case_of", lambda _: case(duplicates=found))
    page = signed_in(a_member()).get(address(review, first))
    assert [hit.account_id for hit in page.context["hits"]] == [first.account_id, other.pk]
    assert "The same document" in page.context["hit"].why
    assert address(review, first).replace(first.account_id, other.pk) in page.content.decode()

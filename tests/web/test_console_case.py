"""One case on one screen: masked until revealed, differences marked, checks explained, history and duplicates."""

import math
from dataclasses import replace

import numpy as np
import pytest

from assay.audit.models import Entry
from assay.checks.engines.image.orientation import turned_points
from assay.core.actor import Role
from assay.decisions import actions as decisions
from assay.decisions.case import case_of
from assay.decisions.models import Decision
from assay.encryption import actions as encryption
from assay.policy.load import current
from assay.sandbox.people import person
from assay.web import clock
from assay.web.console.fields import same
from assay.web.console.masking import masked_email
from assay.web.console.pictures import Picture, framed
from made_cases import face
from made_console import a_member, a_referred_case, signed_in


def open_case(review, member=None):
    return signed_in(member or a_member()).get(f"/console/reviews/{review.pk}/")


@pytest.mark.row("REV-11")
def test_personal_data_is_masked_until_it_is_revealed_for_a_reason_and_that_is_recorded(db):
    review, member = a_referred_case(), a_member()
    secret = person(0).born_on.isoformat()
    assert secret not in open_case(review, member).content.decode()
    answer = signed_in(member).post(f"/console/reviews/{review.pk}/reveal/", {"reason": "compare"})
    assert secret in answer.content.decode()
    entry = Entry.objects.get(event="personal.revealed")
    assert (entry.actor_id, entry.account_id, entry.data) == (
        member.pk,
        review.account_id,
        {"reason": "compare"},
    )
    assert secret not in open_case(review, member).content.decode()


def test_nothing_is_revealed_without_a_reason_from_the_list(db):
    review, member = a_referred_case(), a_member()
    answer = signed_in(member).post(f"/console/reviews/{review.pk}/reveal/", {"reason": "curious"})
    assert answer.status_code == 409
    assert person(0).born_on.isoformat() not in answer.content.decode()
    assert not Entry.objects.filter(event="personal.revealed").exists()


def test_what_was_typed_and_what_was_read_stand_side_by_side_with_differences_marked(db):
    typed = replace(person(0), surname="Otherwise")
    review = a_referred_case(bearer=typed)
    decision = Decision.objects.get(verification_id=review.matter_id)
    front = case_of(decision).front
    rows = {row.label: row for row in open_case(review).context["rows"]}
    assert front.mrz is not None
    assert {cell.source for cell in rows["Surname"].cells} >= {"Typed", "MRZ"}
    assert not rows["Given names"].differs


@pytest.mark.parametrize(
    ("one", "other", "is_name", "expected"),
    [
        ("Müller", "MUELLER", True, True),
        ("Müller", "Muller", True, True),
        ("Maximilian Alexander", "MAXIMILIAN ALEX", True, True),
        ("Anna", "Anne", True, False),
        ("L898902C3", "L898902C", False, False),
        ("2000-02-22", "2000-02-23", False, False),
    ],
)
def test_writings_that_mean_the_same_are_not_marked_as_different(one, other, is_name, expected):
    assert same(one, other, is_name=is_name) is expected


def test_checks_are_explained_worst_first_with_score_and_threshold(db):
    checks = open_case(a_referred_case()).context["checks"]
    first = checks.to_look_at[0]
    assert (first.title, first.outcome) == ("Face match", "refer")
    assert first.bar is not None
    assert first.bar < first.mark
    assert first.explanation[0].startswith("The face in the selfie")
    assert len(checks.passed) + len(checks.to_look_at) == len(current().level("verified").checks)


def test_what_a_check_read_from_a_document_is_masked_too(db):
    review, member = a_referred_case(), a_member()
    hidden = [check for check in open_case(review, member).context["checks"].passed if check.masked]
    assert hidden
    assert all(check.seen == () for check in hidden)


def test_the_history_tells_attempts_decisions_and_who_did_what(db):
    review = a_referred_case()
    history = open_case(review).context["history"]
    assert [line.status for line in history.attempts] == ["Under review"]
    assert [(line.outcome, line.who) for line in history.decisions] == [("Referred to a person", "Machine")]
    assert "Review: opened" in [line.words for line in history.entries]


def test_two_faces_are_shown_at_the_same_size_and_level(db):
    """The eyes of any face come to lie on the same two points of the frame."""
    tilted = face(eyes=((0.2, 0.6), (0.5, 0.3)))
    shown = framed(None, "", tilted, 1000, 800)
    numbers = shown.transform.split(")")[0].removeprefix("matrix(").split()
    a, b, c, d, e, f = map(float, numbers)
    places = [(round(a * x + c * y + e), round(b * x + d * y + f)) for x, y in ((200, 480), (500, 240))]
    assert places == [(140, 210), (260, 210)]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_picture_taken_sideways_is_turned_under_the_marks(turned):
    """The corner that the engines turn to a place in the upright picture lies there in the drawing, too."""
    upright = turned_points(np.asarray([[30.0, 50.0]], np.float32), turned, 400, 600)[0]
    width, height = (600, 400) if turned % 180 else (400, 600)
    picture = Picture(None, 0, "", width, height, turned, ())
    assert picture.inner == (400, 600)
    shift, turn = picture.transform.removeprefix("translate(").removesuffix(")").split(") rotate(")
    x, y = map(float, shift.split())
    angle = math.radians(float(turn))
    found = (
        x + 30 * math.cos(angle) - 50 * math.sin(angle),
        y + 30 * math.sin(angle) + 50 * math.cos(angle),
    )
    assert found == pytest.approx(tuple(upright))


def test_an_erased_account_still_shows_what_was_decided(db):
    review = a_referred_case()
    encryption.destroy_key(review.account_id, by=a_member(name="Eraser").actor(), at=clock.now())
    page = open_case(review)
    assert page.status_code == 200
    assert "was erased" in page.content.decode()


def test_a_decision_page_shows_its_receipt_and_replays_to_the_same_answer(db):
    review = a_referred_case()
    decision = Decision.objects.get(verification_id=review.matter_id)
    client = signed_in(a_member(Role.AUDITOR))
    page = client.get(f"/console/decisions/{decision.pk}/")
    assert "Signature holds" in page.content.decode()
    assert "case_sha256" in page.content.decode()
    replayed = client.post(f"/console/decisions/{decision.pk}/").context["replayed"]
    assert (replayed["same"], replayed["same_policy"]) == (True, True)


def test_a_changed_receipt_is_seen(db):
    review = a_referred_case()
    decision = Decision.objects.get(verification_id=review.matter_id)
    Decision.objects.filter(pk=decision.pk).update(receipt=decision.receipt | {"outcome": "approve"})
    page = signed_in(a_member()).get(f"/console/decisions/{decision.pk}/")
    assert "Signature does not hold" in page.content.decode()


def test_the_foreseen_e_mail_changes_nothing(db):
    review = a_referred_case()
    verification = decisions.verifications.Verification.objects.get(pk=review.matter_id)
    decisions.foresee(
        verification, decisions.ReviewOutcome.REJECT, ("selfie.match.mismatch",), at=clock.now()
    )
    assert verification.denials == 0


def test_an_address_shows_enough_to_recognise_and_no_more():
    assert masked_email("anna.smith@mail.utopia.example") == "a•••••@m•••••.example"

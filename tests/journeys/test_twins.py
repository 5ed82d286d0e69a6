"""Twins: the second one is taken for the first, a person looks at both, and it never happens to them again.

The faces are read from pictures by the real engines: two selfies of one portrait stand for the twins. Documents and
recordings are hand-made readings; how they are read is tested elsewhere.
"""

import pytest

from assay.audit.models import Entry
from assay.checks.engines.faces import find_faces
from assay.checks.faces.duplicate import duplicate_face
from assay.checks.readings import Case, SelfieReading
from assay.checks.result import Outcome
from assay.decisions.case import build_case
from assay.decisions.models import Decision
from assay.decisions.replay import replay
from assay.evidence.decoding.decoder import decode_picture
from assay.policy.load import current
from assay.reviews.models import Review
from assay.sandbox import selfies
from assay.sandbox.people import Person, person, with_portrait_of
from assay.verifications.models import Verification
from assay.verifications.rules import Status
from assay.web import clock
from made_cases import GOOD, clip, face, front
from made_console import a_member, signed_in
from made_pairs import TWIN, a_pair, settled
from made_verifications import passing
from made_weights import are_in_place

pytestmark = pytest.mark.skipif(
    not are_in_place("face_recogniser", "face_detector", "face_landmarks"), reason="weights are not fetched"
)
THIRD = with_portrait_of(person(9), person(0))


def read(bearer: Person, seed: int) -> Case:
    """A case that passes but for the face, which is read from a selfie."""
    pixels = decode_picture(selfies.take(bearer, seed=seed), current().uploads).pixels
    template = find_faces(pixels)[0].template
    found = face(template=template)
    portrait = passing(bearer).front.model_copy(update={"faces": front(found).faces})
    frames = tuple(
        frame.model_copy(update={"template": template if frame.template else None}) for frame in clip().frames
    )
    return passing(bearer).model_copy(
        update={
            "front": portrait,
            "selfie": SelfieReading(quality=GOOD, faces=(found,)),
            "clip": clip().model_copy(update={"frames": frames}),
        }
    )


@pytest.mark.row("APL-05", "REV-10")
def test_a_twin_is_referred_confirmed_and_approved_and_neither_is_asked_about_again(db):
    first, review = a_pair(cases=(read(person(0), 0), read(TWIN, 1)))
    assert (first.status, review.reasons) == (Status.APPROVED, ["identity.duplicate.face"])

    reviewer = signed_in(a_member())
    case = f"/console/reviews/{review.pk}/"
    reviewer.post(f"{case}take/")
    compare = f"{case}compare/{first.account_id}/"
    assert "Faces as alike as" in reviewer.get(compare).content.decode()
    assert person(0).surname in reviewer.post(f"{compare}reveal/", {"reason": "compare"}).content.decode()
    reviewer.post(f"{compare}decide/", {"relation": "twins"})
    reviewer.post(f"{case}decide/", {"outcome": "approve"})

    second = Verification.objects.get(pk=review.matter_id)
    assert second.status == Status.APPROVED
    for verification in (first, second):
        verification.account.refresh_from_db()
        assert verification.account.tier == 1
        result = duplicate_face(build_case(verification, clock.now().date()), current())
        assert result.outcome is Outcome.PASS
        assert [words for words in result.seen.values() if "known to be a twin, confirmed on" in words]
    for decision in Decision.objects.filter(automated=True):
        assert replay(decision, current()).same_outcome
    events = Entry.objects.filter(account_id=first.account_id).values_list("event", flat=True)
    assert {"pair.viewed", "personal.revealed", "pair.decided"} <= set(events)


def test_a_third_account_with_the_twins_face_is_not_covered_by_what_is_known_of_them(db):
    first, review = a_pair(cases=(read(person(0), 0), read(TWIN, 1)))
    reviewer = signed_in(a_member())
    reviewer.post(f"/console/reviews/{review.pk}/take/")
    reviewer.post(f"/console/reviews/{review.pk}/compare/{first.account_id}/decide/", {"relation": "twins"})
    reviewer.post(f"/console/reviews/{review.pk}/decide/", {"outcome": "approve"})
    third = settled("third@utopia.example", THIRD, clock.now(), read(THIRD, 2))
    assert third.status == Status.UNDER_REVIEW
    seen = signed_in(a_member(name="Kim")).get(
        f"/console/reviews/{Review.objects.get(matter_id=third.pk).pk}/compare/{first.account_id}/"
    )
    assert len(seen.context["hits"]) == 2

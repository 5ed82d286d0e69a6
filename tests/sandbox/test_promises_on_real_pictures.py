"""What the customer is promised about documents and selfies, held against real readings of drawn pictures."""

from dataclasses import dataclass
from datetime import date

import cv2
import numpy as np
import pytest

from assay.checks import examine, pipeline
from assay.checks.readings import Case, DocumentReading, SelfieReading
from assay.checks.result import CheckResult, Outcome
from assay.policy import load
from assay.policy.schema import CheckName
from assay.sandbox import documents, photos, selfies
from assay.sandbox.people import Person, person
from assay.sandbox.portraits import Pixels
from made_cases import claim_of

BEARER, STRANGER = person(1), person(6)


@dataclass(frozen=True)
class Pictures:
    """Readings of one photo of each side, and of two people's selfies."""

    sides: dict[str, tuple[DocumentReading, ...]]
    selfie: SelfieReading
    stranger: SelfieReading


@pytest.fixture(scope="module")
def seen() -> Pictures:
    return Pictures(
        sides={
            kind: tuple(examine.examine_document(photo(side)) for side in documents.draw(kind, BEARER))
            for kind in ("passport", "id_card", "driving_licence")
        },
        selfie=examine.examine_selfie(selfie_of(BEARER)),
        stranger=examine.examine_selfie(selfie_of(STRANGER)),
    )


def photo(scan: Pixels) -> Pixels:
    return decoded(photos.take(scan, seed=1))


def selfie_of(bearer: Person) -> Pixels:
    return decoded(selfies.take(bearer))


def decoded(data: bytes) -> Pixels:
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)


def judged(
    name: CheckName, seen: Pictures, *, kind: str = "passport", sides: int = 2, **changes: object
) -> CheckResult:
    """Return what one check says of the pictures of a kind of document, against what was typed and chosen."""
    claim = claim_of(BEARER, **{"document_kind": kind} | changes)
    front, *back = seen.sides[kind][:sides]
    case = Case(
        claim=claim, front=front, back=back[0] if back else None, selfie=seen.selfie, specimens_allowed=True,
        on=date(2026, 6, 1),
    )  # fmt: skip
    return pipeline.CHECKS[name](case, load.current())


@pytest.mark.row("IDA-06")
@pytest.mark.parametrize("kind", ["passport", "id_card", "driving_licence"])
def test_each_of_the_usual_documents_is_recognised_and_accepted(seen, kind):
    for name in (CheckName.DOCUMENT_KIND, CheckName.DOCUMENT_READABLE, CheckName.DOCUMENT_FOUND):
        assert judged(name, seen, kind=kind).outcome is Outcome.PASS, name


@pytest.mark.row("IDW-26", "IDW-06")
@pytest.mark.parametrize("kind", ["passport", "id_card", "driving_licence"])
def test_what_was_typed_is_found_on_the_document(seen, kind):
    result = judged(CheckName.DETAILS_MATCH, seen, kind=kind)
    assert (result.outcome, result.reasons) == (Outcome.PASS, ())


@pytest.mark.row("IDW-06")
@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"surname": "Quartermaine"}, "details.name.differs"),
        ({"given_names": "Perpetua"}, "details.name.differs"),
        ({"born_on": date(1971, 1, 2)}, "details.born_on.differs"),
        ({"nationality": "FR"}, "details.nationality.differs"),
    ],
)
def test_each_field_that_was_typed_otherwise_is_named(seen, typed, reason):
    result = judged(CheckName.DETAILS_MATCH, seen, **typed)
    assert result.outcome is Outcome.REFER
    assert result.reasons == (reason,)


@pytest.mark.row("IDW-04")
def test_an_id_card_from_elsewhere_than_the_residence_is_looked_at(seen):
    assert judged(CheckName.RESIDENCE_CONSISTENT, seen, kind="id_card").outcome is Outcome.PASS
    abroad = judged(CheckName.RESIDENCE_CONSISTENT, seen, kind="id_card", residence="FR")
    assert abroad.reasons == ("details.residence.differs",)


@pytest.mark.row("IDA-05")
def test_another_kind_or_country_than_the_chosen_one_is_told(seen):
    passport = seen.sides["passport"]
    other_kind = judged(
        CheckName.DOCUMENT_KIND, Pictures({"id_card": passport}, seen.selfie, seen.stranger), kind="id_card"
    )
    assert other_kind.reasons == ("document.kind.other",)
    assert judged(CheckName.DOCUMENT_KIND, seen, issuing_country="FR").reasons == ("document.issuer.other",)


@pytest.mark.row("IDA-07")
def test_a_kind_that_a_country_does_not_offer_is_not_accepted(seen):
    germany = judged(CheckName.DOCUMENT_KIND, seen, kind="driving_licence", issuing_country="DE")
    assert "document.kind.not_accepted" in germany.reasons
    assert judged(CheckName.DOCUMENT_KIND, seen, kind="driving_licence").outcome is Outcome.PASS


@pytest.mark.row("IDA-09")
def test_an_id_card_needs_its_back(seen):
    assert judged(CheckName.DOCUMENT_READABLE, seen, kind="id_card", sides=1).reasons == (
        "document.side.back_missing",
    )
    assert judged(CheckName.DOCUMENT_READABLE, seen, kind="id_card", sides=2).outcome is Outcome.PASS


@pytest.mark.row("IDA-10")
def test_a_passport_needs_one_side(seen):
    assert judged(CheckName.DOCUMENT_READABLE, seen, kind="passport", sides=1).outcome is Outcome.PASS


@pytest.mark.row("IDW-12", "IDA-08")
@pytest.mark.parametrize("edge", ["left", "right", "bottom"])
def test_a_document_that_leaves_the_picture_is_asked_for_again(seen, edge):
    whole = photo(documents.draw("passport", BEARER)[0])
    reading = seen.sides["passport"][0]
    xs, ys = zip(*reading.outline, strict=True)
    high, wide = whole.shape[:2]
    cut = {
        "left": np.s_[:, int((min(xs) + 0.12) * wide) :],
        "right": np.s_[:, : int((max(xs) - 0.12) * wide)],
        "bottom": np.s_[: int((max(ys) - 0.12) * high), :],
    }[edge]
    part = examine.examine_document(np.ascontiguousarray(whole[cut]))
    result = judged(CheckName.DOCUMENT_FOUND, Pictures({"passport": (part,)}, seen.selfie, seen.stranger))
    assert result.outcome is Outcome.ASK_AGAIN
    assert result.reasons == ("document.image.cut_off",)


@pytest.mark.row("IDW-25")
def test_the_selfie_is_compared_with_the_portrait(seen):
    assert judged(CheckName.FACE_MATCH, seen).outcome is Outcome.PASS
    other = judged(CheckName.FACE_MATCH, Pictures(seen.sides, seen.stranger, seen.selfie))
    assert (other.outcome, other.reasons) == (Outcome.REFER, ("selfie.match.mismatch",))


@pytest.mark.row("IDA-14")
def test_the_whole_face_has_to_be_in_the_picture(seen):
    assert judged(CheckName.SELFIE_FRAME, seen).outcome is Outcome.PASS
    picture = selfie_of(BEARER)
    (left, _), (right, _) = seen.selfie.faces[0].box
    middle = int((left + right) / 2 * picture.shape[1])
    half = examine.examine_selfie(np.ascontiguousarray(picture[:, middle:]))
    result = judged(CheckName.SELFIE_FRAME, Pictures(seen.sides, half, seen.stranger))
    assert result.outcome is Outcome.ASK_AGAIN
    assert set(result.reasons) & {"selfie.face.cut_off", "selfie.face.missing"}

"""Does the selfie keep the rules for photos: one face, whole and centred, looking here with open eyes, sharp and well lit?

Every number is measured on the face and not on the background. Whatever is wrong can be mended with another photo, so these
checks only ever ask for one. What a person wears is judged in `worn.py`.
"""

from collections.abc import Callable
from functools import partial, wraps

from assay.checks.faces.face import box_mark
from assay.checks.faces.face_regions import eye_band
from assay.checks.readings import Case, Face
from assay.checks.result import CheckResult, Mark, Outcome, Piece, result_of
from assay.policy.schema import Book, CheckName

_Judge = Callable[[Face, Case, Book], CheckResult]
_Check = Callable[[Case, Book], CheckResult]

_NOBODY = {"face": "No face was found in the selfie, or there is no selfie."}


def first_face(case: Case) -> Face | None:
    """Return the largest face of the selfie, which the checks are about."""
    return case.selfie.faces[0] if case.selfie and case.selfie.faces else None


def about_the_face(check: CheckName) -> Callable[[_Judge], _Check]:
    """Make a check of a function that judges one face: without a face in the selfie another photo is asked for."""

    def made(judge: _Judge) -> _Check:
        @wraps(judge)
        def judged(case: Case, book: Book) -> CheckResult:
            face = first_face(case)
            if face is None:
                return result_of(check, {"selfie.face.missing": Outcome.ASK_AGAIN}, seen=_NOBODY)
            return judge(face, case, book)

        return judged

    return made


def asked_again(*reasons: tuple[str, bool]) -> dict[str, Outcome]:
    """Return the reasons that hold, each of them asking for another photo."""
    return {reason: Outcome.ASK_AGAIN for reason, holds in reasons if holds}


@about_the_face(CheckName.SELFIE_FACE)
def selfie_face(face: Face, case: Case, book: Book) -> CheckResult:
    """The selfie shows exactly one face.

    A face much smaller than the largest is a passer-by or a poster and does not count.
    """
    least = book.threshold(CheckName.SELFIE_FACE, "company_least", case.on) * _width(face)
    faces = case.selfie.faces if case.selfie else ()
    company = tuple(one for one in faces if _width(one) >= least)
    alone = len(company) == 1
    return result_of(
        CheckName.SELFIE_FACE,
        asked_again(("selfie.face.several", not alone)),
        seen={"faces": f"{len(faces)}, {len(company)} of them near"},
        marks=tuple(
            box_mark(one, Piece.SELFIE, "Face" if one is face else "Another face", good=alone)
            for one in company
        ),
    )


@about_the_face(CheckName.SELFIE_FRAME)
def selfie_frame(face: Face, case: Case, book: Book) -> CheckResult:
    """The whole face is in the picture, near its middle, near enough, and looks at the camera.

    The box of half a face ends at the edge and looks whole, so the room beside the eyes is measured, too.
    """
    limit = partial(_limit, book, CheckName.SELFIE_FRAME, case)
    middle = tuple((face.box[0][axis] + face.box[1][axis]) / 2 for axis in (0, 1))
    beyond = max(-face.box[0][0], -face.box[0][1], face.box[1][0] - 1.0, face.box[1][1] - 1.0)
    cut_off = beyond > limit("cut_off_most") or _eye_room(face) < limit("eye_room_least")
    aside = abs(middle[0] - 0.5) > limit("aside_most") or abs(middle[1] - 0.5) > limit("above_most")
    problems = asked_again(
        ("selfie.face.cut_off", cut_off),
        ("selfie.face.off_centre", aside and not cut_off),
        ("selfie.face.far", _width(face) < limit("face_share_least")),
        ("selfie.face.near", _width(face) > limit("face_share_most") and not cut_off),
        ("selfie.face.turned", abs(face.yaw) > limit("yaw_most") or abs(face.pitch) > limit("pitch_most")),
    )
    return result_of(
        CheckName.SELFIE_FRAME,
        problems,
        seen={
            "width": f"{_width(face):.0%} of the picture",
            "middle": f"{middle[0]:.0%} from the left, {middle[1]:.0%} from the top",
            "pose": f"turned {face.yaw:+.0f}°, nodding {face.pitch:+.0f}°, tilted {face.roll:+.0f}°",
            "picture": _turned(case),
        },
        marks=(box_mark(face, Piece.SELFIE, "Face", good=not problems),),
    )


@about_the_face(CheckName.SELFIE_EYES)
def selfie_eyes(face: Face, case: Case, book: Book) -> CheckResult:
    """Both eyes are open. The score is how closed they look, 0 to 1; a wink is about 0.4."""
    most = book.threshold(CheckName.SELFIE_EYES, "eyes_closed_most", case.on)
    closed = face.eyes_closed > most
    return result_of(
        CheckName.SELFIE_EYES,
        asked_again(("selfie.face.eyes_closed", closed)),
        score=face.eyes_closed,
        threshold=most,
        seen={"eyes": f"closed {face.eyes_closed:.2f} of 1"},
        marks=(Mark(piece=Piece.SELFIE, label="Eyes", points=eye_band(face), good=not closed),),
    )


@about_the_face(CheckName.SELFIE_IMAGE)
def selfie_image(face: Face, case: Case, book: Book) -> CheckResult:
    """The picture of the face is sharp, and the light on it is neither too weak nor too strong, nor only from one side.

    The score is the sharpness.
    """
    limit = partial(_limit, book, CheckName.SELFIE_IMAGE, case)
    quality, sharp = face.quality, limit("sharpness_least")
    problems = asked_again(
        ("selfie.image.blurred", quality.sharpness < sharp),
        ("selfie.image.dark", quality.brightness < limit("brightness_least")),
        ("selfie.image.bright", quality.brightness > limit("brightness_most")),
        ("selfie.image.one_sided", face.lit_evenly < limit("lit_evenly_least")),
    )
    return result_of(
        CheckName.SELFIE_IMAGE,
        problems,
        score=quality.sharpness,
        threshold=sharp,
        seen={
            "sharpness": f"{quality.sharpness:.2f}",
            "brightness": f"{quality.brightness:.0f} of 255",
            "sides": f"the darker half of the face has {face.lit_evenly:.0%} of the light of the other",
        },
        marks=(box_mark(face, Piece.SELFIE, "Face", good=not problems),),
    )


def _limit(book: Book, check: CheckName, case: Case, name: str) -> float:
    return book.threshold(check, name, case.on)


def _width(face: Face) -> float:
    return face.box[1][0] - face.box[0][0]


def _eye_room(face: Face) -> float:
    """Return how far the nearer eye is from the picture's side, in distances between the eyes.

    The box of half a face ends at the edge and looks whole; the eyes are guessed where they would be.
    """
    (first, _), (second, _) = sorted(face.eyes)
    return min(first, 1.0 - second) / max(second - first, 1e-6)


def _turned(case: Case) -> str:
    turned = case.selfie.turned if case.selfie else 0
    return f"lay on its side or head, turned by {turned}°" if turned else "upright"

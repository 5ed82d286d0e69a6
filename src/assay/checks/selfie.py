"""Can the face in the selfie be seen and compared?"""

from assay.checks.face import box_mark
from assay.checks.readings import Case, Face
from assay.checks.result import CheckResult, Outcome, Piece
from assay.policy.schema import Book, CheckName


def selfie_image(case: Case, book: Book) -> CheckResult:
    """The selfie shows exactly one face: whole, near enough, looking at the camera, eyes open, sharp and well
    lit.

    Every number is measured on the face and not on the background. Whatever is wrong can be mended with
    another photo, so this check only ever asks for one.
    """
    faces = case.selfie.faces if case.selfie else ()
    if not faces:
        return CheckResult(
            check=CheckName.SELFIE_IMAGE,
            outcome=Outcome.ASK_AGAIN,
            reasons=("selfie.face.missing",),
            seen={"face": "No face was found." if case.selfie else "There is no selfie."},
        )
    face = faces[0]
    reasons = tuple(
        reason
        for reason, is_wrong in (
            ("selfie.face.several", len(_company(faces, case, book)) > 1),
            ("selfie.face.out_of_frame", _is_out_of_frame(face, case, book)),
            ("selfie.face.turned", _is_turned(face, case, book)),
            ("selfie.face.eyes_closed", face.eyes_closed > _limit(book, "eyes_closed_most", case)),
            ("selfie.image.blurred", face.quality.sharpness < _limit(book, "sharpness_least", case)),
            ("selfie.image.dark", _is_badly_lit(face, case, book)),
        )
        if is_wrong
    )
    return CheckResult(
        check=CheckName.SELFIE_IMAGE,
        outcome=Outcome.ASK_AGAIN if reasons else Outcome.PASS,
        reasons=reasons,
        seen=_described(face, len(faces)),
        marks=tuple(
            box_mark(
                one, Piece.SELFIE, "Face" if one is face else "Another face", good=one is face and not reasons
            )
            for one in _company(faces, case, book)
        ),
    )


def _limit(book: Book, name: str, case: Case) -> float:
    return book.threshold(CheckName.SELFIE_IMAGE, name, case.on)


def _width(face: Face) -> float:
    return face.box[1][0] - face.box[0][0]


def _company(faces: tuple[Face, ...], case: Case, book: Book) -> tuple[Face, ...]:
    """Return the faces that are no mere passers-by or posters in the background."""
    least = _limit(book, "company_least", case) * _width(faces[0])
    return tuple(face for face in faces if _width(face) >= least)


def _is_out_of_frame(face: Face, case: Case, book: Book) -> bool:
    least, most = _limit(book, "face_share_least", case), _limit(book, "face_share_most", case)
    cut_off = _limit(book, "cut_off_most", case)
    (left, top), (right, bottom) = face.box
    beyond = max(-left, -top, right - 1.0, bottom - 1.0)
    room = _limit(book, "eye_room_least", case)
    return not least <= _width(face) <= most or beyond > cut_off or _eye_room(face) < room


def _eye_room(face: Face) -> float:
    """Return how far the nearer eye is from the picture's side, in distances between the eyes.

    The box of half a face ends at the edge and looks whole; the eyes are guessed where they would be.
    """
    (first, _), (second, _) = sorted(face.eyes)
    return min(first, 1.0 - second) / max(second - first, 1e-6)


def _is_turned(face: Face, case: Case, book: Book) -> bool:
    yaw, pitch = _limit(book, "yaw_most", case), _limit(book, "pitch_most", case)
    return abs(face.yaw) > yaw or abs(face.pitch) > pitch


def _is_badly_lit(face: Face, case: Case, book: Book) -> bool:
    least, most = _limit(book, "brightness_least", case), _limit(book, "brightness_most", case)
    return not least <= face.quality.brightness <= most


def _described(face: Face, count: int) -> dict[str, str]:
    return {
        "faces": str(count),
        "width": f"{_width(face):.0%} of the picture",
        "pose": f"turned {face.yaw:+.0f}°, nodding {face.pitch:+.0f}°, tilted {face.roll:+.0f}°",
        "eyes": f"closed {face.eyes_closed:.2f} of 1",
        "sharpness": f"{face.quality.sharpness:.2f}",
        "brightness": f"{face.quality.brightness:.0f} of 255",
    }

"""Is there a face on the document and in the selfie, can both be compared, and are they the same person's?"""

from assay.checks.readings import Case, Face, SelfieReading
from assay.checks.result import CheckResult, Mark, Outcome, Piece
from assay.policy.schema import Book, CheckName


def box_mark(face: Face, piece: Piece, label: str, *, good: bool = True) -> Mark:
    """Return the mark of a face's box, kept inside the picture."""
    points = tuple((min(1.0, max(0.0, x)), min(1.0, max(0.0, y))) for x, y in face.box)
    return Mark(piece=piece, label=label, points=points, good=good)


def cosine(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Return the cosine of two unit templates; one number of a person's likeness, -1 to 1."""
    return sum(a * b for a, b in zip(one, other, strict=True))


def document_face(case: Case, book: Book) -> CheckResult:
    """The document shows a portrait that is large enough to compare faces reliably.

    Measured is the distance between the pupils of the largest face on the front, in pixels of the picture.
    With too few pixels the comparison errs more often, for everybody; then the picture is asked for again.
    """
    least = book.threshold(CheckName.DOCUMENT_FACE, "eye_distance", case.on)
    if not case.front.faces:
        return CheckResult(
            check=CheckName.DOCUMENT_FACE,
            outcome=Outcome.ASK_AGAIN,
            reasons=("document.portrait.missing",),
            seen={"portrait": "No face was found on the front of the document."},
        )
    portrait = case.front.faces[0]
    large = portrait.eye_distance >= least
    return CheckResult(
        check=CheckName.DOCUMENT_FACE,
        outcome=Outcome.PASS if large else Outcome.ASK_AGAIN,
        score=portrait.eye_distance,
        threshold=least,
        reasons=() if large else ("document.portrait.too_small",),
        seen={"portrait": f"{portrait.eye_distance:.0f} pixels between the eyes"},
        marks=(box_mark(portrait, Piece.FRONT, "Portrait", good=large),),
    )


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


def face_match(case: Case, book: Book) -> CheckResult:
    """The face in the selfie is the face on the document.

    Both faces are turned into 128 numbers by the SFace network; compared is the cosine, 1 for equal. At
    `accept` and above the machine accepts. Below, a person compares: between the two thresholds as uncertain,
    under the lower one as a probable mismatch. The machine never rejects anybody for their face.
    """
    selfie, portraits = case.selfie or SelfieReading(quality=case.front.quality, faces=()), case.front.faces
    if not portraits or not selfie.faces:
        missing = "document.portrait.missing" if not portraits else "selfie.face.missing"
        return CheckResult(
            check=CheckName.FACE_MATCH,
            outcome=Outcome.ASK_AGAIN,
            reasons=(missing,),
            seen={"faces": "There are not two faces to compare."},
        )
    portrait, face = portraits[0], selfie.faces[0]
    accept = book.threshold(CheckName.FACE_MATCH, "accept", case.on)
    uncertain = book.threshold(CheckName.FACE_MATCH, "uncertain", case.on)
    score = cosine(portrait.template, face.template)
    same = score >= accept
    reason = "selfie.match.uncertain" if score >= uncertain else "selfie.match.mismatch"
    return CheckResult(
        check=CheckName.FACE_MATCH,
        outcome=Outcome.PASS if same else Outcome.REFER,
        score=score,
        threshold=accept,
        reasons=() if same else (reason,),
        seen={
            "likeness": f"{score:.2f}; accepted from {accept:.2f}, uncertain from {uncertain:.2f}",
        },
        marks=(
            box_mark(portrait, Piece.FRONT, "Portrait", good=same),
            box_mark(face, Piece.SELFIE, "Face", good=same),
        ),
    )

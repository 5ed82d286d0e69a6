"""The faces of a picture, each measured: pose, eyes, quality, template; signs of an attack where asked."""

import numpy as np

from assay.checks.engines.face import eye_state, presentation_attack, recogniser, skin, worn
from assay.checks.engines.face import landmarks as face_landmarks
from assay.checks.engines.face import quality as face_quality
from assay.checks.engines.face.detector import Detection, Pixels, detect, shrink
from assay.checks.readings import Face

# Document photos hold small portraits: where nothing is found at the first size, the second is tried.
_SIDES = (640, 1280)
# A selfie is looked at small first, in a fifth of the time. A face this wide is the customer's, and whoever counts as company
# beside it is then wide enough to be found as well.
_SELFIE_SIDE, _NEAR = 320, 0.25
# Every face is brought to this size before it is measured, so the cost does not grow with the camera, and
# large faces are averaged and not sampled when they are aligned.
_FACE_SIDE = 256
_SURROUNDINGS = 0.6
# The second image of a holder is printed so faint that the networks lose it (standard deviations of grey: 10 to 15).
_FAINT, _ORDINARY, _MIDDLE = 20.0, 50.0, 120.0
# A crowd is measured no further: the checks compare the largest face and need to know that it is not alone.
_MOST_MEASURED = 8


def close_up(pixels: Pixels, face: Detection) -> tuple[Pixels, Detection, float, tuple[int, int]]:
    """Return the face with its surroundings at working size, the face in it, the scale, and where the crop
    began.
    """
    height, width = pixels.shape[:2]
    reach = _SURROUNDINGS * max(face.width, face.height)
    left, top = max(0, int(face.x - reach)), max(0, int(face.y - reach))
    right = min(width, int(face.x + face.width + reach) + 1)
    bottom = min(height, int(face.y + face.height + reach) + 1)
    crop = pixels[top:bottom, left:right]
    side = max(crop.shape[:2]) * _FACE_SIDE / max(face.width, face.height)
    small, scale = shrink(crop, max(1, round(side)))
    return np.ascontiguousarray(small), face.moved(scale, left, top), scale, (left, top)


def _inside(pixels: Pixels, face: Detection) -> bool:
    height, width = pixels.shape[:2]
    centre_x, centre_y = face.centre
    return bool(0 <= centre_x < width and 0 <= centre_y < height)


def _stretched(pixels: Pixels, face: Detection) -> Pixels:
    """Return a faint picture with the contrast of the face, and of all around it, raised to that of an ordinary one."""
    left, top = max(0, int(face.x)), max(0, int(face.y))
    skin = pixels[top : int(face.y + face.height), left : int(face.x + face.width)].astype(np.float32)
    raised = (pixels - skin.mean(axis=(0, 1))) * (_ORDINARY / max(float(skin.std()), 1.0)) + _MIDDLE
    return np.asarray(np.clip(raised, 0, 255), np.uint8)


def _measure(pixels: Pixels, face: Detection, *, live: bool) -> Face | None:
    height, width = pixels.shape[:2]
    crop, near, scale, (left, top) = close_up(pixels, face)
    quality = face_quality.measure(crop, near, width, height)
    if quality is None:
        return None
    legible = _stretched(crop, near) if quality.contrast < _FAINT else crop
    landmarks = face_landmarks.place(legible, near)
    scores = face_landmarks.expressions(landmarks)
    pose = face_landmarks.pose(landmarks)
    there = landmarks.points / scale + np.array([left, top, 0.0], np.float32)
    eyes = [
        (float(x / width), float(y / height))
        for x, y, _ in there[[face_landmarks.RIGHT_PUPIL, face_landmarks.LEFT_PUPIL]]
    ]
    apart = landmarks.eye_distance / scale
    return Face(
        box=(
            (face.x / width, face.y / height),
            ((face.x + face.width) / width, (face.y + face.height) / height),
        ),
        eyes=(eyes[0], eyes[1]),
        confidence=face.score,
        eye_distance=apart,
        yaw=pose.yaw,
        pitch=pose.pitch,
        roll=pose.roll,
        eyes_closed=eye_state.closed_in_still(crop, landmarks, face_landmarks.blinks(scores)),
        smile=face_landmarks.smile(scores),
        quality=quality,
        live=presentation_attack.live(pixels, face) if live else None,
        worn=worn.worn(crop, landmarks) if live else None,
        lit_evenly=skin.lit_evenly(crop, landmarks.points) if live else 1.0,
        flat_skin=skin.flatness(pixels, there, apart) if live else None,
        template=tuple(float(number) for number in recogniser.embed(legible, landmarks)),
    )


def detections(pixels: Pixels, *, selfie: bool = False) -> list[Detection]:
    """Return the faces of an upright picture without measuring them, largest first. Raises ModelMissing."""
    if selfie:
        near = [face for face in detect(pixels, _SELFIE_SIDE) if _inside(pixels, face)]
        if near and near[0].width >= _NEAR * pixels.shape[1]:
            return near
    for side in _SIDES:
        if found := [face for face in detect(pixels, side) if _inside(pixels, face)]:
            return found
    return []


def find_faces(pixels: Pixels, *, live: bool = False) -> tuple[Face, ...]:
    """Return the faces of an upright picture, largest first, eight at most. Boxes may reach outside the
    picture.

    `live` asks for the presentation-attack score; on a portrait printed on a document it means nothing.
    Raises ModelMissing when the detector, the landmark model or the recogniser is not installed.
    """
    found = detections(pixels, selfie=live)
    measured = (_measure(pixels, face, live=live) for face in found[:_MOST_MEASURED])
    return tuple(face for face in measured if face is not None)

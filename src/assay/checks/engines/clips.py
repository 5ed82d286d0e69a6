"""What a recorded challenge shows, frame by frame: pose, eyes, whose face, and how it moves."""

from collections.abc import Iterable, Iterator
from statistics import median
from typing import NamedTuple

from assay.checks.engines.clip.fingerprint import Fingerprint
from assay.checks.engines.clip.stream import StreamWatcher
from assay.checks.engines.face import eye_state, lit, presentation_attack, recogniser, surface
from assay.checks.engines.face import landmarks as face_landmarks
from assay.checks.engines.face import quality as face_quality
from assay.checks.engines.face.detector import Detection, Pixels, detect, shrink
from assay.checks.engines.face.gaze import gaze
from assay.checks.engines.face.landmarks import Landmarks, Pose
from assay.checks.engines.face.parallax import parallax
from assay.checks.engines.face.relief import Relief
from assay.checks.engines.face.skin_relief import SkinRelief
from assay.checks.readings import ClipReading, Frame, Stream

# A blink lasts a tenth to four tenths of a second; ten looks a second see it and cost a third of real time.
_EVERY_SECONDS = 0.1
# Time stamps are rounded, and cameras are not punctual.
_GRACE_SECONDS = 0.015
_SIDE = 640
_DETECTOR_SIDE = 320
# A face this much narrower than the main one is a poster or a passer-by far away, not company.
_COMPANY = 0.2
# The face model tells people apart only on sharp, nearly frontal faces, and need not look at every frame.
_CLOSE_LOOK_EVERY_SECONDS = 1.0
# Whether the face is on a screen or a sheet does not change within a recording, and each look takes a third of a second.
_SURFACES = 3
_FRONTAL_YAW = 12.0
_FRONTAL_PITCH = 25.0
_SHARP = 0.25
# Below this the landmark model has lost the face it followed.
_STILL_THERE = 0.5


class _Seen(NamedTuple):
    """A sampled frame and, when it shows a face, the landmarks and the pose of the main one."""

    frame: Frame
    landmarks: Landmarks | None = None
    pose: Pose | None = None

    @property
    def turned(self) -> float:
        """How far from frontal, in degrees; a frame without a face is furthest."""
        return abs(self.pose.yaw) + abs(self.pose.roll) if self.pose else 360.0


def sample(frames: Iterable[tuple[float, Pixels]]) -> Iterator[tuple[float, Pixels]]:
    """Yield about ten frames a second, with seconds counted from the first frame."""
    first: float | None = None
    due = 0.0
    for seconds, pixels in frames:
        first = seconds if first is None else first
        at = seconds - first
        if at + _GRACE_SECONDS >= due:
            yield at, pixels
            due = max(due + _EVERY_SECONDS, at + _EVERY_SECONDS / 2)


def _overlap(one: Detection, other: Detection) -> bool:
    """Whether the centre of each box lies in the other."""

    def holds(box: Detection, point: tuple[float, float]) -> bool:
        return box.x <= point[0] <= box.x + box.width and box.y <= point[1] <= box.y + box.height

    return holds(one, other.centre) and holds(other, one.centre)


class _Watcher:
    """Follows the main face through a clip."""

    def __init__(self) -> None:
        self._before: tuple[Detection, Landmarks] | None = None
        self._closely_at = -_CLOSE_LOOK_EVERY_SECONDS
        self._fingerprint = Fingerprint()
        self._stream = StreamWatcher()
        self._skin: SkinRelief | None = None
        self._surfaces: list[surface.Surface] = []

    @property
    def fingerprint(self) -> tuple[int, ...]:
        return tuple(self._fingerprint.words)

    @property
    def surface(self) -> surface.Surface | None:
        """The median of the looks; None without any."""
        rasters = [one.raster for one in self._surfaces if one.raster is not None]
        framed = [one.framed for one in self._surfaces]
        return surface.Surface(median(rasters) if rasters else None, median(framed)) if framed else None

    @property
    def stream(self) -> Stream:
        return self._stream.reading()

    def _place(self, pixels: Pixels, main: Detection) -> Landmarks:
        if self._before is not None and _overlap(self._before[0], main):
            landmarks = face_landmarks.follow(pixels, self._before[1])
            if landmarks.confidence >= _STILL_THERE:
                return landmarks
        return face_landmarks.place(pixels, main)

    def look(self, at: float, picture: Pixels) -> _Seen:
        pixels, _ = shrink(picture, _SIDE)
        found = detect(pixels, _DETECTOR_SIDE)
        change = self._stream.look(at, pixels, found[0] if found else None)
        seen = self._face(at, pixels, found) if found else _Seen(Frame(at=at, faces=0))
        self._before = (found[0], seen.landmarks) if found and seen.landmarks else None
        self._fingerprint.look(at, pixels, seen.landmarks, seen.pose)
        return seen._replace(frame=seen.frame.model_copy(update={"change": change}))

    def _face(self, at: float, pixels: Pixels, found: list[Detection]) -> _Seen:
        main = found[0]
        landmarks = self._place(pixels, main)
        pose = face_landmarks.pose(landmarks)
        scores = face_landmarks.expressions(landmarks)
        lids = eye_state.lids_in_clip(pixels, landmarks, face_landmarks.blinks(scores))
        quality = face_quality.measure(pixels, main, pixels.shape[1], pixels.shape[0])
        frame = Frame(
            at=at,
            faces=sum(face.width >= _COMPANY * main.width for face in found),
            yaw=pose.yaw,
            pitch=pose.pitch,
            eyes_closed=sum(lids) / 2,
            sharpness=quality.sharpness if quality else None,
            lids=lids,
            smile=face_landmarks.smile(scores),
            mouth=face_landmarks.mouth_width(landmarks),
            mouth_open=face_landmarks.mouth_height(landmarks),
            gaze=gaze(landmarks),
            skin=lit.on_skin(pixels, landmarks),
            room=lit.in_room(pixels, main),
            skin_relief=self._skin.shown_by(pixels, landmarks) if self._skin else None,
        )
        if self._deserves_a_close_look(frame):
            self._closely_at = at
            self._skin = self._skin or SkinRelief(pixels, landmarks)
            if len(self._surfaces) < _SURFACES:
                corner = (main.x + main.width, main.y + main.height)
                self._surfaces.append(surface.look(pixels, ((main.x, main.y), corner)))
            frame = _closely(frame, pixels, main, landmarks)
        return _Seen(frame, landmarks, pose)

    def _deserves_a_close_look(self, frame: Frame) -> bool:
        return (
            frame.at - self._closely_at >= _CLOSE_LOOK_EVERY_SECONDS
            and abs(frame.yaw or 0.0) <= _FRONTAL_YAW
            and abs(frame.pitch or 0.0) <= _FRONTAL_PITCH
            and (frame.sharpness or 0.0) >= _SHARP
            and (frame.eyes_closed or 0.0) < 0.5
        )


def _closely(frame: Frame, pixels: Pixels, main: Detection, landmarks: Landmarks) -> Frame:
    template = tuple(float(number) for number in recogniser.embed(pixels, landmarks))
    return frame.model_copy(update={"template": template, "live": presentation_attack.live(pixels, main)})


def _with_depth(seen: list[_Seen]) -> tuple[Frame, ...]:
    """Return the frames, each compared with the most frontal of those that were good enough to look at
    closely.
    """
    good = [one for one in seen if one.frame.template is not None] or [one for one in seen if one.landmarks]
    frontal = min(good, key=lambda one: one.turned, default=None)
    if frontal is None or frontal.landmarks is None:
        return tuple(one.frame for one in seen)
    straight, relief = frontal.landmarks, Relief(frontal.landmarks)
    return tuple(
        one.frame.model_copy(
            update={
                "parallax": parallax(straight, one.landmarks),
                "relief": relief.shown_by(one.landmarks),
            }
        )
        if one.landmarks
        else one.frame
        for one in seen
    )


def _shown(frames: tuple[Frame, ...]) -> tuple[tuple[int, str], ...]:
    """Choose the stills a person wants to see: straight ahead, most to either side, eyes most closed."""
    known = [
        (index, frame.yaw, frame.eyes_closed)
        for index, frame in enumerate(frames)
        if frame.yaw is not None and frame.eyes_closed is not None
    ]
    if not known:
        return ()
    chosen = {
        "frontal": min(known, key=lambda item: abs(item[1])),
        "turned_left": max(known, key=lambda item: item[1]),
        "turned_right": min(known, key=lambda item: item[1]),
        "eyes_closed": max(known, key=lambda item: item[2]),
    }
    return tuple((item[0], name) for name, item in chosen.items())


def read_clip(frames: Iterable[tuple[float, Pixels]]) -> ClipReading:
    """Return the reading of decoded frames, as (seconds, upright picture) in order. Raises ModelMissing.

    Frames may come one by one: none is kept. Without any, the reading has no frames.
    """
    watcher = _Watcher()
    seen: list[_Seen] = []
    width = height = 0
    for at, pixels in sample(frames):
        height, width = pixels.shape[:2]
        seen.append(watcher.look(at, pixels))
    measured, on = _with_depth(seen), watcher.surface
    return ClipReading(
        seconds=measured[-1].at if measured else 0.0,
        width=width,
        height=height,
        frames=measured,
        shown=_shown(measured),
        fingerprint=watcher.fingerprint,
        stream=watcher.stream if measured else None,
        raster=on.raster if on else None,
        framed=on.framed if on else None,
    )

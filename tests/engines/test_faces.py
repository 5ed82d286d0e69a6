"""The face engines with their real weights on real faces."""

import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest

from assay import sandbox
from assay.checks.engines import faces
from assay.checks.engines.face import detector
from assay.checks.engines.face import landmarks as face_landmarks
from assay.checks.engines.face.parallax import parallax
from assay.checks.engines.face.recogniser import cosine
from assay.checks.engines.models import ModelMissing, locate, manifest
from assay.checks.examine import examine_clip, examine_selfie, face_mesh
from assay.checks.faces.templates import MADE_BY, FaceIndex
from assay.policy.load import current

SPECIMENS = Path(__file__).resolve().parents[2].parent / "shared" / "specimens" / "faces"


def weights_are_there():
    try:
        return all(locate(name) for name in ("face_detector", "face_recogniser", "face_landmarks"))
    except ModelMissing:
        return False


pytestmark = [
    pytest.mark.skipif(not SPECIMENS.is_dir(), reason="the face specimens are not on this machine"),
    pytest.mark.skipif(not weights_are_there(), reason="the weights are not fetched"),
]


def picture(name):
    path = SPECIMENS / name
    if not path.is_file():
        pytest.skip(f"{name} is not on this machine")
    pixels = cv2.imread(str(path))
    assert pixels is not None
    return pixels


@pytest.fixture(scope="module")
def london():
    """Person to (neutral, smiling): the faces found in both pictures."""
    folder = SPECIMENS / "london_frl"
    people = sorted(
        {path.name[:3] for path in (folder / "neutral_front").glob("*.jpg")}
        & {path.name[:3] for path in (folder / "smiling_front").glob("*.jpg")}
    )[::13]
    return {
        person: (
            faces.find_faces(picture(f"london_frl/neutral_front/{person}_03.jpg")),
            faces.find_faces(picture(f"london_frl/smiling_front/{person}_08.jpg")),
        )
        for person in people
    }


@pytest.fixture(scope="module")
def portrait():
    return picture("london_frl/neutral_front/004_03.jpg")


def threshold(check, name):
    return list(current().thresholds[check][name].values.values())[-1]


def test_every_london_portrait_shows_one_open_eyed_frontal_sharp_face(london):
    for found in itertools.chain.from_iterable(london.values()):
        (face,) = found
        assert abs(face.yaw) < 12
        assert face.eyes_closed < 0.1
        assert face.quality.sharpness > 0.4
        assert face.live is None


def test_the_same_person_is_accepted_and_another_is_not(london):
    accept = threshold("face_match", "accept")
    for person, (neutral, _) in london.items():
        for other, (_, smiling) in london.items():
            same = cosine(neutral[0].template, smiling[0].template) >= accept
            assert same == (person == other), (person, other)


def test_what_templates_say_of_their_making_names_the_network_in_use():
    (in_use,) = (model for model in manifest().model if model.id == "face_recogniser")
    assert MADE_BY.split("-")[1] == in_use.sha256[:8]


def test_a_template_is_made_as_its_making_says():
    """If this fails, faces are aligned in another way: then change templates.MADE_BY, and these numbers."""
    portrait = Path(sandbox.__file__).parent / "data" / "portraits" / "003_03.jpg"
    (face,) = faces.find_faces(cv2.imread(str(portrait)))
    assert face.template[:6] == pytest.approx((-0.099, 0.063, 0.032, 0.013, 0.081, 0.107), abs=0.01)


def test_templates_are_unit_vectors(london):
    for neutral, _ in london.values():
        assert np.linalg.norm(neutral[0].template) == pytest.approx(1.0, abs=1e-5)


def test_the_size_of_the_picture_hardly_changes_the_template(portrait):
    small = faces.find_faces(portrait)[0]
    large = faces.find_faces(cv2.resize(portrait, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC))[0]
    assert cosine(small.template, large.template) > 0.95
    assert large.eye_distance == pytest.approx(4 * small.eye_distance, rel=0.03)


def test_a_small_portrait_in_a_large_picture_is_found(portrait):
    page = np.full((2400, 3200, 3), 200, np.uint8)
    page[900:1160, 500:760] = cv2.resize(portrait, (260, 260), interpolation=cv2.INTER_AREA)
    (face,) = faces.find_faces(page)
    assert 500 / 3200 < face.box[0][0] < 760 / 3200


@pytest.mark.parametrize(
    ("name", "axis", "sign"),
    [
        # The nose points to the left edge of the picture: the person turned to their own right.
        ("pose_left_face.jpeg", "yaw", -1),
        ("pose_right_face.png", "yaw", 1),
        ("pose_lower_face.jpeg", "pitch", 1),
        ("pose_rise_face.jpeg", "pitch", -1),
        ("pose_left_wryneck.png", "roll", -1),
        ("pose_right_wryneck.png", "roll", 1),
    ],
)
def test_the_pose_has_the_right_sign(name, axis, sign):
    face = faces.find_faces(picture(f"rules/{name}"))[0]
    assert sign * getattr(face, axis) > 15


@pytest.mark.parametrize(
    ("name", "are_closed"),
    [
        ("reaction_close_eyes.jpeg", True),
        ("reaction_close_open_eyes.jpeg", True),
        ("reaction_open_eyes.png", False),
        ("emotion_happy.png", False),
    ],
)
def test_closed_eyes_are_told_from_open_and_laughing_ones(name, are_closed):
    face = faces.find_faces(picture(f"rules/{name}"))[0]
    assert (face.eyes_closed > threshold("selfie_eyes", "eyes_closed_most")) == are_closed


@pytest.mark.parametrize(("name", "turns"), [("rotate_rot_0.jpg", 0), ("rotate_rot_180.jpg", 2)])
def test_a_turned_picture_is_noticed(name, turns):
    assert detector.quarter_turns(picture(f"rules/{name}"))[0] == turns


def test_a_selfie_says_how_live_it_looks():
    reading = examine_selfie(picture("spoof/vietmoney__true_001.jpg"))
    assert reading.faces[0].live is None or 0.0 <= reading.faces[0].live <= 1.0


@pytest.mark.parametrize(
    ("name", "is_covered"),
    [
        ("rules/occl_mask.png", True),
        ("rules/occl_mask2.jpg", True),
        ("london_frl/neutral_front/004_03.jpg", False),
    ],
)
def test_a_real_mask_covers_the_mouth(name, is_covered):
    covered = examine_selfie(picture(name)).faces[0].worn.mouth_covered
    assert (covered > threshold("selfie_uncovered", "mouth_covered_most")) == is_covered


def test_a_picture_without_a_face_has_none():
    assert examine_selfie(np.full((400, 400, 3), 128, np.uint8)).faces == ()


# ------------------------------------------------------------------ depth


def as_plane(pixels, degrees):
    """Turn the picture itself about its upright axis, as a print held before the camera."""
    height, width = pixels.shape[:2]
    away, angle = 1.2 * width, np.radians(degrees)
    corners = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2
    depth = away + corners[:, 0] * np.sin(angle)
    turned = corners * [np.cos(angle), 1.0] * (away / depth)[:, None] + [width / 2, height / 2]
    square = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(square, turned.astype(np.float32))
    return cv2.warpPerspective(pixels, matrix, (width, height), borderValue=(90, 90, 90))


def as_head(pixels, degrees):
    """Turn the face in space, over the picture it came from. Positive: to the person's own left."""
    points, triangles = face_mesh(pixels)
    behind = float(np.ptp(points[:, 0])) / 2
    middle = points[:468].mean(axis=0) + np.array([0.0, 0.0, behind])
    angle = np.radians(degrees)
    x, y, z = (points - middle).T
    turned = np.stack([x * np.cos(angle) - z * np.sin(angle), y, x * np.sin(angle) + z * np.cos(angle)], 1)
    place = (turned[:, :2] + middle[:2]).astype(np.float32)
    drawn = pixels.copy()
    for triangle in triangles[np.argsort(-turned[triangles, 2].mean(axis=1))]:
        there = place[triangle]
        if cv2.contourArea(there, oriented=True) <= 0:
            continue
        left, top = np.floor(there.min(axis=0)).astype(int) - 1
        right, bottom = np.ceil(there.max(axis=0)).astype(int) + 2
        near = (there - [left, top]).astype(np.float32)
        matrix = cv2.getAffineTransform(points[triangle, :2].astype(np.float32), near)
        patch = cv2.warpAffine(pixels, matrix, (right - left, bottom - top), borderMode=cv2.BORDER_REPLICATE)
        mask = np.zeros(patch.shape[:2], np.uint8)
        cv2.fillConvexPoly(mask, np.round(near * 16).astype(np.int32), 255, shift=4)
        drawn[top:bottom, left:right][mask > 0] = patch[mask > 0]
    return drawn


def landmarks(pixels):
    return face_landmarks.place(pixels, detector.detect(pixels)[0])


@pytest.mark.parametrize("degrees", [-45, -30, 30, 45])
def test_a_picture_turned_before_the_camera_moves_as_a_plane(portrait, degrees):
    depth = parallax(landmarks(portrait), landmarks(as_plane(portrait, degrees)))
    assert depth is not None
    assert depth < threshold("one_live_face", "parallax_least") / 2


@pytest.mark.parametrize("degrees", [-30, -18, 18, 30])
def test_a_head_that_turns_has_depth_and_the_yaw_it_turned_by(portrait, degrees):
    before, after = landmarks(portrait), landmarks(as_head(portrait, degrees))
    depth = parallax(before, after)
    assert depth is not None
    assert depth > 1.3 * threshold("one_live_face", "parallax_least")
    turned = face_landmarks.pose(after).yaw - face_landmarks.pose(before).yaw
    assert turned == pytest.approx(degrees, abs=5)


def test_a_face_that_does_not_turn_has_no_depth_measured(portrait):
    assert parallax(landmarks(portrait), landmarks(portrait)) is None


# ------------------------------------------------------------------ clips


def test_a_clip_is_followed_from_frontal_to_turned(portrait):
    left = as_head(portrait, 22)
    frames = [(number / 30, portrait if number < 45 else left) for number in range(75)]
    reading = examine_clip(frames)
    assert (reading.width, reading.height) == (640, 640)
    assert reading.seconds == pytest.approx(2.4, abs=0.15)
    assert 18 <= len(reading.frames) <= 26
    assert all(frame.faces == 1 for frame in reading.frames)
    assert reading.frames[0].template is not None
    assert reading.frames[-1].template is None
    assert reading.frames[-1].yaw - reading.frames[0].yaw > 15
    assert reading.frames[-1].parallax > threshold("one_live_face", "parallax_least")
    shown = {name: index for index, name in reading.shown}
    assert reading.frames[shown["turned_left"]].yaw > 15


def test_a_clip_without_a_face_and_one_without_frames_are_read_as_such():
    empty = np.full((240, 320, 3), 90, np.uint8)
    assert [frame.faces for frame in examine_clip([(0.0, empty), (0.5, empty)]).frames] == [0, 0]
    assert examine_clip([]).frames == ()


def test_two_people_in_a_clip_are_counted(portrait):
    other = picture("london_frl/neutral_front/001_03.jpg")
    both = np.hstack([portrait, other])
    assert examine_clip([(0.0, both)]).frames[0].faces == 2


# ------------------------------------------------------------------ mesh


def test_the_mesh_covers_the_face_once(portrait):
    points, triangles = face_mesh(portrait)
    assert points.shape == (478, 3)
    assert triangles.max() < 468
    assert len({tuple(sorted(triangle)) for triangle in triangles.tolist()}) == len(triangles) > 800
    # The nose is nearer to the camera than the ears.
    assert points[1, 2] < points[[234, 454], 2].min()


def test_a_mesh_needs_a_face():
    with pytest.raises(LookupError):
        face_mesh(np.full((200, 200, 3), 128, np.uint8))


def test_a_real_face_is_found_among_strangers(london):
    index = FaceIndex()
    strangers = np.random.default_rng(7).normal(size=(1500, 128)).astype(np.float32)
    for number, template in enumerate(strangers):
        index.add(f"stranger {number}", template)
    for person, (neutral, _) in london.items():
        index.add(person, neutral[0].template)
    for person, (_, smiling) in london.items():
        hits = index.search(smiling[0].template, threshold("duplicate_face", "same_person"), 5)
        assert [key for key, _ in hits] == [person]

"""Photos of a person who holds an identity document and a hand-written note beside the face, composed.

The head is a portrait of the London set; chest, arms and hands are drawn. Such a picture shows where things are and which words
stand on the note. It does not show how real hands hold, how tape looks, or what real light does.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from assay.sandbox import documents, figure, handwriting, photos, portraits, sheet
from assay.sandbox.handwriting import Paper
from assay.sandbox.people import Person
from assay.sandbox.portraits import Pixels

Picture = npt.NDArray[np.float32]
Spot = tuple[float, float]

WIDTH, HEIGHT = 2400, 3000
# The portraits have 1.69 pixels to a millimetre, by the distance between the eyes; they are drawn twice as large.
_SCALE = 2.0
_PER_MM = 1.69 * _SCALE
# What is held is a little nearer to the camera than the face.
_HELD = 1.1 * _PER_MM
# The middle of the face in a portrait, and where it comes to lie in the photo.
_FACE_IN_PORTRAIT, _FACE = (320.0, 330.0), (1200.0, 860.0)
_HAND_MM = 205.0
_HAND_FILE = Path(__file__).parent / "data" / "hands" / "hand.png"


@dataclass(frozen=True, slots=True)
class Scene:
    """What is in the photo. Places are millimetres from the middle of the face, to the right and down; sizes are millimetres.

    `note` None: no note; `document` None: no document. `hand` is a font of `handwriting`. `note_held` and `document_held`: with a
    hand of the person's own. `finger_over`: a thumb lies across `note` or `document`. `taped`: the document on the note.
    """

    note: str | None = "Assay - (22/11/2026) reactivate my account"
    note_size: Spot = (150.0, 105.0)
    note_at: Spot = (200.0, 120.0)
    note_held: bool = True
    hand: str | Path = handwriting.HANDS[0]
    document: str | None = "passport"
    document_at: Spot = (-215.0, 110.0)
    document_held: bool = True
    taped: bool = False
    finger_over: str = ""
    third_hand: bool = False
    company: str = ""
    tilt: float = 4.0
    brightness: float = 1.0
    blur: float = 0.6
    # Only so much of the picture, from its top, is kept.
    kept: float = 1.0


def faults(note: str) -> dict[str, Scene]:
    """Return photos that each break one rule, by the reason code that should be given for it."""
    return {
        "note.document.on_note": Scene(note=note, note_size=(150.0, 140.0), taped=True, document="id_card"),
        "note.sheet.covered": Scene(note=note, finger_over="note"),
        "note.sheet.large": Scene(note=note, note_size=(210.0, 297.0), note_at=(190.0, 260.0)),
        "note.body.hidden": Scene(note=note, note_size=(297.0, 420.0), note_at=(0.0, 340.0)),
        "note.sheet.before_face": Scene(note=note, note_at=(10.0, 60.0)),
        "note.sheet.missing": Scene(note=None),
        "note.document.missing": Scene(note=note, document=None),
        "note.held.unclear": Scene(note=note, note_held=False),
        "note.hands.several": Scene(note=note, third_hand=True),
        "note.face.several": Scene(note=note, company="042"),
        "note.words.typed": Scene(note=note, hand=handwriting.TYPED),
        "note.words.added": Scene(note=f"I do not want you to {note}"),
        "note.body.not_visible": Scene(note=note, kept=0.42, note_at=(225.0, 0.0), document_at=(-225.0, 0.0)),
        "selfie.image.dark": Scene(note=note, brightness=0.15),
        "note.sheet.blurred": Scene(note=note, blur=7.0),
    }


def box_of(scene: Scene, thing: str) -> tuple[Spot, Spot]:
    """Return where the `note` or the `document` lies, its tilt left out: opposite corners as shares of the photo."""
    sizes = {"passport": (125.0, 88.0), "id_card": (85.6, 54.0), "driving_licence": (85.6, 54.0)}
    is_note = thing == "note"
    size = scene.note_size if is_note else sizes[scene.document or "passport"]
    x, y = _spot(scene.note_at if is_note else _on_note(scene) if scene.taped else scene.document_at)
    across, down = size[0] * _HELD / 2, size[1] * _HELD / 2
    rows = HEIGHT * scene.kept
    return ((x - across) / WIDTH, (y - down) / rows), ((x + across) / WIDTH, (y + down) / rows)


def take(bearer: Person, scene: Scene | None = None, *, seed: int = 0) -> bytes:
    """Return a JPEG photo of 2400 x 3000 pixels. Same arguments, same bytes."""
    scene = scene or Scene()
    drawn = np.random.default_rng((bearer.number, seed))
    picture, skin = _person(bearer, drawn)
    if scene.company:
        _add_company(picture, scene.company)
    tilts = drawn.uniform(-scene.tilt, scene.tilt, 2)
    if scene.note is not None:
        paper = _paper(scene, seed + bearer.number)
        over, held = scene.finger_over == "note", scene.note_held
        _held(picture, paper, scene.note_at, skin, tilt=tilts[0], held=held, over=over)
    if scene.document is not None:
        at = _on_note(scene) if scene.taped else scene.document_at
        held = scene.document_held and not scene.taped
        page = _page(scene.document, bearer)
        over = scene.finger_over == "document"
        _held(picture, page, at, skin, tilt=tilts[1], held=held, over=over, left=True)
    if scene.third_hand:
        _lay_hand(
            picture, (scene.note_at[0] + 85, scene.note_at[1] + 110), skin * 0.8, front=False, mirrored=True
        )
    return _photographed(picture, scene, drawn)


def _photographed(picture: Picture, scene: Scene, drawn: np.random.Generator) -> bytes:
    picture = picture[: round(HEIGHT * scene.kept)] * scene.brightness
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), scene.blur), np.float32)
    picture = picture + 2.5 * drawn.standard_normal(picture.shape, np.float32)
    return photos.encode(np.clip(picture, 0, 255).astype(np.uint8), quality=88)


def _on_note(scene: Scene) -> Spot:
    return scene.note_at[0], scene.note_at[1] + scene.note_size[1] * 0.24


def _paper(scene: Scene, seed: int) -> Paper:
    """Return the note; where a document is taped onto it, the words stand above that."""
    used = 0.4 if scene.taped else 0.72
    return handwriting.write(scene.note or "", *scene.note_size, hand=scene.hand, used=used, seed=seed)


@cache
def _head(portrait_id: str) -> tuple[Pixels, Picture]:
    """Return the smiling portrait enlarged, and where the person is."""
    source = portraits.load(portraits.find(portrait_id).smiling)
    large = cv2.resize(source, None, fx=_SCALE, fy=_SCALE, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    person, _ = figure.cut_out(source)
    return large, cv2.resize(person, large.shape[1::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32)


def _person(bearer: Person, drawn: np.random.Generator) -> tuple[Picture, Picture]:
    """Return the person in a room, and the colour of the skin."""
    head, person = _head(bearer.portrait_id)
    top, left = (round(_FACE[axis] - _FACE_IN_PORTRAIT[axis] * _SCALE) for axis in (1, 0))
    below, beside = HEIGHT - top - head.shape[0], WIDTH - left - head.shape[1]
    # The chest goes on below the portrait as its last rows do.
    framed = cv2.copyMakeBorder(head, top, below, left, beside, cv2.BORDER_REPLICATE).astype(np.float32)
    mask = cv2.copyMakeBorder(person, top, 0, left, beside, cv2.BORDER_CONSTANT)
    mask = cv2.copyMakeBorder(mask, 0, below, 0, 0, cv2.BORDER_REPLICATE).astype(np.float32)
    wall = figure.paint_wall((HEIGHT // 4, WIDTH // 4, 3), seed=int(bearer.portrait_id))
    room = drawn.uniform(150, 205) * cv2.resize(wall, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    shirt = drawn.uniform(0.25, 0.95, 3).astype(np.float32)
    chest = _chest(framed, mask, shirt, top + head.shape[0])
    picture = room * (1 - mask[..., None]) + chest * mask[..., None]
    x, y = round(_FACE[0]), round(_FACE[1])
    cheek = framed[y : y + 60, x - 140 : x - 60].reshape(-1, 3)
    return np.asarray(picture, np.float32), np.median(cheek, 0).astype(np.float32)


def _chest(framed: Picture, mask: Picture, shirt: Picture, seam: int) -> Picture:
    """Return the picture with the white shirt dyed, and its folds going on below the seam."""
    channels = cv2.split(framed)
    low = np.minimum(np.minimum(channels[0], channels[1]), channels[2])
    spread = np.maximum(np.maximum(channels[0], channels[1]), channels[2]) - low
    is_shirt = np.clip((low - 120) / 60, 0, 1) * np.clip((40 - spread) / 20, 0, 1) * mask
    is_shirt[: round(_FACE[1] + 250)] = 0
    is_shirt = cv2.GaussianBlur(is_shirt.astype(np.float32), (0, 0), 2)
    is_shirt[seam:] = mask[seam:]
    rows = np.arange(framed.shape[0], dtype=np.float32)[:, None]
    columns = np.arange(framed.shape[1], dtype=np.float32)[None]
    fold = 1 + 0.05 * np.sin(columns * 0.011 + rows * 0.004) * np.sin(columns * 0.003 - rows * 0.007)
    framed[seam:] = 215.0
    return np.asarray(framed * (1 - is_shirt[..., None] * (1 - shirt * fold[..., None])), np.float32)


def _page(kind: str, bearer: Person) -> Paper:
    scan = documents.draw(kind, bearer)[0]
    return Paper(scan, np.full(scan.shape[:2], 255, np.uint8), sheet.DOTS_PER_MM)


def _held(
    picture: Picture,
    paper: Paper,
    at: Spot,
    skin: Picture,
    *,
    tilt: float,
    held: bool,
    over: bool,
    left: bool = False,
) -> None:
    """Draw a sheet; a hand below holds it between its fingers (behind) and its thumb (in front)."""
    rows, columns = paper.shape.shape
    width, height = columns / paper.dots_per_mm, rows / paper.dots_per_mm
    side = -1.0 if left else 1.0
    # The thumb reaches a finger's breadth over the lower edge, and over the writing where it should not.
    below = height * 0.5 * _HELD / _PER_MM + (26.0 if not over else 0.0)
    grip = (at[0] + side * 0.12 * width, at[1] + below)
    if held:
        _lay_arm(picture, grip, left=left, skin=skin)
        _lay_hand(picture, grip, skin, front=False, mirrored=left, behind=at[1])
    _lay(picture, paper, at, (width, height), tilt)
    if held:
        _lay_hand(picture, grip, skin, front=not over, mirrored=left)


def _spot(at: Spot) -> Spot:
    return _FACE[0] + at[0] * _PER_MM, _FACE[1] + at[1] * _PER_MM


def _lay(picture: Picture, paper: Paper, at: Spot, size: tuple[float, float], tilt: float) -> None:
    rows, columns = paper.shape.shape
    half = np.array(size, np.float32) * _HELD / 2
    angle = np.radians(tilt)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]], np.float32)
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float32) * half @ turn + np.array(
        _spot(at), np.float32
    )
    # The side away from the face leans back a little.
    corners[0, 1] += 0.02 * half[0]
    corners[3, 1] -= 0.02 * half[0]
    place = _place(corners, picture, margin=60)
    frame = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], np.float32)
    matrix = cv2.getPerspectiveTransform(frame, (corners - np.array(place[:2])).astype(np.float32))
    under = picture[place[1] : place[3], place[0] : place[2]]
    box = under.shape[1::-1]
    shrunk = cv2.GaussianBlur(paper.pixels, (0, 0), max(0.3, 0.35 * columns / (size[0] * _HELD)))
    laid = cv2.warpPerspective(shrunk, matrix, box, flags=cv2.INTER_LINEAR).astype(np.float32)
    cover = cv2.warpPerspective(paper.shape, matrix, box).astype(np.float32)
    share = (cover / 255)[..., None]
    shadow = cv2.GaussianBlur(np.roll(cover, (14, 8), (0, 1)), (0, 0), 14)[..., None] / 255
    under[:] = under * (1 - 0.3 * shadow) * (1 - share) + laid * 0.97 * share


def _place(points: Picture, picture: Picture, margin: float) -> tuple[int, int, int, int]:
    """Return the box around points, left, top, right and bottom, inside the picture."""
    low = np.maximum(np.floor(points.min(0) - margin), 0).astype(int)
    high = np.minimum(np.ceil(points.max(0) + margin), picture.shape[1::-1]).astype(int)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


@cache
def _hand() -> Pixels:
    found = cv2.imread(str(_HAND_FILE), cv2.IMREAD_COLOR)
    if found is None:
        raise FileNotFoundError(_HAND_FILE)
    return found.astype(np.uint8, copy=False)


def _lay_hand(
    picture: Picture,
    grip: Spot,
    skin: Picture,
    *,
    front: bool,
    mirrored: bool = False,
    behind: float | None = None,
) -> None:
    """Draw a hand whose crook between thumb and finger lies at `grip`: its thumb alone (`front`), or all of it. Its fingers end
    at the height `behind`, where the sheet hides them.
    """
    hand = _hand()[:, ::-1] if mirrored else _hand()
    scale = _HAND_MM * _HELD / hand.shape[0]
    large = cv2.resize(np.ascontiguousarray(hand), None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    crook = (large.shape[1] * (0.28 if mirrored else 0.72), large.shape[0] * 0.46)
    left, top = (round(one - other) for one, other in zip(_spot(grip), crook, strict=True))
    share = large[..., 2 if front else 1].astype(np.float32) / 255
    if front:
        # The ball of the thumb belongs to the hand behind; only the thumb itself comes in front.
        share[round(crook[1]) :] *= 0
    if behind is not None:
        share[: max(0, round(_spot((0, behind))[1]) - top)] = 0
    light = (0.35 + 0.75 * large[..., :1].astype(np.float32) / 255) * skin
    soft = cv2.GaussianBlur(share, (0, 0), 1.2)[..., None]
    rows, columns = max(0, -top), max(0, -left)
    under = picture[max(0, top) : top + soft.shape[0], max(0, left) : left + soft.shape[1]]
    kept = slice(rows, rows + under.shape[0]), slice(columns, columns + under.shape[1])
    under[:] = under * (1 - soft[kept]) + light[kept] * soft[kept]


def _lay_arm(picture: Picture, grip: Spot, *, left: bool, skin: Picture) -> None:
    """Draw an arm from the shoulder to the wrist under a hand: a sleeve, then skin."""
    side = -1.0 if left else 1.0
    wrist = (grip[0] - side * 18, grip[1] + _HAND_MM * 0.5)
    elbow = (side * 285.0, max(430.0, wrist[1] + 130))
    sleeve = picture[HEIGHT - 40 : HEIGHT - 10, WIDTH // 2 - 40 : WIDTH // 2 + 40].reshape(-1, 3).mean(0)
    _limb(picture, (side * 165.0, 235.0), elbow, (62.0, 50.0), sleeve.astype(np.float32))
    _limb(picture, elbow, wrist, (46.0, 31.0), skin * 0.92)


def _limb(picture: Picture, start: Spot, end: Spot, radii: tuple[float, float], colour: Picture) -> None:
    """Draw a rounded limb, darker towards its sides as round things are."""
    ends = np.array([_spot(start), _spot(end)], np.float32)
    left, top, right, bottom = _place(ends, picture, margin=max(radii) * _PER_MM + 4)
    if top >= bottom or left >= right:
        return
    a, along = ends[0], ends[1] - ends[0]
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32)
    share = np.clip(((x - a[0]) * along[0] + (y - a[1]) * along[1]) / (along @ along), 0, 1)
    away = np.hypot(x - a[0] - share * along[0], y - a[1] - share * along[1])
    radius = (radii[0] + (radii[1] - radii[0]) * share) * _PER_MM
    inside = np.clip((radius - away) / 2, 0, 1)[..., None]
    light = (0.6 + 0.45 * np.sqrt(np.clip(1 - (away / radius) ** 2, 0, 1)))[..., None]
    under = picture[top:bottom, left:right]
    under[:] = under * (1 - inside) + colour * light * inside


def _add_company(picture: Picture, portrait_id: str) -> None:
    """Draw somebody else looking over the shoulder, at the left of the picture's top."""
    head, person = _head(portrait_id)
    small = cv2.resize(head, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA).astype(np.float32)
    mask = cv2.resize(person, (small.shape[1], small.shape[0]))[..., None]
    under = picture[40 : 40 + 760, : small.shape[1]]
    rows = under.shape[0]
    under[:] = under * (1 - mask[:rows]) + small[:rows] * mask[:rows]

"""Photos of a person who holds an identity document and a hand-written note beside the face, composed.

The head is a portrait of the London set; chest, arms and hands are drawn. Such a picture shows where things are and which words
stand on the note. It does not show how real hands hold, how tape looks, or what real light does.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from assay.sandbox import documents, figure, handwriting, photos, portraits, sheet
from assay.sandbox.handwriting import Paper
from assay.sandbox.held import FACE, HEIGHT, HELD, SCALE, WIDTH, Picture, Spot, hold, lay_hand, spot
from assay.sandbox.people import Person
from assay.sandbox.portraits import Pixels

# The middle of the face in a portrait.
_FACE_IN_PORTRAIT = (320.0, 330.0)


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
    x, y = spot(scene.note_at if is_note else _on_note(scene) if scene.taped else scene.document_at)
    across, down = size[0] * HELD / 2, size[1] * HELD / 2
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
        hold(picture, paper, scene.note_at, skin, tilt=tilts[0], held=held, over=over)
    if scene.document is not None:
        at = _on_note(scene) if scene.taped else scene.document_at
        held = scene.document_held and not scene.taped
        page = _page(scene.document, bearer)
        over = scene.finger_over == "document"
        hold(picture, page, at, skin, tilt=tilts[1], held=held, over=over, left=True)
    if scene.third_hand:
        lay_hand(
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
    large = cv2.resize(source, None, fx=SCALE, fy=SCALE, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    person, _ = figure.cut_out(source)
    return large, cv2.resize(person, large.shape[1::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32)


def _person(bearer: Person, drawn: np.random.Generator) -> tuple[Picture, Picture]:
    """Return the person in a room, and the colour of the skin."""
    head, person = _head(bearer.portrait_id)
    top, left = (round(FACE[axis] - _FACE_IN_PORTRAIT[axis] * SCALE) for axis in (1, 0))
    below, beside = HEIGHT - top - head.shape[0], WIDTH - left - head.shape[1]
    # The chest goes on below the portrait as its last rows do.
    framed = np.asarray(cv2.copyMakeBorder(head, top, below, left, beside, cv2.BORDER_REPLICATE), np.float32)
    mask = cv2.copyMakeBorder(person, top, 0, left, beside, cv2.BORDER_CONSTANT)
    mask = np.asarray(cv2.copyMakeBorder(mask, 0, below, 0, 0, cv2.BORDER_REPLICATE), np.float32)
    wall = figure.paint_wall((HEIGHT // 4, WIDTH // 4, 3), seed=int(bearer.portrait_id))
    room = drawn.uniform(150, 205) * cv2.resize(wall, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    shirt = drawn.uniform(0.25, 0.95, 3).astype(np.float32)
    chest = _chest(np.asarray(framed, np.float32), np.asarray(mask, np.float32), shirt, top + head.shape[0])
    picture = room * (1 - mask[..., None]) + chest * mask[..., None]
    x, y = round(FACE[0]), round(FACE[1])
    cheek = framed[y : y + 60, x - 140 : x - 60].reshape(-1, 3)
    return np.asarray(picture, np.float32), np.median(cheek, 0).astype(np.float32)


def _chest(framed: Picture, mask: Picture, shirt: Picture, seam: int) -> Picture:
    """Return the picture with the white shirt dyed, and its folds going on below the seam."""
    channels = cv2.split(framed)
    low = np.minimum(np.minimum(channels[0], channels[1]), channels[2])
    spread = np.maximum(np.maximum(channels[0], channels[1]), channels[2]) - low
    white = np.clip((low - 120) / 60, 0, 1) * np.clip((40 - spread) / 20, 0, 1) * mask
    white[: round(FACE[1] + 250)] = 0
    is_shirt = np.asarray(cv2.GaussianBlur(white.astype(np.float32), (0, 0), 2), np.float32)
    is_shirt[seam:] = mask[seam:]
    rows = np.arange(framed.shape[0], dtype=np.float32)[:, None]
    columns = np.arange(framed.shape[1], dtype=np.float32)[None]
    fold = 1 + 0.05 * np.sin(columns * 0.011 + rows * 0.004) * np.sin(columns * 0.003 - rows * 0.007)
    framed[seam:] = 215.0
    return np.asarray(framed * (1 - is_shirt[..., None] * (1 - shirt * fold[..., None])), np.float32)


def _page(kind: str, bearer: Person) -> Paper:
    scan = documents.draw(kind, bearer)[0]
    return Paper(scan, np.full(scan.shape[:2], 255, np.uint8), sheet.DOTS_PER_MM)


def _add_company(picture: Picture, portrait_id: str) -> None:
    """Draw somebody else looking over the shoulder, at the left of the picture's top."""
    head, person = _head(portrait_id)
    small = cv2.resize(head, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA).astype(np.float32)
    mask = cv2.resize(person, (small.shape[1], small.shape[0]))[..., None]
    under = picture[40 : 40 + 760, : small.shape[1]]
    rows = under.shape[0]
    under[:] = under * (1 - mask[:rows]) + small[:rows] * mask[:rows]

"""Simulated copies, fingers and forgeries for `bench/quality.py`: each takes a picture and a random generator with a fixed seed.

Simulations are kinder than life: figures made with them are upper bounds.
"""

import cv2
import numpy as np

from assay.sandbox import photos
from assay.sandbox.photos import PhotoKind

# Skin of the six types of Fitzpatrick's scale, blue-green-red, in plain daylight; each finger varies around one.
SKIN = (
    (180, 203, 242), (150, 184, 228), (126, 163, 210), (88, 125, 176), (60, 90, 138), (40, 56, 90),
)  # fmt: skip
DOTS = 4  # samples along each side of a pixel of the screen


def jpeg(pixels, quality):
    data = cv2.imencode(
        ".jpg", np.clip(pixels, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, int(quality)]
    )[1]
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


def wide(scan, width):
    method = cv2.INTER_AREA if scan.shape[1] > width else cv2.INTER_CUBIC
    return cv2.resize(scan, (width, round(scan.shape[0] * width / scan.shape[1])), interpolation=method)


def photo(scan, seed, kind=PhotoKind.CLEAN):
    """A simulated phone photo of a flat scan on a desk."""
    return cv2.imdecode(np.frombuffer(photos.take(scan, kind, seed=seed), np.uint8), cv2.IMREAD_COLOR)


def on_screen(picture, drawn):
    """A photo, filling the frame, of a screen that shows the picture: pixel grid, lens, gamma, refresh bands, noise, JPEG."""
    shown = wide(picture, int(drawn.integers(620, 900)))
    fine = cv2.resize(shown, None, fx=DOTS, fy=DOTS, interpolation=cv2.INTER_NEAREST)
    mask = np.full((DOTS, DOTS, 3), 0.12, np.float32)
    for channel, start in ((2, 0), (1, 1), (0, 2)):
        mask[: DOTS - 1, start, channel] = 1.0
    linear = (fine.astype(np.float32) / 255) ** 2.2
    linear *= np.tile(mask, (shown.shape[0], shown.shape[1], 1))
    density = drawn.uniform(1.5, 3.2)  # camera pixels to each pixel of the screen
    linear = cv2.GaussianBlur(linear, (0, 0), DOTS / density * drawn.uniform(0.35, 0.6))
    taken = _taken(linear, density / DOTS, drawn)
    rows = np.arange(taken.shape[0], dtype=np.float32)[:, None, None]
    bands = 1 + drawn.uniform(0, 0.06) * np.sin(
        rows * 2 * np.pi / drawn.uniform(200, 700) + drawn.uniform(0, 6)
    )
    taken = np.clip(taken * bands / max(0.05, float(np.percentile(taken, 98))), 0, 1) ** (1 / 2.2) * 245
    return jpeg(taken + drawn.normal(0, 2.5, taken.shape), drawn.integers(80, 96))


def _taken(fine, scale, drawn):
    height, width = fine.shape[:2]
    size = round(width * scale), round(height * scale)
    frame = np.float32([(0, 0), (width, 0), (width, height), (0, height)])
    angle = np.radians(drawn.uniform(-6, 6))
    turn = np.float32([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    middle = np.float32([size[0] / 2, size[1] / 2])
    corners = ((frame * scale - middle) * 1.02) @ turn + middle
    corners += drawn.uniform(-0.02, 0.02, (4, 2)).astype(np.float32) * np.float32(size)
    matrix = cv2.getPerspectiveTransform(frame, corners.astype(np.float32))
    return cv2.warpPerspective(fine, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)


def printed(scan, drawn):
    """The scan as a colour laser printer prints it: four inks, each in dots at its own angle (amplitude-modulated screens)."""
    sheet = wide(scan, 2400).astype(np.float32) / 255
    pitch = drawn.uniform(
        4.6, 8.5
    )  # of the dots, in samples of 2400 along the sheet: a card at 85 to 155 lines an inch
    black = 1 - sheet.max(2)
    inks = [
        (1 - sheet[..., 2] - black * 0.7, 15),
        (1 - sheet[..., 1] - black * 0.7, 75),
        (1 - sheet[..., 0] - black * 0.7, 0),
    ]
    rows, columns = np.mgrid[0 : sheet.shape[0], 0 : sheet.shape[1]].astype(np.float32)
    paper = np.ones_like(sheet)
    for (ink, angle), channel in zip([*inks, (black, 45)], (2, 1, 0, None), strict=True):
        a = np.radians(angle + drawn.uniform(-1, 1))
        u, v = columns * np.cos(a) + rows * np.sin(a), rows * np.cos(a) - columns * np.sin(a)
        cell = (np.cos(2 * np.pi * u / pitch) + np.cos(2 * np.pi * v / pitch)) / 4 + 0.5
        dot = np.clip((np.clip(ink, 0, 1) - cell) * 6 + 0.5, 0, 1)
        if channel is None:
            paper *= 1 - 0.92 * dot[..., None]
        else:
            paper[..., channel] *= 1 - 0.85 * dot
    return (paper * 250).astype(np.uint8)


def grey(picture, drawn):
    """A photo of a black-and-white copy: one tint that drifts over the picture as under two lamps."""
    value = np.clip((cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32) - 20) * 1.1, 0, 255)[
        ..., None
    ]
    tint = np.float32([drawn.uniform(0.75, 1), drawn.uniform(0.92, 1), drawn.uniform(0.85, 1)])
    drift = 1 + np.linspace(-1, 1, picture.shape[1])[None, :, None] * drawn.uniform(-0.08, 0.08, 3)
    return jpeg(value * tint * drift + drawn.normal(0, 4, picture.shape), 80)


def finger(picture, quad, drawn):
    """A finger lying over the border of the document: returns the picture and the share of the document it hides.

    `quad`: corners of the document in pixels. Skin of any type, shaded round, with noise of the picture's own kind.
    """
    quad = np.float32(quad)
    side = drawn.integers(4)
    along = drawn.uniform(0.15, 0.85)
    border = quad[side] * (1 - along) + quad[(side + 1) % 4] * along
    middle = quad.mean(0)
    inward = (middle - border) / np.linalg.norm(middle - border)
    short = min(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[1] - quad[2]))
    width, depth = short * drawn.uniform(0.2, 0.3), short * drawn.uniform(0.18, 0.45)
    centre = border + inward * (depth - short * 0.9)
    shape = np.zeros(picture.shape[:2], np.uint8)
    angle = float(np.degrees(np.arctan2(inward[1], inward[0])) + drawn.uniform(-20, 20))
    cv2.ellipse(shape, (tuple(map(float, centre)), (short * 1.8, width), angle), 255, -1)
    distance = cv2.distanceTransform(shape, cv2.DIST_L2, 3)
    skin = np.float32(SKIN[drawn.integers(len(SKIN))]) * drawn.uniform(0.85, 1.1) + drawn.normal(0, 6, 3)
    round_ = 0.75 + 0.25 * np.minimum(1, distance / (width / 2))[..., None]
    grain = cv2.GaussianBlur(drawn.normal(0, 6, (*picture.shape[:2], 1)).astype(np.float32), (0, 0), 1.5)[
        ..., None
    ]
    return _over(picture, shape, skin * round_ + grain + drawn.normal(0, 2, picture.shape), quad)


def strip_of_paper(picture, quad, drawn):
    """A strip of paper lying over the document from beyond one border: returns the picture and the share it hides."""
    quad = np.float32(quad)
    along, width = drawn.uniform(0.15, 0.7), drawn.uniform(0.12, 0.25)
    edges = [quad[0] * (1 - at) + quad[1] * at for at in (along, along + width)]
    ends = [quad[3] * (1 - at) + quad[2] * at for at in (along, along + width)]
    depth, beyond = drawn.uniform(0.35, 1.2), 0.25
    corners = [edges[0] - (ends[0] - edges[0]) * beyond, edges[1] - (ends[1] - edges[1]) * beyond]
    corners += [edges[1] + (ends[1] - edges[1]) * depth, edges[0] + (ends[0] - edges[0]) * depth]
    shape = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillPoly(shape, [np.int32(corners)], 255)
    colour = np.float32([(235, 238, 240), (150, 200, 235), (60, 60, 64), (200, 160, 110)][drawn.integers(4)])
    return _over(picture, shape, colour + drawn.normal(0, 2.5, picture.shape), quad)


def _over(picture, shape, thing, quad):
    document = np.zeros_like(shape)
    cv2.fillPoly(document, [np.int32(quad)], 255)
    share = cv2.GaussianBlur(shape, (0, 0), 1.2)[..., None].astype(np.float32) / 255
    shadow = 1 - 0.3 * cv2.GaussianBlur(shape, (0, 0), 8)[..., None].astype(np.float32) / 255
    laid = picture * shadow * (1 - share) + thing * share
    hidden = float(((shape > 0) & (document > 0)).sum() / (document > 0).sum())
    return jpeg(laid, 88), hidden


def pasted_line(picture, box, drawn):
    """Another text written over a printed line (left, top, right, bottom), its ground filled, saved again as JPEG."""
    forged = jpeg(picture, drawn.integers(80, 94)).astype(np.float32)
    left, top, right, bottom = box
    ground = np.median(forged[top:bottom, left:right].reshape(-1, 3), 0)
    patch = np.ones((bottom - top, right - left, 3), np.float32) * ground
    text = "".join(drawn.choice(list("ABCDEFGHKLMNPRSTUVXYZ0123456789"), 12))
    size = (bottom - top) / 34
    cv2.putText(
        patch,
        text,
        (2, int((bottom - top) * 0.78)),
        cv2.FONT_HERSHEY_DUPLEX,
        size,
        (40, 38, 42),
        max(1, round(size * 1.6)),
        cv2.LINE_AA,
    )
    forged[top:bottom, left:right] = cv2.GaussianBlur(patch, (0, 0), 0.7)
    return jpeg(forged, drawn.integers(85, 95))

"""Signs of covered and copied documents, measured on the sandbox's specimens lying on a plain desk."""

import cv2
import numpy as np
import pytest

from assay.checks.engines.sign import covered, grey_copy, raster, splices
from assay.sandbox import documents, people

# Skin of the six types of Fitzpatrick's scale, blue-green-red.
SKIN = [(180, 203, 242), (150, 184, 228), (126, 163, 210), (88, 125, 176), (60, 90, 138), (40, 56, 90)]
LEFT, TOP, WIDTH = 150, 120, 1300


@pytest.fixture(scope="module", params=["passport", "id_card"])
def lying(request):
    """A photo of a document on a dark green desk, and its corners in pixels."""
    scan = documents.draw(request.param, people.person(3))[0]
    small = cv2.resize(
        scan, (WIDTH, round(scan.shape[0] * WIDTH / scan.shape[1])), interpolation=cv2.INTER_AREA
    )
    height = small.shape[0]
    picture = np.full((height + 2 * TOP, WIDTH + 2 * LEFT, 3), (70, 96, 60), np.float32)
    picture[TOP : TOP + height, LEFT : LEFT + WIDTH] = small
    picture += np.random.default_rng(1).normal(0, 2.5, picture.shape)
    corners = np.float32([(0, 0), (WIDTH, 0), (WIDTH, height), (0, height)]) + np.float32([LEFT, TOP])
    return jpeg(picture), corners.astype(np.float32)


def jpeg(picture, quality=88):
    data = cv2.imencode(
        ".jpg", np.clip(picture, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    return cv2.imdecode(data[1], cv2.IMREAD_COLOR)


def flat(picture, corners):
    (left, top), (right, bottom) = corners[0].astype(int), corners[2].astype(int)
    return picture[top:bottom, left:right]


def test_a_document_has_colours_and_its_grey_copy_under_a_warm_lamp_has_none(lying):
    document = flat(*lying)
    value = cv2.cvtColor(document, cv2.COLOR_BGR2GRAY).astype(np.float32)[..., None]
    assert grey_copy.colour_of(document) > 5
    assert grey_copy.colour_of(jpeg(value * (0.78, 0.95, 1.0))) < 2


def test_a_picture_too_dark_to_tell_has_no_colour():
    assert grey_copy.colour_of(np.full((400, 600, 3), 3, np.uint8)) is None


def test_nothing_lies_on_a_clear_document(lying):
    assert covered.measure(*lying) == []


@pytest.mark.parametrize("skin", SKIN)
def test_a_finger_of_any_skin_over_the_border_is_found_where_it_lies(lying, skin):
    picture, corners = lying
    tip = (int(LEFT + WIDTH * 0.3), int(corners[2][1] + 60))
    held = cv2.ellipse(picture.copy(), (tip, (150, 420), 0), skin, -1)
    (thing,) = covered.measure(jpeg(held), corners)
    assert 0.01 < thing.strength < 0.1
    assert np.abs(np.mean(thing.corners, 0) - (tip[0], tip[1] - 130)).max() < 90


def test_a_document_without_a_border_to_see_is_not_called_covered():
    page = np.full((900, 1300, 3), 235, np.uint8)
    corners = np.float32([(100, 100), (1200, 100), (1200, 800), (100, 800)])
    assert covered.measure(page, corners) == []


def test_the_grid_of_a_screen_is_seen_and_a_documents_own_pattern_is_not(lying):
    picture, corners = lying
    x, y = np.meshgrid(np.arange(picture.shape[1]), np.arange(picture.shape[0]))
    grid = 1 + 0.12 * (np.cos(2 * np.pi * (x + 0.06 * y) / 3.1) + np.cos(2 * np.pi * (y - 0.06 * x) / 3.1))
    plain, screen = raster.measure(picture, corners), raster.measure(jpeg(picture * grid[..., None]), corners)
    assert plain[0] < 3.05 < screen[0]
    assert screen[1], "one square lattice"


def test_dots_of_inks_turned_against_each_other_are_no_screen(lying):
    picture, corners = lying
    x, y = np.meshgrid(np.arange(picture.shape[1]), np.arange(picture.shape[0]))
    dots = np.ones(x.shape)
    for degrees in (15, 45, 75):
        c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        u, v = (x * c + y * s) / 4.3, (y * c - x * s) / 4.3
        dots += 0.06 * (np.cos(2 * np.pi * u) + np.cos(2 * np.pi * v))
    strength, one_lattice = raster.measure(jpeg(picture * dots[..., None]), corners)
    assert strength > 3.05
    assert not one_lattice


def test_a_document_smaller_than_a_patch_is_not_measured():
    corners = np.float32([(10, 10), (90, 10), (90, 60), (10, 60)])
    assert raster.measure(np.zeros((100, 120, 3), np.uint8), corners) is None


def printed_lines(picture):
    """Ten lines of print on noisy paper, and their boxes."""
    boxes = []
    for row in range(10):
        top = 40 + row * 60
        cv2.putText(
            picture, f"LINE {row} 7402{row}", (40, top + 30), cv2.FONT_HERSHEY_DUPLEX, 1.1, (40, 40, 40), 2
        )
        boxes.append(np.float32([(36, top), (420, top), (420, top + 40), (36, top + 40)]))
    return boxes


def test_a_line_pasted_without_the_cameras_noise_stands_out():
    picture = np.full((680, 480, 3), 205, np.uint8)
    boxes = printed_lines(picture)
    photo = jpeg(picture + np.random.default_rng(2).normal(0, 6, picture.shape), 85)
    genuine = splices.measure(photo, boxes)
    photo[40 + 5 * 60 : 80 + 5 * 60, 36:420] = 205
    cv2.putText(photo, "LINE X 99999", (40, 370), cv2.FONT_HERSHEY_DUPLEX, 1.1, (40, 40, 40), 2)
    forged = splices.measure(jpeg(photo, 92), boxes)
    assert max(genuine) < 8 < forged[5]
    assert forged.index(max(forged)) == 5


def test_few_lines_are_not_compared():
    picture = np.full((680, 480, 3), 205, np.uint8)
    assert splices.measure(picture, printed_lines(picture)[:4]) == []

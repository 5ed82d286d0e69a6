"""Pictures for the reviewer."""

import numpy as np
import pytest

from assay.checks import overlay
from assay.checks.readings import Face, Quality
from assay.checks.result import Mark, Piece

GREY = np.full((600, 1600, 3), 120, np.uint8)


def mark(*points, good=True, label="Portrait"):
    return Mark(piece=Piece.FRONT, label=label, points=points, good=good)


def changed(drawn):
    """Rows and columns in which something was drawn."""
    rows, columns = np.nonzero((drawn != GREY).any(axis=2))
    return rows.min(), rows.max(), columns.min(), columns.max()


def test_the_picture_itself_is_left_alone():
    before = GREY.copy()
    assert (overlay.draw(GREY, [mark((0.1, 0.3), (0.3, 0.8))]) != GREY).any()
    assert (before == GREY).all()


def test_a_box_is_drawn_where_the_mark_says():
    top, bottom, left, right = changed(overlay.draw(GREY, [mark((0.1, 0.3), (0.3, 0.8), label="")]))
    assert (top, bottom) == (pytest.approx(180, abs=4), pytest.approx(480, abs=4))
    assert (left, right) == (pytest.approx(160, abs=4), pytest.approx(480, abs=4))


def test_good_and_bad_marks_have_colours_of_their_own():
    good = overlay.draw(GREY, [mark((0.1, 0.3), (0.3, 0.8))])
    bad = overlay.draw(GREY, [mark((0.1, 0.3), (0.3, 0.8), good=False)])
    blue_green, red = good[270, 160:163], bad[270, 158:165]
    assert blue_green[:, 1].max() > blue_green[:, 2].min()
    assert (red[:, 2] > 200).any()


@pytest.mark.parametrize("points", [((0.9, 0.0), (1.0, 1.0)), ((0.0, 0.0), (1.0, 1.0)), ((1.0, 1.0),)])
def test_a_label_never_leaves_the_picture(points):
    drawn = overlay.draw(GREY, [mark(*points, label="Machine readable zone")])
    assert drawn.shape == GREY.shape
    top, bottom, left, right = changed(drawn)
    assert top >= 0
    assert left >= 0
    assert right < 1600
    assert bottom < 600


def test_a_polygon_keeps_its_corners():
    drawn = overlay.draw(GREY, [mark((0.5, 0.2), (0.7, 0.5), (0.5, 0.8), (0.3, 0.5), label="")])
    assert (drawn[300, 478:484] != 120).any()
    assert (drawn[125, 485:490] == 120).all()


def test_both_faces_are_shown_level_and_equally_large():
    def marked(right, left):
        pixels = np.zeros((400, 400, 3), np.uint8)
        for x, y in (right, left):
            pixels[round(y * 400) - 4 : round(y * 400) + 5, round(x * 400) - 4 : round(x * 400) + 5] = 255
        quality = Quality(width=400, height=400, sharpness=1, brightness=1, contrast=1, glare=0)
        return pixels, Face(
            box=((0.2, 0.2), (0.8, 0.8)), eyes=(right, left), confidence=1, eye_distance=50, yaw=0, pitch=0,
            roll=0, eyes_closed=0, smile=0, quality=quality, live=None, template=(1.0,),
        )  # fmt: skip

    level = marked((0.4, 0.5), (0.6, 0.5))
    tilted = marked((0.3, 0.4), (0.4, 0.5))
    shown = overlay.aligned_faces(*level, *tilted)
    assert shown.shape == (600, 964, 3)
    for half in (shown[:, :480], shown[:, 484:]):
        for column in (240 - 65, 240 + 65):
            assert half[248:257, column].max() > 200


def test_lines_that_share_a_label_are_named_once_and_stay_readable():
    first, second = mark((0.2, 0.70), (0.8, 0.76)), mark((0.2, 0.80), (0.8, 0.86))
    drawn = overlay.draw(GREY, [first, second])
    assert (drawn[round(0.73 * 600), 340:1200] == 120).all()
    assert (drawn[round(0.88 * 600) :, :] == 120).all()


def test_of_equal_marks_the_bad_one_counts():
    good, bad = (mark((0.2, 0.3), (0.4, 0.8), good=good) for good in (True, False))
    assert np.array_equal(overlay.draw(GREY, [bad, good]), overlay.draw(GREY, [bad]))

"""What every picture tells: where a point lies and how good the picture is."""

from assay.checks.result import Frozen

Point = tuple[float, float]


class Quality(Frozen):
    """Image quality, measured on the document (or the face) and not on the background.

    `sharpness` 0 (blurred) to 1, after Crete et al. 2007 (re-blur). `brightness` and `contrast` are mean and standard
    deviation of grey, 0 to 255. `glare` is the share of burnt-out pixels. `width`, `height` are those of the
    whole upright picture.
    """

    width: int
    height: int
    sharpness: float
    brightness: float
    contrast: float
    glare: float
    glare_boxes: tuple[tuple[Point, Point], ...] = ()

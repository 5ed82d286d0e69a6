"""Was an image read right? One answer against what was expected."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.documents import zones
from assay.cli.benching.documents.answers import Answer
from assay.cli.benching.documents.expected import Item

Points = npt.NDArray[np.float32]

# An outline is found when it overlaps the true one by this much (intersection over union).
FOUND = 0.9


@dataclass(frozen=True, slots=True)
class Score:
    """`exact`: every character of every line. `fields_right`: issuer, number, nationality, birth, sex, expiry, surname and
    given names. `wrong_accepted`: relied on although a character differs (a field, where the reader gives fields only);
    `fields_wrong_accepted`: although one of these fields differs. `overlap` and `upright` are None where nobody knows.
    """

    item: Item
    answer: Answer
    exact: bool
    fields_right: bool
    overlap: float | None = None
    upright: bool | None = None

    @property
    def wrong_accepted(self) -> bool:
        right = self.exact if self.answer.fields is None else self.fields_right
        return bool(self.answer.accepted) and not right

    @property
    def fields_wrong_accepted(self) -> bool:
        return bool(self.answer.accepted) and not self.fields_right

    @property
    def flagged(self) -> bool:
        """Whether a check digit that does not hold was named."""
        return self.answer.seen is not None and bool(self.answer.seen.failed)

    @property
    def faults(self) -> tuple[str, ...]:
        """What went wrong, in words; empty where nothing did."""
        found = []
        if self.wrong_accepted:
            found.append("accepted although wrong")
        if self.answer.error:
            found.append(self.answer.error)
        elif not self.exact:
            read = self.answer.lines
            found.append("lines differ" if read else "no zone was read")
        if self.upright is False:
            found.append("not turned upright")
        if self.overlap is not None and self.overlap < FOUND:
            found.append(f"outline overlaps by {self.overlap:.2f}")
        return tuple(found)


def score(item: Item, answer: Answer, size: tuple[int, int] | None = None) -> Score:
    """Return how right an answer is; `size` is the picture's width and height, needed to rate its outline."""
    read = answer.lines or ()
    wanted = zones.fields_of(item.lines)
    said = answer.fields if answer.fields is not None else zones.fields_of(read)
    exact = read == item.lines
    return Score(
        item=item,
        answer=answer,
        exact=exact,
        fields_right=all(said.get(name) == wanted[name] for name in wanted) if wanted else exact,
        overlap=_overlap(item, answer, size) if size else None,
        upright=_upright(item, answer),
    )


def _upright(item: Item, answer: Answer) -> bool | None:
    if item.rotation is None or answer.seen is None:
        return None
    return (answer.seen.turned + item.rotation) % 360 == 0


def _overlap(item: Item, answer: Answer, size: tuple[int, int]) -> float | None:
    """Return intersection over union of the outline found and the true one, inside the picture as it was turned."""
    if item.quad is None:
        return None
    if answer.seen is None or answer.seen.outline is None:
        return 0.0
    turned, (width, height) = answer.seen.turned, size
    truth = turned_points(_true_outline(item, size), turned, width, height)
    if turned in (90, 270):
        width, height = height, width
    found = np.asarray(answer.seen.outline, np.float32) * np.asarray((width, height), np.float32)
    one, other = (_filled(corners, width, height) for corners in (found, truth))
    return float((one & other).sum() / max(1, (one | other).sum()))


def _filled(corners: Points, width: int, height: int) -> npt.NDArray[np.bool_]:
    mask = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(np.rint(corners).astype(np.int32)), 1)
    return mask.astype(bool)


def _true_outline(item: Item, size: tuple[int, int]) -> Points:
    """Return the document's corners in the picture as it lies on the disk: halved and turned as the photo was."""
    corners = np.asarray(item.quad, np.float32) * np.float32(0.5 if item.is_halved else 1)
    width, height = size if item.rotation not in (90, 270) else (size[1], size[0])
    return turned_points(corners, item.rotation or 0, width, height)


def turned_points(corners: Points, degrees: int, width: int, height: int) -> Points:
    """Return where points of a picture of width x height lie after it was turned clockwise by a multiple of 90 degrees."""
    x, y = corners[:, 0], corners[:, 1]
    moved = {0: (x, y), 90: (height - y, x), 180: (width - x, height - y), 270: (y, width - x)}[degrees % 360]
    return np.stack(moved, 1).astype(np.float32)

"""What on the picture of a document speaks of things that cover it, of a copy, or of an alteration?"""

from assay.checks.engines.image import outline
from assay.checks.engines.image.straightened import as_pixels
from assay.checks.engines.image.strips import Corners, Pixels
from assay.checks.engines.sign import covered, grey_copy, raster, splices
from assay.checks.readings import DocumentReading, Patch, Signs

# Below this a line is not worth keeping in the reading.
_WORTH_KEEPING = 3.0
# The share of the border that has to lie on edges before things that lie across it are looked for.
_CLEAR_BORDER = 0.6


def measure(picture: Pixels, reading: DocumentReading) -> Signs | None:
    """Return the signs on an upright picture; None where no document was found. `reading` says where it lies."""
    if reading.outline is None:
        return None
    corners = as_pixels(reading.outline, picture)
    flat, _ = outline.straightened(picture, corners)
    grid = raster.measure(picture, corners)
    return Signs(
        covered=tuple(_as_shares(one, picture) for one in _things(picture, corners, reading)),
        colour=grey_copy.colour_of(flat),
        raster=grid[0] if grid and grid[1] else None,
        dots=grid[0] if grid and not grid[1] else None,
        splices=_splices(picture, reading),
    )


def _things(picture: Pixels, corners: Corners, reading: DocumentReading) -> list[Patch]:
    """Return what lies across the border; of a border that was not clearly seen nothing can be told."""
    if reading.cut_off or reading.outline_confidence < _CLEAR_BORDER:
        return []
    return covered.measure(picture, corners)


def _splices(picture: Pixels, reading: DocumentReading) -> tuple[Patch, ...]:
    lines = [line.corners for line in reading.text]
    unlike = splices.measure(picture, [as_pixels(line, picture) for line in lines])
    return tuple(
        Patch(corners=line, strength=strength)
        for line, strength in zip(lines, unlike, strict=False)
        if strength >= _WORTH_KEEPING
    )


def _as_shares(patch: Patch, picture: Pixels) -> Patch:
    height, width = picture.shape[:2]
    corners = tuple(
        (round(min(1.0, max(0.0, x / width)), 5), round(min(1.0, max(0.0, y / height)), 5))
        for x, y in patch.corners
    )
    return patch.model_copy(update={"corners": corners})

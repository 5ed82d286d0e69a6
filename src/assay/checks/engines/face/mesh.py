"""The surface of a face: its points in space and the triangles between them, for drawing the face in other
poses.
"""

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.face import landmarks
from assay.checks.engines.face.detector import Pixels, Points, detect

Triangles = npt.NDArray[np.int32]

# The first 468 points lie on the skin; the last ten are pupils and irises, which move in front of it.
SKIN_POINTS = 468


def _frontal(points: Points) -> npt.NDArray[np.float64]:
    """Return the points turned so that the head looks straight ahead: nothing overlaps there."""
    across = points[landmarks.LEFT_EYE_OUTER] - points[landmarks.RIGHT_EYE_OUTER]
    across = across / np.linalg.norm(across)
    down = points[landmarks.CHIN] - points[landmarks.FOREHEAD]
    down = down - (down @ across) * across
    down = down / np.linalg.norm(down)
    axes = np.stack([across, down, np.cross(across, down)])
    return np.asarray((points - points.mean(axis=0)) @ axes.T, np.float64)


def _signed_areas(flat: npt.NDArray[np.float64], triangles: Triangles) -> npt.NDArray[np.float64]:
    first, second, third = (flat[triangles[:, corner]] for corner in range(3))
    one, other = second - first, third - first
    return np.asarray(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0])


def triangles_of(points: Points) -> Triangles:
    """Return the Delaunay triangulation (n x 3 indices, clockwise on the picture) of the skin points.

    It is made on the face turned to look straight ahead and covers the convex hull, eyes and mouth included.
    Points that coincide there (closed lips) are left out of it.
    """
    flat = _frontal(points)[:SKIN_POINTS, :2].astype(np.float32)
    least, most = flat.min(axis=0), flat.max(axis=0)
    width, height = (int(side) + 20 for side in most - least)
    grid = cv2.Subdiv2D((0, 0, width, height))
    index_of: dict[tuple[float, float], int] = {}
    for index, point in enumerate(flat - least + 5):
        spot = (float(point[0]), float(point[1]))
        index_of.setdefault(spot, index)
        grid.insert(spot)
    corners = np.asarray(grid.getTriangleList(), np.float32).reshape(-1, 3, 2)
    named = [[index_of.get((float(x), float(y)), -1) for x, y in corner] for corner in corners]
    found = np.array([triangle for triangle in named if -1 not in triangle], np.int32)
    areas = _signed_areas(flat.astype(np.float64), found)
    found[areas < 0] = found[areas < 0][:, ::-1]
    return np.asarray(found[areas != 0], np.int32)


def mesh(pixels: Pixels) -> tuple[Points, Triangles]:
    """Return the 478 x 3 points (pixels; depth grows away from the camera) and the triangles of the largest
    face.

    Raises LookupError when the picture shows no face.
    """
    faces = detect(pixels)
    if not faces:
        raise LookupError("no face in the picture")
    points = landmarks.place(pixels, faces[0]).points
    return points, triangles_of(points)

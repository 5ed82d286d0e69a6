"""The networks inside MediaPipe's task files, run by OpenCV; MediaPipe itself, which reports usage to its maker, is not used."""

import io
import zipfile
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.models import locate

Pixels = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float32]


@cache
def net(model_id: str, member: str = "") -> cv2.dnn.Net:
    """Return a network of models.toml; `member` names it inside a task file. Raises ModelMissing."""
    data = locate(model_id).read_bytes()
    if member:
        with zipfile.ZipFile(io.BytesIO(data)) as task:
            data = task.read(member)
    return cv2.dnn.readNetFromTFLite(np.frombuffer(data, np.uint8))


def run(network: cv2.dnn.Net, pixels: Pixels, outputs: tuple[str, ...]) -> list[Points]:
    """Return the named outputs for a picture of the network's size, its values brought to 0 to 1, red first."""
    network.setInput(cv2.dnn.blobFromImage(pixels, 1 / 255.0, swapRB=True))
    return [np.asarray(output, np.float32) for output in network.forward(outputs)]


def turned_square(
    pixels: Pixels, centre: Points, side: float, angle: float, to: int
) -> tuple[Pixels, npt.NDArray[np.float64]]:
    """Return a turned square of the picture, `to` pixels wide, and the 2 x 3 matrix from it back to the picture.

    `angle` (radians) is that of the square's own upper side. What lies outside the picture is black.
    """
    scale = to / max(side, 1.0)
    cosine, sine = np.cos(angle) * scale, np.sin(angle) * scale
    linear = np.array([[cosine, sine], [-sine, cosine]])
    there = np.column_stack([linear, to / 2 - linear @ np.asarray(centre, np.float64)])
    finer = pixels if scale > 0.5 else cv2.GaussianBlur(pixels, (0, 0), 0.4 / scale)
    crop = cv2.warpAffine(finer, there, (to, to), flags=cv2.INTER_LINEAR)
    return np.asarray(crop, np.uint8), np.asarray(cv2.invertAffineTransform(there), np.float64)


def moved(points: Points, matrix: npt.NDArray[np.float64]) -> Points:
    """Return n x 2 points under a 2 x 3 matrix."""
    return np.asarray(points @ matrix[:, :2].T + matrix[:, 2], np.float32)

